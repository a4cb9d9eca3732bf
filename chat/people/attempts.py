"""Guessing passwords is slow: after some failures a name or an address has to wait."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

MINUTES = 15
FAILURES_OF_A_NAME = 10
FAILURES_FROM_AN_ADDRESS = 50


def address_of(request: HttpRequest) -> str:
    """Where a request comes from: behind TLS, what the proxy in front of us says."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    return forwarded_address(forwarded) or str(request.META.get("REMOTE_ADDR", ""))


def address_of_scope(scope: Mapping[str, Any]) -> str:
    """The same of a websocket."""
    headers = dict(scope.get("headers") or ())
    forwarded = headers.get(b"x-forwarded-for", b"").decode("latin1")
    client = scope.get("client") or ("",)
    return forwarded_address(forwarded) or str(client[0])


def forwarded_address(header: str) -> str:
    """What the proxy in front of us says; empty where there is none to be trusted."""
    return header.rpartition(",")[2].strip() if settings.HTTPS else ""


def must_wait(request: HttpRequest | None, name: str) -> bool:
    """Whether a name or the address of a request has failed too often lately."""
    return any(cache.get(key, 0) >= most for key, most in _counters(request, name))


def failed(request: HttpRequest | None, name: str) -> None:
    """Count a failure; the count is forgotten ``MINUTES`` after its first one."""
    for key, _ in _counters(request, name):
        cache.add(key, 0, MINUTES * 60)
        try:
            cache.incr(key)
        except ValueError:  # it ran out between the two lines
            cache.set(key, 1, MINUTES * 60)


def succeeded(request: HttpRequest | None, name: str) -> None:
    """Forget the failures of a name, not those of an address: it may try many names."""
    cache.delete(_counters(request, name)[0][0])


def _counters(request: HttpRequest | None, name: str) -> list[tuple[str, int]]:
    counters = [(_key("name", name.strip().casefold()), FAILURES_OF_A_NAME)]
    if request is not None:
        counters.append((_key("from", address_of(request)), FAILURES_FROM_AN_ADDRESS))
    return counters


def _key(kind: str, value: str) -> str:
    """Hashed: a name may hold anything, and the cache need not know it."""
    return f"sign-in {kind} {hashlib.sha256(value.encode()).hexdigest()[:32]}".replace(
        " ", "-"
    )


class PatientBackend(ModelBackend):
    """Django's own check of passwords, which also guards the admin's door."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        name = username or ""
        if must_wait(request, name):
            raise PermissionDenied
        user = super().authenticate(request, username, password, **kwargs)
        if user is None and password is not None:
            failed(request, name)
        elif user is not None:
            succeeded(request, name)
        return user

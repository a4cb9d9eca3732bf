"""Programs at the door: tokens of an owner, each for some purposes only.

A token is ``sa_`` and 32 random bytes. It is stored as its SHA-256 only, so that the
look-up tells nothing about it by its timing.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from analysis.base.errors import TaskError
from analysis.models import Owner
from chat.models import ApiToken
from chat.received import storable

# What a token may be for.
SCOPES: Mapping[str, str] = {
    "read": "look at datasets, conversations, runs, scripts and models",
    "ask": "begin conversations, ask, cancel, export",
    "data": "upload, correct and delete datasets",
    "models": "train, predict with and delete models",
}
MOST_TOKENS = 20
MOST_DAYS = 3650
_LONGEST_NAME = 60
_FORM = re.compile(r"sa_[A-Za-z0-9_-]{43}")
_A_MINUTE = timedelta(minutes=1)


def create(
    owner: Owner, name: str, scopes: Sequence[str], days: int | None = None
) -> tuple[str, ApiToken]:
    """A new token, to be shown once, and its row. Without ``days`` it does not expire.

    Raises:
        TaskError: it lacks a name or a purpose, there are too many already, or the
            owner is a group; all its members would read the token.
    """
    name = " ".join(storable(name).split())
    if owner.is_group:
        raise TaskError("A group has no tokens.", "Make one of your own.")
    if not 0 < len(name) <= _LONGEST_NAME:
        raise TaskError(
            f"A token needs a name of at most {_LONGEST_NAME} characters.",
            hint="Name it after the program that will use it.",
        )
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or not scopes:
        text = f"There is no purpose “{unknown[0]}”." if unknown else (
            "A token needs a purpose."
        )  # fmt: skip
        raise TaskError(text, f"Purposes are: {', '.join(SCOPES)}.")
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise TaskError(f"A token holds for 1 to {MOST_DAYS:,} days.", "Or for ever.")
    if ApiToken.objects.of(owner).count() >= MOST_TOKENS:
        raise TaskError(
            f"You have {MOST_TOKENS} tokens; more are not allowed.",
            hint="Revoke one that you need no more.",
        )
    token = f"sa_{secrets.token_urlsafe(32)}"
    row = ApiToken.objects.create(
        owner=owner,
        name=name,
        sha256=_hashed(token),
        scopes=[scope for scope in SCOPES if scope in scopes],
        expires=None if days is None else timezone.now() + timedelta(days=days),
    )
    return token, row


def holder_of(token: str) -> ApiToken | None:
    """The row of a token that opens now, with its owner; its use is noted."""
    if not _FORM.fullmatch(token):
        return None
    found = ApiToken.objects.select_related("owner__user").filter(sha256=_hashed(token))
    row: ApiToken | None = found.first()
    if row is None or row.has_expired or not _may_be(row.owner):
        return None
    now = timezone.now()
    if row.used is None or now - row.used > _A_MINUTE:
        ApiToken.objects.filter(id=row.id).update(used=now)
    return row


def _may_be(owner: Owner) -> bool:
    """Whether an owner is let in by a token: as a browser's session would be."""
    if owner.is_group:
        return False
    if owner.user is None:
        return not settings.REQUIRE_LOGIN
    return bool(owner.user.is_active)


def revoke(owner: Owner, number: int) -> bool:
    """Take a token back; False if the owner has none of that number."""
    return bool(ApiToken.objects.of(owner).filter(id=number).delete()[0])


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

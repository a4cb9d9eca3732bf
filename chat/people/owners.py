"""Who is asking: a browser session owns things without signing up.

A session names its owner. The owner of an account answers only to a session that is
signed in to it, with the password as it is now.
"""

from __future__ import annotations

import uuid
from collections.abc import MutableMapping
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.crypto import constant_time_compare

from analysis.models import Owner

KEY = "owner"


def owner_of(session: MutableMapping[str, Any]) -> Owner | None:
    """The session's owner, if it has one already and may have it."""
    known = session.get(KEY)
    if not known:
        return None
    try:
        number = uuid.UUID(str(known))
    except ValueError:
        return None
    owner = Owner.objects.select_related("user").filter(id=number).first()
    # What is a group's is had in the group only: a browser is one person's.
    if owner is None or owner.is_group or not _may_be(session, owner.user):
        return None
    return owner


def _may_be(session: MutableMapping[str, Any], user: AbstractBaseUser | None) -> bool:
    if user is None:
        return not settings.REQUIRE_LOGIN
    if not user.is_active or session.get(SESSION_KEY) != str(user.pk):
        return False
    given = str(session.get(HASH_SESSION_KEY, ""))
    known = (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    return any(constant_time_compare(given, one) for one in known)


def session_of(owner: Owner) -> dict[str, Any]:
    """A session that is an owner's: for what we ask of our own views in their name."""
    user = owner.user
    if user is None:
        return {KEY: str(owner.id)}
    return {
        KEY: str(owner.id),
        SESSION_KEY: str(user.pk),
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }


def known_session(session: MutableMapping[str, Any]) -> bool:
    """Whether a session says whose it is, by its owner or by its account."""
    return bool(session.get(KEY) or session.get(SESSION_KEY))


def ensure_owner(session: MutableMapping[str, Any]) -> Owner:
    """The session's owner, made at the first need."""
    owner = owner_of(session) or _signed_in(session)
    if owner is None:
        owner = Owner.objects.create()
        session[KEY] = str(owner.id)
    return owner


def _signed_in(session: MutableMapping[str, Any]) -> Owner | None:
    """The owner of a session's account; a sign-in that holds no more is forgotten."""
    user = session.get(SESSION_KEY)
    if user is None:
        return None
    owner = Owner.objects.filter(user_id=user).first()
    session[KEY] = str(owner.id) if owner else None
    if owner is None or owner_of(session) is None:
        session.clear()
        return None
    return owner

"""Who is asking: a browser session owns things without signing up."""

from __future__ import annotations

import uuid
from collections.abc import MutableMapping
from typing import Any

from analysis.models import Owner

KEY = "owner"


def owner_of(session: MutableMapping[str, Any]) -> Owner | None:
    """The session's owner, if it has one already."""
    known = session.get(KEY)
    return Owner.objects.filter(id=uuid.UUID(known)).first() if known else None


def ensure_owner(session: MutableMapping[str, Any]) -> Owner:
    """The session's owner, made at the first need."""
    owner = owner_of(session)
    if owner is None:
        owner = Owner.objects.create()
        session[KEY] = str(owner.id)
    return owner

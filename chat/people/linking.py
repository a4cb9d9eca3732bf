"""Two doors to one conversation: words that open it at the other one.

A token is 24 random bytes. It is stored as its SHA-256 only, so that the look-up tells
nothing about it by its timing, holds for ``MINUTES`` and opens once.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from analysis.base.errors import TaskError
from analysis.models import Owner
from chat.models import Conversation, LinkToken
from chat.people.adoption import adopt

MINUTES = 10
# 24 bytes, as `secrets.token_urlsafe` writes them.
_TOKEN = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{32}(?![A-Za-z0-9_-])")
_LONGEST = 64  # Telegram's limit of what follows ?start=


def create(conversation: Conversation) -> str:
    """A new token for a conversation, to be shown to its owner only.

    Raises:
        TaskError: the owner is a group; all its members would read the token.
    """
    if conversation.owner.is_group:
        raise TaskError(
            "A group’s conversation is in the group only.",
            hint="Write to me in a private chat; that can go on in a browser.",
        )
    token = secrets.token_urlsafe(24)
    LinkToken.objects.create(
        sha256=_hashed(token),
        owner=conversation.owner,
        conversation=conversation,
        expires=timezone.now() + timedelta(minutes=MINUTES),
    )
    return token


def pending(token: str) -> LinkToken | None:
    """The row of a token that would open now; looking does not use it up."""
    if len(token) > _LONGEST:
        return None
    found = LinkToken.objects.select_related("owner__user", "conversation").filter(
        sha256=_hashed(token), used=None, expires__gt=timezone.now()
    )
    return found.exclude(conversation__owner__is_group=True).first()


def withdraw_in(text: str) -> int:
    """Use up every token in a text that others have read; how many there were."""
    tokens = {_hashed(word) for word in _TOKEN.findall(text)}
    found = LinkToken.objects.filter(sha256__in=tokens, used=None)
    return found.update(used=timezone.now()) if tokens else 0


def redeem(token: str) -> tuple[Owner, Conversation] | None:
    """Use a token up; None if it is unknown, used or too old.

    Of two who come at the same moment one gets in.
    """
    found = pending(token)
    if found is None:
        return None
    now = timezone.now()
    won = LinkToken.objects.filter(id=found.id, used=None, expires__gt=now).update(
        used=now
    )
    return (found.owner, found.conversation) if won else None


class TwoAccounts(Exception):
    """Two doors that belong to different accounts: these are never joined."""


@transaction.atomic
def join(theirs: Owner, mine: Owner) -> Owner:
    """One owner for both doors: the account if one of them is, else ``theirs``.

    What the other one has goes along.

    Raises:
        TwoAccounts: both are accounts, and not the same.
        ValueError: one of them is a group.
    """
    if theirs == mine:
        return theirs
    if theirs.user_id is not None and mine.user_id is not None:
        raise TwoAccounts
    kept, guest = (mine, theirs) if mine.user_id is not None else (theirs, mine)
    adopt(guest, kept)
    return kept


def browser_address(token: str) -> str:
    """The address that opens a conversation in a browser, if this site knows its own."""
    return f"{settings.PUBLIC_URL}/link/{token}/"


def telegram_address(token: str) -> str:
    """The deep link that opens the bot with a token."""
    return f"https://t.me/{settings.TELEGRAM_BOT_NAME.lstrip('@')}?start={token}"


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

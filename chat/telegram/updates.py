"""Updates as rows, from the webhook or from polling, and which of them are due."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.db.models import F, Min
from django.utils import timezone

from chat.models.telegram import TelegramUpdate
from chat.telegram import raw
from chat.telegram.incoming import chat_id_of

logger = logging.getLogger(__name__)
State = TelegramUpdate.State
MAX_ATTEMPTS = 4
# Attempts that never ended: the process was killed each time, perhaps by the update.
MAX_UNFINISHED = 8
_RAW_KEPT = 100_000
# Telegram repeats an update for a day; after two a row is only history.
KEPT = timedelta(days=2)


def take_in(text: str) -> int | None:
    """Keep an update as it came from Telegram; its number, None if it has none.

    One that cannot be read is kept with its text, for the admin; without a number
    nothing can be kept.
    """
    try:
        body = raw.read(text)
    except raw.Unreadable as error:
        return _keep_unreadable(text, error)
    store(body)
    number: int = body["update_id"]
    return number


def _keep_unreadable(text: str, error: raw.Unreadable) -> int | None:
    number = raw.number_of(text)
    logger.error("update %s cannot be read: %s", number, error)
    if number is None:
        return None
    shown = text.encode("ascii", "backslashreplace").decode().replace("\0", "\\0")
    now = timezone.now()
    TelegramUpdate.objects.get_or_create(
        update_id=number,
        defaults={
            "body": {},
            "raw": shown[:_RAW_KEPT],
            "state": State.FAILED,
            "error": f"It cannot be read: {error}",
            "handled": now,
        },
    )
    return number


def store(body: dict[str, Any]) -> bool:
    """Keep a readable update; False if it was here before."""
    number = body["update_id"]
    _, new = TelegramUpdate.objects.get_or_create(
        update_id=number, defaults={"body": body, "chat_id": chat_id_of(body)}
    )
    return new


def chats_waiting() -> list[int | None]:
    """Chats whose oldest open update is due: those behind it keep their turn."""
    found = (
        TelegramUpdate.objects.filter(state=State.RECEIVED)
        .order_by()
        .values("chat_id")
        .annotate(due=Min("not_before"))
        .filter(due__lte=timezone.now())
    )
    return [row["chat_id"] for row in found]


def due(chat_id: int | None) -> list[TelegramUpdate]:
    """A chat's open updates in their order."""
    return list(
        TelegramUpdate.objects.filter(state=State.RECEIVED, chat_id=chat_id).order_by(
            "update_id"
        )[:100]
    )


def finish(update: TelegramUpdate, state: str = State.HANDLED, error: str = "") -> None:
    TelegramUpdate.objects.filter(id=update.id).update(
        state=state, error=error, handled=timezone.now()
    )


def begin(update: TelegramUpdate) -> bool:
    """Count an attempt before it is made; False if too many of them never ended.

    What ends the process itself can be counted in no other way.
    """
    if update.attempts >= MAX_UNFINISHED:
        finish(update, State.FAILED, f"{update.attempts} attempts never ended.")
        return False
    TelegramUpdate.objects.filter(id=update.id).update(attempts=F("attempts") + 1)
    return True


def put_off(update: TelegramUpdate, seconds: float) -> None:
    """An attempt that found nothing to do yet is none."""
    made = max(0, update.attempts - 1)
    TelegramUpdate.objects.filter(id=update.id).update(attempts=made)
    wait(update, seconds)


def wait(update: TelegramUpdate, seconds: float) -> None:
    """Look at the update again after a while."""
    later = timezone.now() + timedelta(seconds=seconds)
    TelegramUpdate.objects.filter(id=update.id).update(not_before=later)


def failed(update: TelegramUpdate, error: str, *, again: bool) -> bool:
    """Note that an attempt failed; True when it was the last.

    ``again`` says that another attempt may fare better.
    """
    if not again or update.attempts + 1 >= MAX_ATTEMPTS:
        finish(update, State.FAILED, error)
        return True
    TelegramUpdate.objects.filter(id=update.id).update(error=error)
    wait(update, 2**update.attempts)
    return False


def forget_old() -> None:
    """Delete updates that Telegram will not repeat any more."""
    old = timezone.now() - KEPT
    TelegramUpdate.objects.filter(received__lt=old).exclude(
        state=State.RECEIVED
    ).delete()

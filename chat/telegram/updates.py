"""Updates as rows, from the webhook or from polling, and which of them are due."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import F, Min
from django.utils import timezone

from chat.telegram.incoming import chat_id_of
from chat.telegram.models import TelegramUpdate

State = TelegramUpdate.State
MAX_ATTEMPTS = 4
# Telegram repeats an update for a day; after two a row is only history.
KEPT = timedelta(days=2)


def store(body: dict[str, Any]) -> bool:
    """Keep an update; False if it was here before or is none."""
    number = body.get("update_id")
    if not isinstance(number, int):
        return False
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


def wait(update: TelegramUpdate, seconds: float) -> None:
    """Look at the update again after a while."""
    later = timezone.now() + timedelta(seconds=seconds)
    TelegramUpdate.objects.filter(id=update.id).update(not_before=later)


def failed_once_more(update: TelegramUpdate, error: str) -> bool:
    """Count a failure; True when it was the last attempt."""
    TelegramUpdate.objects.filter(id=update.id).update(attempts=F("attempts") + 1)
    if update.attempts + 1 >= MAX_ATTEMPTS:
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

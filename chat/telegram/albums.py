"""Files sent together: each comes as an update of its own, all are answered once.

An album's files are read one after the other, so that the last one is in use in the end.
Their receipts are not shown unless they warn of something; behind the last file comes the list of datasets, and then
the answers to what was written below the files.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from chat.models import Message
from chat.models.telegram import TelegramChat, TelegramPost, TelegramUpdate
from chat.orchestrator import Request
from chat.telegram.incoming import Bot, text_of, without_mention
from chat.telegram.posting import QUIET

# Telegram delivers the parts of an album one by one, within a moment.
_GATHERED = timedelta(seconds=1.2)


def is_album(update: TelegramUpdate) -> bool:
    return "media_group_id" in update.body.get("message", {})


def is_gathering(update: TelegramUpdate) -> bool:
    """Whether more parts of the album may be on their way."""
    newest = _parts(update).order_by("-received").first()
    return newest is not None and newest.received > timezone.now() - _GATHERED


def is_first(update: TelegramUpdate) -> bool:
    return not _parts(update).filter(update_id__lt=update.update_id).exists()


def is_last(update: TelegramUpdate) -> bool:
    return not _parts(update).filter(update_id__gt=update.update_id).exists()


def messages_of(update: TelegramUpdate) -> list[dict[str, Any]]:
    """The album's messages in their order."""
    parts = _parts(update).order_by("update_id")
    return [part.body["message"] for part in parts]


def keep_quiet(chat: TelegramChat, message: Message) -> None:
    """The receipt of a part is not shown as long as all went well."""
    TelegramPost.objects.get_or_create(
        chat=chat,
        message=message,
        part=0,
        defaults={"content": {"method": QUIET}, "state": TelegramPost.State.SENT},
    )


def requests_of(chat: TelegramChat, update: TelegramUpdate, bot: Bot) -> list[Request]:
    """What the album as a whole asks: the datasets, then the words below its files.

    Nothing if no file could be read, which was said then.
    """
    assert chat.conversation is not None
    if chat.conversation.dataset is None:
        return []
    number = update.update_id
    said = [without_mention(text_of(part), bot) for part in messages_of(update)]
    asked = [
        Request(text, f"tg-{number}-{place}") for place, text in enumerate(said) if text
    ]
    return [Request("/datasets", f"tg-{number}"), *asked]


def _parts(update: TelegramUpdate) -> QuerySet[TelegramUpdate]:
    group = update.body["message"]["media_group_id"]
    of_it = Q(chat_id=update.chat_id, body__message__media_group_id=group)
    return TelegramUpdate.objects.filter(of_it)

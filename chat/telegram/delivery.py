"""How far each post is, in the database: what is due, marked, shown, given up."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from chat.telegram.limits import CAPTION
from chat.telegram.models import TelegramChat, TelegramPost

logger = logging.getLogger(__name__)
State = TelegramPost.State


def _due() -> Q:
    now = timezone.now()
    free = Q(chat__paused_until=None) | Q(chat__paused_until__lte=now)
    open_ = Q(state__in=(State.QUEUED, State.SENDING), not_before__lte=now)
    return free & open_ & Q(chat__blocked=False)


def chats_due() -> list[int]:
    found = TelegramPost.objects.filter(_due()).order_by()
    return list(found.values_list("chat_id", flat=True).distinct())


def posts_due(chat: int) -> list[TelegramPost]:
    found = TelegramPost.objects.filter(_due(), chat=chat).order_by("id")
    return list(found.select_related("chat__owner__user", "message")[:30])


def asked(post: TelegramPost) -> int | None:
    """The message in this chat that a post answers."""
    if post.message is None or post.message.question_id is None or post.part:
        return None
    return (
        TelegramPost.objects.filter(chat=post.chat_id, message=post.message.question_id)
        .values_list("telegram_id", flat=True)
        .first()
    )


def mark(post: TelegramPost) -> bool:
    """From here on the post may have arrived; False if it is not wanted any more.

    Progress that was due is taken back when the answer comes before it was sent.
    """
    chat = post.chat
    same = {"kind": "private"} if not chat.is_group else {"chat_id": chat.chat_id}
    newest = TelegramChat.objects.filter(**same).aggregate(at=Max("newest_id"))["at"]
    marked = TelegramPost.objects.filter(id=post.id).update(
        state=State.SENDING, newest_before=newest or 0, attempts=F("attempts") + 1
    )
    return bool(marked)


def known(post: TelegramPost) -> set[int]:
    found = TelegramPost.objects.filter(chat__chat_id=post.chat.chat_id)
    after = found.filter(telegram_id__gt=post.newest_before)
    return {number for number in after.values_list("telegram_id", flat=True) if number}


def record(post: TelegramPost, number: int) -> None:
    """The post is shown; if its content changed meanwhile it is due again."""
    with transaction.atomic():
        row = TelegramPost.objects.select_for_update().filter(id=post.id).first()
        chats = TelegramChat.objects.filter(id=post.chat_id)
        chats.filter(newest_id__lt=number).update(newest_id=number)
        if row is None:
            return
        same = row.content == post.content
        row.telegram_id, row.shown, row.sent = number, post.content, timezone.now()
        row.state, row.error = (State.SENT if same else State.QUEUED), ""
        row.save(update_fields=["telegram_id", "shown", "sent", "state", "error"])


def requeue(post: TelegramPost) -> None:
    TelegramPost.objects.filter(id=post.id).update(state=State.QUEUED)


def pause(post: TelegramPost, seconds: float, state: str, error: str) -> None:
    until: datetime = timezone.now() + timedelta(seconds=seconds)
    logger.warning("chat %s waits %.1f s: %s", post.chat_id, seconds, error)
    TelegramChat.objects.filter(id=post.chat_id).update(paused_until=until)
    TelegramPost.objects.filter(id=post.id).update(state=state, error=error[:500])


def block(post: TelegramPost, error: str) -> None:
    """Who blocked the bot is not written to until they write again."""
    logger.info("chat %s: %s", post.chat_id, error)
    TelegramChat.objects.filter(id=post.chat_id).update(blocked=True)
    TelegramPost.objects.filter(
        chat=post.chat_id, state__in=(State.QUEUED, State.SENDING)
    ).update(state=State.FAILED, error=error[:500])


def give_up(post: TelegramPost, error: str) -> None:
    logger.error("post %s was given up: %s", post.id, error)
    TelegramPost.objects.filter(id=post.id).update(
        state=State.FAILED, error=error[:500]
    )


def as_plain_text(post: TelegramPost) -> None:
    """What cannot be sent as it is goes out as bare words, without buttons."""
    plain = post.content["plain"][:CAPTION]
    content = {"method": "sendMessage", "text": "", "plain": plain, "fallback": True}
    content["text"] = plain.replace("&", "&amp;").replace("<", "&lt;")
    TelegramPost.objects.filter(id=post.id).update(content=content, state=State.QUEUED)

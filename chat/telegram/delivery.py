"""How far each post is, in the database: what is due, marked, shown, given up."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from chat.models.telegram import TelegramChat, TelegramPost
from chat.render.telegram_limits import CAPTION

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


def next_due(chat: int) -> TelegramPost | None:
    found = TelegramPost.objects.filter(_due(), chat=chat).order_by("id")
    return found.select_related("chat__owner__user", "message").first()


def asked(post: TelegramPost) -> int | None:
    """The message in this chat that a post answers, where that has to be said.

    In a group it is said of every answer; elsewhere of what does not stand below its
    question, or below the part before it, because something else came between.
    """
    message = post.message
    if message is None or message.question_id is None:
        return None
    shown = TelegramPost.objects.filter(chat=post.chat_id).exclude(telegram_id=None)
    question = shown.filter(message=message.question_id).first()
    if question is None or (post.chat.is_group and not post.part):
        return question.telegram_id if question else None
    earlier = shown.filter(message=message, part__lt=post.part).order_by("-part")
    above = earlier.first() or question
    between = shown.filter(telegram_id__gt=above.telegram_id).exclude(message=message)
    return question.telegram_id if between.exists() else None


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
    # All topics of a group have one rate.
    same = TelegramChat.objects.filter(chat_id=post.chat.chat_id)
    same.update(paused_until=until)
    TelegramPost.objects.filter(id=post.id).update(state=state, error=error[:500])


def block(post: TelegramPost, error: str) -> None:
    """Who cannot be written to is left alone until they are back.

    What was to be sent stays as it is, and goes out then.
    """
    logger.info("chat %s: %s", post.chat_id, error)
    TelegramChat.objects.filter(id=post.chat_id).update(blocked=True)
    # It was refused, so it is not there: nothing has to be looked for.
    TelegramPost.objects.filter(id=post.id).update(
        state=State.QUEUED, error=error[:500], attempts=0
    )


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

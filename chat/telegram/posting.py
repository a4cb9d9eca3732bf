"""From the event log to posts: what a chat shall see of its conversation."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from analysis.base.reply import Notice, Progress
from chat.models import Event, Message
from chat.models.telegram import TelegramChat, TelegramPost
from chat.render.numbers import format_cell
from chat.render.telegram import Call, Wanted, chosen, quoted, render_reply, said

logger = logging.getLogger(__name__)
State = TelegramPost.State
# The method of a post that stands for an answer which is not to be shown.
QUIET = "quiet"
# Most runs are over before a word about them could be read.
PROGRESS_AFTER = timedelta(seconds=1.2)
# Nobody is told of an edited message: after a longer wait the answer is a new one.
LONG_RUN = timedelta(seconds=10)
# An edit counts as a message, of which a group gets 20 a minute in all.
EDIT_EVERY = {False: timedelta(seconds=3), True: timedelta(seconds=10)}
AT_MOST = 200


def chats_with_news() -> list[int]:
    """Chats whose conversation has events that are no posts yet."""
    found = TelegramChat.objects.filter(
        blocked=False, conversation__events__id__gt=F("cursor")
    )
    return list(found.order_by().values_list("id", flat=True).distinct())


@transaction.atomic
def derive_posts(chat_id: int) -> None:
    """Take up the events after the chat's cursor; each message in its present form."""
    chat = TelegramChat.objects.select_for_update().get(id=chat_id)
    events = list(
        Event.objects.filter(conversation=chat.conversation_id, id__gt=chat.cursor)
        .order_by("id")
        .select_related("message__run")[:AT_MOST]
    )
    if not events:
        return
    seen: set[int] = set()
    for event in events:
        message = event.message
        if message is not None and message.id not in seen:
            seen.add(message.id)
            _take_up(chat, message)
    chat.cursor = events[-1].id
    chat.save(update_fields=["cursor"])


def post(chat: TelegramChat, call: Call) -> TelegramPost:
    """Something of the bot's own, that is in no conversation."""
    return TelegramPost.objects.create(chat=chat, content=call.as_json())


def shown_as(chat: TelegramChat, message: Message | None, telegram_id: int) -> None:
    """A person's message stands in the chat already: they wrote it there."""
    if message is not None:
        TelegramPost.objects.get_or_create(
            chat=chat,
            message=message,
            part=0,
            defaults={
                "content": {"method": "person"},
                "telegram_id": telegram_id,
                "state": State.SENT,
            },
        )


def change(post: TelegramPost, call: Call) -> None:
    """Give a post other content; what was sent already is edited before long."""
    post.content = call.as_json()
    if post.state == State.SENT and post.content != post.shown:
        post.state = State.QUEUED
        if post.progress and post.sent:
            post.not_before = post.sent + EDIT_EVERY[post.chat.is_group]
    post.save(update_fields=["content", "state", "not_before"])


def _take_up(chat: TelegramChat, message: Message) -> None:
    posts = list(
        TelegramPost.objects.select_for_update()
        .filter(chat=chat, message=message)
        .order_by("part")
    )
    for each in posts:
        each.chat = chat
    if message.role == Message.Role.USER:
        if not posts:
            _create(chat, message, 0, _echo(message))
        return
    if posts and posts[0].content["method"] == QUIET:
        if len(posts) == 1 and _has_notices(message):
            _create_all(chat, message, _calls(chat, message), start=1)
        return
    calls = _calls(chat, message)
    if _is_progress(message):
        _show_progress(chat, message, posts, calls[0])
    elif posts and posts[0].progress:
        _finish_progress(chat, message, posts, calls)
    else:
        for part, call in enumerate(calls):
            if part < len(posts):
                if posts[part].content["method"] == call.method:
                    change(posts[part], call)
            else:
                _create(chat, message, part, call)


def _echo(message: Message) -> Call:
    """What stands in the chat nowhere yet: a pressed button, or words said elsewhere."""
    pressed = (message.client_id or "").startswith("tg-")
    return (
        chosen(message.text) if pressed else quoted("You, in the browser", message.text)
    )


def _calls(chat: TelegramChat, message: Message) -> list[Call]:
    run, reply = message.run, message.reply
    assert reply is not None
    wanted = Wanted(
        message=message.id,
        detailed=chat.detailed,
        has_script=bool(run and run.script and not run.is_active),
        site=settings.PUBLIC_URL,
    )
    try:
        return render_reply(reply, wanted)
    except Exception:
        # What comes behind it in the conversation is to be seen all the same.
        logger.exception("message %s cannot be shown", message.id)
        words = "❌ **This answer cannot be shown here.**"
        if not chat.is_group:
            words += "\n💡 It is in the browser."
        return [said(words)]


def _has_notices(message: Message) -> bool:
    """Whether the answer warns of something, asks about it, or says that it failed."""
    reply = message.reply
    return reply is not None and any(isinstance(b, Notice) for b in reply.blocks)


def _is_progress(message: Message) -> bool:
    reply = message.reply
    return reply is not None and any(isinstance(b, Progress) for b in reply.blocks)


def _create(
    chat: TelegramChat,
    message: Message,
    part: int,
    call: Call,
    *,
    progress: bool = False,
) -> None:
    now = timezone.now()
    TelegramPost.objects.create(
        chat=chat,
        message=message,
        part=part,
        content=call.as_json(),
        progress=progress,
        not_before=now + PROGRESS_AFTER if progress else now,
    )


def _show_progress(
    chat: TelegramChat, message: Message, posts: list[TelegramPost], call: Call
) -> None:
    if not posts:
        _create(chat, message, 0, call, progress=True)
    elif posts[0].progress:
        change(posts[0], call)


def _finish_progress(
    chat: TelegramChat,
    message: Message,
    posts: list[TelegramPost],
    calls: list[Call],
) -> None:
    """Edit the progress into the answer, or close it and answer below."""
    first = posts[0]
    if first.state == State.QUEUED and first.telegram_id is None:
        first.delete()
        _create_all(chat, message, calls, start=0)
        return
    long = timezone.now() - first.created > LONG_RUN
    if long or calls[0].method != "sendMessage":
        change(first, said(f"✓ {_took(message)}"))
        rest = calls
    else:
        change(first, calls[0])
        rest = calls[1:]
    # The end of the work is shown at once, whatever was shown last.
    first.progress, first.not_before = False, timezone.now()
    first.save(update_fields=["progress", "not_before"])
    _create_all(chat, message, rest, start=1)


def _create_all(
    chat: TelegramChat, message: Message, calls: list[Call], *, start: int
) -> None:
    for part, call in enumerate(calls, start=start):
        _create(chat, message, part, call)


def _took(message: Message) -> str:
    run = message.run
    if run is None or run.started is None or run.finished is None:
        return "Done"
    seconds = (run.finished - run.started).total_seconds()
    return f"Done in {format_cell(seconds, 'seconds')}"

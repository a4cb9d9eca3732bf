"""Sending posts: each once, in order, by Telegram's rules, through any failure.

A post is marked before it is sent. If the answer to a call is lost, by a time-out or by
the end of this process, the post is looked for among the chat's newest messages, by
editing them to what it says: only if none is it, it is sent again.
"""

from __future__ import annotations

import asyncio
import logging
import os
from typing import Any

from channels.db import database_sync_to_async
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
)
from telegram.ext import ExtBot

from chat.models.telegram import TelegramPost
from chat.render.telegram_limits import UPLOAD_BYTES
from chat.telegram import delivery
from chat.telegram.apart import Apart
from chat.telegram.documents import NotThere, fetch
from chat.telegram.posting import chats_with_news, derive_posts
from chat.telegram.rates import seconds_of
from chat.telegram.side_by_side import SideBySide
from chat.telegram.turns import migrated

logger = logging.getLogger(__name__)
# The client's waiting times as timedelta, which will be its only form.
os.environ.setdefault("PTB_TIMEDELTA", "1")
State = TelegramPost.State
PAUSE = 0.1
MAX_ATTEMPTS = 6
LOOKED_AT = 15
# Telegram's words when nothing can be written to a chat, other than a block.
_SHUT_OUT = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "chat_write_forbidden",
    "no rights to send a message",
    "not enough rights to send text messages",
    "group chat was deactivated",
)
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_db = database_sync_to_async
# A picture of a large table is drawn in a second or two.
_FETCH_SECONDS = 60.0
_FETCHES = 4
# Then other chats have their turn.
_IN_A_ROW = 30


class _Withdrawn(Exception):
    """A post is gone: what it was to say is said by another."""


class Outbox:
    """The one sender; ``retry_base`` seconds double with each failure in a row."""

    def __init__(self, bot: ExtBot[None], *, retry_base: float = 1.0) -> None:
        self._bot = bot
        self._retry_base = retry_base
        self._failures: dict[int, int] = {}
        self._chats = SideBySide[int](self._serve)
        self._files = Apart(_FETCH_SECONDS, _FETCHES)

    async def run(self) -> None:
        while True:
            try:
                await self.look()
            except Exception:
                logger.exception("the posts could not be looked at")
                await asyncio.sleep(1)
            await asyncio.sleep(PAUSE)

    async def look(self) -> None:
        """Derive what is new, and start sending in every chat with something due."""
        for chat in await _db(chats_with_news)():
            try:
                await _db(derive_posts)(chat)
            except Exception:
                logger.exception("chat %s could not be told what is new", chat)
                await asyncio.sleep(1)
        self._chats.begin(await _db(delivery.chats_due)())

    async def settle(self) -> None:
        """Wait for what was begun."""
        await self._chats.settle()

    async def _serve(self, chat: int) -> None:
        # Each as it is now: what comes before it may have had to wait.
        for _ in range(_IN_A_ROW):
            post = await _db(delivery.next_due)(chat)
            if post is None or not await self._deliver(post):
                return

    async def _deliver(self, post: TelegramPost) -> bool:
        """Bring one post to where it belongs; False if the chat has to wait."""
        try:
            number = await self._shown(post)
        except RetryAfter as error:
            # What had to be looked for before must be looked for again.
            await _db(delivery.pause)(post, seconds_of(error), post.state, str(error))
        except _Withdrawn:
            return True
        except Forbidden as error:
            await _db(delivery.block)(post, str(error))
        except ChatMigrated as error:
            await _db(migrated)(post.chat.chat_id, error.new_chat_id)
            await _db(delivery.requeue)(post)
        except BadRequest as error:
            if not _is_shut_out(error):
                return await self._refused(post, error)
            await _db(delivery.block)(post, str(error))
        except NetworkError as error:
            # It may have arrived: the state stays "sending", and it is looked for.
            await _db(delivery.pause)(
                post, self._delay(post.chat_id), State.SENDING, str(error)
            )
        except Exception as error:
            logger.exception("post %s", post.id)
            return await self._refused(post, error)
        else:
            self._failures.pop(post.chat_id, None)
            await _db(delivery.record)(post, number)
            return True
        return False

    async def _shown(self, post: TelegramPost) -> int:
        """The number of the message that shows the post now."""
        if post.telegram_id is not None:
            return await self._edit_or_renew(post, post.telegram_id)
        if post.state == State.SENDING:
            found = await self._look_for(post)
            if found is not None:
                return found
        return await self._send_marked(post)

    async def _send_marked(self, post: TelegramPost) -> int:
        if not await _db(delivery.mark)(post):
            raise _Withdrawn
        return await self._send(post)

    async def _edit_or_renew(self, post: TelegramPost, number: int) -> int:
        try:
            await self._edit(post, number)
        except BadRequest as error:
            words = str(error).lower()
            if "not modified" in words:
                return number
            if "to edit not found" in words or "can't be edited" in words:
                return await self._send_marked(post)
            raise
        return number

    async def _look_for(self, post: TelegramPost) -> int | None:
        """The message that a call without an answer made, if it made one."""
        known = await _db(delivery.known)(post)
        for number in range(post.newest_before + 1, post.newest_before + LOOKED_AT):
            if number in known:
                continue
            try:
                await self._edit(post, number)
            except BadRequest as error:
                if "not modified" in str(error).lower():
                    return number
                continue
            return number
        return None

    async def _edit(self, post: TelegramPost, number: int) -> None:
        content, chat = post.content, post.chat.chat_id
        markup = _markup(content)
        if content["method"] == "sendMessage":
            await self._bot.edit_message_text(
                content["text"],
                chat,
                number,
                parse_mode="HTML",
                reply_markup=markup,
                link_preview_options=_NO_PREVIEW,
            )
        else:
            await self._bot.edit_message_caption(
                chat,
                number,
                caption=content["text"],
                parse_mode="HTML",
                reply_markup=markup,
            )

    async def _send(self, post: TelegramPost) -> int:
        content = post.content
        sent: Message
        if content["method"] == "sendMessage":
            try:
                sent = await self._send_text(post, content["text"], "HTML")
            except BadRequest as error:
                if "can't parse entities" not in str(error).lower():
                    raise
                logger.error("post %s: %s: %r", post.id, error, content["text"])
                sent = await self._send_text(post, content["plain"], None)
            return int(sent.message_id)
        try:
            name, data = await self._files.carry_out(
                fetch, post.chat.owner, content["path"]
            )
        except NotThere:
            text = content["plain"] or "This file is not there any more."
            return int((await self._send_text(post, text, None)).message_id)
        if len(data) > UPLOAD_BYTES:
            text = f"{name} is too large for Telegram."
            if not post.chat.is_group:
                text += " It is in the browser."
            return int((await self._send_text(post, text, None)).message_id)
        sent = await self._send_file(post, name, data)
        return int(sent.message_id)

    async def _send_text(
        self, post: TelegramPost, text: str, mode: str | None
    ) -> Message:
        return await self._bot.send_message(
            text=text,
            parse_mode=mode,
            link_preview_options=_NO_PREVIEW,
            **await _common(post),
        )

    async def _send_file(self, post: TelegramPost, name: str, data: bytes) -> Message:
        text = post.content["text"]
        about = {"caption": text, "parse_mode": "HTML", "write_timeout": 120}
        about |= await _common(post)
        if post.content["method"] == "sendPhoto":
            try:
                return await self._bot.send_photo(photo=data, filename=name, **about)
            except BadRequest as error:
                # A picture too large or too long for a photo is still a file.
                logger.warning("post %s: %s", post.id, error)
        return await self._bot.send_document(document=data, filename=name, **about)

    async def _refused(self, post: TelegramPost, error: Exception) -> bool:
        """Try again a few times; then give the post up, and go on with the others."""
        words = f"{type(error).__name__}: {error}"
        logger.warning("post %s: %s", post.id, words)
        if post.attempts + 1 < MAX_ATTEMPTS and not isinstance(error, BadRequest):
            # It may have arrived all the same.
            await _db(delivery.pause)(
                post, self._delay(post.chat_id), State.SENDING, words
            )
            return False
        if post.content.get("fallback") or not post.content.get("plain"):
            await _db(delivery.give_up)(post, words)
            return True
        await _db(delivery.as_plain_text)(post)
        return False

    def _delay(self, chat: int) -> float:
        failures = self._failures[chat] = self._failures.get(chat, 0) + 1
        return float(min(self._retry_base * 2 ** (failures - 1), 60))


def _is_shut_out(error: BadRequest) -> bool:
    """Whether nothing at all can be written to the chat, as when one is blocked."""
    words = str(error).lower()
    return any(sign in words for sign in _SHUT_OUT)


def _markup(content: dict[str, Any]) -> InlineKeyboardMarkup | None:
    rows = content.get("keyboard")
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(**button) for button in row] for row in rows]
    )


async def _common(post: TelegramPost) -> dict[str, Any]:
    chat = post.chat
    found: dict[str, Any] = {
        "chat_id": chat.chat_id,
        "message_thread_id": chat.thread_id or None,
        "reply_markup": _markup(post.content),
        "disable_notification": post.progress or None,
    }
    asked = await _db(delivery.asked)(post)
    if asked is not None:
        found["reply_parameters"] = ReplyParameters(
            asked, allow_sending_without_reply=True
        )
    return found

"""“typing …” while a run works and nothing of it is to be seen yet."""

from __future__ import annotations

import asyncio
import contextlib
import logging

from channels.db import database_sync_to_async
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from telegram.constants import ChatAction
from telegram.error import TelegramError
from telegram.ext import ExtBot

from chat.models import Message, Run
from chat.models.telegram import TelegramChat, TelegramPost

logger = logging.getLogger(__name__)
# Clients show it for five seconds.
EVERY = 4.0


class Presence:
    """Tells every chat whose run works that an answer is on its way."""

    def __init__(self, bot: ExtBot[None]) -> None:
        self._bot = bot

    async def run(self) -> None:
        while True:
            try:
                await self.show()
            except Exception:
                logger.exception("the chats at work could not be looked at")
            await asyncio.sleep(EVERY)

    async def show(self) -> None:
        """Once, in every chat at work; a failure is worth no second try."""
        for chat, thread in await database_sync_to_async(_at_work)():
            with contextlib.suppress(TelegramError):
                await self._bot.send_chat_action(
                    chat, ChatAction.TYPING, message_thread_id=thread or None
                )


def _at_work() -> list[tuple[int, int]]:
    """Chats with a run under way of which no progress is shown."""
    working = Message.objects.filter(
        conversation=OuterRef("conversation"), run__status__in=Run.ACTIVE
    )
    seen = TelegramPost.objects.filter(
        chat=OuterRef("id"), progress=True, state=TelegramPost.State.SENT
    )
    free = Q(paused_until=None) | Q(paused_until__lte=timezone.now())
    found = TelegramChat.objects.filter(free, Exists(working), ~Exists(seen))
    places = found.filter(blocked=False).order_by().values_list("chat_id", "thread_id")
    return list(places)

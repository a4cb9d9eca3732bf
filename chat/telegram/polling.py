"""Asking Telegram for updates, when it does not deliver them.

The answer is taken apart as text and each update is kept before the next one is asked
for. An update that cannot be read is kept as it came, and left behind.
"""

from __future__ import annotations

import asyncio
import json
import logging
from urllib.parse import urlencode

from channels.db import database_sync_to_async
from telegram.error import Conflict, RetryAfter, TelegramError
from telegram.ext import ExtBot
from telegram.request import BaseRequest, HTTPXRequest

from chat.telegram import raw, updates
from chat.telegram.rates import seconds_of

logger = logging.getLogger(__name__)
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
POLL_SECONDS = 25
# Telegram's own most.
_MANY = 100


class Polling:
    """Brings updates into the database until cancelled.

    ``wait`` is how many seconds Telegram holds an answer back while there is nothing.
    """

    def __init__(self, bot: ExtBot[None], *, wait: int = POLL_SECONDS) -> None:
        self._bot = bot
        self._wait = wait
        self._request: BaseRequest = HTTPXRequest(read_timeout=wait + 10)
        self._offset = 0
        self._limit = _MANY

    async def run(self) -> None:
        await self._request.initialize()
        try:
            while True:
                await asyncio.sleep(await self._round())
        finally:
            await self._request.shutdown()

    async def _round(self) -> float:
        """Ask once; how many seconds to wait before it is asked again."""
        try:
            return 0 if await self.ask() else 5
        except Conflict as error:
            logger.error("%s. manage.py telegram_webhook delete ends a webhook.", error)
            return 5
        except RetryAfter as error:
            logger.warning("updates could not be had: %s", error)
            return seconds_of(error)
        except TelegramError as error:
            logger.warning("updates could not be had: %s", error)
        except Exception:
            logger.exception("updates could not be kept")
        return 2

    async def ask(self) -> bool:
        """One call; False if Telegram has to give the same once more.

        An update counts as taken, and is not asked for again, when it is in the
        database.
        """
        answer = await self._answer()
        try:
            texts = raw.elements(answer)
        except raw.Garbled as error:
            return await self._garbled(answer, error)
        self._limit = _MANY
        before = self._offset
        for text in texts:
            await self._keep(text)
        return not texts or self._offset > before

    async def _answer(self) -> str:
        asked = {
            "offset": self._offset,
            "limit": self._limit,
            "timeout": self._wait,
            "allowed_updates": json.dumps(ALLOWED),
        }
        address = f"{self._bot.base_url}/getUpdates?{urlencode(asked)}"
        # Not the client's own call, which reads all updates or none of them.
        answer = await self._request.retrieve(address)
        return answer.decode("utf-8", "replace")

    async def _keep(self, text: str) -> None:
        number = await database_sync_to_async(updates.take_in)(text)
        if number is not None:
            self._offset = max(self._offset, number + 1)

    async def _garbled(self, answer: str, error: raw.Garbled) -> bool:
        """Ask for one at a time, so that only the one that does it is left behind."""
        logger.error("an answer of Telegram's cannot be read: %s", error)
        if self._limit > 1:
            self._limit = 1
            return True
        before = self._offset
        await self._keep(answer)
        return self._offset > before

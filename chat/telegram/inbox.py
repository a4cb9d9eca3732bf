"""Handling updates: each chat's in their order, the chats side by side."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import tempfile
from pathlib import Path

from channels.db import database_sync_to_async
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from chat.telegram import turns, updates
from chat.telegram.incoming import Bot
from chat.telegram.models import TelegramUpdate

logger = logging.getLogger(__name__)
PAUSE = 0.1


class Inbox:
    """Takes up stored updates until cancelled."""

    def __init__(self, bot: ExtBot[int], me: Bot) -> None:
        self._bot = bot
        self._me = me
        self._busy: dict[int | None, asyncio.Task[None]] = {}

    async def run(self) -> None:
        while True:
            try:
                await self.look()
            except Exception:
                logger.exception("the updates could not be looked at")
                await asyncio.sleep(1)
            await asyncio.sleep(PAUSE)

    async def look(self) -> None:
        """Start the work of every chat that waits and is not being worked for."""
        for chat in await database_sync_to_async(updates.chats_waiting)():
            if chat not in self._busy or self._busy[chat].done():
                self._busy[chat] = asyncio.create_task(self._serve(chat))
        for chat in [chat for chat, task in self._busy.items() if task.done()]:
            self._busy.pop(chat).result()

    async def settle(self) -> None:
        """Wait for what was begun."""
        await asyncio.gather(*self._busy.values())

    async def _serve(self, chat: int | None) -> None:
        due = await database_sync_to_async(updates.due)(chat)
        for place, update in enumerate(due):
            if not await self._handle(update):
                for later in due[place + 1 :]:
                    text = later.body.get("message", {}).get("text", "")
                    if text.startswith("/cancel"):
                        await self._handle(later)
                return

    async def _handle(self, update: TelegramUpdate) -> bool:
        """Carry out one update; False if those behind it must wait."""
        try:
            await self._answer_press(update)
            with tempfile.TemporaryDirectory(prefix="telegram-") as folder:
                file = await self._fetch(update, Path(folder))
                turn = database_sync_to_async(turns.take_turn)
                return bool(await turn(update.id, self._me, file))
        except Exception as error:
            logger.exception("update %s", update.update_id)
            failed = database_sync_to_async(updates.failed_once_more)
            words = f"{type(error).__name__}: {error}"[:500]
            last = await failed(update, words)
            if last:
                await database_sync_to_async(turns.apologise)(update)
            return bool(last)

    async def _answer_press(self, update: TelegramUpdate) -> None:
        query = update.body.get("callback_query")
        if query:
            # Too old a press cannot be answered any more; it is carried out all the same.
            with contextlib.suppress(TelegramError):
                await self._bot.answer_callback_query(query["id"])

    async def _fetch(self, update: TelegramUpdate, folder: Path) -> Path | None:
        wanted = database_sync_to_async(turns.wanted_file)
        identity = await wanted(update, self._me)
        if identity is None:
            return None
        try:
            file = await self._bot.get_file(identity)
        except BadRequest as error:
            if "too big" in str(error).lower():
                return None
            raise
        return await file.download_to_drive(folder / "file")

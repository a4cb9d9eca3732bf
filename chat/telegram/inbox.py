"""Handling updates: each chat's in their order, the chats side by side.

A turn has its time. One that takes longer is given up and said to be, and what comes
after it has its turn; nobody else waits for it meanwhile.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import tempfile
from pathlib import Path

from channels.db import database_sync_to_async
from django.db import InterfaceError, OperationalError
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from chat.models.telegram import TelegramUpdate
from chat.telegram import turns, updates
from chat.telegram.apart import Apart, TookTooLong
from chat.telegram.incoming import Bot, text_of
from chat.telegram.rates import seconds_of
from chat.telegram.side_by_side import SideBySide

logger = logging.getLogger(__name__)
PAUSE = 0.1
# A turn takes a tenth of a second; it may hold the database, which is waited for for 20.
TURN_SECONDS = 15.0
# A turn that has computed for less of it has waited: the machine is busy with others.
_OWN_SHARE = 0.3
# The largest file that bots get, by a slow line.
_FETCH_SECONDS = 120.0
_TURNS = 16
# Threads cannot be ended: with so many that hang the process is begun anew.
_MOST_STUCK = 30
_PASSING = (OperationalError, InterfaceError, OSError, NetworkError)


class TooManyStuck(Exception):
    """So many turns hang that this process had better end."""


class Inbox:
    """Takes up stored updates until cancelled; a turn may take ``limit`` seconds."""

    def __init__(
        self, bot: ExtBot[None], me: Bot, *, limit: float = TURN_SECONDS
    ) -> None:
        self._bot = bot
        self._me = me
        self._turns = Apart(limit, _TURNS, _OWN_SHARE)
        self._chats = SideBySide[int | None](self._serve)

    async def run(self) -> None:
        """Work until cancelled.

        Raises:
            TooManyStuck: only another process can go on.
        """
        while True:
            if self._turns.stuck >= _MOST_STUCK:
                raise TooManyStuck(f"{self._turns.stuck} turns hang")
            try:
                await self.look()
            except Exception:
                logger.exception("the updates could not be looked at")
                await asyncio.sleep(1)
            await asyncio.sleep(PAUSE)

    async def look(self) -> None:
        """Start the work of every chat that waits and is not being worked for."""
        self._chats.begin(await database_sync_to_async(updates.chats_waiting)())

    async def settle(self) -> None:
        """Wait for what was begun."""
        await self._chats.settle()

    async def _serve(self, chat: int | None) -> None:
        due = await database_sync_to_async(updates.due)(chat)
        for place, update in enumerate(due):
            if not await self._handle(update):
                for later in due[place + 1 :]:
                    if text_of(later.body.get("message", {})).startswith("/cancel"):
                        await self._handle(later)
                return

    async def _handle(self, update: TelegramUpdate) -> bool:
        """Carry out one update; False if those behind it must wait."""
        if not await database_sync_to_async(updates.begin)(update):
            await self._apologise(update)
            return True
        try:
            await self._answer_press(update)
            with tempfile.TemporaryDirectory(prefix="telegram-") as folder:
                file = await self._fetch(update, Path(folder))
                turn = self._turns.carry_out
                return await turn(turns.take_turn, update.id, self._me, file)
        except RetryAfter as error:
            put_off = database_sync_to_async(updates.put_off)
            await put_off(update, seconds_of(error))
            return False
        except TookTooLong as error:
            return await self._give_up(update, error)
        except Exception as error:
            logger.exception("update %s", update.update_id)
            failed = database_sync_to_async(updates.failed)
            words = f"{type(error).__name__}: {error}"[:500]
            last = await failed(update, words, again=may_pass(error))
            if last:
                await self._apologise(update)
            return bool(last)

    async def _give_up(self, update: TelegramUpdate, error: TookTooLong) -> bool:
        """It would hang again."""
        logger.error("update %s was %s", update.update_id, error)
        await database_sync_to_async(updates.failed)(update, str(error), again=False)
        await self._apologise(update, turns.TOO_LONG)
        return True

    async def _apologise(
        self, update: TelegramUpdate, words: str = turns.WENT_WRONG
    ) -> None:
        try:
            await database_sync_to_async(turns.apologise)(update, words)
        except Exception:
            logger.exception("nothing could be said of update %s", update.update_id)

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
        async with asyncio.timeout(_FETCH_SECONDS):
            try:
                file = await self._bot.get_file(identity)
            except BadRequest as error:
                if "too big" in str(error).lower():
                    return None
                raise
            return await file.download_to_drive(folder / "file")


def may_pass(error: Exception) -> bool:
    """Whether another attempt may fare better: the database or the network failed."""
    return isinstance(error, _PASSING) and not isinstance(error, BadRequest)

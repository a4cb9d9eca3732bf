"""The bot's process: updates in, posts out, until it is stopped."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from channels.db import database_sync_to_async
from django.conf import settings
from telegram import BotCommand
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from chat.commands import commands
from chat.telegram import updates
from chat.telegram.inbox import Inbox
from chat.telegram.incoming import Bot
from chat.telegram.limits import COMMAND_DESCRIPTION
from chat.telegram.outbox import Outbox
from chat.telegram.presence import Presence

logger = logging.getLogger(__name__)
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
_POLL_SECONDS = 25
_FORGET_EVERY = 3600


class AlreadyRunning(Exception):
    """Another bot process of this installation is sending."""


def telegram_bot(token: str, address: str) -> ExtBot[int]:
    """A client that keeps to Telegram's rates; one process, one client."""
    return ExtBot(
        token,
        base_url=f"{address}/bot",
        base_file_url=f"{address}/file/bot",
        request=HTTPXRequest(
            connection_pool_size=32, read_timeout=30, media_write_timeout=120
        ),
        get_updates_request=HTTPXRequest(read_timeout=_POLL_SECONDS + 10),
        rate_limiter=AIORateLimiter(),
    )


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the right to send: two processes would send everything twice.

    Raises:
        AlreadyRunning: another process holds it.
    """
    with (folder / "telegram.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AlreadyRunning from error
        yield


async def serve(token: str, address: str, *, poll: bool) -> None:
    """Run until cancelled.

    Raises:
        InvalidToken: Telegram does not know the token.
    """
    bot = telegram_bot(token, address)
    me = await _introduced(bot)
    logger.info(
        "bot @%s is at work (%s)", me.username, "polling" if poll else "webhook"
    )
    async with _tasks() as group:
        group.create_task(Inbox(bot, me).run())
        group.create_task(Outbox(bot).run())
        group.create_task(Presence(bot).run())
        group.create_task(_forget())
        if poll:
            group.create_task(_poll(bot))


@contextlib.asynccontextmanager
async def _tasks() -> AsyncIterator[asyncio.TaskGroup]:
    async with asyncio.TaskGroup() as group:
        yield group


async def _introduced(bot: ExtBot[int]) -> Bot:
    """Who we are; the commands are registered on the way."""
    delay = 1.0
    while True:
        try:
            me = await bot.get_me()
            await bot.set_my_commands(bot_commands())
        except InvalidToken:
            raise
        except NetworkError as error:
            logger.warning("Telegram cannot be reached: %s", error)
            await asyncio.sleep(delay)
            delay = min(delay * 2, 60)
            continue
        return Bot(me.id, me.username or "")


def bot_commands() -> list[BotCommand]:
    """The registry's commands as Telegram's menu shows them."""
    return [
        BotCommand(command.name, command.title[:COMMAND_DESCRIPTION])
        for command in commands()
        if command.name.replace("_", "").isalnum()
    ]


async def _poll(bot: ExtBot[int]) -> None:
    """Ask for updates and store them; their rows make a repeated one harmless."""
    offset = 0
    while True:
        try:
            found = await bot.get_updates(
                offset=offset, timeout=_POLL_SECONDS, allowed_updates=ALLOWED
            )
        except Conflict as error:
            logger.error("%s. manage.py telegram_webhook delete ends a webhook.", error)
            await asyncio.sleep(5)
            continue
        except TelegramError as error:
            logger.warning("updates could not be had: %s", error)
            await asyncio.sleep(2)
            continue
        for update in found:
            await database_sync_to_async(updates.store)(update.to_dict())
            offset = update.update_id + 1


async def _forget() -> None:
    while True:
        await database_sync_to_async(updates.forget_old)()
        await asyncio.sleep(_FORGET_EVERY)


def configured() -> tuple[str, str]:
    """Token and address of the settings."""
    return settings.TELEGRAM_TOKEN, settings.TELEGRAM_API_URL

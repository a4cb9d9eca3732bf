"""The bot's process: updates in, posts out, until it is stopped."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from channels.db import database_sync_to_async
from django.conf import settings
from telegram import BotCommand, BotCommandScopeAllGroupChats
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from chat.commands import commands
from chat.people import groups
from chat.render.telegram_limits import COMMAND_DESCRIPTION
from chat.telegram import lease, updates
from chat.telegram.inbox import Inbox
from chat.telegram.incoming import Bot
from chat.telegram.outbox import Outbox
from chat.telegram.polling import Polling
from chat.telegram.presence import Presence
from chat.telegram.rates import RateLimiter, Rates

logger = logging.getLogger(__name__)
_FORGET_EVERY = 3600


def telegram_bot(token: str, address: str, rates: Rates | None = None) -> ExtBot[None]:
    """A client that keeps to Telegram's rates; one process, one client."""
    return ExtBot(
        token,
        base_url=f"{address}/bot",
        base_file_url=f"{address}/file/bot",
        request=HTTPXRequest(
            connection_pool_size=32, read_timeout=30, media_write_timeout=120
        ),
        rate_limiter=RateLimiter(rates or Rates()),
    )


async def serve(token: str, address: str, *, poll: bool) -> None:
    """Run until cancelled.

    Raises:
        InvalidToken: Telegram does not know the token.
        LeaseLost: within a group; another bot has taken over.
    """
    bot = telegram_bot(token, address)
    me = await _introduced(bot)
    logger.info(
        "bot @%s is at work (%s)", me.username, "polling" if poll else "webhook"
    )
    await database_sync_to_async(groups.separate_all)()
    async with _tasks() as group:
        group.create_task(lease.keep())
        group.create_task(Inbox(bot, me).run())
        group.create_task(Outbox(bot).run())
        group.create_task(Presence(bot).run())
        group.create_task(_forget())
        if poll:
            group.create_task(Polling(bot).run())


@contextlib.asynccontextmanager
async def _tasks() -> AsyncIterator[asyncio.TaskGroup]:
    async with asyncio.TaskGroup() as group:
        yield group


async def _introduced(bot: ExtBot[None]) -> Bot:
    """Who we are; the commands are registered on the way."""
    delay = 1.0
    while True:
        try:
            me = await bot.get_me()
        except InvalidToken:
            raise
        except TelegramError as error:
            logger.warning("Telegram cannot be reached: %s", error)
            await asyncio.sleep(delay)
            delay = min(delay * 2, 60)
            continue
        try:
            await bot.set_my_commands(bot_commands())
            in_groups = BotCommandScopeAllGroupChats()
            await bot.set_my_commands(bot_commands(public=True), scope=in_groups)
        except TelegramError as error:
            # A menu that is old or missing keeps nobody from asking.
            logger.warning("the menu of commands could not be set: %s", error)
        return Bot(me.id, me.username or "")


def bot_commands(*, public: bool = False) -> list[BotCommand]:
    """The registry's commands as Telegram's menu shows them, in groups with ``public``."""
    return [
        BotCommand(command.name, command.title[:COMMAND_DESCRIPTION])
        for command in commands()
        if command.name.replace("_", "").isalnum() and (command.in_groups or not public)
    ]


async def _forget() -> None:
    while True:
        try:
            await database_sync_to_async(updates.forget_old)()
        except Exception:
            logger.exception("old updates could not be deleted")
        await asyncio.sleep(_FORGET_EVERY)


def configured() -> tuple[str, str]:
    """Token and address of the settings."""
    return settings.TELEGRAM_TOKEN, settings.TELEGRAM_API_URL

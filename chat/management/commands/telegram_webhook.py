"""Telling Telegram where to deliver updates."""

from __future__ import annotations

import asyncio
import re
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from telegram.error import TelegramError

from chat.telegram.bot import configured, telegram_bot
from chat.telegram.polling import ALLOWED


class Command(BaseCommand):
    help = "Set, delete or show the webhook: telegram_webhook set|delete|info."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("set", "delete", "info"))

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.TELEGRAM_TOKEN:
            raise CommandError("Set TELEGRAM_TOKEN (from @BotFather).")
        try:
            self.stdout.write(asyncio.run(_do(options["what"])))
        except TelegramError as error:
            raise CommandError(f"Telegram says: {error}") from error


async def _do(what: str) -> str:
    bot = telegram_bot(*configured())
    if what == "set":
        secret, address = settings.TELEGRAM_WEBHOOK_SECRET, settings.PUBLIC_URL
        if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret):
            raise CommandError(
                "Set TELEGRAM_WEBHOOK_SECRET to 16 to 256 letters, digits, _ or -."
            )
        if not address.startswith("https://"):
            raise CommandError("Set STATAGENT_PUBLIC_URL to the site's https address.")
        url = f"{address}{reverse('telegram-webhook')}"
        await bot.set_webhook(url, secret_token=secret, allowed_updates=ALLOWED)
        return f"Updates go to {url}"
    if what == "delete":
        await bot.delete_webhook()
        return "The webhook is deleted; updates can be polled."
    info = await bot.get_webhook_info()
    waiting = f"{info.pending_update_count} updates wait"
    trouble = (
        f"; last error: {info.last_error_message}" if info.last_error_message else ""
    )
    return f"{info.url or 'No webhook'} ({waiting}{trouble})"

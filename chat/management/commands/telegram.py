"""The bot: handles Telegram's updates and sends everything that is to be sent."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from chat.telegram.bot import configured, serve
from chat.telegram.fake.app import FakeTelegram
from chat.telegram.fake.flood import Flood
from chat.telegram.lease import AlreadyRunning, LeaseLost, only_one


class Command(BaseCommand):
    help = (
        "Run the Telegram bot; --fake runs it without Telegram, with a page to try it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--poll", action="store_true", help="ask for updates; needs no webhook"
        )
        parser.add_argument(
            "--fake", action="store_true", help="a Telegram of our own, on a page"
        )
        parser.add_argument(
            "--standby", action="store_true", help="wait while another bot is at work"
        )
        parser.add_argument("--port", type=int, default=8081, help="the port of --fake")

    def handle(self, *args: Any, **options: Any) -> None:
        token, address = configured()
        poll = options["poll"] or settings.TELEGRAM_POLL
        fake = None
        if options["fake"]:
            # The database remembers the numbers of an earlier fake.
            fake = FakeTelegram(options["port"], first=int(time.time()))
            fake.world.faults.append(Flood())
            fake.start()
            token, address, poll = "4242:fake", fake.address, True
            self.stdout.write(f"The phone is at {fake.address}/")
            self.stdout.flush()
        if not token:
            raise CommandError(
                "Set TELEGRAM_TOKEN (from @BotFather), or try it with --fake."
            )
        try:
            with only_one(wait=options["standby"]):
                asyncio.run(_until_stopped(token, address, poll=poll))
        except AlreadyRunning as error:
            raise CommandError(
                "Another bot of this installation is running."
            ) from error
        except BaseExceptionGroup as group:
            if group.subgroup(LeaseLost) is None:
                raise
            raise CommandError("Another bot has taken over.") from group
        finally:
            if fake is not None:
                fake.stop()


async def _until_stopped(token: str, address: str, *, poll: bool) -> None:
    work = asyncio.create_task(serve(token, address, poll=poll))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, work.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await work

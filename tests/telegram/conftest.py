"""A bot in front of the fake Bot API, driven step by step."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest
from channels.db import database_sync_to_async
from django.utils import timezone

from chat.models.telegram import TelegramChat, TelegramPost, TelegramUpdate
from chat.telegram import updates
from chat.telegram.bot import telegram_bot
from chat.telegram.fake.app import FakeTelegram
from chat.telegram.fake.checks import Refused
from chat.telegram.fake.world import BOT, World
from chat.telegram.inbox import Inbox
from chat.telegram.incoming import Bot
from chat.telegram.outbox import Outbox
from chat.telegram.rates import Rates

ME = Bot(BOT["id"], BOT["username"])


class Phone:
    """What a person does and sees, with the bot's process folded in."""

    def __init__(self, fake: FakeTelegram) -> None:
        self.world: World = fake.world
        self.bot = telegram_bot("4242:test", fake.address, Rates().times_faster(500))
        self.inbox = Inbox(self.bot, ME)
        self.outbox = Outbox(self.bot, retry_base=0.01)
        self._delivered = 0

    async def deliver(self) -> None:
        """The webhook's part: every update that Telegram holds becomes a row."""
        for body in self.world.updates:
            await database_sync_to_async(updates.take_in)(self.world.written(body))

    async def work(self, rounds: int = 60) -> None:
        """Let the bot work until nothing is left to do."""
        await self.deliver()
        for _ in range(rounds):
            await self.inbox.look()
            await self.inbox.settle()
            await self.outbox.look()
            await self.outbox.settle()
            if not await database_sync_to_async(_open)():
                break
            await asyncio.sleep(0.02)

    def shown(self, chat: int = 7) -> list[str]:
        """The bot's messages in a chat, as plain text."""
        return [
            message.get("text") or message.get("caption", "")
            for message in self.world.chats[chat].values()
            if message["from"]["id"] == BOT["id"]
        ]

    def messages(self, chat: int = 7) -> list[dict]:
        found = self.world.chats[chat].values()
        return [message for message in found if message["from"]["id"] == BOT["id"]]

    async def ask(self, text: str, chat: int = 7, **more) -> list[str]:
        """The messages that come back to a text."""
        before = len(self.messages(chat))
        self.world.person_says(text, chat, **more)
        await self.work()
        return self.shown(chat)[before:]

    def button(self, label: str, chat: int = 7) -> tuple[int, str]:
        """The newest button whose label begins so."""
        for message in reversed(self.messages(chat)):
            for row in message.get("reply_markup", {}).get("inline_keyboard", ()):
                for button in row:
                    if button["text"].startswith(label):
                        return message["message_id"], button["callback_data"]
        raise AssertionError(f"there is no button {label}")

    async def press(self, label: str, chat: int = 7) -> list[str]:
        before = len(self.messages(chat))
        self.world.person_presses(*self.button(label, chat), chat)
        await self.work()
        return self.shown(chat)[before:]

    def fail_once(self, method: str, code: int, words: str, **parameters) -> None:
        """The next call of a method is refused so."""

        def fault(called: str, values: dict) -> None:
            if called == method:
                self.world.faults.remove(fault)
                raise Refused(code, words, **parameters)

        self.world.faults.append(fault)


def _open() -> bool:
    soon = timezone.now() + timedelta(seconds=2)
    waiting = TelegramUpdate.objects.filter(state="received", not_before__lte=soon)
    posts = TelegramPost.objects.filter(
        state__in=("queued", "sending"), not_before__lte=soon, chat__blocked=False
    )
    paused = TelegramChat.objects.filter(paused_until__gt=soon)
    return waiting.exists() or posts.exclude(chat__in=paused).exists()


@pytest.fixture
def fake() -> Iterator[FakeTelegram]:
    server = FakeTelegram()
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def phone(transactional_db, fake):
    phone = Phone(fake)
    await phone.bot.initialize()
    yield phone
    await phone.bot.shutdown()


@pytest.fixture(autouse=True)
def no_heartbeat(monkeypatch):
    monkeypatch.setattr("chat.runs.pulse.FIRST_BEAT", 60)


@pytest.fixture(scope="session")
def sales() -> bytes:
    """An invented table of 40 rows: profit is near a quarter of sales."""
    rows = [f"{100 + 7 * n},{25 + 2 * n + n % 3}" for n in range(40)]
    return "\n".join(["sales,profit", *rows]).encode()

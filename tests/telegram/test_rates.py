"""Telegram's rates are kept to, whatever is asked; and when it wants to be left alone."""

from __future__ import annotations

import asyncio
import time

import pytest
from channels.db import database_sync_to_async
from django.utils import timezone
from telegram.error import RetryAfter

from chat.models.telegram import TelegramChat, TelegramUpdate
from chat.telegram import turns
from chat.telegram.bot import telegram_bot
from chat.telegram.fake.flood import Flood
from chat.telegram.inbox import Inbox
from chat.telegram.outbox import Outbox
from chat.telegram.polling import Polling
from chat.telegram.rates import RateLimiter, Rates, Window
from tests.telegram.conftest import ME

stored = database_sync_to_async
# Wide enough apart for a busy machine: 3 a third of a second, 2 in a group.
SMALL = Rates(overall=(6, 0.6), chat=(1, 0.2), group=(4, 1.2), margin=0.3)
KEPT = Rates(overall=(6, 0.6), chat=(1, 0.2), group=(4, 1.2))


def _most_within(times: list[float], seconds: float) -> int:
    return max(sum(at <= other < at + seconds for other in times) for at in times)


@pytest.fixture
async def limited(phone, fake):
    """The phone's bot with few messages to send, before a Telegram that counts them."""
    phone.bot = telegram_bot("4242:test", fake.address, SMALL)
    phone.inbox, phone.outbox = Inbox(phone.bot, ME), Outbox(phone.bot)
    await phone.bot.initialize()
    phone.flood = Flood(KEPT)
    phone.world.faults.append(phone.flood)
    yield phone
    await phone.bot.shutdown()


async def test_many_chats_at_once_never_have_telegram_refuse(limited):
    chats = (7, 8, 9, 10, -20)
    limited.world.kinds[-20] = {"type": "group", "title": "team"}
    for chat in chats:
        limited.world.kinds.setdefault(chat, {"type": "private", "first_name": "A"})
        for _ in range(6):
            limited.world.person_says("/version", chat)
    await limited.work()

    assert [len(limited.shown(chat)) for chat in chats] == [6] * 5
    assert limited.flood.refused == 0


async def test_without_a_count_telegram_would_have_refused(limited, fake):
    """The fake's patience is what the test above stands on."""
    unlimited = telegram_bot("4242:test", fake.address, Rates().times_faster(10_000))
    await unlimited.initialize()
    with pytest.raises(RetryAfter):
        for _ in range(4):
            await unlimited.send_message(7, "x")
    await unlimited.shutdown()


async def test_an_edit_counts_like_a_message_and_typing_does_not():
    made: list[tuple[str, float]] = []
    limiter = RateLimiter(SMALL)

    async def call(endpoint: str) -> bool:
        async def callback() -> bool:
            made.append((endpoint, time.monotonic()))
            return True

        return await limiter.process_request(
            callback, (), {}, endpoint, {"chat_id": 7}, None
        )

    await asyncio.gather(
        *(call(name) for name in ("sendMessage", "editMessageText", "sendPhoto")),
        *(call("sendChatAction") for _ in range(3)),
    )
    counted = [at for name, at in made if name != "sendChatAction"]
    assert [name for name, _ in made[:4]].count("sendChatAction") == 3
    assert _most_within(counted, KEPT.chat[1]) == 1


@pytest.mark.parametrize(("most", "seconds", "calls"), [(1, 0.05, 6), (5, 0.2, 17)])
async def test_no_stretch_of_the_time_holds_more(most, seconds, calls):
    window, times, order = Window(most, seconds), [], []

    async def one(number: int) -> None:
        async with window:
            times.append(time.monotonic())
            order.append(number)

    await asyncio.gather(*map(one, range(calls)))
    assert _most_within(times, seconds * 0.98) == most
    assert order == list(range(calls))
    # No more waiting than it takes.
    assert times[-1] - times[0] < seconds * (calls / most + 1)


def test_the_rates_are_telegrams():
    """core.telegram.org/bots/faq: 30 a second, one a second in a chat, 20 a minute in a group."""
    rates = Rates()
    assert (rates.overall, rates.chat, rates.group) == ((30, 1), (1, 1), (20, 60))


async def test_all_topics_of_a_group_wait_when_one_has_to(phone):
    phone.world.kinds[-30] = {"type": "supergroup", "title": "forum", "is_forum": True}
    topic = {"is_topic_message": True}
    await phone.ask("/version", -30, message_thread_id=3, **topic)
    await phone.ask("/version", -30, message_thread_id=4, **topic)
    phone.fail_once(
        "sendMessage", 429, "Too Many Requests: retry after 9", retry_after=9
    )
    await phone.ask("/version", -30, message_thread_id=3, **topic)

    paused = await stored(list)(TelegramChat.objects.filter(chat_id=-30))
    assert len(paused) == 2
    assert all(chat.paused_until > timezone.now() for chat in paused)


async def test_a_file_that_has_to_wait_is_fetched_then_and_no_attempt_is_lost(
    phone, sales
):
    for _ in range(6):
        phone.fail_once(
            "getFile", 429, "Too Many Requests: retry after 3", retry_after=3
        )
    phone.world.person_sends_file("sales.csv", sales)
    for _ in range(6):
        await phone.work()
        update = await stored(TelegramUpdate.objects.get)()
        assert (update.state, update.attempts) == ("received", 0)
        assert update.not_before > timezone.now()
        await stored(TelegramUpdate.objects.update)(not_before=timezone.now())
    await phone.work()
    assert "Successfully Loaded" in phone.shown()[0]


async def test_polling_waits_as_long_as_telegram_wants(phone):
    phone.fail_once(
        "getUpdates", 429, "Too Many Requests: retry after 7", retry_after=7
    )
    polling = Polling(phone.bot, wait=0)
    await polling._request.initialize()
    assert await polling._round() == pytest.approx(7.1)
    assert await polling._round() == 0
    await polling._request.shutdown()


def test_words_of_a_turn_given_up_are_short():
    assert len(turns.TOO_LONG) < 200

"""A turn that hangs holds up nobody else, and is given up in words."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest
from channels.db import database_sync_to_async
from django.db import transaction

from chat.models import Message
from chat.models.telegram import TelegramUpdate
from chat.telegram import inbox, turns
from chat.telegram.apart import Apart, TookTooLong
from chat.telegram.inbox import Inbox, TooManyStuck
from tests.telegram.conftest import ME

stored = database_sync_to_async
GIVEN_UP = "This took too long and was given up"


@pytest.fixture
def hanging(phone, monkeypatch):
    """Turns that say “hang” never end: they wait, or compute with the database held."""
    phone.inbox = Inbox(phone.bot, ME, limit=1.0)
    over, respond = threading.Event(), turns.respond

    def hang(conversation, request, **more):
        if "hang waiting" in request.text:
            over.wait(60)
        with transaction.atomic():
            answer = respond(conversation, request, **more)
            while "hang computing" in request.text and not over.is_set():
                pass
        return answer

    monkeypatch.setattr(turns, "respond", hang)
    yield phone
    over.set()


@pytest.mark.parametrize("text", ["hang waiting", "hang computing"])
async def test_others_are_answered_while_a_turn_hangs(hanging, text):
    """Also when it holds the database: what it locked is free once it is given up."""
    hanging.world.kinds[9] = {"type": "private", "first_name": "Bob"}
    hanging.world.person_says(text)
    hanging.world.person_says("/version")
    hanging.world.person_says("/version", 9)
    began = time.monotonic()
    await hanging.work()

    assert time.monotonic() - began < 20
    assert [t.startswith("StatAgent") for t in hanging.shown(9)] == [True]
    given_up, answer = hanging.shown()
    assert GIVEN_UP in given_up and answer.startswith("StatAgent")
    update = await stored(TelegramUpdate.objects.order_by("update_id").first)()
    assert update.state == "failed" and "given up after 1 seconds" in update.error


async def test_a_turn_that_reads_for_ever_holds_up_nobody_meanwhile(phone, monkeypatch):
    """No lock is held by what only reads: others do not even wait for its end."""
    phone.inbox = Inbox(phone.bot, ME, limit=30.0)
    over, take_turn = threading.Event(), turns.take_turn

    def hang(update_id, bot, file=None):
        if TelegramUpdate.objects.get(id=update_id).chat_id == 7:
            over.wait(60)
        return take_turn(update_id, bot, file)

    monkeypatch.setattr(turns, "take_turn", hang)
    phone.world.person_says("/version")
    for chat in range(20, 26):
        phone.world.kinds[chat] = {"type": "private", "first_name": "B"}
        phone.world.person_says("/version", chat)
    await phone.deliver()
    await phone.inbox.look()
    for _ in range(200):
        await phone.outbox.look()
        if all(phone.shown(chat) for chat in range(20, 26)):
            break
        await asyncio.sleep(0.05)
    assert all(phone.shown(chat) for chat in range(20, 26)) and not phone.shown(7)

    over.set()
    await phone.work()
    assert phone.shown(7)[0].startswith("StatAgent")


async def test_what_a_hanging_turn_has_written_is_undone(hanging):
    await hanging.ask("hang computing")
    assert not await stored(Message.objects.exists)()


async def test_ten_hanging_updates_in_a_row_and_the_eleventh_is_answered(hanging):
    hanging.inbox = Inbox(hanging.bot, ME, limit=0.3)
    for number in range(10):
        hanging.world.person_says(f"hang waiting {number}")
    answers = await hanging.ask("/version")

    assert [GIVEN_UP in text for text in answers] == [True] * 10 + [False]
    assert answers[-1].startswith("StatAgent")


async def test_a_file_that_never_arrives_is_given_up(phone, sales, monkeypatch):
    monkeypatch.setattr(inbox, "_FETCH_SECONDS", 0.3)

    def slow(method, values):
        if method == "getFile":
            time.sleep(1)

    phone.world.faults.append(slow)
    phone.world.person_sends_file("sales.csv", sales)
    await phone.deliver()
    for _ in range(inbox.updates.MAX_ATTEMPTS):
        await stored(TelegramUpdate.objects.update)(not_before="2020-01-01T00:00Z")
        await phone.inbox.look()
        await phone.inbox.settle()
    await phone.work()
    assert "Something went wrong on our side." in phone.shown()[0]


async def test_a_bot_with_too_many_hanging_turns_ends_for_another(hanging, monkeypatch):
    monkeypatch.setattr(inbox, "_MOST_STUCK", 2)
    hanging.inbox = Inbox(hanging.bot, ME, limit=0.2)
    for number in range(2):
        hanging.world.person_says(f"hang waiting {number}")
    await hanging.deliver()
    with pytest.raises(TooManyStuck):
        await asyncio.wait_for(hanging.inbox.run(), 20)


async def test_apart_returns_and_raises_what_the_function_does(transactional_db):
    apart = Apart(5, 2)
    assert await apart.carry_out(lambda a, b: a + b, 1, 2) == 3
    with pytest.raises(ZeroDivisionError):
        await apart.carry_out(lambda: 1 / 0)
    with pytest.raises(TimeoutError):
        await apart.carry_out(_raising_timeout)


def _raising_timeout() -> None:
    raise TimeoutError


async def test_what_was_given_up_writes_nothing_when_it_goes_on(hanging, monkeypatch):
    """Its thread wakes up after the person was told that nothing was done."""
    over, respond = threading.Event(), turns.respond

    def hang(conversation, request, **more):
        if "late" in request.text:
            over.wait(20)
            # What was raised in the thread is raised by now, and caught by something.
        return respond(conversation, request, **more)

    monkeypatch.setattr(turns, "respond", hang)
    monkeypatch.setattr("chat.telegram.apart._Work.give_up", lambda work: None)
    (given_up,) = await hanging.ask("late")
    assert GIVEN_UP in given_up
    over.set()
    for _ in range(100):
        if not hanging.inbox._turns.stuck:
            break
        await asyncio.sleep(0.05)
    assert not hanging.inbox._turns.stuck
    assert not await stored(Message.objects.exists)()


async def test_what_computes_and_is_given_up_ends(transactional_db):
    apart = Apart(0.2, 1)
    with pytest.raises(TookTooLong):
        await apart.carry_out(_computing)
    for _ in range(100):
        if not apart.stuck:
            break
        await asyncio.sleep(0.05)
    assert not apart.stuck


def _computing() -> None:
    while True:
        try:
            sum(range(1000))
        except Exception:
            continue

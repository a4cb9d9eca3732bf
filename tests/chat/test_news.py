"""News reach their readers, whoever writes first and whoever rings."""

import asyncio
import threading

import pytest
from channels.db import database_sync_to_async
from django.db import connection, transaction

from analysis.models import Owner
from chat.models import Conversation, events
from chat.news import bell
from chat.news.tail import Tail

pytestmark = pytest.mark.django_db(transaction=True)


@database_sync_to_async
def _two():
    owner = Owner.objects.create()
    return [Conversation.objects.create(owner=owner) for _ in range(2)]


def _held(conversation, written, go_on):
    """Say something in a transaction that ends only when it is told to."""
    try:
        with transaction.atomic():
            events.say(conversation, "first written, last to be seen", None)
            written.set()
            go_on.wait(10)
    finally:
        connection.close()


async def test_an_event_that_is_seen_late_is_told(settings):
    settings.REDIS_URL = ""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    early, late = await _two()
    tail, written, go_on = Tail(), threading.Event(), threading.Event()
    async with tail.listen(late.id) as first, tail.listen(early.id) as second:
        thread = threading.Thread(target=_held, args=(late, written, go_on))
        thread.start()
        await asyncio.to_thread(written.wait, 10)
        await database_sync_to_async(events.say)(early, "second written", None)
        seen = await asyncio.wait_for(second.get(), 5)

        go_on.set()
        thread.join()

        assert await asyncio.wait_for(first.get(), 5) < seen


async def test_each_reader_is_told_of_its_own(settings):
    settings.REDIS_URL = ""
    mine, other = await _two()
    tail = Tail()
    async with tail.listen(mine.id) as queue:
        await database_sync_to_async(events.say)(other, "not mine", None)
        await database_sync_to_async(events.say)(mine, "mine", None)

        assert await asyncio.wait_for(queue.get(), 5)
        await asyncio.sleep(0.1)
        assert queue.qsize() == 0


def _answers(address):
    try:
        bell._ringer(address).ping()
    except Exception:
        return False
    return True


async def test_what_is_rung_for_is_told_without_a_look(settings, monkeypatch):
    if not settings.REDIS_URL or not _answers(settings.REDIS_URL):
        pytest.skip("no Redis answers at REDIS_URL")
    monkeypatch.setattr("chat.news.tail.RUNG_PAUSE", 60)
    mine, _ = await _two()
    tail = Tail()
    async with tail.listen(mine.id) as queue:
        while not tail._hears:
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.5)  # until the log is not looked at any more
        await database_sync_to_async(events.say)(mine, "hello", None)

        assert await asyncio.wait_for(queue.get(), 2) == 0
    for task in tail._tasks:
        task.cancel()


def test_a_bell_that_is_gone_holds_nobody_up(settings, monkeypatch, db):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(bell, "_silent_until", 0.0)
    conversation = Conversation.objects.create(owner=Owner.objects.create())

    events.say(conversation, "hello", None)

    assert conversation.messages.count() == 1
    assert bell._silent_until > 0

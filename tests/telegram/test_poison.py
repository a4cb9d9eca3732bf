"""No update stops the bot, whatever is in it, by either way in."""

from __future__ import annotations

import asyncio
import contextlib

import pytest
from channels.db import database_sync_to_async
from django.contrib.auth.models import User
from django.db import OperationalError
from django.urls import reverse

from chat.models.telegram import TelegramUpdate
from chat.telegram import polling, raw, turns, updates
from chat.telegram.polling import Polling
from tests.telegram.poison import ODD, UNREADABLE

stored = database_sync_to_async
SECRET = "s" * 32
GOOD = '{"update_id": NUMBER, "message": {"message_id": 5, "chat": {"id": 7, "type": "private"}, "text": "/version"}}'


@contextlib.asynccontextmanager
async def polled(phone):
    """The bot's polling, for as long as updates wait at Telegram."""
    task = asyncio.create_task(Polling(phone.bot, wait=1).run())
    yield task
    assert not task.done()
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def until_kept(number: int) -> None:
    kept = TelegramUpdate.objects.filter(update_id=number)
    for _ in range(200):
        if await stored(kept.exists)():
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"update {number} never came")


async def test_behind_poisoned_updates_the_next_one_is_answered(phone):
    numbers = [phone.world.tell_raw(text) for text in UNREADABLE.values()]
    good = phone.world.tell_raw(GOOD)
    async with polled(phone):
        await until_kept(good)
    await phone.work()

    (answer,) = phone.shown()
    assert answer.startswith("StatAgent")
    rows = {
        row.update_id: row for row in await stored(list)(TelegramUpdate.objects.all())
    }
    assert set(rows) == {*numbers, good}
    for number, text in zip(numbers, UNREADABLE.values(), strict=True):
        row = rows[number]
        assert (row.state, row.body) == ("failed", {})
        assert row.error.startswith("It cannot be read: ")
        assert row.raw == text.replace("NUMBER", str(number))[:100_000]


async def test_odd_updates_are_done_with_at_once(phone):
    for text in ODD.values():
        phone.world.tell_raw(text)
    await phone.deliver()
    await phone.work()
    rows = await stored(list)(TelegramUpdate.objects.all())
    assert {row.state for row in rows} <= {"handled", "failed"}
    assert len(rows) == len(ODD)

    answers = await phone.ask("/version")
    assert any(text.startswith("StatAgent") for text in answers)


async def test_an_answer_that_cannot_be_taken_apart_costs_one_update(
    phone, monkeypatch
):
    """Brackets that never close: asked for one by one, only that one is left behind."""
    broken = phone.world.tell_raw('{"update_id": NUMBER, "message": [{')
    good = phone.world.tell_raw(GOOD)
    async with polled(phone):
        await until_kept(good)
    row = await stored(TelegramUpdate.objects.get)(update_id=broken)
    assert row.state == "failed" and '"message": [{' in row.raw


async def test_polling_goes_on_after_a_failure_of_any_kind(phone, monkeypatch):
    take_in, failures = (
        updates.take_in,
        [OperationalError("locked"), ZeroDivisionError()],
    )

    def failing(text):
        if failures:
            raise failures.pop()
        return take_in(text)

    monkeypatch.setattr(updates, "take_in", failing)
    monkeypatch.setattr(polling.Polling, "_round", _hurried(polling.Polling._round))
    good = phone.world.tell_raw(GOOD)
    async with polled(phone):
        await until_kept(good)
    assert not failures


def _hurried(method):
    async def round_(self) -> float:
        return min(await method(self), 0.01)

    return round_


async def test_a_turn_that_fails_for_good_holds_nobody_up(phone, monkeypatch):
    """Ten in a row that break the program; the eleventh is answered without a wait."""
    respond = turns.respond

    def failing(conversation, request, **more):
        if "poison" in request.text:
            raise AttributeError("no such thing")
        return respond(conversation, request, **more)

    monkeypatch.setattr(turns, "respond", failing)
    for _ in range(10):
        phone.world.person_says("poison")
    answers = await phone.ask("/version")

    assert answers[-1].startswith("StatAgent")
    assert sum("Something went wrong on our side." in text for text in answers) == 10
    failed = TelegramUpdate.objects.filter(state="failed", attempts=1)
    assert await stored(failed.count)() == 10


async def test_an_update_that_ends_the_process_is_given_up_in_the_end(phone):
    phone.world.person_says("/version")
    await phone.deliver()
    update = await stored(TelegramUpdate.objects.get)()
    for _ in range(updates.MAX_UNFINISHED):
        assert await stored(updates.begin)(update)
        # ... and there the process is killed.
        await stored(update.refresh_from_db)()

    await phone.work()
    await stored(update.refresh_from_db)()
    assert (update.state, update.attempts) == ("failed", updates.MAX_UNFINISHED)
    assert "Something went wrong on our side." in phone.shown()[0]


async def test_waiting_for_a_file_to_be_read_is_no_attempt(phone, monkeypatch):
    monkeypatch.setattr(turns, "_is_reading", lambda chat: True)
    phone.world.person_says("mean of sales")
    await phone.work(rounds=40)
    update = await stored(TelegramUpdate.objects.get)()
    assert (update.state, update.attempts) == ("received", 0)


async def test_an_answer_that_cannot_be_rendered_is_followed_by_the_next(
    phone, monkeypatch
):
    from chat.telegram import posting

    render, failures = posting.render_reply, [TypeError("odd")]

    def failing(reply, wanted):
        if failures:
            raise failures.pop()
        return render(reply, wanted)

    monkeypatch.setattr(posting, "render_reply", failing)
    (first,) = await phone.ask("/version")
    (second,) = await phone.ask("/version")
    assert "cannot be shown here" in first and second.startswith("StatAgent")


@pytest.fixture
def deliver(client, settings):
    settings.TELEGRAM_WEBHOOK_SECRET = SECRET
    client.raise_request_exception = False

    def deliver(body, **headers):
        return client.post(
            reverse("telegram-webhook"),
            body,
            content_type="application/json",
            headers={"X-Telegram-Bot-Api-Secret-Token": SECRET},
            **headers,
        ).status_code

    return deliver


@pytest.mark.parametrize("kind", [*UNREADABLE, *ODD])
def test_the_webhook_takes_any_update_that_has_a_number(db, deliver, kind):
    text = {**UNREADABLE, **ODD}[kind].replace("NUMBER", "77")
    assert [deliver(text), deliver(text)] == [200, 200]
    row = TelegramUpdate.objects.get()
    assert (row.update_id, row.state == "failed") == (77, kind in UNREADABLE)


@pytest.mark.parametrize(
    "body",
    [
        *(
            b"",
            b"null",
            b"7",
            b'"x"',
            b"[]",
            b"{}",
            b"\xff\xfe",
            b"\x00",
            b"[" * 200_000,
        ),
        *(b'{"update_id": null}', b'{"update_id": true}', b'{"update_id": -1}'),
        *(b'{"update_id": 1.5}', b'{"update_id": "1"}', b'{"update_id": [1]}'),
        *(b'{"update_id": 1e3}', b'{"update_id": %s}' % (b"9" * 30)),
        b'{"x": "\\"update_id\\": 4"}',
    ],
)
def test_the_webhook_refuses_what_has_none(db, deliver, body):
    assert deliver(body) == 400
    assert not TelegramUpdate.objects.exists()


@pytest.mark.parametrize("length", ["x", "-5", "1e3", "²"])
def test_a_length_that_is_none_is_refused(db, deliver, length):
    assert 400 <= deliver(GOOD, CONTENT_LENGTH=length) < 500


def test_what_could_not_be_read_is_in_the_admin(db, deliver, client):
    deliver(UNREADABLE["infinite"].replace("NUMBER", "77"))
    client.force_login(User.objects.create_superuser("root"))
    row = TelegramUpdate.objects.get()

    listed = client.get(
        reverse("admin:chat_telegramupdate_changelist")
    ).content.decode()
    shown = client.get(
        reverse("admin:chat_telegramupdate_change", args=[row.id])
    ).content.decode()

    assert "unreadable" in listed and "It cannot be read" in listed
    assert "1e999" in shown


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ('{"ok":true,"result":[]}', []),
        (' { "ok" : true , "result" : [ {"a": "]},["} , {"b": [1, {"c": "\\""}]} ]}',
         ['{"a": "]},["}', '{"b": [1, {"c": "\\""}]}']),
        ('{"result":[1,"x",null,{}]}', ["1", '"x"', "null", "{}"]),
    ],
)  # fmt: skip
def test_updates_are_told_apart_without_being_parsed(answer, found):
    assert raw.elements(answer) == found


@pytest.mark.parametrize(
    "answer", ["", "<html>", '{"ok":true,"result":[{"a":1}', '"', "["]
)
def test_what_holds_no_updates_is_said_to_be_garbled(answer):
    with pytest.raises(raw.Garbled):
        raw.elements(answer)

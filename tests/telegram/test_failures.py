"""What Telegram and the network do to a bot: no reply lost, none doubled."""

import random
import time

import pytest
from channels.db import database_sync_to_async
from django.db import OperationalError
from django.urls import reverse

from analysis.base.reply import Reply, Text
from chat.models import Message, events
from chat.models.telegram import TelegramChat, TelegramPost, TelegramUpdate
from chat.orchestrator import Request, respond
from chat.telegram import delivery, updates
from chat.telegram.posting import shown_as

stored = database_sync_to_async


async def open_again():
    """As if the time that a chat has to wait had passed."""
    await stored(TelegramChat.objects.update)(paused_until=None)


async def test_a_flood_wait_is_kept_and_the_reply_comes_after_it(phone):
    phone.fail_once(
        "sendMessage", 429, "Too Many Requests: retry after 30", retry_after=30
    )
    assert await phone.ask("/version") == []
    chat = await stored(TelegramChat.objects.get)()
    assert chat.paused_until is not None

    await open_again()
    await phone.work()
    assert len(phone.shown()) == 1


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (403, "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: user is deactivated"),
        (403, "Forbidden: bot was kicked from the group chat"),
        (400, "Bad Request: chat not found"),
        (400, "Bad Request: not enough rights to send text messages to the chat"),
        (400, "Bad Request: have no rights to send a message"),
    ],
)
async def test_who_cannot_be_written_to_is_left_alone_until_they_are_back(
    phone, code, words
):
    phone.fail_once("sendMessage", code, words)
    assert await phone.ask("/nothing1") == []
    chat = await stored(TelegramChat.objects.get)()
    assert chat.blocked
    before = len(phone.world.calls)
    await phone.work()
    assert len(phone.world.calls) == before

    old, new = await phone.ask("/nothing2")
    assert "/nothing1" in old and "/nothing2" in new


async def test_after_unblocking_the_answers_come_without_a_word(phone):
    """Those that were to be sent then, and those that were made meanwhile."""
    await phone.ask("/version")
    where = phone.messages()[-1]["chat"]
    phone.fail_once("sendMessage", 403, "Forbidden: bot was blocked by the user")
    assert await phone.ask("/nothing1") == []
    chat = await stored(TelegramChat.objects.select_related("conversation").get)()
    await stored(respond)(chat.conversation, Request("/nothing2"))
    await phone.work()
    assert len(phone.shown()) == 1

    back = {"chat": where, "new_chat_member": {"status": "member"}}
    phone.world.tell({"my_chat_member": back})
    await phone.work()

    texts = "".join(phone.shown()[1:])
    assert texts.count("/nothing1.") == texts.count("no command /nothing2.") == 1


def _late_answer(phone) -> tuple[Message, int]:
    """A question whose answer has not come yet; its number in the chat."""
    chat = TelegramChat.objects.select_related("conversation").get()
    question = events.say(chat.conversation, "How many rows are there?", "slow")
    number = phone.world.person_says("How many rows are there?")["message_id"]
    phone.world.updates.pop()
    shown_as(chat, question, number)
    return question, number


async def test_an_answer_that_comes_late_says_what_it_answers(phone):
    await phone.ask("/version")
    question, asked = await stored(_late_answer)(phone)
    await phone.ask("/version")

    said = Reply(summary="40.", blocks=(Text(text="40 rows."),))
    await stored(events.answer)(question.conversation, question, said)
    await phone.work()

    sent = [v for name, v in phone.world.calls if name == "sendMessage"]
    answers = [v.get("reply_parameters", {}).get("message_id") for v in sent]
    assert answers == [None, None, asked]


async def test_an_answer_below_its_question_is_no_reply(phone):
    assert await phone.ask("/version")
    later, _ = await stored(_late_answer)(phone)
    said = Reply(summary="40.", blocks=(Text(text="40 rows."),))
    await stored(events.answer)(later.conversation, later, said)
    await phone.work()

    sent = [v for name, v in phone.world.calls if name == "sendMessage"]
    assert not any("reply_parameters" in values for values in sent)


async def test_what_cannot_be_parsed_is_sent_as_plain_text(phone, caplog):
    words = "Bad Request: can't parse entities: unsupported start tag"
    phone.fail_once("sendMessage", 400, words)
    (text,) = await phone.ask("/version")

    assert text.startswith("StatAgent")
    assert "parse_mode" not in phone.world.calls[-1][1]
    assert "can't parse entities" in caplog.text.lower()


async def test_an_upgraded_group_is_answered_at_its_new_number(phone):
    phone.world.kinds[-5] = {"type": "group", "title": "Lab"}
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    phone.fail_once("sendMessage", 400, words, migrate_to_chat_id=-1005)
    await phone.ask("/version", -5)

    assert len(phone.shown(-1005)) == 1 and phone.shown(-5) == []


@pytest.mark.parametrize("arrived", [True, False])
async def test_a_lost_answer_of_telegram_doubles_nothing(phone, arrived, monkeypatch):
    """The connection breaks after, or before, the message was taken."""
    from telegram.error import TimedOut

    send, broken = phone.outbox._send, []

    async def breaking(post):
        if broken:
            return await send(post)
        broken.append(post)
        if arrived:
            await send(post)
        raise TimedOut

    monkeypatch.setattr(phone.outbox, "_send", breaking)
    await phone.ask("/version")

    assert broken and len(phone.shown()) == 1


async def test_after_a_crash_a_message_is_found_and_not_sent_again(phone):
    await phone.ask("/version")
    # The process died after Telegram took the message, before that was written down.
    await stored(TelegramPost.objects.filter(content__method="sendMessage").update)(
        state="sending", telegram_id=None, shown=None
    )
    await stored(TelegramChat.objects.update)(newest_id=1)
    await phone.work()

    assert len(phone.shown()) == 1
    post = await stored(TelegramPost.objects.get)(content__method="sendMessage")
    assert (post.state, post.telegram_id) == ("sent", phone.messages()[0]["message_id"])


async def test_a_failure_while_a_message_is_looked_for_doubles_nothing(
    phone, monkeypatch
):
    await phone.ask("/version")
    await stored(TelegramPost.objects.filter(content__method="sendMessage").update)(
        state="sending", telegram_id=None, shown=None
    )
    await stored(TelegramChat.objects.update)(newest_id=1)
    known, failures = delivery.known, [OperationalError("database is locked")]

    def failing(post):
        if failures:
            raise failures.pop()
        return known(post)

    monkeypatch.setattr(delivery, "known", failing)
    await phone.work()
    await open_again()
    await phone.work()

    assert not failures and len(phone.shown()) == 1


async def test_progress_that_was_taken_back_meanwhile_is_not_sent(phone):
    await phone.ask("/version")
    chat = await stored(TelegramChat.objects.get)()
    post = await stored(TelegramPost.objects.create)(
        chat=chat, content={"method": "sendMessage", "text": "⏳ Calculating"}
    )
    await stored(TelegramPost.objects.filter(id=post.id).delete)()

    assert await phone.outbox._deliver(post)
    assert len(phone.shown()) == 1


async def test_updates_doubled_and_out_of_order_are_answered_once_each(phone):
    for number in range(6):
        phone.world.person_says("/version" if number % 2 else "hello")
    bodies = phone.world.updates * 3
    random.Random(4).shuffle(bodies)
    for body in bodies:
        await stored(updates.store)(body)
    await phone.work()
    await phone.work()

    assert len(phone.shown()) == 6
    assert await stored(Message.objects.filter(role="assistant").count)() == 6


async def test_a_turn_that_fails_is_tried_again_and_asked_once(phone, monkeypatch):
    from chat.telegram import turns

    respond, failures = turns.respond, []

    def failing(conversation, request, **more):
        answer = respond(conversation, request, **more)
        if not failures:
            failures.append(request)
            raise ConnectionError("the database went away")
        return answer

    monkeypatch.setattr(turns, "respond", failing)
    monkeypatch.setattr(updates, "wait", lambda update, seconds: None)
    await phone.ask("/version")

    assert failures and len(phone.shown()) == 1
    assert await stored(Message.objects.count)() == 2
    assert (await stored(TelegramUpdate.objects.get)()).attempts == 2


async def test_a_turn_that_always_fails_says_so(phone, monkeypatch):
    from chat.telegram import turns

    def failing(*args, **more):
        raise RuntimeError("broken")

    monkeypatch.setattr(turns, "respond", failing)
    monkeypatch.setattr(updates, "wait", lambda update, seconds: None)
    await phone.ask("/version")

    (text,) = phone.shown()
    assert "Something went wrong on our side." in text
    update = await stored(TelegramUpdate.objects.get)()
    assert (update.state, update.error) == ("failed", "RuntimeError: broken")


async def test_one_slow_chat_does_not_hold_up_another(phone):
    def slow(method, values):
        if method == "sendMessage" and values["chat_id"] == 7:
            time.sleep(0.3)

    phone.world.faults.append(slow)
    for chat in (7, 9):
        phone.world.kinds[9] = {"type": "private", "first_name": "Bob"}
        phone.world.person_says("/version", chat)
    await phone.work()

    order = [v["chat_id"] for name, v in phone.world.calls if name == "sendMessage"]
    assert order == [9, 7]


# The webhook.

UPDATE = {
    "update_id": 9,
    "message": {"message_id": 1, "chat": {"id": 7, "type": "private"}, "text": "hi"},
}


@pytest.fixture
def deliver(client, settings):
    settings.TELEGRAM_WEBHOOK_SECRET = "s" * 32

    def deliver(body, secret="s" * 32):
        return client.post(
            reverse("telegram-webhook"),
            body,
            content_type="application/json",
            headers={"X-Telegram-Bot-Api-Secret-Token": secret},
        ).status_code

    return deliver


def test_the_webhook_stores_an_update_once(db, deliver):
    assert [deliver(UPDATE), deliver(UPDATE)] == [200, 200]
    update = TelegramUpdate.objects.get()
    assert (update.update_id, update.chat_id, update.body) == (9, 7, UPDATE)


@pytest.mark.parametrize("secret", ["", "s" * 31, "é"])
def test_a_wrong_secret_is_refused(db, deliver, secret):
    assert deliver(UPDATE, secret) == 403
    assert not TelegramUpdate.objects.exists()


def test_without_a_secret_of_ours_nobody_delivers(db, deliver, settings):
    settings.TELEGRAM_WEBHOOK_SECRET = ""
    assert deliver(UPDATE, "") == 403


@pytest.mark.parametrize("body", ["[]", '{"update_id": "9"}', "{", "{}"])
def test_what_is_no_update_is_refused(db, deliver, body):
    assert deliver(body) == 400


def test_a_body_that_is_too_large_is_refused(db, deliver):
    assert deliver({**UPDATE, "filling": "x" * 1024**2}) == 413

"""“typing …” while a run works."""

from __future__ import annotations

import pytest
from channels.db import database_sync_to_async
from telegram.error import TelegramError

from chat.models import Message, Run
from chat.models.telegram import TelegramChat, TelegramPost
from chat.telegram.presence import Presence

stored = database_sync_to_async


def actions(phone):
    return [v for name, v in phone.world.calls if name == "sendChatAction"]


def _at_work(status: str) -> None:
    """A run of the chat's conversation, with the message that waits for it."""
    chat = TelegramChat.objects.get()
    run = Run.objects.create(owner=chat.owner, status=status)
    Message.objects.create(
        conversation=chat.conversation, role=Message.Role.ASSISTANT, run=run
    )


@pytest.mark.parametrize(
    ("status", "shown"),
    [("queued", 1), ("running", 1), ("succeeded", 0), ("cancelled", 0)],
)
async def test_typing_is_shown_as_long_as_a_run_works(phone, status, shown):
    await phone.ask("/version")
    await stored(_at_work)(status)

    await Presence(phone.bot).show()

    assert actions(phone) == [{"chat_id": 7, "action": "typing"}] * shown


async def test_it_is_shown_in_the_topic(phone):
    phone.world.kinds[-100] = {"type": "supergroup", "title": "Lab", "is_forum": True}
    topic = {"message_thread_id": 5, "is_topic_message": True}
    await phone.ask("/version", -100, **topic)
    await stored(_at_work)("running")

    await Presence(phone.bot).show()

    (action,) = actions(phone)
    assert (action["chat_id"], action["message_thread_id"]) == (-100, 5)


async def test_progress_that_is_seen_says_enough(phone):
    await phone.ask("/version")
    await stored(_at_work)("running")
    await stored(TelegramPost.objects.update)(progress=True)

    await Presence(phone.bot).show()

    assert actions(phone) == []


async def test_who_blocked_the_bot_sees_nothing_and_a_failure_harms_nobody(phone):
    await phone.ask("/version")
    await stored(_at_work)("running")
    phone.fail_once("sendChatAction", 403, "Forbidden: bot was blocked by the user")
    with pytest.raises(TelegramError):  # the fake does refuse
        await phone.bot.send_chat_action(7, "typing")

    phone.fail_once("sendChatAction", 403, "Forbidden: bot was blocked by the user")
    await Presence(phone.bot).show()
    await stored(TelegramChat.objects.update)(blocked=True)
    await Presence(phone.bot).show()

    assert actions(phone) == []

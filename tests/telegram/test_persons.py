"""Who a chat belongs to: forgetting, and the two doors of guests and accounts."""

from __future__ import annotations

import pytest
from channels.db import database_sync_to_async
from django.contrib.auth.models import User

from analysis.models import Dataset, Owner
from chat.models import Conversation, Message, Run
from chat.models.telegram import TelegramChat, TelegramUpdate
from chat.people import linking
from chat.telegram import updates

stored = database_sync_to_async


async def test_what_was_forgotten_is_not_done_again(phone, sales):
    phone.world.person_sends_file("sales.csv", sales, caption="mean of sales")
    await phone.work()
    await phone.ask("/forget")
    (gone, *_) = (await phone.press("Delete everything"))[-1:]
    assert "Everything of yours is deleted." in gone

    told, texts = list(phone.world.updates), phone.shown()
    assert len(told) == 3
    # Telegram is not sure that it was understood, and tells all of it once more.
    for body in told:
        assert await stored(updates.store)(body) is False
    await phone.work()

    assert phone.shown() == texts
    assert await stored(Dataset.objects.count)() == 0
    rows = await stored(list)(TelegramUpdate.objects.order_by("update_id"))
    assert [row.state for row in rows] == ["handled"] * 3
    assert [row.body for row in rows[:2]] == [{}, {}]
    assert [row.chat_id for row in rows[:2]] == [None, None]
    assert "sales" not in str([(row.body, row.error) for row in rows])


async def test_after_forgetting_the_chat_goes_on_as_a_blank_one(phone, sales):
    phone.world.person_sends_file("sales.csv", sales)
    await phone.work()
    await phone.ask("/forget")
    await phone.press("Delete everything")

    (answer,) = await phone.ask("What is the mean of sales?")

    assert "Please upload a table first." in answer
    chat = await stored(TelegramChat.objects.select_related("conversation").get)()
    assert await stored(Message.objects.filter(text__contains="sales").count)() == 1
    assert await stored(Run.objects.count)() == 0
    assert chat.conversation.dataset_id is None


def _owner(name: str) -> Owner:
    """A guest, or the owner of an account of that name."""
    user = User.objects.create_user(name, password="x") if name else None
    return Owner.objects.create(user=user)


def _begun(name: str) -> Conversation:
    owner = _owner(name)
    Dataset.objects.create(owner=owner, name="browser.csv", size=1)
    return Conversation.objects.create(owner=owner, title="Begun in the browser")


def _belongs(name: str) -> None:
    """The chat belongs to an account; or stays a guest's."""
    chat = TelegramChat.objects.get()
    if name:
        owner = _owner(name)
        Conversation.objects.filter(owner=chat.owner).update(owner=owner)
        chat.owner = owner
        chat.save()
    Dataset.objects.create(owner=chat.owner, name="telegram.csv", size=1)


def _found() -> dict[str, object]:
    chat = TelegramChat.objects.select_related("owner__user", "conversation").get()
    datasets = Dataset.objects.of(chat.owner).values_list("name", flat=True)
    return {
        "account": chat.owner.user.username if chat.owner.user else "",
        "datasets": sorted(datasets),
        "conversation": str(chat.conversation),
        "same owner": chat.conversation.owner_id == chat.owner_id,
        "guests": Owner.objects.filter(user=None).count(),
    }


@pytest.mark.parametrize(
    ("browser", "telegram", "account", "datasets", "guests"),
    [
        ("", "", "", ["browser.csv", "telegram.csv"], 1),
        ("alice", "", "alice", ["browser.csv", "telegram.csv"], 0),
        # The chat's guest of before stays empty until it is pruned.
        ("", "bob", "bob", ["browser.csv", "telegram.csv"], 1),
        ("alice", "bob", "alice", ["browser.csv"], 1),
    ],
)
async def test_a_link_makes_one_of_two_owners_unless_both_are_accounts(
    phone, browser, telegram, account, datasets, guests
):
    await phone.ask("/version")
    await stored(_belongs)(telegram)
    conversation = await stored(_begun)(browser)
    token = await stored(linking.create)(conversation)

    (linked,) = await phone.ask(f"/start {token}")

    assert "Linked. We go on with Begun in the browser" in linked
    assert await stored(_found)() == {
        "account": account,
        "datasets": datasets,
        "conversation": "Begun in the browser",
        "same owner": True,
        "guests": guests,
    }
    if browser and telegram:  # what bob has stays bob's
        bobs = Dataset.objects.filter(owner__user__username="bob")
        assert [d.name for d in await stored(list)(bobs)] == ["telegram.csv"]


async def test_a_link_opens_nothing_in_a_group(phone):
    phone.world.kinds[-100] = {"type": "supergroup", "title": "Lab"}
    conversation = await stored(_begun)("")
    token = await stored(linking.create)(conversation)

    (refused,) = await phone.ask(f"/start@statagent_bot {token}", -100)

    assert "in a private chat" in refused
    # Everybody there has read it.
    assert await stored(linking.pending)(token) is None


@pytest.mark.parametrize("status", ["kicked", "left"])
async def test_who_removes_the_bot_is_not_written_to_until_it_is_back(phone, status):
    await phone.ask("/version")
    chat = phone.messages()[-1]["chat"]
    for now in (status, "member"):
        change = {"chat": chat, "new_chat_member": {"status": now}}
        phone.world.tell({"my_chat_member": change})
        await phone.work()
        row = await stored(TelegramChat.objects.get)()
        assert row.blocked is (now == status)

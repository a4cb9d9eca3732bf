"""Groups are public places: nothing of a member's own is shown there, nothing is joined.

Alice has tables, a model and conversations in her private chat and in a browser; every
command, button and link is tried in a group by another member.
"""

from __future__ import annotations

import json
import re

import pytest
from channels.db import database_sync_to_async
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from analysis.base.errors import TaskError
from analysis.models import Dataset, Owner
from chat.commands import commands
from chat.models import Conversation, LinkToken, Message, Run, events
from chat.models.telegram import TelegramChat, TelegramPost, TelegramUpdate
from chat.orchestrator import Request, respond
from chat.outcomes.command import Command
from chat.people import groups, linking
from chat.people.adoption import adopt
from chat.people.owners import KEY, owner_of, session_of
from chat.tables.datasets import dataset_from
from chat.telegram.bot import bot_commands
from mlmodels.models import TrainedModel

stored = database_sync_to_async
GROUP, OTHER = -100, -200
SECRET = "alices_secret"
PRIVATE = f"id,{SECRET}\n" + "\n".join(f"{n},{n * n}" for n in range(30))
# What only the group's own commands may do: rules for people, one by one.
REFUSED = {"web", "forget"}


@pytest.fixture
async def group(phone, sales, tmp_path, settings):
    """A group with a table of its own; Alice's things are in her private chat."""
    settings.PUBLIC_URL = "https://stat.example"
    phone.world.kinds[GROUP] = {"type": "supergroup", "title": "Lab"}
    phone.world.kinds[OTHER] = {"type": "group", "title": "Office"}
    await phone.ask("/version")
    await stored(_alices)(tmp_path)
    phone.world.person_sends_file(
        "sales.csv", sales, GROUP, caption="@statagent_bot mean of sales"
    )
    await phone.work()
    assert "The mean of sales is" in "".join(phone.shown(GROUP))
    return phone


def _alices(folder) -> None:
    chat = TelegramChat.objects.select_related("conversation").get(chat_id=7)
    path = folder / "private.csv"
    path.write_text(PRIVATE)
    dataset = dataset_from(chat.owner, f"{SECRET}.csv", path)
    receipt = _read(dataset)
    dataset.receipt_json = receipt
    dataset.save()
    chat.conversation.title = f"About {SECRET}"
    chat.conversation.dataset = dataset
    chat.conversation.save()
    TrainedModel.objects.create(
        owner=chat.owner, name=SECRET, estimator="ridge", target=SECRET,
        plan_json={}, result={}, script="", dataset=dataset,
    )  # fmt: skip


def _read(dataset: Dataset):
    from analysis.reading.importing import import_table

    receipt = import_table(
        dataset.original, name=dataset.name, parquet_path=dataset.parquet
    )
    return receipt.model_dump(mode="json")


def _state() -> dict[str, object]:
    """Everything of Alice's, and whose each chat is."""
    alice = TelegramChat.objects.get(chat_id=7).owner
    kinds = (Dataset, TrainedModel, Conversation, Run)
    return {
        **{kind.__name__: list(kind.objects.filter(owner=alice).order_by("pk")
                               .values_list("pk", flat=True)) for kind in kinds},
        "group": TelegramChat.objects.get(chat_id=GROUP).owner.is_group,
        "person": alice.is_group,
        "owners": sorted(map(str, Owner.objects.values_list("id", flat=True))),
        "apart": TelegramChat.objects.get(chat_id=GROUP).owner_id != alice.id,
        "tokens": LinkToken.objects.count(),
    }  # fmt: skip


def _arguments(command: Command) -> list[str]:
    """The bare command, and what a member would try to get at another's things."""
    name = f"/{command.name}"
    found = [name, f"{name} {SECRET}", f"{name} {SECRET}.csv", f"{name} everything for good",
             f"{name} {SECRET}.csv for good", f"{name} model {SECRET}",
             f"{name} delete {SECRET} for good", f"{name} rename {SECRET} to mine",
             f"{name} sales.csv with {SECRET}.csv"]  # fmt: skip
    return [*found, *(f"{name}@statagent_bot {rest}" for rest in ("", SECRET))]


_SPOKEN = (
    *("list my datasets", "my models", "open in my browser", "forget me", "status"),
    *(
        "delete all my data",
        f"use {SECRET}.csv",
        f"delete dataset {SECRET}.csv for good",
    ),
    *(f"show model {SECRET}", f"delete model {SECRET} version 1 for good"),
    *(f"join with {SECRET}.csv on id", f"append {SECRET}.csv to sales.csv"),
    *(
        f"mean of {SECRET}",
        f"predict with model {SECRET}",
        f"convert {SECRET}.csv to xlsx",
    ),
    *(
        "compare models",
        "export this conversation",
        "run again",
        f"export model {SECRET}",
    ),
)


@pytest.mark.parametrize("command", commands(), ids=lambda command: command.name)
def test_every_command_has_a_rule_for_groups(command):
    assert command.in_groups is (command.name not in REFUSED)


def test_a_command_without_a_rule_is_refused_in_groups(db):
    owner = Owner.objects.create(is_group=True)
    conversation = Conversation.objects.create(owner=owner)
    ruleless = Command("new", "It shows something", action=lambda *_: pytest.fail())
    with pytest.raises(TaskError, match="for a private chat"):
        ruleless(conversation, "")


async def test_no_command_in_a_group_reaches_what_a_member_has_elsewhere(group):
    before = await stored(_state)()
    for command in (*commands(), None):
        await stored(_try_all)(command)
    assert await stored(_state)() == before


def _try_all(command: Command | None) -> None:
    """Whatever runs is not carried out: on what it would run is what counts."""
    for text in _arguments(command) if command else _SPOKEN:
        chat = TelegramChat.objects.select_related("conversation").get(chat_id=GROUP)
        conversation = Conversation.objects.get(id=chat.conversation_id)
        answer = respond(conversation, Request(text), start=lambda run: None)
        shown = json.dumps([answer.reply_json, answer.options], ensure_ascii=False)
        if command is not None and command.name in REFUSED:
            assert "for a private chat" in shown, text
        # The name that was asked for is repeated at most; nothing of what it stands for.
        told = shown.replace(text.partition(" ")[2], "")
        assert not re.search(r"\b841\b|About alices|/link/|t\.me/", told), (text, shown)
        assert SECRET not in told or SECRET in text, (text, shown)
        _check_not_followed(text)
        Run.objects.filter(message=answer).delete()


async def test_refused_commands_are_refused_through_telegram_too(group):
    for name in sorted(REFUSED):
        for text in (f"/{name}", f"/{name}@statagent_bot", f"/{name.upper()} x"):
            (answer,) = await group.ask(text, GROUP)
            assert "is for a private chat: here everybody reads along" in answer
    for words in ("open in my browser", "forget me"):
        (answer,) = await group.ask(f"@statagent_bot {words}", GROUP)
        assert "is for a private chat" in answer


def _check_not_followed(text: str) -> None:
    """Nothing in the group works on a table or model that is not the group's."""
    chat = TelegramChat.objects.select_related("conversation__dataset").get(
        chat_id=GROUP
    )
    used = Run.objects.filter(message__conversation=chat.conversation)
    foreign = used.exclude(dataset=None).exclude(dataset__owner=chat.owner)
    assert not foreign.exists(), text
    assert chat.conversation.owner_id == chat.owner_id, text
    dataset = chat.conversation.dataset
    assert dataset is None or dataset.owner_id == chat.owner_id, text


async def test_no_button_of_another_chat_does_anything_in_a_group(group, monkeypatch):
    """Every press that there is, with the numbers of Alice's own messages."""
    await group.ask("/datasets")
    await group.ask("/forget")
    before = await stored(_state)()
    numbers = await stored(list)(Message.objects.values_list("id", flat=True))
    here = await stored(list)(
        Message.objects.filter(conversation__telegram_chats__chat_id=GROUP).values_list(
            "id", flat=True
        )
    )
    from chat.render.telegram_buttons import base36

    what = ("0", "s", "n", "t0", "c0", "d0", "zz", "")
    shown = group.messages(GROUP)[-1]["message_id"]
    for number in set(numbers) - set(here):
        for kind in ("x", "f", "c", "z", ""):
            for rest in what if kind != "x" else ("",):
                data = f"{kind}:{base36(number)}:{rest}"
                group.world.person_presses(shown, data, GROUP)
    # Sending them all would take minutes: a group gets twenty messages in one.
    known = set(await stored(list)(TelegramPost.objects.values_list("id", flat=True)))
    monkeypatch.setattr(group.inbox, "_answer_press", _unanswered)
    await group.deliver()
    for _ in range(20):
        await group.inbox.look()
        await group.inbox.settle()
    waiting = TelegramUpdate.objects.filter(state="received")
    assert await stored(waiting.count)() == 0
    posts = await stored(list)(TelegramPost.objects.exclude(id__in=known))
    texts = {post.content["plain"] for post in posts}
    assert texts == {"This button belongs to an earlier conversation."}
    assert await stored(_state)() == before


async def _unanswered(update) -> None:
    """Nobody waits at the other end."""


async def test_every_button_of_the_groups_own_messages_joins_nothing(group):
    await group.ask("/datasets@statagent_bot", GROUP)
    before = await stored(_state)()
    for message in list(group.messages(GROUP)):
        for row in message.get("reply_markup", {}).get("inline_keyboard", ()):
            for button in row:
                assert "url" not in button
                data = button["callback_data"]
                group.world.person_presses(message["message_id"], data, GROUP)
                await group.work()
    assert await stored(_state)() == before
    assert SECRET not in "".join(group.shown(GROUP))


async def test_a_link_that_a_group_has_read_opens_nothing_any_more(group):
    conversation = await stored(_private_conversation)()
    for text in ("/start {}", "/start@statagent_bot {}", "@statagent_bot {} is mine",
                 "look: https://stat.example/link/{}/", "{}"):  # fmt: skip
        token = await stored(linking.create)(conversation)
        assert await stored(linking.pending)(token)
        await group.ask(text.format(token), GROUP)
        assert await stored(linking.pending)(token) is None, text
        (answer,) = await group.ask(f"/start {token}")
        assert "was used or is too old" in answer


def _private_conversation() -> Conversation:
    chat = TelegramChat.objects.get(chat_id=7)
    return Conversation.objects.select_related("owner").get(id=chat.conversation_id)


async def test_a_file_too_large_for_bots_leads_a_group_to_no_browser(group):
    for chat, led in ((GROUP, False), (7, True)):
        more = {"caption": "@statagent_bot", "file_size": 3 * 1024**3}
        group.world.person_sends_file("huge.csv", b"a\n1", chat, **more)
        await group.work()
        last = group.messages(chat)[-1]
        assert ("reply_markup" in last) is led
    assert await stored(LinkToken.objects.count)() == 1


async def test_groups_are_apart_from_each_other_and_their_topics_are_not(group):
    await group.ask("/version", OTHER)
    more = {"message_thread_id": 3, "is_topic_message": True}
    group.world.person_says("/version", GROUP, **more)
    await group.work()
    chats = await stored(list)(TelegramChat.objects.select_related("owner"))
    owners = {(c.chat_id, c.thread_id): c.owner for c in chats}
    assert owners[GROUP, 0] == owners[GROUP, 3] != owners[OTHER, 0]
    assert [c.owner.is_group for c in chats] == [c.chat_id != 7 for c in chats]


# The site's side.


@pytest.fixture
def lab(db) -> Owner:
    return Owner.objects.create(is_group=True)


def test_a_browser_is_never_a_group(lab):
    assert owner_of(session_of(lab)) is None


def test_a_group_is_joined_with_nobody(lab, alice):
    for pair in ((lab, alice), (alice, lab)):
        with pytest.raises(ValueError, match="never joined"):
            adopt(*pair)
        with pytest.raises(ValueError, match="never joined"):
            linking.join(*pair)
    assert set(Owner.objects.all()) == {lab, alice}


def test_a_groups_conversation_gets_no_link_and_none_opens_it(lab, alice, client):
    conversation = Conversation.objects.create(owner=lab)
    with pytest.raises(TaskError, match="in the group only"):
        linking.create(conversation)
    # One from before the group was known to be one.
    conversation.owner = alice
    token = linking.create(conversation)
    assert linking.redeem(token) is None
    assert client.get(reverse("link", args=[token])).status_code == 410


def test_who_signs_in_takes_no_group_along(lab, client):
    session = client.session
    session[KEY] = str(lab.id)
    session.save()
    User.objects.create_user("alice", password="x")
    data = {"username": "alice", "password": "x"}
    client.post(reverse("sign-in"), data)
    lab.refresh_from_db()
    assert lab.user is None and lab.is_group


def test_the_menu_of_groups_leaves_out_what_is_refused_there():
    everywhere = {command.command for command in bot_commands()}
    public = {command.command for command in bot_commands(public=True)}
    assert everywhere - public == REFUSED & everywhere


# What was joined before groups had owners of their own.


@pytest.fixture
def joined(db, alice, tmp_path) -> Owner:
    """Alice's browser, private chat and the group have one owner, as could be once."""
    chats = {
        number: TelegramChat.objects.create(
            chat_id=number,
            kind="private" if number > 0 else "group",
            title=f"Chat {number}",
            owner=alice,
            conversation=Conversation.objects.create(owner=alice, title=str(number)),
        )
        for number in (7, GROUP)
    }
    for number, chat in chats.items():
        dataset = Dataset.objects.create(owner=alice, name=f"{number}.csv", size=1)
        _ran(chat.conversation, dataset, Run.Kind.IMPORT)
        _ran(chat.conversation, dataset, Run.Kind.ANALYSIS)
        chat.conversation.dataset = dataset
        chat.conversation.save()
    # The group has used, and even read again, what is Alice's.
    private = Dataset.objects.get(name="7.csv")
    for kind in (Run.Kind.ANALYSIS, Run.Kind.IMPORT):
        _ran(chats[GROUP].conversation, private, kind)
    Conversation.objects.filter(title=str(GROUP)).update(dataset=private)
    client = Client()
    session = client.session
    session[KEY] = str(alice.id)
    session.save()
    return alice


def _ran(conversation: Conversation, dataset: Dataset, kind: str) -> Run:
    owner = conversation.owner
    run = Run.objects.create(
        owner=owner, dataset=dataset, kind=kind, status="succeeded"
    )
    question = events.say(conversation, "?", None)
    Message.objects.create(
        conversation=conversation,
        role=Message.Role.ASSISTANT,
        question=question,
        run=run,
    )
    return run


def test_what_was_joined_is_told_apart(joined):
    (found,) = groups.joined_groups()
    assert found.chat_id == GROUP
    assert found.joined == ("a private chat", "a browser", "conversations elsewhere")
    assert not Owner.objects.filter(is_group=True).exists()


def test_what_was_joined_is_undone(joined):
    (done,) = groups.separate_all()
    group = TelegramChat.objects.get(chat_id=GROUP)
    assert group.owner.is_group and group.owner_id == done.after != joined.id
    assert (done.conversations, done.datasets, done.kept_apart) == (1, 1, 1)
    names = {
        owner: sorted(Dataset.objects.of(owner).values_list("name", flat=True))
        for owner in (joined, group.owner)
    }
    assert names == {joined: ["7.csv"], group.owner: [f"{GROUP}.csv"]}
    assert group.conversation.owner_id == group.owner_id
    assert group.conversation.dataset is None
    reached = Run.objects.filter(message__conversation=group.conversation)
    assert {run.dataset.name for run in reached} == {f"{GROUP}.csv"}
    assert {run.owner_id for run in reached} == {group.owner_id}
    assert TelegramChat.objects.get(chat_id=7).owner == joined
    assert groups.joined_groups() == [] == groups.separate_all()


def test_a_group_that_was_joined_with_nothing_keeps_its_owner(db, alice):
    chat = TelegramChat.objects.create(chat_id=GROUP, kind="group", owner=alice)
    chat.conversation = Conversation.objects.create(owner=alice)
    chat.save()
    (done,) = groups.separate_all()
    alice.refresh_from_db()
    assert done.joined == () and alice.is_group


def test_two_groups_with_one_owner_get_one_each(db, alice):
    for number in (GROUP, OTHER):
        for topic in (0, 4):
            TelegramChat.objects.create(
                chat_id=number, thread_id=topic, kind="supergroup", owner=alice
            )
    groups.separate_all()
    owners = dict(TelegramChat.objects.values_list("chat_id", "owner"))
    assert len({alice.id, *owners.values()}) == 3
    assert TelegramChat.objects.filter(owner=alice).count() == 0


async def test_a_group_is_separated_at_its_next_word_at_the_latest(phone, joined):
    phone.world.kinds[GROUP] = {"type": "supergroup", "title": "Lab"}
    answers = await phone.ask("/datasets", GROUP)
    assert "7.csv" not in "".join(answers)
    chat = await stored(TelegramChat.objects.select_related("owner").get)(chat_id=GROUP)
    assert chat.owner.is_group and chat.owner != joined


def test_the_command_shows_and_separates(joined, capsys):
    call_command("telegram_groups")
    call_command("telegram_groups", "--json")
    call_command("telegram_groups", "--separate")
    call_command("telegram_groups")
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].startswith(
        f"Chat {GROUP} ({GROUP}): was joined with a private chat"
    )
    assert '"joined": ["a private chat", "a browser"' in shown[1]
    assert "its own now: 1 conversations, 1 datasets, 0 models" in shown[2]
    assert shown[3] == "Every group has an owner of its own."


def test_the_migration_names_joined_groups(joined, capsys):
    from importlib import import_module

    from django.apps import apps
    from django.db import connection

    migration = import_module("chat.migrations.0006_report_joined_groups")
    migration.report(apps, connection.SchemaEditorClass(connection))
    assert f"The Telegram group Chat {GROUP} ({GROUP})" in capsys.readouterr().err

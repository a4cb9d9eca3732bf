"""What is not yours is not there, by any door.

Every address, socket operation, command and message file is listed here with what
others get; one that is not listed fails the tests, so that nothing new is forgotten.
"""

import asyncio
import inspect
import re
import uuid

import pytest
from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from analysis.models import Dataset, Owner
from chat.commands import commands
from chat.models import Conversation, LinkToken, Message, Run, Upload
from chat.models.telegram import TelegramChat, TelegramPost, TelegramUpdate
from chat.orchestrator import Request, respond
from chat.people import linking, tokens
from chat.people.owners import KEY
from chat.render.telegram import base36
from chat.runs.jobs import execute_run
from chat.sockets.consumers import ChatConsumer
from chat.sockets.routing import websocket_urlpatterns
from chat.telegram import turns
from mlmodels.base.plan import TrainingPlan
from mlmodels.models import TrainedModel
from statagent_site.asgi import application
from tests.chat.asking import answer

# Addresses of one owner's things: the verbs that they take, and that others get a 404.
THEIRS = {
    "conversation": "get",
    "rename": "post",
    "delete": "post",
    "older": "get",
    "vocabulary": "get",
    "begin-upload": "post",
    "upload": "get put",
    "upload-done": "post",
    "panel": "get",
    "rows": "get",
    "script": "get",
    "notebook": "get",
    "markdown": "get",
    "latex": "get",
    "rich-text": "get",
    "table": "get",
    "chart": "get",
    "export": "get",
    "message-export": "get",
    "dataset-file": "get",
    "exported": "get",
    "bundle": "get",
    "telegram": "post",
    "revoke": "post",
}
# Addresses that name nothing of anybody's: they work on the asking session's own things.
EVERYBODYS = {
    "home",
    "new",
    "vega",
    "theme",
    "sign-in",
    "sign-up",
    "sign-out",
    "account",
    "tokens",
    "password",
    "forget",
    "forgotten",
    "link",  # whoever has the token; tests/chat/test_linking.py
    "healthz",
    "readyz",
    "selfcheck",
    "telegram-webhook",  # whoever has the secret; tests/telegram
}
# What a socket's operations need to name, to aim at somebody else's things.
OPERATIONS = {
    "hello": {"cursor": 0},
    "say": {"cid": "c-1", "text": "mean of fare"},
    "choose": {"cid": "c-2", "message": 1, "value": "/columns"},
    "sample": {"cid": "c-3", "name": "iris"},
    "cancel": {"run": "{run}"},
    "ping": {},
}


def every_pattern(patterns=None, prefix=""):
    """All addresses but the admin's, by their name, or by their route without one."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        route = f"{prefix}{one.pattern}"
        if isinstance(one, URLResolver):
            # The API's have rules of their own: tests/chat/api/test_access.py.
            if one.namespace not in ("admin", "api"):
                yield from every_pattern(one.url_patterns, route)
        elif isinstance(one, URLPattern):
            yield one.name or route, route


@pytest.fixture(autouse=True)
def with_a_bot(settings):
    settings.TELEGRAM_BOT_NAME = "stat_agent_bot"


@pytest.fixture
def as_owner():
    def log_in(owner: Owner):
        client = Client()
        session = client.session
        session[KEY] = str(owner.id)
        session.save()
        return client

    return log_in


@pytest.fixture
def carla(db):
    """Somebody with an account, signed in."""
    client = Client()
    user = User.objects.create_user("carla", password="x")
    client.force_login(user, "chat.people.attempts.PatientBackend")
    return client


@pytest.fixture
def answered(conversation):
    """A message with a script, a table and a chart."""
    message = respond(conversation, Request("correlation of all columns"))
    execute_run(str(message.run.id))
    message.refresh_from_db()
    kinds = {block.kind for block in message.reply.blocks}
    assert {"table", "chart"} <= kinds, kinds
    return message


@pytest.fixture
def model(alice):
    return TrainedModel.objects.create(
        owner=alice,
        name="fares",
        estimator="linear",
        target="fare",
        plan_json=TrainingPlan(
            target="fare", kind="regression", roles={}, estimator="linear"
        ).model_dump(mode="json"),
        result={"metric": "r2", "scores": {"r2": 0.5}},
        script="",
    )


@pytest.fixture
def addresses(conversation, dataset, answered, model):
    """Every address of alice's things, with the verbs that it takes."""
    upload = Upload.objects.create(
        owner=conversation.owner, conversation=conversation, name="x.csv", size=3
    )
    known = {
        "uuid:model_id": model.id,
        "uuid:conversation_id": conversation.id,
        "uuid:dataset_id": dataset.id,
        "uuid:upload_id": upload.id,
        "int:message_id": answered.id,
        "int:token_id": tokens.create(conversation.owner, "x", ["read"])[1].id,
        "int:number": 0,
        "str:ending": "md",
    }
    exported = answer(conversation, "export the data as csv")
    assert exported.run.status == Run.Status.SUCCEEDED, exported.reply
    known["uuid:run_id"] = exported.run_id
    found = []
    for name, route in every_pattern():
        if name in THEIRS:
            path = re.sub(r"<([^>]+)>", lambda m: str(known[m[1]]), route)
            found += [(verb, f"/{path}") for verb in THEIRS[name].split()]
    return found


def statuses_for(client, addresses):
    found = {}
    for verb, url in addresses:
        response = getattr(client, verb)(f"{url}?offset=0" if verb == "put" else url)
        found[verb, url] = response.status_code
        if response.streaming:
            response.getvalue()  # a file that is read to its end is closed
    return found


def test_every_address_has_its_rule():
    names = [name for name, _ in every_pattern()]

    assert len(names) == len(set(names))
    assert set(names) == THEIRS.keys() | EVERYBODYS


def test_every_address_is_refused_to_others(as_owner, bob, addresses):
    found = statuses_for(as_owner(bob), addresses)

    assert found == dict.fromkeys(found, 404)


def test_no_other_verb_opens_an_address(as_owner, bob, addresses):
    client = as_owner(bob)
    verbs = ("get", "head", "post", "put", "patch", "delete", "options")
    urls = {url for _, url in addresses}

    found = statuses_for(client, [(verb, url) for url in urls for verb in verbs])

    assert set(found.values()) <= {404, 405}


@pytest.mark.parametrize("ending", ["ipynb", "html", "md", "py"])
def test_no_form_of_an_export_is_for_others(
    as_owner, alice, bob, conversation, answered, ending
):
    urls = (
        f"/c/{conversation.id}/export.{ending}",
        f"/messages/{answered.id}/conversation.{ending}",
    )
    for owner, status in ((bob, 404), (alice, 200)):
        client = as_owner(owner)
        assert [client.get(url).status_code for url in urls] == [status, status]


def test_every_address_is_refused_to_an_account(carla, addresses):
    found = statuses_for(carla, addresses)

    assert found == dict.fromkeys(found, 404)


def test_every_address_is_refused_to_a_stranger(client, addresses):
    found = statuses_for(client, addresses)

    assert found == dict.fromkeys(found, 404)


def test_the_owner_may_look(as_owner, alice, addresses):
    # A model's bundle needs its files: tests/chat/test_learning.py.
    shown = [(v, url) for v, url in addresses if v == "get" and "bundle" not in url]
    found = statuses_for(as_owner(alice), shown)

    assert found == dict.fromkeys(found, 200)


def test_nothing_of_others_shows_on_ones_own_pages(
    as_owner, bob, conversation, answered
):
    client = as_owner(bob)

    pages = [client.get(path, follow=True) for path in ("/", "/account/")]
    vocabulary = client.get(f"{pages[0].redirect_chain[-1][0]}vocabulary/")

    for page in (*pages, vocabulary):
        assert page.status_code == 200
        assert "travellers" not in page.content.decode()
        assert "sibsp" not in page.content.decode()
        assert str(conversation.id) not in page.content.decode()


# --- commands -------------------------------------------------------------------------

# Commands whose argument names something, and what others must not reach by it.
ARGUMENTS = (
    "travellers.csv", "{dataset}", "{run}", "{conversation}", "everything",
    "fares", "fares v1", "{model}", "again {run}",
)  # fmt: skip


@pytest.mark.parametrize("command", [command.name for command in commands()])
def test_no_command_reaches_the_things_of_others(
    command, bob, conversation, dataset, answered, model
):
    theirs = Conversation.objects.create(owner=bob)
    before = _everything_of(conversation.owner)
    known = {
        "dataset": dataset.id,
        "run": answered.run_id,
        "conversation": conversation.id,
        "model": model.id,
    }
    for argument in ("", *ARGUMENTS):
        text = f"/{command} {argument.format(**known)}".strip()
        message = respond(theirs, Request(text), start=lambda run: None)
        said = message.reply.model_dump_json()
        assert answered.summary not in said and dataset.sha256[:16] not in said, text
        assert argument or "travellers" not in said, text
        assert message.run is None or message.run.dataset_id != dataset.id, text

    assert _everything_of(conversation.owner) == before


def _everything_of(owner):
    kinds = (Dataset, Run, Conversation, Upload, LinkToken, TrainedModel)
    rows = {
        kind.__name__: list(kind.objects.filter(owner=owner).values()) for kind in kinds
    }
    rows["Message"] = list(Message.objects.filter(conversation__owner=owner).values())
    return rows


def test_datasets_of_others_cannot_be_switched_to(bob, conversation, dataset):
    theirs = Conversation.objects.create(owner=bob)
    message = respond(theirs, Request("use travellers.csv"))

    assert message.reply.summary == "There is no dataset called “travellers.csv”."
    assert Conversation.objects.get(id=theirs.id).dataset is None


def test_a_file_named_in_a_reply_is_the_messages_own(as_owner, alice, answered):
    """What a file block refers to is resolved below its message, never elsewhere."""
    client = as_owner(alice)
    other = uuid.uuid4()

    for name in ("../../../secret_key", f"../{other}/script.py", "model.skops"):
        assert client.get(f"/messages/{answered.id}/{name}").status_code == 404


# --- sockets --------------------------------------------------------------------------


def test_there_is_one_socket_and_it_belongs_to_a_conversation():
    assert [str(one.pattern) for one in websocket_urlpatterns] == [
        "ws/c/<uuid:conversation_id>/"
    ]


def test_every_operation_has_its_rule():
    source = inspect.getsource(ChatConsumer._obey)

    assert set(re.findall(r'"op": "(\w+)"', source)) - {"error", "pong"} == set(
        OPERATIONS
    )


@database_sync_to_async
def _alice_and_bob():
    alice, bob = Owner.objects.create(), Owner.objects.create()
    conversation = Conversation.objects.create(owner=alice)
    run = Run.objects.create(owner=alice, status=Run.Status.RUNNING)
    Message.objects.create(conversation=conversation, role="assistant", run=run)
    session = SessionStore()
    session[KEY] = str(bob.id)
    session.save()
    own = Conversation.objects.create(owner=bob)
    return conversation, own, run, session.session_key


@database_sync_to_async
def _state_of(conversation, run):
    run.refresh_from_db()
    return conversation.messages.count(), run.cancel_requested


def _socket(conversation, key):
    return WebsocketCommunicator(
        application,
        f"/ws/c/{conversation.id}/",
        headers=[
            (b"origin", b"http://localhost"),
            (b"host", b"localhost"),
            (b"cookie", f"sessionid={key}".encode()),
        ],
    )


def _frames(run):
    for op, fields in OPERATIONS.items():
        filled = {
            key: str(run.id) if value == "{run}" else value
            for key, value in fields.items()
        }
        yield {"op": op, **filled}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("key", ["bob", "nonsense", ""])
async def test_no_operation_reaches_the_conversation_of_others(key):
    conversation, _, run, bobs = await _alice_and_bob()
    socket = _socket(conversation, bobs if key == "bob" else key)
    await socket.connect()
    for frame in _frames(run):
        await socket.send_json_to(frame)

    closed = await socket.receive_output(timeout=5)

    assert closed["type"] == "websocket.close"
    assert closed["code"] == (4404 if key == "bob" else 4401)
    assert await socket.receive_nothing(timeout=0.3)
    assert await _state_of(conversation, run) == (1, False)


@pytest.mark.django_db(transaction=True)
async def test_from_ones_own_socket_no_run_of_others_is_cancelled():
    conversation, own, run, key = await _alice_and_bob()
    socket = _socket(own, key)
    await socket.connect()

    await socket.send_json_to({"op": "cancel", "run": str(run.id)})
    await socket.send_json_to({"op": "ping"})

    assert await socket.receive_json_from(timeout=5) == {"op": "pong"}
    assert await _state_of(conversation, run) == (1, False)
    await socket.disconnect()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("op", ["say", "choose", "sample", "cancel"])
async def test_a_socket_that_was_opened_before_signing_out_can_do_nothing(op):
    _, own, run, key = await _alice_and_bob()
    socket = _socket(own, key)
    await socket.connect()
    await socket.send_json_to({"op": "ping"})
    await socket.receive_json_from(timeout=5)

    await database_sync_to_async(SessionStore(key).delete)()
    frame = next(frame for frame in _frames(run) if frame["op"] == op)
    await socket.send_json_to(frame)

    closed = await asyncio.wait_for(socket.receive_output(timeout=5), 5)
    assert (closed["type"], closed["code"]) == ("websocket.close", 4401)
    assert await _state_of(own, run) == (0, False)


@pytest.mark.django_db(transaction=True)
async def test_where_everybody_must_sign_in_a_guests_socket_is_closed(settings):
    settings.REQUIRE_LOGIN = True
    _, own, _, key = await _alice_and_bob()
    socket = _socket(own, key)
    await socket.connect()

    assert (await socket.receive_output(timeout=5))["code"] == 4401


def test_a_token_of_one_conversation_opens_no_other(conversation, bob):
    token = linking.create(conversation)

    assert linking.redeem(token) == (conversation.owner, conversation)


# --- Telegram's buttons ---------------------------------------------------------------

# What a button's data can ask for, aimed at a message of another conversation.
PRESSES = {"x": "x:{message}", "f": "f:{message}:s", "c": "c:{message}:0"}


def test_every_kind_of_button_has_its_rule():
    source = inspect.getsource(turns._pressed)

    assert set(re.findall(r'kind == "(\w+)"', source)) == set(PRESSES)


@pytest.mark.parametrize("kind", PRESSES)
def test_no_button_reaches_the_messages_of_others(kind, bob, conversation, answered):
    Run.objects.filter(id=answered.run_id).update(status=Run.Status.RUNNING)
    before = _everything_of(conversation.owner)
    theirs = Conversation.objects.create(owner=bob)
    chat = TelegramChat.objects.create(chat_id=9, owner=bob, conversation=theirs)
    number = base36(answered.id)
    update = TelegramUpdate.objects.create(update_id=1, chat_id=9, body={})

    turns._pressed(chat, update, {"data": PRESSES[kind].format(message=number)})

    [post] = TelegramPost.objects.filter(chat=chat)
    assert "belongs to an earlier conversation" in post.content["text"]
    assert theirs.messages.count() == 0
    assert _everything_of(conversation.owner) == before

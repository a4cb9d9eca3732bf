"""The websocket: replay, ownership, and frames that make no sense."""

import asyncio

import pytest
from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.contrib.sessions.backends.db import SessionStore

from analysis.models import Owner
from analysis.reading.importing import import_table
from chat.models import Conversation, Message
from chat.orchestrator import Request, respond
from chat.people.owners import KEY
from chat.tables.datasets import dataset_from
from statagent_site.asgi import application

pytestmark = pytest.mark.django_db(transaction=True)


@database_sync_to_async
def _prepare():
    owner = Owner.objects.create()
    session = SessionStore()
    session[KEY] = str(owner.id)
    session.save()
    return Conversation.objects.create(owner=owner), session.session_key


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


async def _until(socket, op):
    frames = []
    while not frames or frames[-1]["op"] != op:
        frames.append(await asyncio.wait_for(socket.receive_json_from(timeout=5), 5))
    return frames


async def test_a_message_comes_back_with_its_answer():
    conversation, key = await _prepare()
    socket = _socket(conversation, key)
    await socket.connect()
    await socket.send_json_to({"op": "hello", "cursor": 0})
    await _until(socket, "ready")

    await socket.send_json_to({"op": "say", "cid": "c-1", "text": "hello"})
    frames = [await socket.receive_json_from(timeout=5) for _ in range(2)]

    assert [frame["op"] for frame in frames] == ["append", "append"]
    assert frames[0]["cid"] == "c-1"
    assert "Upload a table" in frames[1]["html"]
    await socket.disconnect()


async def test_a_reader_gets_exactly_what_it_missed():
    conversation, key = await _prepare()
    say = database_sync_to_async(respond)
    await say(conversation, Request("hello", "c-1"))
    first = _socket(conversation, key)
    await first.connect()
    await first.send_json_to({"op": "hello", "cursor": 0})
    seen = await _until(first, "ready")
    await first.disconnect()
    await say(conversation, Request("/version", "c-2"))

    second = _socket(conversation, key)
    await second.connect()
    await second.send_json_to({"op": "hello", "cursor": seen[-1]["cursor"]})
    missed = await _until(second, "ready")

    assert [frame.get("cid") for frame in seen[:-1]] == ["c-1", ""]
    assert [frame.get("cid") for frame in missed[:-1]] == ["c-2", ""]
    await second.disconnect()


async def test_somebody_elses_conversation_is_closed():
    conversation, _ = await _prepare()
    _, other_key = await _prepare()
    socket = _socket(conversation, other_key)
    await socket.connect()

    assert await socket.receive_output(timeout=5) == {
        "type": "websocket.close",
        "code": 4404,
    }


async def test_without_a_session_the_page_must_reload():
    conversation, _ = await _prepare()
    socket = _socket(conversation, "nonsense")
    await socket.connect()

    assert (await socket.receive_output(timeout=5))["code"] == 4401


async def test_frames_that_make_no_sense_get_an_error():
    conversation, key = await _prepare()
    socket = _socket(conversation, key)
    await socket.connect()
    for text in (
        "nonsense",
        "[]",
        "{}",
        '{"op": "fly"}',
        '{"op": "say"}',
        "x" * 70_000,
    ):
        await socket.send_to(text_data=text)
        assert (await socket.receive_json_from(timeout=5))["op"] == "error"
    await socket.send_json_to({"op": "ping"})
    assert await socket.receive_json_from(timeout=5) == {"op": "pong"}
    await socket.disconnect()


@database_sync_to_async
def _with_questions(folder):
    """A conversation that asked twice for a column: of a histogram, then of a box plot."""
    owner = Owner.objects.create()
    session = SessionStore()
    session[KEY] = str(owner.id)
    session.save()
    path = folder / "shop.csv"
    rows = [f"{n},{n * 2},{n % 7}" for n in range(30)]
    path.write_text("\n".join(["sales,profit,visits", *rows]))
    dataset = dataset_from(owner, "shop.csv", path)
    receipt = import_table(
        dataset.original, name=dataset.name, parquet_path=dataset.parquet
    )
    dataset.receipt_json = receipt.model_dump(mode="json")
    dataset.save()
    conversation = Conversation.objects.create(owner=owner, dataset=dataset)
    asked = [respond(conversation, Request(text)) for text in ("histogram", "box plot")]
    return conversation, session.session_key, asked


@database_sync_to_async
def _answer_to(cid):
    """The answer's message; its events may come as one, so it is looked for itself."""
    return Message.objects.filter(question__client_id=cid).first()


async def _answered(cid):
    for _ in range(200):
        found = await _answer_to(cid)
        if found is not None:
            return found
        await asyncio.sleep(0.05)
    raise AssertionError(f"no answer to {cid}")


@pytest.mark.parametrize("place, drawn", [(0, "histogram"), (1, "box_plot")])
async def test_a_press_comes_with_its_message(tmp_path, place, drawn):
    conversation, key, asked = await _with_questions(tmp_path)
    socket = _socket(conversation, key)
    await socket.connect()
    await socket.send_json_to({"op": "hello", "cursor": 0})
    await _until(socket, "ready")

    await socket.send_json_to(
        {"op": "choose", "cid": "c-1", "message": asked[place].id, "value": "sales"}
    )
    message = await _answered("c-1")

    assert message.task.steps[0].operation == drawn
    assert "sales" in message.task.steps[0].model_dump_json()
    await socket.disconnect()


async def test_a_press_without_its_message_is_refused():
    conversation, key = await _prepare()
    socket = _socket(conversation, key)
    await socket.connect()

    await socket.send_json_to({"op": "choose", "cid": "c-1", "value": "sales"})

    assert (await _until(socket, "error"))[-1]["code"] == "unknown"
    await socket.disconnect()

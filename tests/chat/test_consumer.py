"""The websocket: replay, ownership, and frames that make no sense."""

import asyncio

import pytest
from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.contrib.sessions.backends.db import SessionStore

from analysis.models import Owner
from chat.models import Conversation
from chat.orchestrator import Request, respond
from chat.owners import KEY
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

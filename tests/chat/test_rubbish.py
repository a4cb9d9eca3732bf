"""Rubbish at every address and in every frame: a 4xx or a word, never a traceback."""

import asyncio
import re
import uuid

import pytest
from channels.db import database_sync_to_async
from django.contrib.sessions.backends.db import SessionStore
from django.urls import URLPattern, URLResolver, get_resolver

from analysis.base.reply import Reply
from analysis.models import Dataset, Owner
from chat.models import Conversation, Upload, events
from chat.people.owners import KEY
from chat.received import json_object, storable, whole_number
from chat.tables.datasets import dataset_from
from tests.chat.test_consumer import _prepare, _socket, _until

DEEP = "[" * 100_000
FORM = "application/x-www-form-urlencoded"
NUMBERS = (
    "²",
    "٣",
    "1e9",
    "-1",
    "0x1",
    "",
    " ",
    "9" * 40,
    "Infinity",
    "NaN",
    "1\0",
    "½",
)
WORDS = ("\0", "\ud800", "%00", "../../etc/passwd", "'\"<script>", "a" * 5000, "\u202e")
BODIES = (
    b"", b"{", b"null", b"[]", b'"x"', b"\xff\xfe", DEEP.encode(), b'{"a":' * 50_000,
    b'{"name": "a.csv", "size": Infinity}', b'{"name": "a.csv", "size": -Infinity}',
    b'{"name": "a.csv", "size": NaN}', b'{"name": "a.csv", "size": 1e400}',
    b'{"name": "a.csv", "size": ' + b"9" * 5000 + b"}",
    b'{"name": "a.csv", "size": 99999999999999999999}',
    b'{"name": "a.csv", "size": true}', b'{"name": "a.csv", "size": "\\u00b2"}',
    b'{"name": "a.csv", "size": [1]}', b'{"name": ["a"], "size": 3}',
    b'{"name": null, "size": 3}', b'{"size": 3}', b'{"name": "a.csv"}',
    b"title=%ff%00&theme=%ed%a0%80&next=http://[",
)  # fmt: skip


def addresses(resolver=None, before=""):
    """Every pattern of ours, as a text with converters."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            if "admin" not in str(one.pattern):
                yield from addresses(one, before + str(one.pattern))
        elif isinstance(one, URLPattern):
            yield before + str(one.pattern)


@pytest.fixture
def things(client, conversation):
    """What the addresses may name, the session's own, so that views get to work."""
    session = client.session
    session[KEY] = str(conversation.owner_id)
    session.save()
    client.raise_request_exception = False
    question = events.say(conversation, "what?", None)
    message = events.answer(conversation, question, Reply(summary="That."))
    upload = Upload.objects.create(
        owner=conversation.owner, conversation=conversation, name="a.csv", size=5
    )
    return {
        "conversation_id": conversation.id, "dataset_id": conversation.dataset_id,
        "message_id": message.id, "upload_id": upload.id, "run_id": uuid.uuid4(),
        "model_id": uuid.uuid4(), "number": 0, "ending": "html", "version": "1",
        "token": "abc", "token_id": 1, "name": "answer.md",
    }  # fmt: skip


def filled(pattern, things, **other):
    for name, value in {**things, **other}.items():
        pattern = re.sub(rf"<(?:\w+:)?{name}>", lambda _, v=value: str(v), pattern)
    assert "<" not in pattern, pattern
    return f"/{pattern}"


def status(answer):
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def queries():
    names = ("before", "offset", "limit", "sort", "desc", "format", "for", "next")
    for value in (*NUMBERS, *WORDS[2:]):
        yield dict.fromkeys(names, value)


@pytest.mark.parametrize("pattern", list(addresses()))
def test_no_address_breaks_over_its_query_or_body(client, things, pattern):
    address = filled(pattern, things)
    if any(word in address for word in ("selfcheck", "readyz", "forget/", "/delete/")):
        return  # takes seconds; tells the truth; end what the others need
    for query in queries():
        assert status(client.get(address, query)) < 500
    for body in BODIES:
        for send, kind in ((client.post, "application/json"), (client.put, FORM)):
            answer = send(address, body, content_type=kind)
            assert status(answer) < 500, (send, kind, body[:40])
    for kind in ("multipart/form-data; boundary=", "text/\xff", ""):
        assert status(client.post(address, b"--\r\n\r\n", content_type=kind)) < 500
    assert status(client.delete(address)) < 500


@pytest.mark.parametrize("pattern", [one for one in addresses() if "<" in one])
def test_no_address_breaks_over_what_it_names(client, things, pattern):
    huge = [9**30, 2**63, 2**63 - 1, 2**31, 0]
    odd = ["..", "%2e%2e", "²", "\0", "x" * 3000, "html\0", "%ff", "é"]
    for value in huge:
        address = filled(pattern, things, message_id=value, number=value)
        assert status(client.get(address)) < 500
        assert status(client.post(address)) < 500
    for value in odd:
        address = filled(pattern, things, ending=value, version=value, token=value)
        assert status(client.get(address)) < 500
        assert status(client.post(address)) < 500
    strange = dict.fromkeys(
        [name for name in things if name.endswith("_id")], uuid.uuid4()
    )
    strange["message_id"] = 10**9
    assert status(client.get(filled(pattern, things, **strange))) < 500


@pytest.mark.parametrize("cookie", ["x", "\xff", '"', "a" * 4000, "\0", ";;;=", "é"])
def test_no_cookie_breaks_a_page(client, things, cookie):
    client.cookies["theme"] = cookie
    assert client.get(f"/c/{things['conversation_id']}/").status_code < 500
    client.cookies["sessionid"] = cookie
    client.cookies["csrftoken"] = cookie
    for address in ("/", "/account/", "/sign-in/", f"/c/{things['conversation_id']}/"):
        assert status(client.get(address)) < 500


def test_what_is_gone_is_gone_and_no_mistake(client, things, alice):
    unread = dataset_from(alice, "b.csv", Dataset.objects.first().original)
    assert client.get(f"/datasets/{unread.id}/rows/").status_code == 404
    assert client.get(f"/datasets/{unread.id}/panel/").status_code == 200
    Dataset.objects.get(id=things["dataset_id"]).parquet.unlink()
    assert client.get(f"/datasets/{things['dataset_id']}/rows/").status_code == 404
    upload = f"/uploads/{things['upload_id']}/"
    assert client.put(f"{upload}?offset=0", b"12345").status_code == 410
    Upload.objects.update(offset=5)
    assert client.post(f"{upload}done/").status_code == 410


def test_the_older_messages_before_a_number_that_is_none_are_the_newest(client, things):
    address = f"/c/{things['conversation_id']}/older/"
    newest = client.get(address).content

    assert client.get(address, {"before": "²"}).content == newest
    assert client.get(address, {"before": str(2**70)}).content == newest


@pytest.mark.parametrize(
    ("given", "number"),
    [("12", 12), (12, 12), (12.0, 12), ("²", None), (True, None), (-1, None),
     (2**63, None), (float("inf"), None), (float("nan"), None), ("", None), (None, None),
     (1.5, None), ([1], None), ("1" * 19, 1111111111111111111), ("1" * 20, None)],
)  # fmt: skip
def test_whole_numbers_are_numbers_that_can_be_stored(given, number):
    assert whole_number(given) == number


def test_objects_and_texts_are_whole():
    assert json_object('{"a": 1}') == {"a": 1}
    for text in (DEEP, "[1]", "nonsense", b"\xff", '{"a":' * 50_000, "9" * 5000):
        assert json_object(text) is None
    assert storable("a\0b\ud83dc") == "ab?c"


FRAMES = (
    DEEP, '{"op":' * 60_000, "[]", "{}", "null", "9" * 5000, "\x00",
    '{"op": "say", "cid": "1"}', '{"op": "say", "cid": 1, "text": "x"}',
    '{"op": "say", "cid": {"a": [1]}, "text": "x"}', '{"op": ["say"]}',
    '{"op": "say", "cid": "1", "text": "   "}', '{"op": Infinity}',
    '{"op": "hello", "cursor": -1}', '{"op": "hello", "cursor": 1e400}',
    '{"op": "hello", "cursor": 99999999999999999999999}',
    '{"op": "hello", "cursor": "1"}', '{"op": "cancel"}', '{"op": "sample", "cid": "1"}',
    '{"op": "fly", "cid": "\\ud800"}', '{"op": "choose", "cid": "1", "value": 3}',
)  # fmt: skip
SAID = ("\\ud800", "\\u0000", "\\ud83d\\ude00", "²", "a" * 60_000, "\\u202e", "/")


@pytest.mark.django_db(transaction=True)
async def test_no_frame_breaks_a_socket(caplog):
    conversation, key = await _prepare()
    socket = _socket(conversation, key)
    await socket.connect()
    for frame in FRAMES:
        await socket.send_to(text_data=frame)
        answer = await asyncio.wait_for(socket.receive_json_from(timeout=5), 5)
        assert answer["op"] == "error", frame[:60]
    await socket.send_to(bytes_data=b"\xff\x00")
    assert (await socket.receive_json_from(timeout=5))["op"] == "error"
    for run in ("x", "\\ud800", str(uuid.uuid4()), ""):
        await socket.send_to(text_data=f'{{"op": "cancel", "run": "{run}"}}')
    await socket.send_to(text_data='{"op": "hello", "cursor": 0}')
    await _until(socket, "ready")
    for number, text in enumerate(SAID):
        cid = text if len(text) < 20 else "long"
        frame = f'{{"op": "say", "cid": "{cid}{number}", "text": "{text} {number}"}}'
        await socket.send_to(text_data=frame)
        seen = [await socket.receive_json_from(timeout=5) for _ in range(2)]
        assert [one["op"] for one in seen] == ["append", "append"], text[:9]
    await socket.send_json_to({"op": "ping"})
    assert await socket.receive_json_from(timeout=5) == {"op": "pong"}
    await socket.disconnect()
    assert not [one for one in caplog.records if one.exc_info]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/ws/nonsense", {}),
        ("/ws/c/not-a-number/", {}),
        ("/", {}),
        ("/ws/c/{id}/", {b"origin": b"http://["}),
        ("/ws/c/{id}/", {b"origin": b"\xff\xfe"}),
        ("/ws/c/{id}/", {b"origin": b"null"}),
        ("/ws/c/{id}/", {b"cookie": b"sessionid=\xff\x00; ;;=="}),
        ("/ws/c/{id}/", {b"cookie": b"sessionid=" + b"a" * 5000}),
        ("/ws/c/{id}/", {b"x-forwarded-for": b"\xff, ,"}),
    ],
)
async def test_no_door_breaks_over_what_knocks(path, headers):
    conversation, key = await _prepare()
    socket = _socket(conversation, key)
    socket.scope["path"] = path.format(id=conversation.id)
    given = {**dict(socket.scope["headers"]), **headers}
    socket.scope["headers"] = list(given.items())

    connected, code = await socket.connect(timeout=5)

    if connected:
        if "cookie" in str(headers) or path != "/ws/c/{id}/":
            assert (await socket.receive_output(timeout=5))["code"] in (4401, 4404)
    else:
        assert code in (403, 1000, None)
    await socket.disconnect()


@database_sync_to_async
def _strange_session():
    owner = Owner.objects.create()
    session = SessionStore()
    session[KEY] = "no owner's number"
    session.save()
    return Conversation.objects.create(owner=owner), session.session_key


@pytest.mark.django_db(transaction=True)
async def test_a_session_that_names_no_owner_is_nobodys():
    conversation, key = await _strange_session()
    socket = _socket(conversation, key)
    await socket.connect()

    assert (await socket.receive_output(timeout=5))["code"] == 4401

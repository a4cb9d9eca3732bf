"""How fast one may go: messages, open pages, conversations, guests; by owner and address."""

import pytest
from channels.db import database_sync_to_async

from analysis.models import Owner
from chat.models import Conversation, Message, Violation
from chat.people import pace, quotas
from chat.people.attempts import address_of_scope
from chat.people.owners import KEY
from chat.people.pace import Pace, Places, network_of
from chat.sockets import consumers
from tests.chat.test_consumer import _prepare, _socket, _until


@pytest.fixture(autouse=True)
def from_nothing():
    quotas.forget_pace()
    yield
    quotas.forget_pace()


@pytest.fixture
def limited(settings):
    def limit(**numbers):
        mine = {k[8:]: v for k, v in numbers.items() if k.startswith("address_")}
        theirs = {k: v for k, v in numbers.items() if not k.startswith("address_")}
        settings.QUOTAS = {**settings.QUOTAS, **theirs}
        settings.ADDRESS_LIMITS = {**settings.ADDRESS_LIMITS, **mine}

    return limit


@pytest.fixture
def clock(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(pace.time, "monotonic", lambda: now[0])
    return now


def test_a_window_slides(clock):
    minute = Pace(60)

    assert [minute.wait("a", 2) for _ in range(3)] == [0, 0, 60]
    clock[0] += 20
    assert (minute.wait("a", 2), minute.wait("b", 2)) == (40, 0)
    clock[0] += 40
    assert minute.wait("a", 2) == 0
    assert minute.wait("a", None) == 0
    assert minute.wait("c", 0) == 60


def test_a_million_addresses_are_not_remembered_for_ever(clock, monkeypatch):
    monkeypatch.setattr(pace, "_MANY_KEYS", 10)
    minute = Pace(60)
    for number in range(100):
        minute.wait(number, 5)
        clock[0] += 10

    assert len(minute._times) <= 11


def test_places_are_taken_and_given_back_whole():
    places = Places()
    one, two = {"owner": 1, "address": 2}, {"other": 1, "address": 2}

    assert places.take(one)
    assert not places.take(one)
    assert places.take(two)
    places.give_back(one)
    assert not places.take({"third": 9, "address": 1})
    assert places.take(one)


@pytest.mark.parametrize(
    ("address", "counted"),
    [("10.1.2.3", "10.1.2.3"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
     ("::ffff:10.1.2.3", "10.1.2.3"), ("fe80::1%eth0", "fe80::/64"), ("", ""),
     ("nonsense", "nonsense")],
)  # fmt: skip
def test_an_address_is_counted_as_what_one_person_has(address, counted):
    assert network_of(address) == counted


def test_a_proxy_is_believed_behind_tls_only(settings):
    scope = {
        "client": ("9.9.9.9", 1),
        "headers": [(b"x-forwarded-for", b"1.1.1.1, 2.2.2.2")],
    }

    settings.HTTPS = False
    assert address_of_scope(scope) == "9.9.9.9"
    settings.HTTPS = True
    assert address_of_scope(scope) == "2.2.2.2"
    assert address_of_scope({"headers": []}) == ""


async def _ready(socket):
    await socket.connect()
    await socket.send_json_to({"op": "hello", "cursor": 0})
    await _until(socket, "ready")


async def _flood(socket, n_messages):
    """The errors that come back for so many messages at once."""
    for number in range(n_messages):
        frame = {"op": "say", "cid": f"c-{number}", "text": "/version"}
        await socket.send_json_to(frame)
    seen, told = [], set()
    while len(told) < n_messages:
        frame = await socket.receive_json_from(timeout=20)
        if frame.get("cid"):
            told.add(frame["cid"])
        if frame["op"] == "error":
            seen.append(frame)
    return seen


@pytest.mark.django_db(transaction=True)
async def test_three_hundred_messages_in_one_socket_are_not_all_worked_off(limited):
    limited(messages_a_minute=20)
    conversation, key = await _prepare()
    socket = _socket(conversation, key)
    await _ready(socket)

    refused = await _flood(socket, 300)
    await socket.disconnect()

    assert len(refused) == 280
    assert refused[0]["code"] == "refused"
    assert refused[0]["text"].startswith(
        "20 messages a minute are allowed. Send it again"
    )
    stored = await database_sync_to_async(Message.objects.filter(role="user").count)()
    assert stored == 20
    # A flood must not fill the administrator's table either.
    assert await database_sync_to_async(Violation.objects.count)() == 1


@pytest.mark.django_db(transaction=True)
async def test_one_address_is_limited_over_all_its_owners(limited):
    limited(messages_a_minute=100, address_messages_a_minute=5)
    refused = 0
    for _ in range(3):
        conversation, key = await _prepare()
        socket = _socket(conversation, key)
        socket.scope["client"] = ("10.0.0.1", 5)
        await _ready(socket)
        refused += len(await _flood(socket, 3))
        await socket.disconnect()

    assert refused == 4


@pytest.mark.django_db(transaction=True)
async def test_an_owner_has_so_many_open_pages_and_no_more(limited):
    limited(sockets=2)
    conversation, key = await _prepare()
    open_pages = [_socket(conversation, key) for _ in range(2)]
    for page in open_pages:
        await _ready(page)
    one_more = _socket(conversation, key)
    await one_more.connect()

    assert (await one_more.receive_output(timeout=5))["code"] == consumers.TOO_MANY
    await open_pages[0].disconnect()
    again = _socket(conversation, key)
    await _ready(again)
    for page in (open_pages[1], again):
        await page.disconnect()


@pytest.mark.django_db(transaction=True)
async def test_a_flood_of_frames_of_any_kind_ends_its_socket(monkeypatch):
    monkeypatch.setattr(consumers, "FRAMES_A_MINUTE", 30)
    conversation, key = await _prepare()
    socket = _socket(conversation, key)
    await socket.connect()
    for _ in range(31):
        await socket.send_json_to({"op": "cancel", "run": "x"})

    assert (await socket.receive_output(timeout=5))["code"] == consumers.TOO_MANY


def test_conversations_have_an_end_and_it_is_said(client, alice, limited):
    session = client.session
    session[KEY] = str(alice.id)
    session.save()
    for number in range(3):
        Conversation.objects.create(owner=alice, title=f"{number}")
    limited(conversations=3)

    answer = client.post("/c/new/")

    assert answer.status_code == 429
    assert "3 conversations are allowed" in answer.content.decode()
    assert Conversation.objects.count() == 3
    assert client.get("/").status_code == 302
    assert Violation.objects.count() == 1
    alice.quotas = {"conversations": None}
    alice.save()
    assert client.post("/c/new/").status_code == 302


@pytest.mark.django_db
def test_guests_without_end_from_one_address_are_refused(client, limited):
    limited(address_guests_an_hour=2)
    seen = []
    for address in ("/", "/account/", "/", "/account/"):
        client.cookies.clear()
        seen.append(client.get(address).status_code)

    assert seen == [302, 200, 429, 429]
    assert Owner.objects.count() == 2

"""A locked database, a full disk: said as such, nothing half-written."""

import errno
import json
import sqlite3
import subprocess
import sys
import threading
import time
from io import StringIO

import pytest
from channels.db import database_sync_to_async
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection

from analysis.files import folder
from analysis.models import Dataset, Owner
from chat.models import Conversation, Message, Run, Upload
from chat.people.owners import KEY
from chat.runs import faults, jobs
from chat.runs.faults import classify, is_trouble, trouble_words
from tests.chat.asking import answer
from tests.chat.test_consumer import _prepare, _socket, _until

LOCKED = OperationalError("database is locked")
FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def impatient(monkeypatch):
    """Waiting for a lock takes a moment, not twenty seconds."""
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.05)
    monkeypatch.setattr(faults.time, "sleep", lambda seconds: None)
    connection.close()
    yield
    connection.close()


@pytest.fixture
def locked():
    """Another process's writing, for as long as the test wants."""
    other = sqlite3.connect(settings.DATABASES["default"]["TEST"]["NAME"])
    other.isolation_level = None
    other.execute("BEGIN IMMEDIATE")
    yield other
    if other.in_transaction:
        other.execute("ROLLBACK")
    other.close()


@pytest.fixture
def guest(client):
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("error", "trouble", "words"),
    [
        (LOCKED, True, "busy"),
        (OperationalError("database or disk is full"), True, "full"),
        (FULL, True, "full"),
        (OSError(errno.EROFS, "Read-only file system"), True, "full"),
        (MemoryError(), True, "memory"),
        (FileNotFoundError("x"), False, "could not be done"),
        (ValueError("x"), False, "could not be done"),
    ],
)
def test_trouble_of_the_machine_is_told_apart_from_faults_of_ours(
    error, trouble, words
):
    fault = classify(error)

    assert is_trouble(fault) is trouble
    assert words in trouble_words(fault)


@pytest.mark.django_db(transaction=True)
def test_a_locked_database_is_a_page_that_says_so(guest, impatient, locked):
    answered = guest.get("/")

    assert (answered.status_code, answered["Retry-After"]) == (503, "10")
    assert "The database is busy" in answered.content.decode()
    locked.execute("ROLLBACK")
    assert (Owner.objects.count(), Conversation.objects.count()) == (0, 0)
    assert guest.get("/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_a_locked_database_leaves_pages_to_read_and_tells_scripts_in_json(
    guest, impatient, locked
):
    locked.execute("ROLLBACK")
    address = guest.get("/")["Location"]
    locked.execute("BEGIN IMMEDIATE")

    assert guest.get(address).status_code == 200
    announced = guest.post(
        f"{address}uploads/", {"name": "a.csv", "size": 3},
        content_type="application/json", headers={"accept": "application/json"},
    )  # fmt: skip
    assert announced.status_code == 503
    assert "busy" in announced.json()["error"]
    assert Upload.objects.count() == 0


@pytest.mark.django_db(transaction=True)
async def test_a_message_during_a_lock_is_refused_and_can_be_sent_again(
    impatient, locked
):
    locked.execute("ROLLBACK")
    conversation, key = await _prepare()
    socket = _socket(conversation, key)
    await socket.connect()
    await socket.send_json_to({"op": "hello", "cursor": 0})
    await _until(socket, "ready")
    locked.execute("BEGIN IMMEDIATE")
    said = {"op": "say", "cid": "c-1", "text": "/version"}

    await socket.send_json_to(said)
    refused = await socket.receive_json_from(timeout=10)
    locked.execute("ROLLBACK")
    await socket.send_json_to(said)
    seen = await _until(socket, "append")
    await socket.disconnect()

    assert (refused["op"], refused["cid"]) == ("error", "c-1")
    assert "The database is busy" in refused["text"]
    assert seen[-1]["cid"] == "c-1"
    assert await database_sync_to_async(Message.objects.count)() == 2


@pytest.mark.django_db(transaction=True)
def test_a_database_without_room_is_a_page_that_says_so(guest, settings):
    """SQLite's own way to say so, by a limit of its pages."""
    settings.ADDRESS_LIMITS = {**settings.ADDRESS_LIMITS, "guests_an_hour": None}
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # what other tests have freed would be room
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    for _ in range(500):
        guest.cookies.clear()
        answered = guest.get("/")
        if answered.status_code != 302:
            break
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1073741823")

    assert answered.status_code == 503
    assert "disk is full" in answered.content.decode()
    assert set(Conversation.objects.values_list("owner", flat=True)) == set(
        Owner.objects.values_list("id", flat=True)
    )
    guest.cookies.clear()
    assert guest.get("/").status_code == 302


@pytest.fixture
def owned(guest, conversation):
    session = guest.session
    session[KEY] = str(conversation.owner_id)
    session.save()
    return guest


def full_disk(*args, **kwargs):
    raise FULL


def test_a_full_disk_stops_an_upload_with_words_and_nothing_behind(
    owned, conversation, monkeypatch
):
    begun = owned.post(
        f"/c/{conversation.id}/uploads/", {"name": "a.csv", "size": 4},
        content_type="application/json",
    ).json()  # fmt: skip
    address = f"/uploads/{begun['id']}/"
    owned.put(f"{address}?offset=0", b"a\n1\n")
    folders = set((settings.FILES_DIR / "datasets").iterdir())
    before = Dataset.objects.count()
    monkeypatch.setattr(folder.os, "link", full_disk)
    monkeypatch.setattr(folder.shutil, "copyfile", full_disk)

    refused = owned.post(f"{address}done/", headers={"accept": "application/json"})

    assert (refused.status_code, "full" in refused.json()["error"]) == (503, True)
    assert Dataset.objects.count() == before
    assert set((settings.FILES_DIR / "datasets").iterdir()) == folders
    monkeypatch.undo()
    assert owned.post(f"{address}done/").status_code == 202


@pytest.mark.parametrize(
    ("error", "words"), [(FULL, "disk is full"), (MemoryError(), "short of memory")]
)
def test_a_run_that_meets_trouble_says_which(conversation, monkeypatch, error, words):
    def broken(*args, **kwargs):
        raise error

    monkeypatch.setattr(jobs, "execute", broken)

    message = answer(conversation, "mean of fare")

    assert message.run.status == Run.Status.FAILED
    assert words in message.reply.summary


@pytest.mark.parametrize("error", [LOCKED, FULL])
def test_ask_tells_programs_of_trouble_as_an_object(db, monkeypatch, travellers, error):
    def broken(*args, **kwargs):
        raise error

    monkeypatch.setattr("chat.management.commands.ask.Session", broken)
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("ask", str(travellers), "mean of fare", "--json", stdout=out)

    told = json.loads(out.getvalue())
    assert (ended.value.code, told["status"], told["result"]) == (1, "error", None)
    assert told["reply"]["summary"] == trouble_words(classify(error))


@pytest.mark.slow
def test_ask_outlives_a_lock_of_35_seconds_in_one_way_or_the_other(
    tmp_path, travellers
):
    """With a database of its own, locked for real while the command starts."""
    environment = {"PATH": "/usr/bin:/bin", "STATAGENT_VAR": str(tmp_path / "var")}
    manage = [sys.executable, "manage.py"]
    subprocess.run(
        [*manage, "migrate", "-v0"], cwd=settings.BASE_DIR, env=environment, check=True
    )
    other = sqlite3.connect(tmp_path / "var" / "db.sqlite3", check_same_thread=False)
    other.isolation_level = None
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(35, lambda: other.execute("ROLLBACK")).start()
    began = time.monotonic()
    told = subprocess.run(
        [*manage, "ask", str(travellers), "how many rows are there?", "--json"],
        cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip

    assert "Traceback" not in told.stderr
    assert json.loads(told.stdout)["status"] in ("error", "answered")
    assert time.monotonic() - began < 60

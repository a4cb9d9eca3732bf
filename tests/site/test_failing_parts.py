"""A part that dies at once: the others go on, and whoever asks is told."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError

from statagent_site import parts, supervisor
from statagent_site.management.commands.serve import _check_free
from statagent_site.parts import Part, read_parts, write_parts
from statagent_site.supervisor import Child, Supervisor

DIES = [sys.executable, "-c", "raise SystemExit(3)"]
LIVES = [sys.executable, "-c", "import time; time.sleep(60)"]


async def until(there) -> None:
    for _ in range(400):
        if there():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it never came to that")


async def test_a_part_that_always_dies_is_started_less_and_less_often(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(supervisor, "_FIRST_PAUSE", 0.05)
    report = tmp_path / parts.NAME
    good, bad = Child("good", LIVES), Child("bad", DIES, needed=False)
    serving = asyncio.create_task((it := Supervisor([good, bad], report)).run())
    await until(lambda: bad.deaths >= 4)

    assert good.process is not None and good.process.returncode is None
    assert [child.pause for child in (good, bad)] == [0.05, 0.05 * 2**bad.deaths]
    told = {part.name: part for part in read_parts(report)}
    assert told["good"] == Part("good")
    assert told["bad"].failing and told["bad"].status == 3
    assert "at last with status 3; the next start is in" in told["bad"].words
    assert report.stat().st_mode & 0o777 == 0o600

    began = time.monotonic()
    it.stopping.set()
    assert await serving == 0
    # A pause is no reason to wait.
    assert time.monotonic() - began < supervisor.GRACE / 2
    assert read_parts(report) == []
    assert "times in a row)" in capsys.readouterr().out


def test_the_pause_grows_to_its_most_and_no_further():
    pauses = [Child("it", DIES, deaths=n).pause for n in (0, 1, 4, 10_000)]
    assert pauses == [0.3, 0.6, 4.8, supervisor.LONGEST_PAUSE]


async def test_a_part_that_lives_again_is_said_to_be_well(tmp_path, monkeypatch):
    monkeypatch.setattr(supervisor, "QUICK_DEATH", 0.3)
    child, report = Child("it", LIVES, deaths=5, status=1), tmp_path / parts.NAME
    serving = asyncio.create_task((it := Supervisor([child], report)).run())
    await until(lambda: child.deaths == 0)
    assert [part.words for part in read_parts(report)] == ["ok"]
    it.stopping.set()
    await serving


async def test_what_cannot_even_be_started_ends_nothing(monkeypatch):
    monkeypatch.setattr(supervisor, "_FIRST_PAUSE", 0.01)
    good, bad = Child("good", LIVES), Child("bad", ["/no/such/program"])
    serving = asyncio.create_task((it := Supervisor([good, bad])).run())
    await until(lambda: bad.deaths >= 3)
    assert good.process is not None and good.process.returncode is None
    it.stopping.set()
    assert await serving == 0


async def test_a_line_without_an_end_stops_no_part(monkeypatch, capsys):
    monkeypatch.setattr(supervisor, "_LONGEST_LINE", 1000)
    words = "import time; print('x' * 500_000); print('after'); time.sleep(60)"
    child = Child("it", [sys.executable, "-c", words])
    serving = asyncio.create_task((it := Supervisor([child])).run())
    seen: list[str] = []
    await until(
        lambda: seen.append(capsys.readouterr().out) or "after" in "".join(seen)
    )
    it.stopping.set()
    await serving


@pytest.fixture
def told(settings, tmp_path, client, db, monkeypatch):
    """What /readyz says when the supervisor has written this."""
    settings.VAR_DIR = settings.FILES_DIR = tmp_path
    monkeypatch.setattr("statagent_site.health._workers", lambda: "ok")

    def told(*found: Part):
        write_parts(tmp_path / parts.NAME, found)
        answer = client.get("/readyz")
        return answer.status_code, answer.json()

    return told


def test_readyz_names_the_parts_that_are_well(told):
    status, words = told(Part("web"), Part("telegram", needed=False))
    assert (status, words["part web"], words["part telegram"]) == (200, "ok", "ok")


def test_readyz_tells_of_a_failing_bot_and_stays_ready(told):
    later = time.time() + 40
    status, words = told(Part("web"), Part("telegram", 7, 1, later, needed=False))
    assert status == 200 and words["part web"] == "ok"
    assert words["part telegram"].startswith(
        "ended 7 times in a row, at last with status 1; the next start is in "
    )


def test_readyz_is_not_ready_without_a_part_that_is_needed(told):
    status, words = told(Part("sandbox", 2, -9))
    assert status == 503
    assert words["part sandbox"] == "ended 2 times in a row, at last with status -9"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"supervisor": 1}', None])
def test_a_file_that_says_nothing_is_no_trouble(tmp_path: Path, content):
    path = tmp_path / parts.NAME
    if content is not None:
        path.write_text(content)
    assert read_parts(path) == []


def test_what_a_dead_supervisor_wrote_is_not_believed(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(os, "getpid", lambda: 2**22 + 1)
    write_parts(tmp_path / parts.NAME, [Part("web", 9)])
    assert read_parts(tmp_path / parts.NAME) == []


@pytest.mark.parametrize("port", ["", "x", "99999999", "-1", None])
def test_an_address_that_cannot_be_served_at_is_said_at_once(port):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = port if port is not None else taken.getsockname()[1]
        with pytest.raises(CommandError, match="cannot be served at"):
            _check_free("127.0.0.1", str(address))

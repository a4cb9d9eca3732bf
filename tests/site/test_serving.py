"""One server for a folder; a web process that is killed is replaced at once."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from django.conf import settings

from statagent_site.leftovers import MARK, mark_of
from statagent_site.serving import LOCK, ServedAlready, only_server

HOLDER = """
import sys, time
from pathlib import Path
from statagent_site.serving import only_server
with only_server(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""
FORKING = """
import os, sys, time
from statagent_site import web_process
from statagent_site.web_process import Forking

def work():
    with open(sys.argv[1], "a") as file:
        file.write(f"{os.getpid()}\\n")
    time.sleep(float(sys.argv[2]))

if len(sys.argv) > 3:
    web_process.PAUSE = float(sys.argv[3])
sys.exit(Forking(work).run())
"""


@pytest.fixture
def started():
    found = []

    def start(code, *arguments, **environment):
        process = subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)],
            cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True,
            env={**os.environ, **environment},
        )  # fmt: skip
        found.append(process)
        return process

    yield start
    for process in found:
        process.kill()
        process.wait()
        process.stdout.close()


def pids_in(path: Path, wanted: int) -> list[int]:
    for _ in range(400):
        lines = path.read_text().splitlines() if path.exists() else []
        if len(lines) >= wanted:
            return [int(line) for line in lines]
        time.sleep(0.02)
    raise AssertionError(f"only {lines}")


def test_a_second_server_is_told_the_first_ones_process(started, tmp_path):
    first = started(HOLDER, tmp_path)
    assert first.stdout.readline() == "held\n"

    with pytest.raises(ServedAlready) as refused, only_server(tmp_path):
        raise AssertionError("both serve")

    assert refused.value.pid == str(first.pid)


def test_a_killed_server_holds_nothing(started, tmp_path):
    first = started(HOLDER, tmp_path)
    first.stdout.readline()
    first.kill()
    first.wait()

    with only_server(tmp_path):
        assert (tmp_path / LOCK).read_text() == str(os.getpid())


def test_serve_itself_refuses_and_says_what_to_do(tmp_path):
    with only_server(tmp_path):
        told = subprocess.run(
            [sys.executable, "manage.py", "serve", "127.0.0.1:0"],
            cwd=settings.BASE_DIR, env={**os.environ, "STATAGENT_VAR": str(tmp_path),
                 "DJANGO_SETTINGS_MODULE": "statagent_site.settings"},
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    assert told.returncode == 1
    assert f"is served already, by process {os.getpid()}" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_killed_listener_is_replaced_within_a_second(started, tmp_path):
    process = started(FORKING, tmp_path / "pids", 60)
    [first] = pids_in(tmp_path / "pids", 1)
    time.sleep(2.1)  # one that dies right after its start is given a pause
    os.kill(first, signal.SIGKILL)
    killed = time.monotonic()

    [_, second] = pids_in(tmp_path / "pids", 2)

    assert time.monotonic() - killed < 1
    process.terminate()
    assert process.wait(5) == 0
    assert not psutil.pid_exists(second)


def test_a_listener_does_not_outlive_its_keeper(started, tmp_path):
    process = started(FORKING, tmp_path / "pids", 60)
    [listener] = pids_in(tmp_path / "pids", 1)
    process.kill()
    process.wait()

    for _ in range(100):
        if not psutil.pid_exists(listener):
            return
        if psutil.Process(listener).status() == psutil.STATUS_ZOMBIE:
            return
        time.sleep(0.02)
    raise AssertionError("it lives on")


def test_a_listener_that_always_dies_at_once_is_given_up(started, tmp_path):
    process = started(FORKING, tmp_path / "pids", 0, 0.02)

    assert process.wait(30) == 1
    assert len(pids_in(tmp_path / "pids", 5)) == 5


def test_a_listener_serves_on_until_the_next_keeper_is_there(started, tmp_path):
    environment = {MARK: mark_of(tmp_path)}
    keeper = started(FORKING, tmp_path / "pids", 60, **environment)
    [first] = pids_in(tmp_path / "pids", 1)
    keeper.kill()
    keeper.wait()
    time.sleep(1.2)
    assert psutil.Process(first).status() != psutil.STATUS_ZOMBIE

    next_keeper = started(FORKING, tmp_path / "pids", 60, **environment)

    [_, second] = pids_in(tmp_path / "pids", 2)
    assert not psutil.pid_exists(first) or (
        psutil.Process(first).status() == psutil.STATUS_ZOMBIE
    )
    assert psutil.pid_exists(second)
    next_keeper.terminate()
    assert next_keeper.wait(5) == 0

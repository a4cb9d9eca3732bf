"""What a killed ``serve`` left is ended by the next one, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from statagent_site.leftovers import MARK, end_leftovers, mark_of

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def sleeper():
    started = []

    def start(mark: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(SLEEPER, env={**os.environ, MARK: mark})
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def a_dead_supervisor(folder: Path) -> str:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        born = psutil.Process(process.pid).create_time()
    return f"{process.pid}:{born:.2f}:{folder}"


def test_what_a_dead_supervisor_left_is_ended(sleeper, tmp_path):
    left = sleeper(a_dead_supervisor(tmp_path))

    assert end_leftovers(tmp_path) == 1
    assert not psutil.pid_exists(left.pid)


def test_a_reused_number_is_not_taken_for_the_supervisor(sleeper, tmp_path):
    left = sleeper(f"{os.getpid()}:1.00:{tmp_path}")

    assert end_leftovers(tmp_path) == 1
    assert not psutil.pid_exists(left.pid)


def test_what_others_serve_is_left_alone(sleeper, tmp_path):
    sleeper(mark_of(tmp_path))
    sleeper(a_dead_supervisor(tmp_path / "elsewhere"))

    assert end_leftovers(tmp_path) == 0

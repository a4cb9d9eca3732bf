"""The supervisor of ``serve``: what dies is started again, alone or with its children."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import psutil
import pytest

from statagent_site.supervisor import Child, Supervisor

# Its own child keeps the log open and would live for a minute.
PARENT = """
import os, pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
with open(sys.argv[1], "a") as file:
    file.write(f"{os.getpid()} {child.pid}\\n")
time.sleep(60)
"""


async def _lines(path: Path, wanted: int) -> list[list[int]]:
    for _ in range(400):
        text = path.read_text() if path.exists() else ""
        if text.count("\n") >= wanted:
            return [[int(n) for n in line.split()] for line in text.splitlines()]
        await asyncio.sleep(0.05)
    raise AssertionError(f"only {text!r}")


async def _kill_the_parent(path: Path) -> list[list[int]]:
    supervisor = Supervisor([Child("it", [sys.executable, "-c", PARENT, str(path)])])
    serving = asyncio.create_task(supervisor.run())
    [[first, _]] = await _lines(path, 1)
    os.kill(first, signal.SIGKILL)
    lines = await _lines(path, 2)
    supervisor.stopping.set()
    assert await serving == 0
    return lines


async def test_a_killed_service_is_started_again_though_its_child_lives_on(
    tmp_path: Path,
) -> None:
    lines = await _kill_the_parent(tmp_path / "started")

    started = [pid for line in lines for pid in line]
    assert len(started) == 4
    # What is killed goes when the machine comes to it.
    for _ in range(100):
        alive = [p for p in started if psutil.pid_exists(p)
                 and psutil.Process(p).status() != psutil.STATUS_ZOMBIE]  # fmt: skip
        if not alive:
            break
        await asyncio.sleep(0.05)
    assert alive == []


# Its own child is in a group of its own, outlives it and goes on writing to the log.
OUTLIVED = """
import os, pathlib, subprocess, sys, time
told = pathlib.Path(sys.argv[1])
lasting = (
    "import pathlib, sys, time\\n"
    "while not pathlib.Path(sys.argv[1], 'over').exists():\\n"
    "    print('child of', sys.argv[2], flush=True); time.sleep(0.02)"
)
subprocess.Popen([sys.executable, "-c", lasting, sys.argv[1], str(os.getpid())],
                 start_new_session=True)
with (told / "started").open("a") as file:
    file.write(f"{os.getpid()}\\n")
time.sleep(60)
"""


async def _heard(capsys: pytest.CaptureFixture[str], pid: int) -> None:
    for _ in range(400):
        if f"child of {pid}" in capsys.readouterr().out:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"nothing of {pid} is in the log")


async def test_what_outlives_a_killed_service_is_heard_beside_the_next_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [sys.executable, "-c", OUTLIVED, str(tmp_path)]
    supervisor = Supervisor([Child("it", command)])
    serving = asyncio.create_task(supervisor.run())
    try:
        [[first]] = await _lines(tmp_path / "started", 1)
        await _heard(capsys, first)
        os.kill(first, signal.SIGKILL)
        [_, [second]] = await _lines(tmp_path / "started", 2)
        for pid in (second, first, second):
            await _heard(capsys, pid)
    finally:
        (tmp_path / "over").touch()
        supervisor.stopping.set()
        assert await serving == 0

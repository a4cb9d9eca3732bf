"""What a killed ``serve`` left running, ended before a new one starts.

A supervisor that is killed outright cannot end its services: they go on, hold the port
and the bot's lock, and nobody would restart them. Each carries the mark of its supervisor
in its environment, which its own children inherit.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import psutil

MARK = "STATAGENT_SUPERVISOR"
_GRACE = 5.0


def mark_of(folder: Path) -> str:
    """This process as the supervisor of a data folder: a mark that no other has."""
    own = psutil.Process()
    return f"{own.pid}:{own.create_time():.2f}:{folder.resolve()}"


def supervisor_lives() -> bool:
    """Whether the supervisor of this process is still there; it has one by its mark."""
    pid, _, rest = os.environ.get(MARK, "").partition(":")
    return pid.isdigit() and _is_alive(int(pid), rest.partition(":")[0])


def end_leftovers(folder: Path) -> int:
    """End the services of supervisors of this folder that are no more; how many."""
    found = [process for process in psutil.process_iter() if _is_left(process, folder)]
    for process in found:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    for process in psutil.wait_procs(found, timeout=_GRACE)[1]:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(found, timeout=_GRACE)
    return len(found)


def _is_left(process: psutil.Process, folder: Path) -> bool:
    try:
        if process.pid == os.getpid() or process.uids().real != os.getuid():
            return False
        mark = process.environ().get(MARK, "")
    except (psutil.Error, OSError):
        return False
    pid, _, rest = mark.partition(":")
    created, _, served = rest.partition(":")
    return served == str(folder.resolve()) and not _is_alive(int(pid), created)


def _is_alive(pid: int, created: str) -> bool:
    try:
        return f"{psutil.Process(pid).create_time():.2f}" == created
    except psutil.NoSuchProcess:
        return False

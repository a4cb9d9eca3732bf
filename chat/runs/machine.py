"""Which process on which machine: names that others can look up.

A process can be looked for by its number only where that number means the same: on a
machine that has not been started anew since, and in the same namespace of processes. So
a name holds a mark of both; hosts of one name (as containers may be) are told apart.
"""

from __future__ import annotations

import hashlib
import os
import socket
from contextlib import suppress
from functools import cache
from pathlib import Path

import psutil

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_NAMESPACE = Path("/proc/self/ns/pid")
_LONGEST = 80


@cache
def machine_name() -> str:
    """This machine since it was started: its host's name, and a mark of its own."""
    marks = [socket.gethostname()]
    with suppress(OSError):
        marks.append(_BOOT.read_text(encoding="ascii").strip())
    with suppress(OSError):
        marks.append(str(_NAMESPACE.stat().st_ino))
    mark = hashlib.sha256("\n".join(marks).encode()).hexdigest()[:12]
    return f"{socket.gethostname()[:_LONGEST]}/{mark}"


def process_name() -> str:
    """This process, as it is written to what it holds."""
    return f"{machine_name()}:{os.getpid()}"


def is_gone(name: str) -> bool:
    """Whether a process of this machine is known to have ended; False if elsewhere."""
    machine, _, pid = name.rpartition(":")
    here = machine == machine_name() and pid.isdecimal()
    return here and not psutil.pid_exists(int(pid))

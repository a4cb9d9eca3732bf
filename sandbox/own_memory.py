"""What memory a job has of its own, seen from outside: how the kernel counts it.

A limit on what a process maps does not see pages that it inherited and then wrote to,
nor the tables that lead to its pages; what is resident does not, either. A job could
have some hundred MiB more than it may in the first way, and in the second as many as
it may for a second and a third time.
"""

from __future__ import annotations

import os
import resource
import socket
from collections.abc import Mapping
from contextlib import suppress

from . import protocol

_PAGE = resource.getpagesize()
_KIB = 1024
_FIELDS = frozenset([b"VmRSS", b"RssAnon", b"RssShmem", b"VmPTE"])
_HIGHEST = frozenset([b"VmHWM"])
_NOTHING: Mapping[bytes, int] = {}


def tell(channel: socket.socket) -> None:
    """Give the fork server sight of this process's own memory; from the job.

    An open file, since the job may become a user whose files the server cannot open.
    """
    found = []
    with suppress(OSError):  # Where there is none, what is resident counts.
        found.append(os.open("/proc/self/smaps_rollup", os.O_RDONLY | os.O_CLOEXEC))
    socket.send_fds(channel, [protocol.MEASURED], found)
    for fd in found:
        os.close(fd)


class OwnMemory:
    """Bytes that one job has taken since `begin`; `look` brings them up to date.

    What is its own is in one file that is slow to read. It cannot have grown by more
    than pages were touched since the last reading, and cannot be more than is resident
    and not a file's: it is read only where that could be beyond the limit.
    """

    def __init__(self, pid: int, channel: socket.socket) -> None:
        self._pid = pid
        self._channel = channel
        self._heard = False
        self._rollup: int | None = None
        self._before: Mapping[bytes, int] = _NOTHING
        self._faults_at_first = self._faults = 0
        self._private = 0
        self._limit = 0
        self.taken = self.most = 0
        self._possible = self._tables = self._resident = self._touched_by_now = 0

    def hear(self) -> bool:
        """Take what `tell` sent, the first message on the channel; whether it came."""
        if self._heard:
            return False
        try:
            said, found, _, _ = socket.recv_fds(
                self._channel, 1, 1, socket.MSG_DONTWAIT
            )
        except OSError:
            return False
        self._heard = True
        self._rollup = found[0] if found else None
        return said == protocol.MEASURED

    def close(self) -> None:
        """Let go of the open file."""
        self.hear()
        if self._rollup is not None:
            os.close(self._rollup)
            self._rollup = None

    def begin(self, limit: int) -> None:
        """What the job has at this moment is not its own."""
        self._limit = limit
        self._before = self._status()
        self._faults_at_first = self._faults = self._touched()

    @property
    def is_near(self) -> bool:
        """Whether it may have more than half of its limit."""
        return 2 * max(self.taken, self._possible) > self._limit

    @property
    def is_beyond(self) -> bool:
        """Whether it has more than its limit."""
        return self.taken > self._limit

    def peak(self, resident: int) -> int:
        """The most it had, where so many bytes were resident at the most."""
        return max(self.most, resident - self._before.get(b"VmRSS", 0), 0)

    def look(self) -> None:
        """Count again what is quick to count."""
        now = self._status()
        if not now or not self._before:
            return
        self.hear()
        self._tables = now[b"VmPTE"] - self._before[b"VmPTE"]
        self._resident = now[b"VmRSS"] - self._before[b"VmRSS"]
        self._touched_by_now = self._touched()
        self._possible = self._tables + min(
            self._private + (self._touched_by_now - self._faults) * _PAGE,
            now[b"RssAnon"] + now[b"RssShmem"] - self._faults_at_first * _PAGE,
        )
        self._count()

    @property
    def is_in_doubt(self) -> bool:
        """Whether it may have more than its limit for all that `look` can tell."""
        return self._possible > self._limit and self._rollup is not None

    def settle(self) -> None:
        """Count what is its own, which takes as long as a job needs for some MiB more."""
        if self._rollup is None:
            return
        # All that was touched until the job began counts as written to by then.
        before = self._faults_at_first * _PAGE
        self._private = max(0, _private(self._rollup) - before)
        self._faults = self._touched_by_now
        self._possible = self._tables + self._private
        self._count()

    def _count(self) -> None:
        self.taken = max(0, self._tables + max(self._resident, self._private))
        self.most = max(self.most, self.taken)

    def highest(self) -> int:
        """Bytes that were resident at the most, inherited ones with them."""
        return self._status(_HIGHEST).get(b"VmHWM", 0)

    def _status(self, names: frozenset[bytes] = _FIELDS) -> Mapping[bytes, int]:
        """Bytes by the kernel's names; nothing of a process that has ended."""
        try:
            with open(f"/proc/{self._pid}/status", "rb", buffering=0) as file:
                lines = file.read().splitlines()
        except OSError:
            return _NOTHING
        found = {
            name: int(value.split()[0]) * _KIB
            for name, _, value in (line.partition(b":") for line in lines)
            if name in names
        }
        return found if len(found) == len(names) else _NOTHING

    def _touched(self) -> int:
        """How many pages it had to ask the kernel for: new ones, and copies."""
        try:
            with open(f"/proc/{self._pid}/stat", "rb", buffering=0) as file:
                return int(file.read().rpartition(b")")[2].split()[7])
        except (OSError, IndexError):
            return self._faults


def _private(rollup: int) -> int:
    try:
        lines = os.pread(rollup, 4096, 0).splitlines()
    except OSError:
        return 0
    return sum(
        int(line.split()[1]) * _KIB
        for line in lines
        if line.startswith(b"Private_Dirty:")
    )

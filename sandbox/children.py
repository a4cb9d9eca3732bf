"""The children of a preloaded process: one that waits, those that run, those that end."""

from __future__ import annotations

import socket
from dataclasses import dataclass

from . import protocol
from .own_memory import OwnMemory


@dataclass
class Running:
    """A job between dispatch and exit."""

    pid: int
    client: socket.socket
    started: float
    deadline: float
    memory: OwnMemory
    slot: int | None
    channel: socket.socket
    timed_out: bool = False
    over_memory: bool = False
    told: float = 0.0
    walled: bool = False
    finished: int | None = None

    def hear(self) -> bool | None:
        """Take one thing that the job said: None when there is none now, False when
        there will be no more, or none that is worth to be listened to."""
        if self.memory.hear():
            return True
        try:
            said = self.channel.recv(2, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return None
        except OSError:
            return False
        if said == protocol.WALLED and not self.walled:
            self.walled = True
        elif self.walled and said[:1] == protocol.FINISHED and len(said) == 2:
            self.finished = said[1]
        else:
            # From here on it is the script that speaks.
            return said == protocol.WAITING and not self.walled
        return True


@dataclass
class Ending:
    """The process of a script that has ended: stopped, to be killed."""

    pid: int
    slot: int | None
    kill_at: float
    killed: bool = False


@dataclass
class Spare:
    """A child that waits for its job."""

    pid: int
    pidfd: int
    channel: socket.socket
    slot: int | None
    memory: OwnMemory
    waiting: bool = False


def processor_clock(pid: int) -> int:
    """The clock of all processors' time that a process has used (`clock_getres(2)`)."""
    return (~pid << 3) | 2

"""What client, fork server and job say to each other over SOCK_SEQPACKET.

A request is one packet of numbers and open files. No text of the user travels in
it: whatever the fork server reads would be in the memory of every later job.
"""

from __future__ import annotations

import json
import socket
import struct
from dataclasses import dataclass
from typing import Any

from .limits import Limits

_REQUEST = struct.Struct("=8sdQ10I32s")
_MAGIC = b"sandbox1"
# specification, script, stdout, stderr, report, progress; then inputs and collected
FIXED_FILES = 6
MOST_COLLECTED = 32
# Behind the name of a job's folder: where it works, if it has no namespaces.
WORK = "-work"

# How a job's process ends, besides 0 (the script ended well) and signals.
FAILED, MEMORY, NOT_SET_UP = 1, 77, 120
# The first that a child says; an open file that shows its memory comes with it.
MEASURED = b"m"
# What a job says just before its script begins.
WALLED = b"w"
# What it says when the script has ended, with the number that its process would end with
# (a script that says so itself has ended there, too).
FINISHED = b"f"
# What a spare child says that has closed its wall ahead and is warm.
WAITING = b"r"


@dataclass(frozen=True)
class Request:
    """Limits of one run and the name of its folder below the jobs folder.

    With `ahead` a job may take it whose wall was closed before: it sees no folder, its
    `inputs` are open files that come with the request.
    """

    limits: Limits
    job: str
    ahead: bool = False
    inputs: int = 0

    def pack(self) -> bytes:
        bounds = self.limits
        return _REQUEST.pack(
            _MAGIC,
            bounds.wall_seconds,
            bounds.result_bytes,
            bounds.cpu_bound,
            bounds.memory_mb,
            bounds.files,
            bounds.threads,
            bounds.processors,
            bounds.disk_mb,
            bounds.disk_files,
            bounds.output_bytes,
            self.ahead,
            self.inputs,
            self.job.encode(),
        )

    @classmethod
    def unpack(cls, packet: bytes) -> Request:
        """The request in a packet.

        Raises:
            ValueError: it is none, or a number in it is out of range.
        """
        if len(packet) != _REQUEST.size or packet[:8] != _MAGIC:
            raise ValueError("not a request")
        _, wall, result, cpu, memory, files, threads, processors, *rest = (
            _REQUEST.unpack(packet)
        )
        disk, disk_files, output, ahead, inputs, job = rest
        name = job.decode("ascii")
        if not name.isalnum():
            raise ValueError("not a job name")
        limits = Limits(
            wall_seconds=wall,
            cpu_seconds=cpu,
            memory_mb=memory,
            files=files,
            threads=threads,
            processors=processors,
            disk_mb=disk,
            disk_files=disk_files,
            output_bytes=output,
            result_bytes=result,
        )
        return cls(limits, name, bool(ahead), inputs)


def receive(channel: socket.socket) -> tuple[bytes, list[int]]:
    """The next packet and its open files; empty when the other side is gone."""
    packet, files, _, _ = socket.recv_fds(channel, 65536, FIXED_FILES + MOST_COLLECTED)
    return packet, list(files)


def send_event(channel: socket.socket, event: str, **details: object) -> bool:
    """Tell the client; False when it does not listen (any more)."""
    text = json.dumps({"event": event, **details}).encode()
    try:
        channel.send(text, socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL)
    except OSError:
        return False
    return True


def read_event(packet: bytes) -> dict[str, Any]:
    """The event in a packet that `send_event` made."""
    content = json.loads(packet)
    if not isinstance(content, dict):
        raise ValueError("not an event")
    return content

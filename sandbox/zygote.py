"""The preloaded process that jobs are forked from.

It imports the scientific libraries once inside its own jail, proves the wall with a
canary, then serves: one spare child waits for the next job. One thread, no text of
any user, no secret: a job's memory is a copy of this process's.
"""

from __future__ import annotations

import gc
import importlib
import os
import select
import signal
import socket
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from . import canary, job, namespaces, protocol, warming
from .configuration import HIDDEN_WHILE_PRELOADING, SLEEPERS
from .kernel import PR_SET_DUMPABLE, prctl
from .limits import MIB
from .own_memory import OwnMemory

_USAGE_SECONDS = 0.5
# A loop that writes to memory as fast as it can takes about 1 GB/s: so often a look
# costs 0.1 % of a processor and lets at most some 20 MB through.
_WATCH_SECONDS = 0.02
# Beyond half of its memory a job is looked at so often: 3 MB get through then, which is
# less than a tenth of any limit that a script could run with.
_WATCH_CLOSELY_SECONDS = 0.003
# A first reading takes a fifth of a second, on a machine that is very busy many.
_AHEAD_SECONDS = 30.0
_MOST_JOBS = 64
# One address layout and hash seed for all: not for ever.
_JOBS_BEFORE_RENEWAL = 1000


@dataclass
class _Running:
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

    def walled(self) -> bool:
        """Whether the job said, ahead of its script, that its wall was closed."""
        self.memory.hear()
        try:
            return self.channel.recv(1) == protocol.WALLED
        except OSError:
            return False


@dataclass
class _Spare:
    pid: int
    pidfd: int
    channel: socket.socket
    slot: int | None
    memory: OwnMemory
    waiting: bool = False


class Zygote:
    """The loop around jobs; `supervisor` brings connections and hears of exits."""

    def __init__(self, world: job.World, supervisor: socket.socket) -> None:
        self.world = world
        self.supervisor = supervisor
        self.poll = select.poll()
        self.waiting: dict[int, socket.socket] = {}
        self.running: dict[int, _Running] = {}
        self.clients: dict[int, int] = {}
        self.spares: dict[bool, _Spare] = {}
        self.served = 0
        self.free_slots = list(world.slots)
        self.own_pid_namespace = os.open("/proc/self/ns/pid", os.O_RDONLY)

    def admit(self, client: socket.socket) -> None:
        """Wait for the request of a new connection."""
        self.waiting[client.fileno()] = client
        self.poll.register(client, select.POLLIN)

    def fork_spare(self, ahead: bool = False) -> None:
        """Fork the child that the next job will use, one that is `ahead` or not."""
        if awake := _other_threads():
            raise RuntimeError(f"threads {awake}: a fork would not be safe")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        if self.world.full:
            namespaces.unshare(namespaces.NEW_PID)
        slot = self.free_slots.pop(0) if self.free_slots else None
        if slot is None and self.world.slots:
            raise RuntimeError("no user is left for a job")
        pid = os.fork()
        if pid == 0:
            job.run(self.world, theirs, slot, ahead)
        theirs.close()
        if self.world.full:
            # Or the next unshare would fail, and so would every later fork.
            namespaces.enter(self.own_pid_namespace, namespaces.NEW_PID)
        spare = self.spares[ahead] = _Spare(
            pid, os.pidfd_open(pid), ours, slot, OwnMemory(pid, ours)
        )
        self.poll.register(spare.pidfd, select.POLLIN)

    def _is_waiting(self, ahead: bool, seconds: float = 0.0) -> bool:
        """Whether a child waits that has closed its wall ahead, and is warm."""
        spare = self.spares.get(ahead)
        if spare is None:
            return False
        until = time.monotonic() + seconds
        while not spare.waiting:
            left = max(0.0, until - time.monotonic())
            if not select.select([spare.channel], [], [], left)[0]:
                break
            if spare.memory.hear():
                continue
            said = spare.channel.recv(1)
            spare.waiting = said == protocol.WAITING
            if not said:
                break
        return spare.waiting

    def fork_ahead(self) -> None:
        """Fork a child that closes its wall ahead, and wait until it has.

        Raises:
            RuntimeError: it does not come to that.
        """
        if True not in self.spares:
            self.fork_spare(ahead=True)
        if not self._is_waiting(True, _AHEAD_SECONDS):
            raise RuntimeError("a job that closes its wall ahead does not get there")

    def _dispatch(self, fd: int) -> None:
        client = self.waiting.pop(fd)
        self.poll.unregister(fd)
        files: list[int] = []
        try:
            packet, files = protocol.receive(client)
            request = protocol.Request.unpack(packet)
            if len(files) < protocol.FIXED_FILES:
                raise ValueError("files are missing")
            if len(self.running) >= _MOST_JOBS:
                raise ValueError("too many jobs at once")
            self._start(client, packet, files, request)
        except (ValueError, OSError) as problem:
            protocol.send_event(client, "refused", reason=str(problem))
            client.close()
            self._tell_done()
        finally:
            for received in files:
                os.close(received)

    def _start(
        self,
        client: socket.socket,
        packet: bytes,
        files: Sequence[int],
        request: protocol.Request,
    ) -> None:
        ahead = request.ahead and self._is_waiting(True)
        if not ahead and False not in self.spares:
            self.fork_spare()
        spare, limits = self.spares.pop(ahead), request.limits
        if ahead:
            job.tighten(spare.pid, limits)
        now = time.monotonic()
        spare.memory.begin(limits.memory_mb * MIB)
        socket.send_fds(spare.channel, [packet], files)
        spare.channel.shutdown(socket.SHUT_WR)
        protocol.send_event(client, "started", full=self.world.full)
        self.running[spare.pidfd] = _Running(
            spare.pid,
            client,
            now,
            now + limits.wall_seconds,
            spare.memory,
            spare.slot,
            spare.channel,
        )
        self.clients[client.fileno()] = spare.pidfd
        self.poll.register(client, select.POLLIN)

    def _kill(self, pidfd: int) -> None:
        try:
            signal.pidfd_send_signal(pidfd, signal.SIGKILL)
        except ProcessLookupError:
            return

    def _reap(self, pidfd: int) -> None:
        self.poll.unregister(pidfd)
        for ahead, spare in list(self.spares.items()):
            if spare.pidfd == pidfd:
                os.waitpid(spare.pid, 0)
                spare.memory.close()
                spare.channel.close()
                self._give_back(spare.slot)
                del self.spares[ahead]
        if pidfd in self.running:
            self._report(pidfd, self.running.pop(pidfd))
        os.close(pidfd)

    def _report(self, pidfd: int, ended: _Running) -> None:
        _, status, usage = os.wait4(ended.pid, 0)
        self._give_back(ended.slot)
        protocol.send_event(
            ended.client,
            "ended",
            code=os.waitstatus_to_exitcode(status),
            walled=ended.walled(),
            timed_out=ended.timed_out,
            over_memory=ended.over_memory,
            seconds=time.monotonic() - ended.started,
            cpu_seconds=usage.ru_utime + usage.ru_stime,
            peak_memory=ended.memory.peak(usage.ru_maxrss * 1024),
            full=self.world.full,
        )
        if self.clients.pop(ended.client.fileno(), None) is not None:
            self.poll.unregister(ended.client)
        ended.client.close()
        ended.memory.close()
        ended.channel.close()
        self.served += 1
        self._tell_done()

    def _give_back(self, slot: int | None) -> None:
        if slot is not None:
            self.free_slots.append(slot)

    def _tell_done(self) -> None:
        protocol.send_event(self.supervisor, "done")

    def _tick(self) -> int | None:
        """Kill what is over its time; milliseconds until the next look."""
        if not self.running:
            return None
        now = time.monotonic()
        for pidfd, running in self.running.items():
            if now >= running.deadline and not running.timed_out:
                running.timed_out = True
                self._kill(pidfd)
            running.memory.look()
            if running.memory.is_beyond and not running.over_memory:
                # What the kernel's limits do not count.
                running.over_memory = True
                self._kill(pidfd)
            if now - max(running.started, running.told) > _USAGE_SECONDS:
                running.told = now
                taken = running.memory.taken
                protocol.send_event(running.client, "usage", memory=taken)
        soonest = min(r.deadline for r in self.running.values()) - now
        near = any(running.memory.is_near for running in self.running.values())
        often = _WATCH_CLOSELY_SECONDS if near else _WATCH_SECONDS
        return int(1000 * max(_WATCH_CLOSELY_SECONDS, min(often, soonest)))

    def step(self) -> None:
        """Wait for something to happen and deal with it."""
        for fd, _ in self.poll.poll(self._tick()):
            if fd in self.waiting:
                self._dispatch(fd)
            elif fd in self.clients:
                # A client says nothing after its request: it has gone.
                self.poll.unregister(fd)
                self._kill(self.clients.pop(fd))
            elif fd == self.supervisor.fileno():
                self._take_connections()
            else:
                self._reap(fd)
        if False not in self.spares:
            self.fork_spare()
        # Not beside a job, which may want the processors.
        if self.world.ahead and True not in self.spares and not self.running:
            self.fork_spare(ahead=True)

    def _take_connections(self) -> None:
        packet, files = protocol.receive(self.supervisor)
        if not packet:
            os._exit(0)
        for fd in files:
            self.admit(socket.socket(fileno=fd))

    def serve(self) -> NoReturn:
        """Serve until the supervisor is gone or it is time to be renewed."""
        self.poll.register(self.supervisor, select.POLLIN)
        renewing = False
        while True:
            self.step()
            if self.served >= _JOBS_BEFORE_RENEWAL and not renewing:
                renewing = protocol.send_event(self.supervisor, "renew")


def _other_threads() -> list[str]:
    """Threads beside this one, by name, that may be in the midst of something.

    One that sleeps in the kernel until it is woken holds no lock of the allocator, so
    that a child that is forked without it goes on.
    """
    found = []
    for task in os.listdir("/proc/self/task"):
        if int(task) == os.getpid():
            continue
        with open(f"/proc/self/task/{task}/stat") as file:
            name, _, rest = file.read().partition("(")[2].rpartition(")")
        if name not in SLEEPERS or rest.split()[0] != "S":
            found.append(name)
    return found


def _preload(modules: Sequence[str]) -> None:
    """Import, and read one table: any more could start threads that a fork would lose."""
    absent: dict[str, None] = dict.fromkeys(
        name for name in HIDDEN_WHILE_PRELOADING if name not in modules
    )
    sys.modules.update(absent)  # type: ignore[arg-type]
    for name in modules:
        importlib.import_module(name)
    if "pyarrow.parquet" in modules:
        warming.read_once()
    for name in absent:
        del sys.modules[name]
    gc.collect()
    gc.freeze()


def start(
    world: job.World,
    supervisor: socket.socket,
    modules: Sequence[str],
    secrets: Sequence[str],
) -> NoReturn:
    """Preload, prove the wall, serve. Tells the supervisor `ready` or `failed`."""
    try:
        _preload(modules)
        prctl(PR_SET_DUMPABLE, 0)
        zygote = Zygote(world, supervisor)
        zygote.fork_spare()
        escaped = canary.escapes(zygote.admit, zygote.step, secrets)
        if world.ahead:
            zygote.fork_ahead()
            escaped += canary.escapes(zygote.admit, zygote.step, secrets, ahead=True)
        if escaped:
            raise RuntimeError("the self-test got out: " + "; ".join(escaped))
    except Exception as problem:
        traceback.print_exc()
        reason = f"{type(problem).__name__}: {problem}"
        protocol.send_event(supervisor, "failed", reason=reason)
        os._exit(1)
    protocol.send_event(supervisor, "ready", full=world.full)
    zygote.serve()

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
from contextlib import suppress
from typing import NoReturn

from . import canary, job, namespaces, protocol, warming
from .children import Ending, Running, Spare, processor_clock
from .configuration import HIDDEN_WHILE_PRELOADING, SLEEPERS
from .kernel import PR_SET_DUMPABLE, ask_for_short_turns, prctl
from .limits import MIB
from .own_memory import OwnMemory

_USAGE_SECONDS = 0.5
# A loop that writes to memory takes about 1 GB/s: so often a look lets 20 MB through.
_WATCH_SECONDS = 0.02
# Beyond half of its memory a job is looked at so often: 3 MB get through then, which is
# less than a tenth of any limit that a script could run with.
_WATCH_CLOSELY_SECONDS = 0.003
# A first reading takes a fifth of a second, on a machine that is very busy many.
_AHEAD_SECONDS = 30.0
_SETTLE_SECONDS = 2.0
# What a client does with what a job has left takes less.
_REST_SECONDS = 0.03
_MOST_JOBS = 64
# One address layout and hash seed for all: not for ever.
_JOBS_BEFORE_RENEWAL = 1000


class Zygote:
    """The loop around jobs; `supervisor` brings connections and hears of exits."""

    def __init__(self, world: job.World, supervisor: socket.socket) -> None:
        self.world = world
        self.supervisor = supervisor
        self.poll = select.poll()
        self.waiting: dict[int, socket.socket] = {}
        self.running: dict[int, Running] = {}
        self.clients: dict[int, int] = {}
        self.channels: dict[int, int] = {}
        self.ending: dict[int, Ending] = {}
        self.spares: dict[bool, Spare] = {}
        self.served = 0
        self.free_slots = list(world.slots)
        self.own_pid_namespace = os.open("/proc/self/ns/pid", os.O_RDONLY)

    def admit(self, client: socket.socket) -> None:
        """Wait for the request of a new connection."""
        self.waiting[client.fileno()] = client
        self.poll.register(client, select.POLLIN)

    def fork_spare(self, ahead: bool = False) -> None:
        """Fork the child that the next job will use, one that is `ahead` or not."""
        until = time.monotonic() + _SETTLE_SECONDS
        while awake := _other_threads():
            # One that was started just now has not come to its sleep, nor to its name.
            if time.monotonic() > until:
                raise RuntimeError(f"threads {awake}: a fork would not be safe")
            time.sleep(0.002)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        if self.world.full:
            namespaces.unshare(namespaces.NEW_PID)
        if self.world.slots and not self.free_slots:
            self._end(0.0, at_once=True)
            for pidfd in list(self.ending):
                self._reap(pidfd)
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
        spare = self.spares[ahead] = Spare(
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
        self.running[spare.pidfd] = Running(
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
        self.channels[spare.channel.fileno()] = spare.pidfd
        self.poll.register(spare.channel, select.POLLIN)

    def _kill(self, pidfd: int) -> None:
        self._signal(pidfd, signal.SIGKILL)

    def _signal(self, pidfd: int, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(pidfd, number)

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
            ended = self.running.pop(pidfd)
            _, status, usage = os.wait4(ended.pid, 0)
            self._give_back(ended.slot)
            while ended.hear():
                pass
            code = os.waitstatus_to_exitcode(status)
            used = usage.ru_utime + usage.ru_stime
            self._report(ended, code, used, usage.ru_maxrss * 1024)
        elif pidfd in self.ending:
            over = self.ending.pop(pidfd)
            os.waitpid(over.pid, 0)
            self._give_back(over.slot)
        os.close(pidfd)

    def _listen(self, fd: int) -> None:
        pidfd = self.channels[fd]
        running = self.running[pidfd]
        if running.hear() is False:
            self.poll.unregister(fd)
            del self.channels[fd]
            # Whoever has filled the line must not wait until it is read.
            with suppress(OSError):
                running.channel.shutdown(socket.SHUT_RDWR)
        elif running.finished is not None:
            self._finish(pidfd, running.finished)

    def _finish(self, pidfd: int, code: int) -> None:
        """A script has ended: its client need not wait until its process has."""
        ended = self.running.pop(pidfd)
        ended.memory.look()
        used = time.clock_gettime(processor_clock(ended.pid))
        # Killed a little later: what a dying process gives back keeps others waiting.
        self._signal(pidfd, signal.SIGSTOP)
        self.ending[pidfd] = Ending(
            ended.pid, ended.slot, time.monotonic() + _REST_SECONDS
        )
        self._report(ended, code, used, ended.memory.highest())

    def _report(self, ended: Running, code: int, used: float, resident: int) -> None:
        protocol.send_event(
            ended.client,
            "ended",
            code=code,
            walled=ended.walled,
            timed_out=ended.timed_out,
            over_memory=ended.over_memory,
            seconds=time.monotonic() - ended.started,
            cpu_seconds=used,
            peak_memory=ended.memory.peak(resident),
            full=self.world.full,
        )
        if self.clients.pop(ended.client.fileno(), None) is not None:
            self.poll.unregister(ended.client)
        if self.channels.pop(ended.channel.fileno(), None) is not None:
            self.poll.unregister(ended.channel)
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
        now = time.monotonic()
        rest = self._end(now)
        if not self.running:
            return rest
        for pidfd, running in self.running.items():
            if now >= running.deadline and not running.timed_out:
                running.timed_out = True
                self._kill(pidfd)
            running.memory.look()
            if running.memory.is_in_doubt:
                self._signal(pidfd, signal.SIGSTOP)
                running.memory.settle()
                if not running.memory.is_beyond:
                    self._signal(pidfd, signal.SIGCONT)
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

    def _end(self, now: float, at_once: bool = False) -> int | None:
        """Kill those of `ending` whose time it is; milliseconds until the next."""
        for pidfd, over in self.ending.items():
            if (at_once or now >= over.kill_at) and not over.killed:
                over.killed = True
                self._kill(pidfd)
        rest = [over.kill_at for over in self.ending.values() if not over.killed]
        return max(1, int(1000 * (min(rest) - now))) if rest else None

    def step(self) -> None:
        """Wait for something to happen and deal with it."""
        for fd, _ in self.poll.poll(self._tick()):
            if fd in self.waiting:
                self._dispatch(fd)
            elif fd in self.clients:
                # A client says nothing after its request: it has gone.
                self.poll.unregister(fd)
                self._kill(self.clients.pop(fd))
            elif fd in self.channels:
                self._listen(fd)
            elif fd == self.supervisor.fileno():
                self._take_connections()
            elif fd in self.running or fd in self.ending or self._is_spare(fd):
                self._reap(fd)
        if False not in self.spares:
            self.fork_spare()
        # Not beside a job or the client of one, who may want the processors.
        idle = not self.running and not self.ending
        if self.world.ahead and True not in self.spares and idle:
            self.fork_spare(ahead=True)

    def _is_spare(self, pidfd: int) -> bool:
        return any(spare.pidfd == pidfd for spare in self.spares.values())

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
        with suppress(OSError):  # Jobs are looked at in time on a busy machine, too.
            ask_for_short_turns()
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

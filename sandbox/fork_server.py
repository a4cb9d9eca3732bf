"""The supervisor of the preloaded processes: accepts, starts, renews, gives back.

It stays outside the jail, so it alone can see who connects, and it never reads what
a client sends: it hands the open connection to the process with the right libraries.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import struct
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import NoReturn, get_args

from . import jail, job, lent, namespaces, place, protocol, zygote
from .configuration import (
    AHEAD,
    LENT,
    ROOT,
    Configuration,
    Level,
    Profile,
    server_environment,
)
from .kernel import PR_SET_PDEATHSIG, prctl

_PROFILES: tuple[Profile, ...] = get_args(Profile)
_BACKLOG = 128
_LOOK_SECONDS = 1.0
_STANDBY_LOOK_SECONDS = 0.05
_OUTDATED_IDLE = 30.0
# A preloaded process that is killed while others wait for it is started again.
_MOST_TRIES = 3


@dataclass
class _Child:
    """One preloaded process as its supervisor sees it."""

    pid: int
    channel: socket.socket
    profile: Profile
    level: Level
    ready: bool = False
    retired: bool = False
    active: int = 0
    tries: int = 1
    waiting: list[socket.socket] = field(default_factory=list)
    last_used: float = field(default_factory=time.monotonic)


@dataclass(frozen=True)
class _Listener:
    """A bound socket with the file that clients find it by."""

    profile: Profile
    socket: socket.socket
    path: str
    inode: int

    def in_place(self) -> bool:
        """Whether the file is still this one, not a successor's."""
        try:
            return os.lstat(self.path).st_ino == self.inode
        except FileNotFoundError:
            return False


def _peer_uid(connection: socket.socket) -> int:
    raw = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
    return int(struct.unpack("=iII", raw)[1])


def _child(
    configuration: Configuration, profile: Profile, level: Level, up: socket.socket
) -> NoReturn:
    """Enter the wall, then become the preloaded process."""
    readable = jail.readable_paths()
    capabilities = tuple(namespaces.bounding_set())
    secrets = [os.path.join(configuration.directory, "secret"), "/etc/passwd"]
    full = level == "full"
    lent.lend(lent.sources(ROOT, LENT.get(profile, ())))
    slots: Sequence[int] = ()
    try:
        if full:
            jail.enter(
                jail.Jail(configuration.mount_point, configuration.jobs, readable)
            )
        else:
            slots = jail.step_down(readable)
    except OSError as problem:
        traceback.print_exc()
        protocol.send_event(up, "failed", reason=str(problem), stage=level)
        os._exit(1)
    world = job.World(
        full=full,
        readable=readable,
        jobs="/jobs" if full else configuration.jobs,
        environment=server_environment(),
        capabilities=capabilities,
        slots=slots,
        # Only namespaces give a job a folder that does not depend on the job.
        ahead=AHEAD.get(profile, "") if full else "",
    )
    zygote.start(world, up, configuration.preload[profile], secrets)


class Supervisor:
    """Listens for both profiles; starts the processes behind them when needed."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        self.poll = select.poll()
        self.listeners: dict[int, _Listener] = {}
        self.children: dict[int, _Child] = {}
        self.current: dict[Profile, _Child] = {}
        self.last_used = time.monotonic()

    def listen(self) -> None:
        """Bind both sockets in the private folder, replacing what lies there."""
        folder = os.open(self.configuration.directory, os.O_PATH | os.O_DIRECTORY)
        for profile in _PROFILES:
            name = self.configuration.socket_name(profile)
            listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            path = os.path.join(self.configuration.directory, name)
            if os.path.lexists(path):
                os.unlink(path)
            # Through the descriptor: a path of more than 107 bytes cannot be bound.
            listener.bind(f"/proc/self/fd/{folder}/{name}")
            os.chmod(path, 0o600)
            listener.listen(_BACKLOG)
            self.listeners[listener.fileno()] = _Listener(
                profile, listener, path, os.lstat(path).st_ino
            )
            self.poll.register(listener, select.POLLIN)
        os.close(folder)

    def warm(self, profile: Profile) -> None:
        """Load a profile before anybody asks for it."""
        self._start(profile, self.configuration.highest)

    def _start(self, profile: Profile, level: Level) -> _Child:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            kept = theirs.detach()
            os.dup2(kept, 3)
            os.closerange(4, 4096)
            _child(self.configuration, profile, level, socket.socket(fileno=3))
        theirs.close()
        child = _Child(pid, ours, profile, level)
        self.children[ours.fileno()] = child
        self.current[profile] = child
        self.poll.register(ours, select.POLLIN)
        return child

    def _accept(self, fd: int) -> None:
        profile = self.listeners[fd].profile
        connection, _ = self.listeners[fd].socket.accept()
        if _peer_uid(connection) not in (0, os.geteuid()):
            connection.close()
            return
        child = self.current.get(profile)
        if child is None:
            child = self._start(profile, self.configuration.highest)
        if child.ready:
            self._hand_over(child, connection)
        else:
            child.waiting.append(connection)

    def _hand_over(self, child: _Child, connection: socket.socket) -> None:
        with connection:
            try:
                socket.send_fds(child.channel, [b"c"], [connection.fileno()])
            except OSError:
                # It has died: the client sees the end of file and asks again.
                return
        child.active += 1
        child.last_used = self.last_used = time.monotonic()

    def _hear(self, fd: int) -> None:
        child = self.children[fd]
        packet = child.channel.recv(65536)
        if not packet:
            self._ended(child)
            return
        event = protocol.read_event(packet)
        if event["event"] == "ready":
            child.ready = True
            while child.waiting:
                self._hand_over(child, child.waiting.pop(0))
        elif event["event"] == "done" and child.ready:
            child.active -= 1
            child.last_used = self.last_used = time.monotonic()
        elif event["event"] == "renew":
            child.retired = True
            self._start(child.profile, child.level)
        elif event["event"] == "failed":
            self._failed(child, event.get("stage") == "full", event["reason"])
        self._release()

    def _ended(self, child: _Child) -> None:
        """It was killed; who waits for it has not run anything yet."""
        others = any(c.active > 0 for c in self.children.values() if c is not child)
        if child.ready and not others and self._is_stood_by():
            # The one that stands by has everything loaded: it serves at once.
            sys.exit("a preloaded process was killed")
        waiting: list[socket.socket] = []
        if child.tries < _MOST_TRIES:
            waiting, child.waiting = child.waiting, waiting
        self._bury(child, "the preloaded process ended")
        if waiting:
            successor = self._start(child.profile, child.level)
            successor.waiting, successor.tries = waiting, child.tries + 1

    def _failed(self, child: _Child, no_namespaces: bool, reason: str) -> None:
        if no_namespaces and self.configuration.minimum == "reduced":
            waiting, child.waiting = child.waiting, []
            self._bury(child, reason)
            self._start(child.profile, "reduced").waiting = waiting
            return
        if no_namespaces:
            reason = (
                f"this machine gives no namespaces ({reason}). Allow unprivileged user "
                "namespaces, or set STATAGENT_SANDBOX_MINIMUM=reduced to run with "
                "Landlock and seccomp alone"
            )
        self._bury(child, reason)

    def _bury(self, child: _Child, reason: str) -> None:
        self.poll.unregister(child.channel)
        del self.children[child.channel.fileno()]
        child.channel.close()
        if self.current.get(child.profile) is child:
            del self.current[child.profile]
        for connection in child.waiting:
            protocol.send_event(connection, "unavailable", reason=reason)
            connection.close()
        with suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGKILL)
        os.waitpid(child.pid, 0)

    def _release(self) -> None:
        """Let go of retired processes, and of the heavy one when nobody uses it."""
        now = time.monotonic()
        for child in list(self.children.values()):
            idle = now - child.last_used > self.configuration.heavy_idle_seconds
            lazy = self._may_go(child.profile) and child.ready and idle
            if (child.retired or lazy) and child.active <= 0:
                self._bury(child, "renewed")

    def _may_go(self, profile: Profile) -> bool:
        """Whether nobody waits long for its return: who serves a site keeps two."""
        return profile == "tensorflow" or (
            profile == "reading" and not self.configuration.stay
        )

    def _finished(self) -> bool:
        """Nothing to do for too long, or a successor has taken the folder over."""
        if any(c.active > 0 or c.waiting for c in self.children.values()):
            return False
        if not any(listener.in_place() for listener in self.listeners.values()):
            return True
        idle = time.monotonic() - self.last_used
        if self.configuration.stay:
            return False
        if idle > self.configuration.idle_seconds:
            return True
        return idle > _OUTDATED_IDLE and self._outdated()

    def _outdated(self) -> bool:
        """Whether a server of newer code or another Python listens in the folder."""
        own = [listener.path for listener in self.listeners.values()]
        others = Path(self.configuration.directory).glob("*.sock")
        with suppress(FileNotFoundError):
            born = max(os.lstat(path).st_ctime for path in own)
            return any(os.lstat(path).st_ctime > born for path in others)
        return False

    def _is_stood_by(self) -> bool:
        serving = bool(self.listeners) and self.configuration.stay
        return serving and place.is_stood_by(self.configuration.directory)

    def stand_by(self, held: place.Place) -> None:
        """Load, and wait until no other server serves."""
        while not held.take():
            for fd, _ in self.poll.poll(int(_STANDBY_LOOK_SECONDS * 1000)):
                self._hear(fd)
            if all(child.ready for child in self.children.values()):
                held.stand_by()
        self.listen()
        held.stand_by_no_more()

    def serve(self) -> None:
        """Serve until idle for too long, or until a signal ends the process."""
        while not self._finished():
            for fd, _ in self.poll.poll(int(_LOOK_SECONDS * 1000)):
                if fd in self.listeners:
                    self._accept(fd)
                elif fd in self.children:
                    self._hear(fd)
            self._release()

    def close(self) -> None:
        """Remove the sockets; the jailed processes end with this one."""
        for listener in self.listeners.values():
            if listener.in_place():
                os.unlink(listener.path)
            listener.socket.close()
        for child in list(self.children.values()):
            self._bury(child, "the sandbox server was ended")


def _stop(number: int, frame: FrameType | None) -> None:
    sys.exit(0)


def main(configuration: Configuration, listening: Callable[[], None]) -> None:
    """Be the fork server; `listening` is called as soon as clients may connect."""
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    if configuration.dies_with_parent:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    supervisor = Supervisor(configuration)
    held = place.Place(configuration.directory)
    if not configuration.standby:
        # Whoever asks for a server wants this one, also beside an older one.
        held.take()
        supervisor.listen()
    # Loading takes seconds: whoever starts the server is about to need it.
    supervisor.warm("base")
    if configuration.stay and "reading" in configuration.preload:
        supervisor.warm("reading")
    try:
        listening()
        if configuration.standby:
            supervisor.stand_by(held)
        supervisor.serve()
    finally:
        supervisor.close()
        held.close()


def run() -> None:
    """Entry of the process that `launch` starts: `[…, configuration, ready fd]`."""
    configuration, ready = Configuration.load(sys.argv[1]), int(sys.argv[2])
    if not configuration.dies_with_parent and os.fork():
        # Whoever asked first is not to be the parent of what outlives it.
        os._exit(0)

    def listening() -> None:
        os.write(ready, b"1")
        os.close(ready)

    main(configuration, listening)

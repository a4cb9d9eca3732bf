"""One job: the single-use child of a fork server, from fork to exit.

`prepare` builds as much of the wall as can stand before the job is known; `serve`
waits for the job, closes the wall and only then reads the script. Any failure before
that ends the process with `NOT_SET_UP`, and without a word that the wall is closed: no
line of the script has run.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import resource
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NoReturn

from . import landlock, namespaces, own_memory, protocol, script, seccomp
from . import limits as bounds
from .kernel import (
    PR_SET_DUMPABLE,
    PR_SET_NO_NEW_PRIVS,
    PR_SET_PDEATHSIG,
    prctl,
)
from .limits import MIB, Limits

_PROC_OPTIONS = "subset=pid,hidepid=invisible"
# Not /dev/zero: what is mapped from it and shared is memory that no limit counts.
_READ_WRITE_DEVICES = ("/dev/null", "/dev/full")
_READ_DEVICES = ("/dev/random", "/dev/urandom")
# By name where /proc is the machine's: the folder would show other processes.
_OWN_PROC_FILES = ("cmdline", "status", "stat", "statm", "maps")
_HEARD_SECONDS = 1.0
_NO_MORE = {
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_MEMLOCK: 0,
    resource.RLIMIT_MSGQUEUE: 0,
    resource.RLIMIT_NICE: 0,
    resource.RLIMIT_RTPRIO: 0,
    resource.RLIMIT_SIGPENDING: 64,
}


@dataclass(frozen=True)
class World:
    """What the jobs of one fork server have around them."""

    full: bool
    readable: tuple[str, ...]
    jobs: str
    environment: Mapping[str, str]
    capabilities: tuple[int, ...]
    slots: Sequence[int] = ()
    ahead: str = ""


@dataclass(frozen=True)
class Prepared:
    """A spare: walled in as far as possible, waiting on `channel`."""

    world: World
    channel: socket.socket
    ruleset: landlock.Ruleset
    filter: bytes


def _detach(channel: socket.socket) -> socket.socket:
    """Keep nothing open but the channel, and stdin, stdout, stderr on /dev/null."""
    null = os.open("/dev/null", os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.dup2(channel.fileno(), 3, inheritable=False)
    os.closerange(4, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    return socket.socket(fileno=3)


def _own_namespaces() -> None:
    namespaces.unshare(
        namespaces.NEW_MOUNTS
        | namespaces.NEW_UTS
        | namespaces.NEW_IPC
        | namespaces.NEW_NET
    )
    socket.sethostname("sandbox")
    safe = namespaces.NO_SUID | namespaces.NO_DEV | namespaces.NO_EXEC
    namespaces.mount("job", "/job", "tmpfs", safe, _disk(Limits()))
    namespaces.mount("proc", "/proc", "proc", safe, _PROC_OPTIONS)


def _disk(limits: Limits) -> str:
    return f"size={limits.disk_mb}m,nr_inodes={limits.disk_files},mode=700"


def _own_user(limits: Limits) -> None:
    """A user namespace per job: the count of threads is the job's own.

    The last step with mounts: inside it the kernel would refuse them.
    """
    if _disk(limits) != _disk(Limits()):
        flags = namespaces.REMOUNT | namespaces.NO_SUID | namespaces.NO_DEV
        flags |= namespaces.NO_EXEC
        namespaces.mount("job", "/job", "tmpfs", flags, _disk(limits))
    namespaces.unshare(namespaces.NEW_USER)
    namespaces.map_ids("self", namespaces.INSIDE, namespaces.INSIDE)


def _threads_of_this_user() -> int:
    """Threads of other processes that count against this user's limit."""
    count = 0
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                if os.stat(f"/proc/{name}").st_uid == os.getuid():
                    count += len(os.listdir(f"/proc/{name}/task"))
            except OSError:
                continue
    return count


def _rules(world: World) -> landlock.Ruleset:
    ruleset = landlock.Ruleset.create()
    ruleset.allow([p for p in world.readable if os.path.isdir(p)], landlock.READ_TREE)
    ruleset.allow(
        [p for p in world.readable if not os.path.isdir(p)], landlock.READ_FILE
    )
    ruleset.allow(_READ_WRITE_DEVICES, landlock.READ_WRITE_FILE)
    ruleset.allow(_READ_DEVICES, landlock.READ_FILE)
    if world.full:
        ruleset.allow(["/job"], landlock.OWN_TREE)
        ruleset.allow(["/proc"], landlock.READ_TREE)
    else:
        own = [f"/proc/self/{name}" for name in _OWN_PROC_FILES]
        ruleset.allow(own, landlock.READ_FILE)
    return ruleset


def _reseed() -> None:
    """Fork copies generators: without this every job would draw the same numbers."""
    random.seed()
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()


def prepare(
    world: World, channel: socket.socket, slot: int | None = None, ahead: bool = False
) -> Prepared:
    """Everything that does not depend on the job, which runs as the user ``slot``."""
    if slot is not None:
        os.setresuid(slot, slot, slot)
        namespaces.hold_capabilities()
    # After the change of user, which clears it.
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    os.setsid()
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    prctl(PR_SET_DUMPABLE, 1)
    if world.full:
        _own_namespaces()
    own_memory.tell(channel)
    for limit, value in _NO_MORE.items():
        resource.setrlimit(limit, (value, value))
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    os.umask(0o077)
    _reseed()
    return Prepared(
        world=world,
        channel=channel,
        ruleset=_rules(world),
        filter=seccomp.encode(
            seccomp.assemble(
                seccomp.native(), os.getpid(), channel.fileno() if ahead else None
            )
        ),
    )


def _status_bytes(*names: str, pid: int | str = "self") -> list[int]:
    found = {}
    with open(f"/proc/{pid}/status") as file:
        for line in file:
            name, _, value = line.partition(":")
            if name in names:
                found[name] = int(value.split()[0]) * 1024
    return [found[name] for name in names]


def _set_limits(limits: Limits, full: bool) -> None:
    # Counted now, not when the spare was made: the user's other processes come and go.
    threads_elsewhere = 0 if full else _threads_of_this_user()
    address_space, data = _status_bytes("VmSize", "VmData")
    budget = limits.memory_mb * MIB
    bounds = {
        resource.RLIMIT_NOFILE: limits.files,
        resource.RLIMIT_FSIZE: limits.disk_mb * MIB,
        resource.RLIMIT_NPROC: limits.threads + threads_elsewhere,
        resource.RLIMIT_DATA: data + budget,
        resource.RLIMIT_AS: address_space + budget,
    }
    for limit, value in bounds.items():
        resource.setrlimit(limit, (value, value))
    seconds = limits.cpu_bound
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def tighten(pid: int, limits: Limits) -> None:
    """Set the limits of a job that has closed its wall ahead; from its fork server.

    What it has used so far is on top, as in `_set_limits`.
    """
    address_space, data = _status_bytes("VmSize", "VmData", pid=pid)
    budget = limits.memory_mb * MIB
    for limit, value in (
        (resource.RLIMIT_DATA, data + budget),
        (resource.RLIMIT_AS, address_space + budget),
        (resource.RLIMIT_FSIZE, limits.disk_mb * MIB),
    ):
        resource.prlimit(pid, limit, (value, value))


def _pin(processors: int) -> None:
    """Libraries size their pools by the processors they see."""
    usable = sorted(os.sched_getaffinity(0))
    if len(usable) > processors:
        os.sched_setaffinity(0, random.sample(usable, processors))


def _enter_folder(prepared: Prepared, job: str, inputs: Sequence[str]) -> str:
    """Make the working folder current, with a link to every input; its path."""
    world = prepared.world
    host = f"{world.jobs}/{job}"
    folder = "/job" if world.full else host + protocol.WORK
    os.chdir(folder)
    for name in inputs:
        os.symlink(f"{host}/{name}", name)
    if inputs:
        prepared.ruleset.allow([host], landlock.READ_TREE)
    if not world.full:
        prepared.ruleset.allow([folder], landlock.OWN_TREE)
    return folder


def _set_environment(world: World, folder: str) -> None:
    os.environ.clear()
    os.environ.update(world.environment)
    os.environ.update({"HOME": folder, "TMPDIR": folder, "MPLCONFIGDIR": folder})
    # Imports in the fork server have cached its folder.
    tempfile.tempdir = None


def _read_all(fd: int) -> bytes:
    with open(fd, "rb") as file:
        file.seek(0)
        return file.read()


def _close_wall(prepared: Prepared) -> None:
    namespaces.drop_capabilities(prepared.world.capabilities)
    prepared.ruleset.restrict()
    # Last: the filter would refuse the steps above.
    seccomp.load(prepared.filter)


@dataclass(frozen=True)
class _Told:
    """What came over the channel."""

    request: protocol.Request
    specification: dict[str, Any]
    files: Sequence[int]


def _hear(channel: socket.socket) -> _Told:
    packet, files = protocol.receive(channel)
    if not packet:
        os._exit(0)
    specification: dict[str, Any] = json.loads(_read_all(files[0]))
    os.dup2(files[2], 1)
    os.dup2(files[3], 2)
    os.close(files[2])
    os.close(files[3])
    return _Told(protocol.Request.unpack(packet), specification, files)


def _set_up_ahead(prepared: Prepared) -> script.Script:
    """The wall first, then the waiting: what is left to do is to copy the inputs."""
    limits = bounds.AHEAD
    _own_user(limits)
    os.chdir("/job")
    _set_environment(prepared.world, "/job")
    _pin(limits.processors)
    _set_limits(limits, prepared.world.full)
    _close_wall(prepared)
    module, _, name = prepared.world.ahead.partition(":")
    # A cold start is a slow one, not a wrong one.
    with suppress(Exception):
        getattr(importlib.import_module(module), name)()
    os.write(prepared.channel.fileno(), protocol.WAITING)
    told = _hear(prepared.channel)
    _copy_in_all(told)
    return _begin(prepared, told)


def _copy_in_all(told: _Told) -> None:
    """Copies of the inputs that are given as open files."""
    inputs = told.files[protocol.FIXED_FILES :][: told.request.inputs]
    for name, fd in zip(told.specification["inputs"], inputs, strict=True):
        _copy_in(fd, name)


def _copy_in(source: int, name: str) -> None:
    at = 0
    with open(name, "xb") as file:
        while part := os.pread(source, MIB, at):
            file.write(part)
            at += len(part)
    os.close(source)


def _begin(prepared: Prepared, told: _Told) -> script.Script:
    """Say that the wall is closed; what is to run behind it."""
    os.write(prepared.channel.fileno(), protocol.WALLED)
    files = told.files
    collected = files[protocol.FIXED_FILES + told.request.inputs :]
    return script.Script(
        source=_read_all(files[1]),
        arguments=tuple(told.specification["argv"]),
        collect=dict(zip(told.specification["collect"], collected, strict=True)),
        report=files[4],
        progress=files[5],
        limits=told.request.limits,
    )


def _set_up(prepared: Prepared) -> script.Script:
    told = _hear(prepared.channel)
    request = told.request
    if prepared.world.full:
        _own_user(request.limits)
    linked = () if request.inputs else told.specification["inputs"]
    folder = _enter_folder(prepared, request.job, linked)
    if request.inputs:
        _copy_in_all(told)
    _set_environment(prepared.world, folder)
    _pin(request.limits.processors)
    _set_limits(request.limits, prepared.world.full)
    _close_wall(prepared)
    return _begin(prepared, told)


def _prepare_or_refuse(
    world: World, channel: socket.socket, slot: int | None, ahead: bool
) -> Prepared:
    """A spare that could not be prepared takes its job only to say why."""
    try:
        return prepare(world, channel, slot, ahead)
    except Exception:
        _, files = protocol.receive(channel)
        if files:
            os.dup2(files[3], 2)
        raise


def run(
    world: World,
    inherited: socket.socket,
    slot: int | None = None,
    ahead: bool = False,
) -> NoReturn:
    """The whole life of a job's process, which ends here in every case."""
    code = protocol.NOT_SET_UP
    try:
        prepared = _prepare_or_refuse(world, _detach(inherited), slot, ahead)
        ready = _set_up_ahead(prepared) if ahead else _set_up(prepared)
        code = protocol.FAILED
        code = script.execute(ready)
        # To give back what was inherited takes longer than many a script.
        os.write(prepared.channel.fileno(), protocol.FINISHED + bytes([code]))
        # Ended by the fork server, which would have to wait where this process ends; by
        # itself where the script has seen to it that nobody listens.
        time.sleep(_HEARD_SECONDS)
    except BaseException as problem:
        if code == protocol.NOT_SET_UP:
            os.write(2, f"{type(problem).__name__}: {problem}\n".encode())
    finally:
        os._exit(code)

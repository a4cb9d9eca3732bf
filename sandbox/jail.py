"""The fork server's own confinement, entered once before it imports anything."""

from __future__ import annotations

import os
import signal
import socket
import sys
import sysconfig
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from . import namespaces
from .kernel import PR_SET_DUMPABLE, PR_SET_KEEPCAPS, PR_SET_PDEATHSIG, prctl

# An id that no account has: a job of a root-started server is nobody outside.
UNUSED_ID = 165534
# At the reduced level every job that runs at the same time is a user of its own, and
# every process that makes jobs has a block of such users for itself: threads are
# counted for a user, and the users of one server may end each other's processes.
SLOT_IDS = range(UNUSED_ID + 1, UNUSED_ID + 67)
BLOCKS = 64
_CLAIM = "\0statagent-users-"
_CAP_KILL, _CAP_SETUID = 5, 7
ALL_NEW = (
    namespaces.NEW_USER
    | namespaces.NEW_MOUNTS
    | namespaces.NEW_PID
    | namespaces.NEW_NET
    | namespaces.NEW_IPC
    | namespaces.NEW_UTS
    | namespaces.NEW_CGROUP
)
_DEVICES = ("null", "full", "random", "urandom")
# Where a stat() gets through, libraries take a file that they see for one they can read.
_SYSTEM = (
    "/usr",
    "/etc/ld.so.cache",
    "/etc/mime.types",
    "/sys/devices/system/cpu",
)
_TOP_LINKS = ("/lib", "/lib64", "/lib32", "/bin", "/sbin")


@dataclass(frozen=True)
class Jail:
    """Where things are: the mount point for the new root, and the jobs folder."""

    mount_point: str
    jobs: str
    readable: tuple[str, ...]


def _mapped_libraries() -> Iterable[str]:
    """Folders of the shared libraries this interpreter has loaded."""
    with open("/proc/self/maps") as file:
        for line in file:
            path = line.split(maxsplit=5)[-1].strip()
            if path.startswith("/") and ".so" in path:
                yield os.path.dirname(path)


def readable_paths() -> tuple[str, ...]:
    """What a script may read: the interpreter, its libraries, no user's files."""
    paths = sysconfig.get_paths()
    wanted = [p for p in _SYSTEM if os.path.exists(p)]
    wanted += [paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    wanted += [os.path.join(sys.base_prefix, "lib"), *_mapped_libraries()]
    kept: list[str] = []
    for path in sorted(dict.fromkeys(wanted), key=len):
        covered = any(path == k or path.startswith(k + "/") for k in kept)
        link = next((t for t in _TOP_LINKS if path.startswith(t + "/")), None)
        if not covered and not (link and os.path.islink(link)):
            kept.append(path)
    return tuple(kept)


def _build(jail: Jail) -> None:
    root = jail.mount_point
    inert = namespaces.NO_SUID | namespaces.NO_DEV
    namespaces.mount("none", "/", flags=namespaces.PRIVATE | namespaces.RECURSIVE)
    namespaces.mount("root", root, "tmpfs", inert, "size=16m,nr_inodes=4096,mode=755")
    # Before what is readable: an interpreter may itself live under /tmp.
    for name in ("/proc", "/job", "/tmp"):
        os.mkdir(root + name, 0o755)
    namespaces.mount(
        "tmp", root + "/tmp", "tmpfs", inert | namespaces.NO_EXEC, "size=64m,mode=1777"
    )
    for path in jail.readable:
        namespaces.bind(path, root)
    for link in _TOP_LINKS:
        if os.path.islink(link):
            os.symlink(os.readlink(link), root + link)
    for name in _DEVICES:
        namespaces.bind(f"/dev/{name}", root, device=True)
    namespaces.bind(jail.jobs, root, "/jobs")


def _map_from_outside(told: Sequence[int], pid: int) -> int:
    """Fork a process that stays outside and maps `pid`'s ids once told to."""
    helper = os.fork()
    if helper == 0:
        code = 1
        try:
            os.close(told[1])
            if os.read(told[0], 1):
                namespaces.map_ids(pid, UNUSED_ID, UNUSED_ID)
                code = 0
        finally:
            os._exit(code)
    return helper


def _new_namespaces_as_root(jail: Jail) -> None:
    """Mount as the real root, which alone may pass a 0700 folder, then step down."""
    os.setgroups([])
    namespaces.unshare(namespaces.NEW_MOUNTS)
    _build(jail)
    told = os.pipe()
    helper = _map_from_outside(told, os.getpid())
    namespaces.unshare(ALL_NEW)
    os.write(told[1], b"1")
    _, status = os.waitpid(helper, 0)
    os.close(told[0])
    os.close(told[1])
    if status:
        raise PermissionError("the user of the jobs could not be mapped")
    # While still the owner of the folders above it.
    namespaces.claim(jail.mount_point)
    namespaces.become_inside()


def _new_namespaces_as_user(jail: Jail) -> None:
    uid, gid = os.getuid(), os.getgid()
    namespaces.unshare(ALL_NEW)
    namespaces.map_ids("self", uid, gid)
    _build(jail)
    namespaces.claim(jail.mount_point)


def _wait_for(pid: int) -> None:
    """Stay as the parent of the process in the new pid namespace, and end as it."""
    os.closerange(3, 1024)
    _, status = os.waitpid(pid, 0)
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def enter(jail: Jail) -> None:
    """Return in a new process with its own everything: pid 1, new root, no network.

    Raises:
        OSError: the machine does not allow one of the steps.
    """
    if os.geteuid() == 0:
        _new_namespaces_as_root(jail)
    else:
        _new_namespaces_as_user(jail)
    # Changing the user has cleared both.
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    prctl(PR_SET_DUMPABLE, 1)
    child = os.fork()
    if child:
        _wait_for(child)
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    safe = namespaces.NO_SUID | namespaces.NO_DEV | namespaces.NO_EXEC
    # While the old /proc is still in sight: without one the kernel refuses.
    namespaces.mount("proc", "proc", "proc", safe)
    namespaces.pivot()
    read_only = namespaces.REMOUNT | namespaces.BIND | namespaces.READ_ONLY
    namespaces.mount(
        "none", "/", flags=read_only | namespaces.NO_SUID | namespaces.NO_DEV
    )


def _claim_block() -> tuple[Sequence[int], socket.socket | None]:
    """The first block of users that no process of this machine has, with its claim.

    A name among the abstract sockets can be bound once, and the kernel frees it when
    the last process that holds the claim is gone.
    """
    for block in range(BLOCKS):
        claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        first = SLOT_IDS.start + block * len(SLOT_IDS)
        try:
            claim.bind(f"{_CLAIM}{first}")
        except OSError:
            claim.close()
            continue
        return range(first, first + len(SLOT_IDS)), claim
    return (), None


# Held as long as the process is.
_claims: list[socket.socket] = []


def step_down(readable: Iterable[str]) -> Sequence[int]:
    """At the reduced level root becomes an unused user for good.

    Returns the users that jobs may become; none where the machine does not allow it.

    Raises:
        PermissionError: that user cannot read the interpreter.
    """
    slots: Sequence[int] = ()
    if os.geteuid() == 0:
        prctl(PR_SET_KEEPCAPS, 1)
        os.setgroups([])
        os.setresgid(UNUSED_ID, UNUSED_ID, UNUSED_ID)
        os.setresuid(UNUSED_ID, UNUSED_ID, UNUSED_ID)
        try:
            # To make jobs other users, and to end them.
            namespaces.hold_capabilities(_CAP_KILL, _CAP_SETUID)
            slots, claim = _claim_block()
            if claim is not None:
                _claims.append(claim)
        except OSError:
            namespaces.hold_capabilities()
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    prctl(PR_SET_DUMPABLE, 1)
    os.chdir("/")
    for path in readable:
        if not os.access(path, os.R_OK | (os.X_OK if os.path.isdir(path) else 0)):
            raise PermissionError(
                f"at the reduced level scripts run as an ordinary user, who cannot "
                f"read {path}: install Python where every user can"
            )
    return slots

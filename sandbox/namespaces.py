"""Namespaces, mounts and capabilities: a small world with nothing else in it."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable

from .kernel import (
    PR_CAP_AMBIENT,
    PR_CAP_AMBIENT_CLEAR_ALL,
    PR_CAPBSET_DROP,
    check,
    libc,
    prctl,
)

NEW_MOUNTS = 0x00020000
NEW_CGROUP = 0x02000000
NEW_UTS = 0x04000000
NEW_IPC = 0x08000000
NEW_USER = 0x10000000
NEW_PID = 0x20000000
NEW_NET = 0x40000000

READ_ONLY, NO_SUID, NO_DEV, NO_EXEC = 1, 2, 4, 8
REMOUNT, BIND, RECURSIVE, PRIVATE = 32, 4096, 16384, 1 << 18
_DETACH = 2
_MOUNT_SETATTR, _AT_RECURSIVE, _AT_FDCWD = 442, 0x8000, -100
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
_CAPSET = {"x86_64": 126, "aarch64": 91}
_CAPABILITY_VERSION = 0x20080522

# The one user and group inside; never the kernel's 0, which rlimits do not bind.
INSIDE = 1000

_libc = ctypes.PyDLL(None, use_errno=True)
_libc.mount.argtypes = [ctypes.c_char_p] * 3 + [ctypes.c_ulong, ctypes.c_char_p]
_libc.umount2.argtypes = [ctypes.c_char_p, ctypes.c_int]


def unshare(flags: int) -> None:
    """Leave the shared namespaces named by `flags`; OSError when not allowed."""
    check(_libc.unshare(flags))


def enter(fd: int, kind: int) -> None:
    """Join the namespace that `fd` is open on (`setns(2)`)."""
    check(_libc.setns(fd, kind))


def mount(
    source: str, target: str, kind: str = "", flags: int = 0, options: str = ""
) -> None:
    """`mount(2)`; OSError names the target."""
    texts = [os.fsencode(t) for t in (source, target, kind)]
    if _libc.mount(*texts, flags, options.encode()) == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"mount: {os.strerror(number)}", target)


def set_attributes(target: str, attributes: int) -> None:
    """Give a mount and all mounts beneath it read-only, nosuid … attributes."""
    content = struct.pack("=4Q", attributes, 0, 0, 0)
    buffer = ctypes.create_string_buffer(content, len(content))
    path = ctypes.create_string_buffer(os.fsencode(target))
    check(
        libc.syscall(
            _MOUNT_SETATTR,
            _AT_FDCWD,
            ctypes.addressof(path),
            _AT_RECURSIVE,
            ctypes.addressof(buffer),
            len(content),
        )
    )


def bind(
    source: str, root: str, target: str | None = None, device: bool = False
) -> None:
    """Show a host file or folder read-only at the same place beneath `root`."""
    place = root + (target or source)
    if os.path.isdir(source):
        os.makedirs(place, mode=0o755, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(place), mode=0o755, exist_ok=True)
        os.close(os.open(place, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o444))
    mount(source, place, flags=BIND | RECURSIVE)
    if device:
        set_attributes(place, NO_SUID | NO_EXEC)
    else:
        set_attributes(place, READ_ONLY | NO_SUID | NO_DEV)


def claim(root: str) -> None:
    """Make the tree at `root` one that this namespace may pivot to, and go there.

    Mounts that came from a more privileged namespace are locked in place; a bind of
    the tree onto itself is not.
    """
    mount(root, root, flags=BIND | RECURSIVE)
    os.chdir(root)


def pivot() -> None:
    """Make the current folder this process's `/` and let go of the old one."""
    here = ctypes.create_string_buffer(b".")
    address = ctypes.addressof(here)
    check(libc.syscall(_PIVOT_ROOT[os.uname().machine], address, address))
    check(_libc.umount2(b".", _DETACH))
    os.chdir("/")


def _write(path: str, text: str) -> None:
    fd = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(fd, text.encode())
    finally:
        os.close(fd)


def map_ids(pid: int | str, uid: int, gid: int) -> None:
    """Map the one inside user and group of `pid`'s user namespace to outside ids."""
    _write(f"/proc/{pid}/setgroups", "deny")
    _write(f"/proc/{pid}/uid_map", f"{INSIDE} {uid} 1")
    _write(f"/proc/{pid}/gid_map", f"{INSIDE} {gid} 1")


def become_inside() -> None:
    """Switch to the mapped user; capabilities in the namespace stay."""
    os.setresgid(INSIDE, INSIDE, INSIDE)
    os.setresuid(INSIDE, INSIDE, INSIDE)


def _last_capability() -> int:
    with open("/proc/sys/kernel/cap_last_cap") as file:
        return int(file.read())


def bounding_set() -> Iterable[int]:
    """Every capability number the kernel knows."""
    try:
        return range(_last_capability() + 1)
    except FileNotFoundError:
        return range(64)


def hold_capabilities(*kept: int) -> None:
    """Have these capabilities (of the first 32) and no other, in effect.

    Raises:
        OSError: one of them is not there to be kept.
    """
    header = ctypes.create_string_buffer(struct.pack("=Ii", _CAPABILITY_VERSION, 0), 8)
    bits = sum(1 << number for number in kept)
    content = struct.pack("=6I", bits, bits, 0, 0, 0, 0)
    data = ctypes.create_string_buffer(content, len(content))
    number = _CAPSET[os.uname().machine]
    check(libc.syscall(number, ctypes.addressof(header), ctypes.addressof(data)))


def drop_capabilities(known: Iterable[int]) -> None:
    """Give up every capability, also for what could be inherited or regained."""
    try:
        for capability in known:
            prctl(PR_CAPBSET_DROP, capability)
    except PermissionError:
        # Without CAP_SETPCAP there is nothing in the set that could be used.
        pass
    except OSError as problem:
        if problem.errno != 22:
            raise
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    hold_capabilities()

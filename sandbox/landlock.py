"""Landlock: which files a process may ever open, create or remove."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from .kernel import check, libc

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_VERSION_FLAG = 1
_PATH_BENEATH = 1

_EXECUTE, _WRITE, _READ, _LIST = 1, 2, 4, 8
_REMOVE_DIR, _REMOVE_FILE, _MAKE_CHAR, _MAKE_DIR = 16, 32, 64, 128
_MAKE_FILE, _MAKE_SOCKET, _MAKE_FIFO, _MAKE_BLOCK = 256, 512, 1024, 2048
_MAKE_LINK, _REFER, _TRUNCATE, _IOCTL = 4096, 8192, 16384, 32768

READ_FILE = _READ
READ_TREE = _READ | _LIST
READ_WRITE_FILE = _READ | _WRITE | _TRUNCATE
OWN_TREE = (_READ | _LIST | _WRITE | _TRUNCATE | _REMOVE_DIR | _REMOVE_FILE) | (
    _MAKE_DIR | _MAKE_FILE | _MAKE_LINK | _REFER
)

_FIRST = (1 << 13) - 1
_FILE_SYSTEM_RIGHTS = {1: _FIRST, 2: _FIRST | _REFER, 3: _FIRST | _REFER | _TRUNCATE}
_LATEST = _FIRST | _REFER | _TRUNCATE | _IOCTL
_BIND_AND_CONNECT_TCP = 3
_ABSTRACT_SOCKETS_AND_SIGNALS = 3


def abi() -> int:
    """The kernel's Landlock version.

    Raises:
        OSError: the kernel has no Landlock or it is switched off.
    """
    return check(libc.syscall(_CREATE, 0, 0, _VERSION_FLAG))


def attributes(version: int) -> bytes:
    """`struct landlock_ruleset_attr` of one version: all it can handle is refused."""
    rights = _FILE_SYSTEM_RIGHTS.get(min(version, 4), _FILE_SYSTEM_RIGHTS[3])
    if version >= 5:
        rights = _LATEST
    fields = [rights]
    if version >= 4:
        fields.append(_BIND_AND_CONNECT_TCP)
    if version >= 6:
        fields.append(_ABSTRACT_SOCKETS_AND_SIGNALS)
    return struct.pack(f"={len(fields)}Q", *fields)


@dataclass(frozen=True)
class Ruleset:
    """An open ruleset; rules add to what is allowed until `restrict` is called."""

    fd: int
    handled: int

    @classmethod
    def create(cls) -> Ruleset:
        """A ruleset that refuses everything the kernel's version can refuse."""
        content = attributes(abi())
        buffer = ctypes.create_string_buffer(content, len(content))
        fd = libc.syscall(_CREATE, ctypes.addressof(buffer), len(content), 0)
        return cls(check(fd), struct.unpack_from("=Q", content)[0])

    def allow_fd(self, fd: int, rights: int) -> None:
        """Allow `rights` on the file or beneath the folder that `fd` is open on."""
        content = struct.pack("=Qi", rights & self.handled, fd)
        buffer = ctypes.create_string_buffer(content, len(content))
        address = ctypes.addressof(buffer)
        check(libc.syscall(_ADD, self.fd, _PATH_BENEATH, address, 0))

    def allow(self, paths: Iterable[str], rights: int) -> None:
        """The same for paths; a missing path is an error, not a silent hole."""
        for path in paths:
            fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
            try:
                self.allow_fd(fd, rights)
            finally:
                os.close(fd)

    def restrict(self) -> None:
        """Bind this process, for ever; needs `no_new_privs`."""
        check(libc.syscall(_RESTRICT, self.fd, 0))
        os.close(self.fd)

"""System calls that the standard library has no function for."""

from __future__ import annotations

import ctypes
import os
import struct
from typing import Any

# PyDLL keeps the interpreter's lock: nothing else may run between these calls.
_native = ctypes.PyDLL(None, use_errno=True)

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_KEEPCAPS = 8
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4


class _Libc:
    """`syscall` and `prctl` with full-width arguments.

    Without declared types ctypes would cut pointers to 32 bits.
    """

    def __init__(self) -> None:
        word = ctypes.c_long
        self._syscall: Any = _native.syscall
        self._syscall.argtypes = [word] * 7
        self._syscall.restype = word
        self._prctl: Any = _native.prctl
        self._prctl.argtypes = [ctypes.c_int, word, word, word, word]
        self._prctl.restype = ctypes.c_int

    def syscall(self, number: int, *arguments: int) -> int:
        padded = arguments + (0,) * (6 - len(arguments))
        return int(self._syscall(number, *padded))

    def prctl(self, option: int, *arguments: int) -> int:
        padded = arguments + (0,) * (4 - len(arguments))
        return int(self._prctl(option, *padded))


libc = _Libc()


def check(value: int) -> int:
    """Pass a call's return value through.

    Raises:
        OSError: it was -1; carries the call's errno.
    """
    if value == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return value


def prctl(option: int, *arguments: int) -> int:
    """`prctl(2)`; OSError on failure."""
    return check(libc.prctl(option, *arguments))


_SCHED_SETATTR = {"x86_64": 314, "aarch64": 274}
_ATTRIBUTES = struct.Struct("=IIQiIQQQ")
_NOT_INHERITED, _SLICE_NANOSECONDS = 1, 200_000


def ask_for_short_turns() -> None:
    """Have the scheduler run this process soon after it wakes, and not for long.

    For one that looks after others on a busy machine; children are as any. Kernels
    before 6.12 take no notice.

    Raises:
        OSError: this machine does not allow it, or the process has other turns already.
    """
    number = _SCHED_SETATTR.get(os.uname().machine)
    if number is None or os.sched_getscheduler(0) != os.SCHED_OTHER:
        raise OSError("not on this machine, or not as this process is scheduled")
    content = _ATTRIBUTES.pack(
        _ATTRIBUTES.size, 0, _NOT_INHERITED, os.nice(0), 0, _SLICE_NANOSECONDS, 0, 0
    )
    buffer = ctypes.create_string_buffer(content, len(content))
    check(libc.syscall(number, 0, ctypes.addressof(buffer), 0))

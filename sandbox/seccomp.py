"""The system call filter: an allow list, assembled to BPF and loaded for good.

Order of the program: another architecture or the x32 range kills; plain calls are
allowed; calls with argument rules are decided by their clauses; the rest fails with
EPERM. Numbers live in `syscalls`; the rules here say which arguments are harmless.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from . import syscalls
from .kernel import check, libc

ALLOW = 0x7FFF0000
KILL = 0x80000000
_ERRNO = 0x00050000
DENY = _ERRNO | errno.EPERM

_X32_FIRST = 0x40000000
_LOW, _ALL = 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF
_NR, _ARCH, _ARGS = 0, 4, 16
_LOAD, _EQUAL, _AT_LEAST, _AND, _RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
_SET_MODE_FILTER = 1


@dataclass(frozen=True)
class Machine:
    """One architecture: its audit number, its column in the tables, `seccomp(2)`."""

    audit: int
    column: int
    seccomp: int


MACHINES: Mapping[str, Machine] = {
    "x86_64": Machine(audit=0xC000003E, column=0, seccomp=317),
    "aarch64": Machine(audit=0xC00000B7, column=1, seccomp=277),
}


@dataclass(frozen=True)
class Check:
    """Holds when `argument & mask == value`.

    The kernel reads `int` arguments from the low half only, so their mask is 32 bits
    wide; anything else is compared in full.
    """

    argument: int
    value: int
    mask: int = _LOW


@dataclass(frozen=True)
class Clause:
    """When every check holds, the call ends with `action`."""

    checks: tuple[Check, ...]
    action: int = ALLOW


@dataclass(frozen=True)
class Rule:
    """Clauses in order; `otherwise` decides when none of them holds."""

    clauses: tuple[Clause, ...]
    otherwise: int = DENY


def error(number: int) -> int:
    """The filter action that makes a call fail with `number` (0 pretends success)."""
    return _ERRNO | number


def _one_of(argument: int, values: Iterable[int], otherwise: int = DENY) -> Rule:
    return Rule(tuple(Clause((Check(argument, v),)) for v in values), otherwise)


_MAP_SHARED_ANONYMOUS, _MAP_HUGETLB = 0x21, 0x40000
_CLONE_THREAD = 0x10000
# NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
_CLONE_NEW = 0x80 | 0x20000 | 0x2000000 | 0x4000000 | 0x8000000
_CLONE_NEW |= 0x10000000 | 0x20000000 | 0x40000000
_AF_UNIX = 1
# DUPFD GETFD SETFD GETFL SETFL GETLK SETLK SETLKW OFD_* DUPFD_CLOEXEC GETPIPE_SZ
# GET_SEALS: no owner, signal, lease, notification or pipe size may be set.
_FCNTL = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032, 1034)
# TCGETS TIOCGWINSZ FIONREAD FIONBIO FIONCLEX FIOCLEX
_IOCTL = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
# GET_DUMPABLE SET_NAME GET_NAME GET_SECCOMP CAPBSET_READ GET_TIMERSLACK
# GET_NO_NEW_PRIVS SET_VMA
_PRCTL = (3, 15, 16, 21, 23, 30, 39, 0x53564D41)


def rules(pid: int) -> dict[str, Rule]:
    """Argument rules for the process `pid`, which may signal only itself."""
    only_self = _one_of(0, (pid,))
    flags = Check(3, _MAP_SHARED_ANONYMOUS, _MAP_SHARED_ANONYMOUS)
    huge = Check(3, _MAP_HUGETLB, _MAP_HUGETLB)
    thread = Check(0, _CLONE_THREAD, _CLONE_THREAD | _CLONE_NEW)
    read_only = Check(2, 0, _ALL)
    return {
        "mmap": Rule((Clause((flags,), DENY), Clause((huge,), DENY)), ALLOW),
        "clone": Rule((Clause((thread,)),)),
        # glibc falls back to clone(2), whose flags a filter can read.
        "clone3": Rule((), error(errno.ENOSYS)),
        "kill": only_self,
        "tgkill": only_self,
        "rt_sigqueueinfo": only_self,
        "rt_tgsigqueueinfo": only_self,
        "fcntl": _one_of(1, _FCNTL),
        "ioctl": _one_of(1, _IOCTL, error(errno.ENOTTY)),
        "prctl": _one_of(0, _PRCTL),
        "prlimit64": Rule(
            (Clause((Check(0, 0), read_only)), Clause((Check(0, pid), read_only)))
        ),
        "socket": Rule((), error(errno.EACCES)),
        "socketpair": _one_of(0, (_AF_UNIX,)),
        # Only connected pairs: an address would name another socket.
        "sendto": Rule((Clause((Check(4, 0, _ALL),)),)),
    }


_PLAIN = (
    syscalls.FILES,
    syscalls.MEMORY,
    syscalls.THREADS,
    syscalls.SIGNALS,
    syscalls.TIME,
    syscalls.IDENTITY,
    syscalls.WAITING,
    syscalls.SOCKETS,
)


def decisions(
    machine: Machine, pid: int, channel: int | None = None
) -> dict[int, Rule]:
    """Every number that is not simply refused, with its rule.

    A job that closes its wall ahead still has to receive open files over `channel`.
    """
    found: dict[int, Rule] = {}

    def add(table: Mapping[str, syscalls.Row], rule: Rule) -> None:
        for row in table.values():
            number = row[machine.column]
            if number is not None:
                found[number] = rule

    for table in _PLAIN:
        add(table, Rule((), ALLOW))
    # Landlock covers neither modes, owners nor times, so these never reach a file;
    # libraries that call them after writing go on as if they had worked.
    add(syscalls.PRETENDED, Rule((), error(0)))
    add(syscalls.XATTR, Rule((), error(errno.ENOTSUP)))
    for name, rule in rules(pid).items():
        add({name: syscalls.RULED[name]}, rule)
    if channel is not None:
        add(syscalls.RECEIVING, _one_of(0, (channel,)))
    return found


Instruction = tuple[int, int, int, int]


def _clause(clause: Clause) -> list[Instruction]:
    """Falls through to the next clause when a check fails."""
    body: list[Instruction] = []
    fails: list[int] = []
    for test in clause.checks:
        for half, shift in ((0, 0), (4, 32)):
            mask = (test.mask >> shift) & _LOW
            if mask:
                offset = _ARGS + 8 * test.argument + half
                body.append((_LOAD, 0, 0, offset))
                body.append((_AND, 0, 0, mask))
                fails.append(len(body))
                body.append((_EQUAL, 0, 0, (test.value >> shift) & _LOW))
    body.append((_RETURN, 0, 0, clause.action))
    for at in fails:
        code, _, _, value = body[at]
        body[at] = (code, 0, len(body) - at - 1, value)
    return body


def assemble(
    machine: Machine, pid: int, channel: int | None = None
) -> list[Instruction]:
    """The whole filter as (code, jump if true, jump if false, value)."""
    program: list[Instruction] = [
        (_LOAD, 0, 0, _ARCH),
        (_EQUAL, 1, 0, machine.audit),
        (_RETURN, 0, 0, KILL),
        (_LOAD, 0, 0, _NR),
        (_AT_LEAST, 0, 1, _X32_FIRST),
        (_RETURN, 0, 0, KILL),
    ]
    # Calls without clauses first: they leave the number in the accumulator.
    ordered = sorted(
        decisions(machine, pid, channel).items(), key=lambda d: bool(d[1].clauses)
    )
    for number, rule in ordered:
        body = [i for clause in rule.clauses for i in _clause(clause)]
        body.append((_RETURN, 0, 0, rule.otherwise))
        program.append((_EQUAL, 0, len(body), number))
        program.extend(body)
    program.append((_RETURN, 0, 0, DENY))
    return program


def native() -> Machine:
    """This machine's entry.

    Raises:
        OSError: the filter has no table for this architecture.
    """
    name = os.uname().machine
    if name not in MACHINES:
        raise OSError(errno.ENOTSUP, f"no system call table for {name}")
    return MACHINES[name]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def encode(program: Sequence[Instruction]) -> bytes:
    """The instructions as the kernel's array of `struct sock_filter`."""
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)


def load(code: bytes) -> None:
    """Bind this process to an encoded filter, for ever.

    Raises:
        OSError: the kernel refuses the filter.
    """
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.addressof(buffer))
    call = native().seccomp
    check(libc.syscall(call, _SET_MODE_FILTER, 0, ctypes.addressof(program)))

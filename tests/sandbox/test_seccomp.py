from __future__ import annotations

import errno
import re
import struct
from pathlib import Path

import pytest

from sandbox import syscalls
from sandbox.seccomp import (
    ALLOW,
    DENY,
    KILL,
    MACHINES,
    Instruction,
    assemble,
    decisions,
    encode,
    error,
)

PID = 4321
TABLES = [table for name, table in vars(syscalls).items() if name.isupper()]
ARCHITECTURES = sorted(MACHINES)
HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/aarch64-linux-gnu/asm/unistd_64.h"),
}


def interpret(
    program: list[Instruction], audit: int, number: int, arguments: tuple[int, ...] = ()
) -> int:
    """What the kernel's BPF machine would return for one call."""
    padded = (*arguments, *[0] * (6 - len(arguments)))
    data = struct.pack("=iIQ6Q", number, audit, 0, *(a % 2**64 for a in padded))
    at, accumulator = 0, 0
    while True:
        code, if_true, if_false, value = program[at]
        at += 1
        if code == 0x20:
            accumulator = struct.unpack_from("=I", data, value)[0]
        elif code == 0x54:
            accumulator &= value
        elif code == 0x15:
            at += if_true if accumulator == value else if_false
        elif code == 0x35:
            at += if_true if accumulator >= value else if_false
        elif code == 0x06:
            return value
        else:
            raise AssertionError(f"unknown instruction {code:#x}")


def decide(machine: str, name: str, *arguments: int) -> int:
    entry = MACHINES[machine]
    for table in TABLES:
        if name in table:
            number = table[name][entry.column]
            return interpret(assemble(entry, PID), entry.audit, number, arguments)
    raise KeyError(name)


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_every_number_without_a_decision_is_refused(machine: str) -> None:
    entry = MACHINES[machine]
    program, decided = assemble(entry, PID), decisions(entry, PID)
    refused = {n for n in range(1024) if interpret(program, entry.audit, n) == DENY}
    assert {n for n in range(1024) if n not in decided} <= refused


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_plain_calls_are_decided_as_listed(machine: str) -> None:
    entry = MACHINES[machine]
    program = assemble(entry, PID)
    plain = {n: r.otherwise for n, r in decisions(entry, PID).items() if not r.clauses}
    assert {n: interpret(program, entry.audit, n) for n in plain} == plain


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_a_foreign_architecture_kills(machine: str) -> None:
    entry = MACHINES[machine]
    program = assemble(entry, PID)
    foreign = [m.audit for m in MACHINES.values() if m is not entry] + [0x40000003]
    assert {interpret(program, audit, 0) for audit in foreign} == {KILL}


def test_x32_numbers_kill() -> None:
    entry = MACHINES["x86_64"]
    program = assemble(entry, PID)
    numbers = (0x40000000, 0x40000001, 0x40000000 + 520, 0xFFFFFFFF - 2**32)
    assert {interpret(program, entry.audit, n) for n in numbers} == {KILL}


DANGEROUS = """
    execve execveat fork vfork ptrace process_vm_readv process_vm_writev pidfd_open
    pidfd_getfd pidfd_send_signal kcmp tkill unshare setns mount umount2 pivot_root
    chroot move_mount open_tree fsopen fsmount mount_setattr bpf perf_event_open keyctl
    add_key request_key userfaultfd init_module finit_module delete_module kexec_load
    io_uring_setup io_uring_enter io_uring_register memfd_create memfd_secret shmget
    shmat msgget semget mq_open truncate setxattr lsetxattr fsetxattr removexattr mknod
    mknodat connect bind listen accept accept4 sendmsg sendmmsg recvmsg recvmmsg
    setsockopt setuid setgid setreuid setresuid setgroups capset seccomp personality
    swapon reboot sethostname clock_settime settimeofday adjtimex acct quotactl
    name_to_handle_at open_by_handle_at remap_file_pages mbind move_pages
    migrate_pages pkey_alloc iopl ioperm modify_ldt setrlimit sched_setscheduler
    sched_setattr ioprio_set setpriority landlock_restrict_self fanotify_init
    inotify_init process_madvise
"""


@pytest.mark.skipif(not HEADERS["x86_64"].exists(), reason="no kernel headers")
@pytest.mark.parametrize("name", DANGEROUS.split())
def test_dangerous_calls_are_refused(name: str) -> None:
    entry = MACHINES["x86_64"]
    text = HEADERS["x86_64"].read_text()
    found = re.search(rf"#define __NR_{name} (\d+)", text)
    if found is None:
        pytest.skip("not in these headers")
    assert interpret(assemble(entry, PID), entry.audit, int(found[1])) == DENY


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_numbers_agree_with_the_kernel_headers(machine: str) -> None:
    if not HEADERS[machine].exists():
        pytest.skip("no kernel headers")
    text = HEADERS[machine].read_text()
    header = dict(re.findall(r"#define __NR_(\w+) (\d+)", text))
    column = MACHINES[machine].column
    ours = {
        name: row[column]
        for table in TABLES
        for name, row in table.items()
        if name in header
    }
    assert ours == {name: int(header[name]) for name in ours}


THREAD = 0x3D0F00
HIGH = 1 << 32
ARGUMENTS = [
    ("mmap", (0, 4096, 3, 0x22), ALLOW),
    ("mmap", (0, 4096, 3, 0x01, 5), ALLOW),
    ("mmap", (0, 4096, 3, 0x21), DENY),
    ("mmap", (0, 4096, 3, 0x23), DENY),
    ("mmap", (0, 4096, 3, 0x40022), DENY),
    ("clone", (THREAD,), ALLOW),
    ("clone", (17,), DENY),
    ("clone", (0x4111,), DENY),
    ("clone", (THREAD | 0x10000000,), DENY),
    ("clone", (THREAD | 0x20000,), DENY),
    ("clone", (THREAD | 0x80,), DENY),
    ("clone3", (1, 88), error(errno.ENOSYS)),
    ("kill", (PID, 9), ALLOW),
    ("kill", (-1, 9), DENY),
    ("kill", (0, 9), DENY),
    ("kill", (1, 9), DENY),
    ("kill", (-PID, 9), DENY),
    ("tgkill", (PID, PID, 9), ALLOW),
    ("tgkill", (1 | HIGH, 1, 9), DENY),
    ("rt_sigqueueinfo", (1, 9), DENY),
    ("rt_tgsigqueueinfo", (1, 1, 9), DENY),
    ("fcntl", (3, 2), ALLOW),
    ("fcntl", (3, 8), DENY),
    ("fcntl", (3, 1024), DENY),
    ("fcntl", (3, 1031), DENY),
    ("fcntl", (3, 1033), DENY),
    ("ioctl", (1, 0x5401), ALLOW),
    ("ioctl", (1, 0x5412), error(errno.ENOTTY)),
    ("ioctl", (1, 0x5412 | HIGH), error(errno.ENOTTY)),
    ("prctl", (15,), ALLOW),
    ("prctl", (4,), DENY),
    ("prctl", (22,), DENY),
    ("prctl", (38,), DENY),
    ("prlimit64", (0, 7, 0, 1), ALLOW),
    ("prlimit64", (PID, 7, 0, 1), ALLOW),
    ("prlimit64", (1, 7, 0, 1), DENY),
    ("prlimit64", (0, 7, 1, 0), DENY),
    ("prlimit64", (0, 7, HIGH, 0), DENY),
    ("socket", (2, 1, 0), error(errno.EACCES)),
    ("socketpair", (1, 1, 0), ALLOW),
    ("socketpair", (16, 3, 0), DENY),
    ("sendto", (5, 1, 1, 0, 0, 0), ALLOW),
    ("sendto", (5, 1, 1, 0, 4096, 16), DENY),
    ("sendto", (5, 1, 1, 0, HIGH, 16), DENY),
    ("fchmodat", (0, 0, 0), error(0)),
    ("sched_setaffinity", (0, 8, 1), error(0)),
    ("fgetxattr", (3, 1, 1, 1), error(errno.ENOTSUP)),
]


@pytest.mark.parametrize("machine", ARCHITECTURES)
@pytest.mark.parametrize(("name", "arguments", "expected"), ARGUMENTS)
def test_arguments_decide(
    machine: str, name: str, arguments: tuple[int, ...], expected: int
) -> None:
    assert decide(machine, name, *arguments) == expected


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_the_program_fits_the_kernel(machine: str) -> None:
    program = assemble(MACHINES[machine], PID)
    assert len(program) <= 4096
    assert len(encode(program)) == 8 * len(program)
    assert max(max(i[1], i[2]) for i in program) <= 255

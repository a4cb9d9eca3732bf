"""What a script tries with the validator switched off, and what it gets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.configuration import Level
from tests.sandbox.conftest import Run

PRELUDE = """
import ctypes, errno, json, mmap, os, signal, socket, struct, sys
victim = json.loads(sys.argv[1])
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *arguments):
    words = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    if libc.syscall(ctypes.c_long(number), *words) == -1:
        raise OSError(ctypes.get_errno(), "")
def attempt(action):
    try:
        action()
    except OSError as problem:
        return errno.errorcode[problem.errno]
    return "got through"
"""

REFUSED = {"EPERM", "EACCES", "ENOENT", "EROFS", "EXDEV", "ESRCH", "ENOTDIR", "ENXIO"}


@pytest.fixture(scope="module")
def victim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("victim")
    for parent in (p for p in folder.parents[:2] if p.owner() == folder.owner()):
        parent.chmod(0o755)
    script = Path(__file__).with_name("victim.py")
    token = str(os.getpid())
    process = subprocess.Popen(
        [sys.executable, str(script), str(folder), token],
        env={"SECRET_KEY": f"victims-secret-{token}"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process.stdout:
        details = json.loads(process.stdout.readline())
    yield details
    process.kill()
    process.wait()


FILES = {
    "read a system file": "os.open('/etc/passwd', os.O_RDONLY)",
    "read a shadow file": "os.open('/etc/shadow', os.O_RDONLY)",
    "read the database": "os.open(victim['folder'] + '/database.sqlite3', 0)",
    "write the database": "os.open(victim['folder'] + '/database.sqlite3', os.O_RDWR)",
    "truncate the database": "os.truncate(victim['folder'] + '/database.sqlite3', 0)",
    "unlink the database": "os.unlink(victim['folder'] + '/database.sqlite3')",
    "rename it": "os.rename(victim['folder'] + '/database.sqlite3', 'mine')",
    "link to it": "os.link(victim['folder'] + '/database.sqlite3', 'mine')",
    "read it through a symlink": """(
        os.symlink(victim['folder'] + '/database.sqlite3', 'link'),
        os.open('link', os.O_RDONLY))""",
    "read it through /proc/self/root": (
        "os.open('/proc/self/root' + victim['folder'] + '/database.sqlite3', 0)"
    ),
    "climb out of the working folder": "os.open('../../../../../etc/passwd', 0)",
    "list the root": "os.listdir('/')",
    "list /tmp": "os.listdir('/tmp')",
    "list the victim's folder": "os.listdir(victim['folder'])",
    "list all runs": "os.listdir('/jobs')",
    "write into the library": "os.open(os.__file__, os.O_WRONLY)",
    "make a folder beside the library": "os.mkdir(os.path.dirname(os.__file__) + '/x')",
    "make a file in /tmp": "os.open('/tmp/x', os.O_CREAT | os.O_WRONLY)",
    "make a device": "os.mknod('device', 0o600 | 0o020000, 259)",
    "memory that is shared, from a device": "os.open('/dev/zero', os.O_RDWR)",
    "make a fifo elsewhere": "os.mkfifo('/tmp/fifo')",
    "mark a file": "os.setxattr('.', 'user.x', b'x')",
}
PROCESSES = {
    "environment of the victim": "os.open(f\"/proc/{victim['pid']}/environ\", 0)",
    "memory of the victim": "os.open(f\"/proc/{victim['pid']}/mem\", 0)",
    "files of the victim": (
        "os.open(f\"/proc/{victim['pid']}/fd/{victim['fd']}\", os.O_RDWR)"
    ),
    "memory map of the parent": "os.open(f'/proc/{os.getppid() or 2}/maps', 0)",
    "environment of the parent": "os.open(f'/proc/{os.getppid() or 2}/environ', 0)",
    "signal all": "os.kill(-1, 0)",
    "signal the group": "os.kill(0, 0)",
    "signal the parent": "os.kill(os.getppid() or 2, 0)",
    "signal the victim": "os.kill(victim['pid'], 0)",
    "queue a signal": "call(129, victim['pid'], 0, 0)",
    "trace": "call(101, 16, victim['pid'], 0, 0)",
    "read memory": "call(310, victim['pid'], 0, 0, 0, 0, 0)",
    "open a pidfd": "os.pidfd_open(victim['pid'])",
    "compare": "call(312, victim['pid'], os.getpid(), 0, 0, 0)",
    "limits of the victim": """call(
        302, victim['pid'], 7, 0, ctypes.create_string_buffer(16))""",
    "raise its own limits": """call(
        302, 0, 7, ctypes.create_string_buffer(struct.pack('QQ', 4096, 4096)), 0)""",
    "fork": "os.fork()",
    "vfork": "call(58)",
    "clone": "call(56, 17, 0, 0, 0, 0)",
    "exec": "os.execv('/bin/true', ['true'])",
    "exec of its own file": """(
        open('own', 'w').write('#!/bin/sh'), os.chmod('own', 0o755),
        os.execv('./own', ['own']))""",
    "posix_spawn": "os.posix_spawn('/bin/true', ['true'], {})",
}
NETWORK = {
    "tcp": "socket.create_connection(('127.0.0.1', victim['port']), 1)",
    "udp": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "a named socket": "socket.socket(socket.AF_UNIX).connect('x')",
    "an abstract socket": """(
        lambda s: s.connect('\\0' + victim['abstract']))(socket.socketpair()[0])""",
    "netlink": "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
    "packets": "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
    "vsock": "socket.socket(socket.AF_VSOCK)",
    "crypto": "socket.socket(38, socket.SOCK_SEQPACKET)",
    "the call itself": "call(41, 2, 1, 0)",
    "io_uring": "call(425, 8, ctypes.create_string_buffer(120))",
    "a message with an address": """(
        lambda s: s.sendto(b'x', '\\0' + victim['abstract']))(
        socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0])""",
    "a message with files": "socket.send_fds(socket.socketpair()[0], [b'x'], [1])",
}
KERNEL = {
    "user namespace": "call(272, 0x10000000)",
    "mount namespace": "call(272, 0x20000)",
    "join a namespace": "call(308, 0, 0)",
    "mount": "call(165, b'x', b'/job', b'tmpfs', 0, 0)",
    "unmount": "call(166, b'/proc', 2)",
    "change the root": "os.chroot('.')",
    "bpf": "call(321, 0, 0, 0)",
    "perf": "call(298, 0, 0, -1, -1, 0)",
    "keys": "call(250, 0, -3, 0, 0, 0)",
    "userfaultfd": "call(323, 0)",
    "memory file": "os.memfd_create('x')",
    "shared memory": "call(29, 0, 4096, 0o1600)",
    "message queue": "call(240, b'x', 0o102, 0o600, 0)",
    "shared anonymous map": "mmap.mmap(-1, 4096)",
    "become root": "os.setuid(0)",
    "host name": "socket.sethostname('x')",
    "clock": "call(227, 0, 0)",
    "personality": "call(135, 0x0040000)",
    "dump of its memory": "call(157, 4, 1, 0, 0, 0)",
    "another filter": "call(317, 1, 0, 0)",
    "open by handle": "call(304, -1, 0, 0)",
    "kernel module": "call(313, 0, b'', 0)",
    "input into the terminal": "call(16, 1, 0x5412, b'x')",
}
ATTACKS = [
    pytest.param(body, id=f"{group}: {name}")
    for group, table in (
        ("files", FILES),
        ("processes", PROCESSES),
        ("network", NETWORK),
        ("kernel", KERNEL),
    )
    for name, body in table.items()
]
X86_ONLY = pytest.mark.skipif(os.uname().machine != "x86_64", reason="x86_64 numbers")


@X86_ONLY
@pytest.mark.parametrize("body", ATTACKS)
def test_the_wall_refuses(run: Run, victim: dict[str, Any], body: str) -> None:
    script = f"{PRELUDE}\nresult = attempt(lambda: {body})"
    outcome = run(script, argv=[json.dumps(victim)])
    assert (outcome.status, outcome.stderr) == ("succeeded", "")
    assert outcome.result in REFUSED | {"ENOTTY"}


@X86_ONLY
@pytest.mark.parametrize(
    "code",
    [
        pytest.param(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3", id="32-bit call"),
        pytest.param(b"\xb8\x27\x00\x00\x40\x0f\x05\xc3", id="x32 call"),
    ],
)
def test_calls_of_another_architecture_kill(run: Run, code: bytes) -> None:
    script = f"""
import ctypes, mmap
code = {code!r}
page = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, 7)
page.write(code)
address = ctypes.addressof(ctypes.c_char.from_buffer(page))
result = ctypes.CFUNCTYPE(ctypes.c_long)(address)()
"""
    outcome = run(script)
    assert (outcome.status, outcome.error, outcome.result) == (
        "failed",
        "The script made a forbidden system call.",
        None,
    )


def test_modes_owners_and_times_of_other_files_stay(
    run: Run, victim: dict[str, Any]
) -> None:
    path = Path(victim["folder"]) / "database.sqlite3"
    before = path.stat()
    script = """
import contextlib, os, sys
for change in (lambda p: os.chmod(p, 0), lambda p: os.chown(p, 0, 0), os.utime):
    with contextlib.suppress(OSError):
        change(sys.argv[1])
"""
    assert run(script, argv=[str(path)]).status == "succeeded"
    after = path.stat()
    assert (after.st_mode, after.st_uid, after.st_mtime_ns) == (
        before.st_mode,
        before.st_uid,
        before.st_mtime_ns,
    )


def test_an_input_cannot_be_changed_through_its_link(run: Run, tmp_path: Path) -> None:
    original = tmp_path / "original.csv"
    original.write_text("a\n1\n")
    script = """
import os
def attempt(action):
    try:
        action()
        return "got through"
    except OSError:
        return "refused"
real = os.path.realpath("data.csv")
result = [
    attempt(lambda: os.close(os.open("data.csv", os.O_RDWR))),
    attempt(lambda: os.close(os.open("data.csv", os.O_RDONLY | os.O_TRUNC))),
    attempt(lambda: os.unlink(real)),
    attempt(lambda: os.rename(real, "mine.csv")),
    attempt(lambda: os.link(real, "mine.csv")),
    attempt(lambda: os.truncate(real, 0)),
]
"""
    outcome = run(script, inputs={"data.csv": original})
    assert outcome.result == ["refused"] * 6
    assert original.read_text() == "a\n1\n"


def test_only_itself_is_in_proc(run: Run, level: Level) -> None:
    script = """
import os
try:
    result = [name for name in os.listdir("/proc") if name.isdigit()]
except OSError:
    result = "refused"
"""
    assert run(script).result == (["1"] if level == "full" else "refused")


def test_no_other_file_is_open(run: Run) -> None:
    script = """
import os
result = []
for fd in range(4096):
    try:
        os.fstat(fd)
        result.append(fd)
    except OSError:
        pass
"""
    opened = run(script).result
    # Standard streams, report, progress, and where its end is told: nothing else of the
    # server, nothing of other jobs.
    assert opened[:4] == [0, 1, 2, 3]
    assert len(opened) == 6


def test_the_environment_is_built_from_nothing(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "of the caller")
    script = "import os\nresult = dict(os.environ)"
    environment = run(script).result
    assert "of the caller" not in str(environment)
    assert not {"SECRET_KEY", "PATHS", "DJANGO_SETTINGS_MODULE"} & set(environment)


MEMORY_SCAN = """
import sys
needle, control = sys.argv[1][::-1].encode(), sys.argv[2][::-1].encode()
found = {"needle": 0, "control": 0}
with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb") as memory:
    for line in maps:
        span, rights = line.split()[:2]
        if "r" not in rights or "[v" in line:
            continue
        first, last = (int(n, 16) for n in span.split("-"))
        try:
            memory.seek(first)
            content = memory.read(last - first)
        except (OSError, ValueError, OverflowError):
            continue
        found["needle"] += content.count(needle)
        found["control"] += content.count(control)
        del content
result = found
"""


def test_no_secret_of_the_caller_and_of_other_jobs_is_in_memory(
    run: Run, level: Level
) -> None:
    if level == "reduced":
        pytest.skip("/proc/self/mem is out of reach at the reduced level")
    earlier, never = "a-row-of-another-job-4711", "a-text-that-never-was-0815"
    run("import sys\nresult = sys.argv[1] * 1000", argv=[earlier])
    run(f"text = {earlier!r} * 1000")
    outcome = run(MEMORY_SCAN, argv=[earlier[::-1], never[::-1]])
    assert outcome.status == "succeeded", outcome.stderr
    # The scan itself holds what it looks for, as often as the control.
    assert outcome.result["needle"] == outcome.result["control"]


def test_a_pickle_runs_nothing(run: Run) -> None:
    script = """
import os, pickle
class Exploit:
    def __reduce__(self):
        return os.system, ("touch /tmp/pwned-by-pickle",)
result = pickle.loads(pickle.dumps(Exploit()))
"""
    # 127 as exit status: there was no process.
    assert run(script).result == 127 << 8
    assert not Path("/tmp/pwned-by-pickle").exists()


def test_jobs_draw_different_random_numbers(run: Run) -> None:
    script = "import random, numpy\nresult = [random.random(), numpy.random.rand()]"
    drawn = {number for _ in range(3) for number in run(script).result}
    assert len(drawn) == 6


def test_a_forged_report_is_only_its_own(run: Run) -> None:
    script = """
import os
for fd in range(3, 64):
    try:
        os.write(fd, b'{"result": ' + b"[" * 100000)
    except OSError:
        pass
os._exit(0)
"""
    outcome = run(script)
    assert (outcome.status, outcome.result) == ("failed", None)
    assert run("result = 1").result == 1

"""With one layer taken away an attack succeeds that the whole wall stops.

The layer is cut out of a copy of the package; so it is known that the tests of the wall
can fail, and which layer it is that stops what.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest

from sandbox.configuration import Configuration, Level, current
from tests.sandbox.test_lifecycle import server_processes, wait_until

ROOT = Path(__file__).resolve().parents[2]
Change = tuple[str, str, str]

DRIVER = """
import json, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from sandbox.client import run_script
from sandbox.configuration import Configuration
from sandbox.limits import Limits
wanted = json.loads(sys.argv[3])
folder = Path(sys.argv[1])
outcome = run_script(
    wanted["script"],
    argv=wanted["argv"],
    limits=Limits(**wanted["limits"]),
    check=False,
    configuration=Configuration.load(sys.argv[2]),
    collect=wanted["collect"],
    collect_into=folder,
)
print(json.dumps({
    "status": outcome.status,
    "result": outcome.result,
    "stdout": len(outcome.stdout),
    "error": outcome.error,
    "files": {name: len(path.read_bytes()) for name, path in outcome.files.items()},
}))
"""

NO_SELF_TEST: Change = (
    "zygote.py",
    "canary.escapes(zygote.admit, zygote.step, secrets)",
    "[]",
)
NO_SECCOMP: Change = ("job.py", "    seccomp.load(prepared.filter)\n", "")
NO_LANDLOCK: Change = ("job.py", "    prepared.ruleset.restrict()\n", "")
NO_LOCKING_LIMIT: Change = ("job.py", "    resource.RLIMIT_MEMLOCK: 0,\n", "")
NO_WATCH: tuple[Change, ...] = (
    (
        "zygote.py",
        "            if running.memory.is_in_doubt:\n",
        "            if False:\n",
    ),
    ("zygote.py", "if running.memory.is_beyond and", "if False and"),
)
NO_MEMORY_LIMITS: tuple[Change, ...] = (
    ("job.py", "        resource.RLIMIT_DATA: data + budget,\n", ""),
    ("job.py", "        resource.RLIMIT_AS: address_space + budget,\n", ""),
)
THROUGH = "got through"


def attempt(body: str) -> str:
    return f"""
import ctypes, mmap, os, pickle, resource, signal, socket, sys, threading, time
libc = ctypes.CDLL(None, use_errno=True)
def call(*words):
    if libc.syscall(*map(ctypes.c_long, words)) == -1:
        raise OSError(ctypes.get_errno(), "")
def fork():
    if os.fork() == 0:
        os._exit(0)
def shell():
    class Exploit:
        def __reduce__(self):
            return os.system, ("exit 7",)
    if pickle.loads(pickle.dumps(Exploit())) != 7 << 8:
        raise OSError("no shell")
def start(number):
    for _ in range(number):
        threading.Thread(target=time.sleep, args=(0.5,), daemon=True).start()
def spin(seconds):
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    while time.process_time() < seconds:
        pass
def fill(count):
    for number in range(count):
        with open(f"part{{number}}", "wb") as file:
            file.write(bytes(1 << 20))
def write(count):
    for _ in range(count):
        os.write(1, bytes(65536))
def others():
    if len([n for n in os.listdir("/proc") if n.isdigit()]) < 2:
        raise OSError("nobody else")
def several_processors():
    if len(os.sched_getaffinity(0)) < 2:
        raise OSError("one only")
def secret_environment():
    if b"of-the-caller" not in open("/proc/self/environ", "rb").read():
        raise OSError("not there")
try:
    {body}
    result = "got through"
except (OSError, MemoryError, RuntimeError) as problem:
    result = f"refused: {{problem!r}}"
"""


@dataclass(frozen=True)
class Attack:
    """What is tried, and the layers without which it succeeds."""

    body: str
    without: tuple[Change, ...]
    level: Level = "full"
    limits: dict[str, Any] = field(default_factory=dict)
    argv: Sequence[str] = ()


VICTIM = [str(os.getpid())]
ATTACKS = {
    "fork bomb": Attack("fork()", (NO_SECCOMP,)),
    "a pickle that starts a shell": Attack("shell()", (NO_SECCOMP, NO_LANDLOCK)),
    "memory that no limit counts": Attack("mmap.mmap(-1, 4096)", (NO_SECCOMP,)),
    "io_uring": Attack("call(425, 8, ctypes.addressof(ctypes.create_string_buffer(120)))",
                       (NO_SECCOMP, NO_LOCKING_LIMIT)),
    "ptrace": Attack("call(101, 0, 0, 0, 0)", (NO_SECCOMP,)),
    "a network socket": Attack("socket.socket(socket.AF_INET)", (NO_SECCOMP,)),
    "an abstract socket": Attack(
        "socket.socket(socket.AF_UNIX).bind(chr(0) + 'x' * 20)", (NO_SECCOMP,)
    ),
    "a namespace of its own": Attack("call(272, 0x10000000)", (NO_SECCOMP,)),
    "another's signal": Attack(
        "os.kill(int(sys.argv[1]), 0) if os.getuid() == 0 else os.kill(os.getppid(), 0)",
        (NO_SECCOMP, NO_LANDLOCK), "reduced", {}, VICTIM,
    ),
    "a file elsewhere": Attack("open('/tmp/x', 'w')", (NO_LANDLOCK,)),
    "list the root": Attack("os.listdir('/')", (NO_LANDLOCK,)),
    "read a system file": Attack("open('/etc/passwd').read()", (NO_LANDLOCK,), "reduced"),
    "/proc of others": Attack("others()", (NO_LANDLOCK,), "reduced"),
    "the memory of the fork server": Attack(
        "open(f'/proc/{os.getppid()}/mem', 'rb')",
        (NO_LANDLOCK, NO_SECCOMP,
         ("zygote.py", "        prctl(PR_SET_DUMPABLE, 0)\n", "")), "reduced",
    ),
    "the environment of the fork server": Attack(
        "secret_environment()",
        (("launch.py", "env=server_environment(),", "env=dict(os.environ),"),),
    ),
    "memory": Attack("kept = bytearray(200 << 20)", (*NO_MEMORY_LIMITS, *NO_WATCH), "full",
                     {"memory_mb": 100}),
    "memory in many pieces": Attack("kept = [bytearray(1 << 20) for _ in range(200)]",
                                    (*NO_MEMORY_LIMITS, *NO_WATCH), "full", {"memory_mb": 100}),
    "threads": Attack("start(40)", (("job.py",
        "        resource.RLIMIT_NPROC: limits.threads + threads_elsewhere,\n", ""),),
        "full", {"threads": 16}),
    "processor time": Attack("spin(2.5)", (("job.py",
        "    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))\n", ""),),
        "full", {"cpu_seconds": 1, "wall_seconds": 20.0}),
    "wall time": Attack("time.sleep(1)", (("zygote.py", "if now >= running.deadline and", "if False and"),), "full", {"wall_seconds": 0.4}),
    "the disk": Attack("fill(24)", (("job.py",
        'return f"size={limits.disk_mb}m,', 'return f"size=64m,'),),
        "full", {"disk_mb": 8}),
    "the disk where no file system has a size": Attack("fill(16), time.sleep(1.5)",
        (("client.py", 'if not self.started["full"] and', "if False and"),),
        "reduced", {"disk_mb": 4}),
    "processors": Attack("several_processors()", (("job.py",
        "    _pin(request.limits.processors)\n", ""),), "full", {"processors": 1}),
    # The call is answered as if it had been obeyed: libraries may make it.
    "more processors afterwards": Attack(
        "os.sched_setaffinity(0, range(os.cpu_count())); several_processors()",
        (NO_SECCOMP,), "full", {"processors": 1}),
    "the number of files": Attack("[open(f'f{n}', 'w').close() for n in range(200)]",
        (("job.py", "nr_inodes={limits.disk_files}", "nr_inodes=4096"),),
        "full", {"disk_files": 100}),
    "output behind the stream": Attack("write(32)", (("job_files.py",
        "    fcntl.fcntl(fd, fcntl.F_ADD_SEALS, seals)\n", ""),)),
    "open files": Attack("kept = [open('/dev/null') for _ in range(150)]", (("job.py",
        "        resource.RLIMIT_NOFILE: limits.files,\n", ""),)),
}  # fmt: skip


def changed(folder: Path, changes: Sequence[Change]) -> None:
    """A copy of the package in which the wall is another."""
    shutil.copytree(ROOT / "sandbox", folder / "sandbox")
    for name, old, new in changes:
        source = folder / "sandbox" / name
        text = source.read_text()
        assert old in text, f"{name} has no {old!r} any more"
        source.write_text(text.replace(old, new))


def tried(
    folder: Path,
    level: Level,
    changes: Sequence[Change],
    script: str,
    limits: dict[str, Any],
    argv: Sequence[str] = (),
    collect: Sequence[str] = (),
) -> dict[str, Any]:
    """A script's outcome behind a wall that was changed."""
    changed(folder, changes)
    return outcome(folder, level, script, limits, argv, collect)


def outcome(
    folder: Path,
    level: Level,
    script: str,
    limits: dict[str, Any],
    argv: Sequence[str] = (),
    collect: Sequence[str] = (),
    idle_seconds: float = 0.1,
) -> dict[str, Any]:
    """A script's outcome behind the wall of the package in a folder."""
    settings = Configuration(
        str(folder / "run" / level),
        minimum=level,
        highest=level,
        idle_seconds=idle_seconds,
        preload={"base": ("json",), "tensorflow": ("json",)},
    )
    wanted = {"script": script, "limits": limits, "argv": argv, "collect": collect}
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            DRIVER,
            str(folder),
            settings.dump(),
            json.dumps(wanted),
        ],
        env={"SECRET_KEY": "of-the-caller"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The package as it is: one server for all that is tried before a layer goes."""
    folder = tmp_path_factory.mktemp("whole")
    changed(folder, ())
    yield folder
    for path in folder.glob("run/*/*.sock"):
        path.unlink()


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="x86_64 numbers")
@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_without_its_layer_an_attack_succeeds(
    attack: Attack, whole: Path, tmp_path: Path
) -> None:
    if attack.level == "reduced" and os.geteuid() == 0:
        pytest.skip("`test_ordinary_user` tries it: root's Python is nobody else's")
    script = attempt(attack.body)
    passing = (attack.level, script, attack.limits, attack.argv)
    stopped = outcome(whole, *passing, idle_seconds=30.0)
    changed(tmp_path, (NO_SELF_TEST, *attack.without))
    passed = outcome(tmp_path, *passing)

    assert stopped["status"] != "unavailable"
    assert stopped["result"] != THROUGH
    assert (passed["result"], passed["error"]) == (THROUGH, "")


LEFT_ALONE = """
import sys
sys.path.insert(0, sys.argv[1])
from sandbox.client import run_script
from sandbox.configuration import Configuration
settings = Configuration.load(sys.argv[2])
run_script("result = 1", check=False, configuration=settings)
print("ready", flush=True)
input()
run_script("import time; time.sleep(20)", check=False, configuration=settings)
"""


@pytest.mark.parametrize("kept", [True, False], ids=["whole", "cut out"])
def test_a_job_whose_client_is_gone_ends_only_with_its_layer(
    kept: bool, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "sandbox", tmp_path / "sandbox")
    source = tmp_path / "sandbox" / "zygote.py"
    layer = "self._kill(self.clients.pop(fd))"
    assert layer in source.read_text()
    if not kept:
        source.write_text(source.read_text().replace(layer, "self.clients.pop(fd)"))
    settings = Configuration(
        str(tmp_path / "run"),
        preload={"base": ("json",), "tensorflow": ("json",)},
        minimum=current().minimum,
    )
    words = [sys.executable, "-c", LEFT_ALONE, str(tmp_path), settings.dump()]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(words, text=True, **pipes) as client:
        assert client.stdin is not None and client.stdout is not None
        assert client.stdout.readline() == "ready\n"
        time.sleep(1)  # for the next spare
        idle = len(server_processes(settings)) - 1  # the client names the folder too
        client.stdin.write("\n")
        client.stdin.flush()
        wait_until(lambda: len(server_processes(settings)) == idle + 2, 30)
        client.kill()
    if kept:
        wait_until(lambda: len(server_processes(settings)) == idle)
    else:
        time.sleep(2)
        assert len(server_processes(settings)) == idle + 1
    for process in server_processes(settings):
        with contextlib.suppress(psutil.NoSuchProcess):  # gone with its parent
            process.kill()


@pytest.mark.parametrize(
    "layer", [NO_SECCOMP, NO_LANDLOCK], ids=["seccomp", "landlock"]
)
def test_the_self_test_keeps_a_server_without_a_layer_from_serving(
    layer: Change, tmp_path: Path
) -> None:
    found = tried(tmp_path, "full", (layer,), "result = 1", {})

    assert (found["status"], found["result"]) == ("unavailable", None)
    assert "the self-test" in found["error"]


def test_a_result_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    script = "import os\nos.symlink(os.__file__, 'out')\nresult = 1"
    checks = (
        ("script.py", "os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK", "os.O_RDONLY"),
    )

    stopped = tried(tmp_path / "a", "full", (), script, {}, collect=["out"])
    passed = tried(tmp_path / "b", "full", checks, script, {}, collect=["out"])

    assert (stopped["status"], stopped["files"]) == ("failed", {})
    assert passed["files"] == {"out": Path(os.__file__).stat().st_size}

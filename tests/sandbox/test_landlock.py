from __future__ import annotations

import json
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox.landlock import attributes

# Sizes and rights by version: Documentation/userspace-api/landlock.rst of Linux.
FIRST = 0x1FFF


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        (1, (FIRST,)),
        (2, (0x3FFF,)),
        (3, (0x7FFF,)),
        (4, (0x7FFF, 3)),
        (5, (0xFFFF, 3)),
        (6, (0xFFFF, 3, 3)),
        (7, (0xFFFF, 3, 3)),
    ],
)
def test_everything_a_version_can_refuse_is_refused(
    version: int, expected: tuple[int, ...]
) -> None:
    content = attributes(version)
    assert struct.unpack(f"={len(content) // 8}Q", content) == expected


ALONE = """
import errno, json, os, sys
sys.path.insert(0, sys.argv[1])
from sandbox import landlock, seccomp
from sandbox.kernel import PR_SET_NO_NEW_PRIVS, prctl
def attempt(action):
    try:
        action()
    except OSError as problem:
        return errno.errorcode[problem.errno]
    return "done"
os.chdir(sys.argv[2])
prctl(PR_SET_NO_NEW_PRIVS, 1)
if sys.argv[3] == "landlock":
    rules = landlock.Ruleset.create()
    rules.allow(["mine"], landlock.OWN_TREE)
    rules.allow(["given"], landlock.READ_FILE)
    rules.restrict()
else:
    filtered = seccomp.assemble(seccomp.native(), os.getpid())
    seccomp.load(seccomp.encode(filtered))
def fork():
    if os.fork() == 0:
        os._exit(0)
print(json.dumps({
    "read its input": attempt(lambda: os.open("given", os.O_RDONLY)),
    "write its input": attempt(lambda: os.open("given", os.O_WRONLY)),
    "write its own": attempt(lambda: os.open("mine/x", os.O_CREAT | os.O_WRONLY)),
    "rename its own": attempt(lambda: os.rename("mine/x", "mine/folder/x")),
    "read another": attempt(lambda: os.open("other", os.O_RDONLY)),
    "link another": attempt(lambda: os.link("other", "mine/y")),
    "truncate another": attempt(lambda: os.truncate("other", 0)),
    "list a folder": attempt(lambda: os.listdir(".")),
    "fork": attempt(fork),
    "memory file": attempt(lambda: os.memfd_create("x")),
}))
"""
ROOT = Path(__file__).resolve().parents[2]


def alone(layer: str, folder: Path) -> dict[str, str]:
    """What one layer by itself lets through, at least as Landlock's third version."""
    (folder / "mine" / "folder").mkdir(parents=True)
    for name in ("given", "other"):
        (folder / name).write_text("x")
    done = subprocess.run(
        [sys.executable, "-c", ALONE, str(ROOT), str(folder), layer],
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(done.stdout))


def test_landlock_alone_keeps_files(tmp_path: Path) -> None:
    assert alone("landlock", tmp_path) == {
        "read its input": "done",
        "write its input": "EACCES",
        "write its own": "done",
        "rename its own": "done",
        "read another": "EACCES",
        "link another": "EXDEV",
        "truncate another": "EACCES",
        "list a folder": "EACCES",
        "fork": "done",
        "memory file": "done",
    }


def test_seccomp_alone_keeps_calls(tmp_path: Path) -> None:
    assert alone("seccomp", tmp_path) == {
        "read its input": "done",
        "write its input": "done",
        "write its own": "done",
        "rename its own": "done",
        "read another": "done",
        "link another": "done",
        "truncate another": "EPERM",
        "list a folder": "done",
        "fork": "EPERM",
        "memory file": "EPERM",
    }

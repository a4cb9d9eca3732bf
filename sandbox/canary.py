"""The self-test: a job that tries to get out, and must fail at everything."""

from __future__ import annotations

import json
import os
import select
import socket
from collections.abc import Callable, Sequence

from . import protocol
from .limits import Limits

_SECONDS = 20
CANARY_JOB = "0" * 32

# Runs as a script: the same way, behind the same wall as every other.
SCRIPT = r"""
import ctypes, os, signal, socket, sys

libc = ctypes.CDLL(None, use_errno=True)
got_out = []

def attempt(name, action):
    try:
        action()
    except OSError:
        return
    except Exception as problem:
        got_out.append(f"{name}: {problem!r}")
        return
    got_out.append(name)

def call(name, *arguments):
    if getattr(libc, name)(*arguments) == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))

def fork():
    child = os.fork()
    if child == 0:
        os._exit(0)
    # Its end is a signal, which would halt a process that is traced by then.
    os.waitpid(child, 0)

for path in sys.argv[1:]:
    attempt(f"read {path}", lambda: os.close(os.open(path, os.O_RDONLY)))
    attempt(f"write {path}", lambda: os.close(os.open(path, os.O_WRONLY)))
    attempt(f"unlink {path}", lambda: os.unlink(path))
attempt("list /", lambda: os.listdir("/"))
# A number that is not that of a thread of this very process.
other = next(n for n in range(2, 99) if not os.path.exists(f"/proc/self/task/{n}"))
attempt("list /proc of others", lambda: os.listdir(f"/proc/{os.getppid() or other}/fd"))
attempt("write beside Python", lambda: os.mkdir(os.path.dirname(os.__file__) + "/x"))
attempt("fork", fork)
attempt("exec", lambda: os.execv("/usr/bin/env", ["env"]))
attempt("signal others", lambda: os.kill(-1, 0))
attempt("signal the parent", lambda: os.kill(os.getppid() or 2, 0))
for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, socket.AF_NETLINK):
    attempt(f"socket {family}", lambda: socket.socket(family).close())
attempt("unshare", lambda: call("unshare", 0x10000000))
attempt("mount", lambda: call("mount", b"x", b"/job", b"tmpfs", 0, None))
attempt("ptrace", lambda: call("ptrace", 0, 0, 0, 0))
attempt("memfd", lambda: os.close(os.memfd_create("x")))
attempt("set limits", lambda: call("prlimit", 0, 7, b"\0" * 16, None))
with open("/proc/self/status") as file:
    status = {k: v.strip() for k, _, v in (line.partition(":") for line in file)}
for field, wanted in (("NoNewPrivs", "1"), ("Seccomp", "2"), ("CapEff", "0" * 16),
                      ("CapPrm", "0" * 16), ("CapInh", "0" * 16)):
    if status.get(field) != wanted:
        got_out.append(f"{field} is {status.get(field)}")
if os.getuid() == 0:
    got_out.append("runs as root")
result = got_out
"""


def _memory_file(content: bytes = b"") -> int:
    fd = os.memfd_create("canary", os.MFD_CLOEXEC)
    os.write(fd, content)
    return fd


def _reply(channel: socket.socket) -> dict[str, object]:
    if not select.select([channel], [], [], _SECONDS)[0]:
        raise TimeoutError("the self-test did not end")
    return protocol.read_event(channel.recv(65536))


def escapes(
    submit: Callable[[socket.socket], None],
    step: Callable[[], None],
    paths: Sequence[str],
    ahead: bool = False,
) -> list[str]:
    """What the canary could do although it must not; empty when the wall stands.

    `submit` hands a connection to the fork server, `step` lets it work once. With
    `ahead` the canary is a job whose wall was closed before.

    Raises:
        RuntimeError: the canary did not run to its end.
    """
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    specification = json.dumps({"argv": list(paths), "inputs": [], "collect": []})
    files = [_memory_file(specification.encode()), _memory_file(SCRIPT.encode())]
    files += [_memory_file() for _ in range(4)]
    with ours:
        submit(theirs)
        request = protocol.Request(Limits(wall_seconds=_SECONDS), CANARY_JOB, ahead)
        socket.send_fds(ours, [request.pack()], files)
        event: dict[str, object] = {}
        while event.get("event") != "ended":
            step()
            while select.select([ours], [], [], 0)[0] and event.get("event") != "ended":
                event = _reply(ours)
    report, errors = (os.pread(files[n], 65536, 0) for n in (4, 3))
    for fd in files:
        os.close(fd)
    if event.get("code") != 0:
        last = errors.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise RuntimeError(f"the self-test ended with {event.get('code')}: {last}")
    return [str(entry) for entry in json.loads(report)["result"]]

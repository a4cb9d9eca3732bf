"""Finding the fork server, and starting it when nobody has."""

from __future__ import annotations

import fcntl
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from .configuration import ROOT, Configuration, Profile, server_environment
from .directory import prepare_directory
from .job_files import sweep
from .place import is_stood_by

# `-I` keeps the current folder and the user's own packages off the path; the project
# is on it for exactly as long as this package needs to be imported.
_BOOT = (
    "import sys; root = sys.argv.pop(1); sys.path.insert(0, root); "
    "from sandbox.fork_server import run; sys.path.remove(root); run()"
)
_START_SECONDS = 20.0
# It takes over within a tenth of a second, on a machine that is very busy in some more.
_STANDBY_SECONDS, _STANDBY_LOOK = 5.0, 0.02


class SandboxUnavailable(Exception):
    """Scripts cannot run here; the text says why and what to do."""


def connect(configuration: Configuration, profile: Profile) -> socket.socket:
    """A connection to the running server; OSError when there is none."""
    folder = os.open(configuration.directory, os.O_PATH | os.O_DIRECTORY)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        name = configuration.socket_name(profile)
        connection.connect(f"/proc/self/fd/{folder}/{name}")
    except OSError:
        connection.close()
        raise
    finally:
        os.close(folder)
    return connection


@contextmanager
def _starting(configuration: Configuration) -> Iterator[None]:
    """Only one process at a time may start a server in a folder."""
    path = os.path.join(configuration.directory, "lock")
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
        yield
    finally:
        os.close(fd)


def spawn(configuration: Configuration) -> subprocess.Popen[bytes]:
    """Start the server as a process of its own; returns when it accepts clients.

    Started by exec with an environment built from nothing: nothing of the calling
    process, its settings or its data, is in the memory of the jobs.

    Raises:
        SandboxUnavailable: it ended or did not answer.
    """
    sweep(configuration)
    ready, told = os.pipe()
    command = [sys.executable, "-I", "-B", "-X", "utf8", "-c", _BOOT, ROOT]
    log = os.path.join(configuration.directory, "log")
    try:
        Path(log).unlink(missing_ok=True)
        with open(log, "ab", opener=lambda p, f: os.open(p, f, 0o600)) as output:
            process = subprocess.Popen(
                [
                    *command,
                    configuration.dump(),
                    str(told),
                ],
                env=server_environment(),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=(told,),
                # The jobs' root is built by it, and must be passable for other users.
                umask=0o022,
                start_new_session=True,
            )
        os.close(told)
        told = -1
        waited = select.select([ready], [], [], _START_SECONDS)[0]
        if not waited or os.read(ready, 1) != b"1":
            process.kill()
            process.wait()
            text = Path(log).read_text(errors="replace").strip().splitlines()
            reason = text[-1] if text else "it did not answer"
            raise SandboxUnavailable(f"The sandbox server did not start: {reason}")
    finally:
        os.close(ready)
        if told >= 0:
            os.close(told)
    return process


def ensure_directory(configuration: Configuration) -> None:
    """Create the server's folder if this is the first run here.

    Raises:
        SandboxUnavailable: it cannot be created or belongs to somebody else.
    """
    if os.path.isdir(configuration.jobs):
        return
    try:
        prepare_directory(configuration)
    except OSError as problem:
        raise SandboxUnavailable(f"The sandbox has no folder: {problem}") from None


def reach(configuration: Configuration, profile: Profile) -> socket.socket:
    """A connection to the server, which is started when there is none.

    Raises:
        SandboxUnavailable: this platform has no sandbox or the server cannot start.
    """
    if not sys.platform.startswith("linux"):
        raise SandboxUnavailable(
            "This platform has no supported kernel sandbox. "
            "Run the worker in the provided Linux container."
        )
    until = time.monotonic() + _STANDBY_SECONDS
    while True:
        try:
            return connect(configuration, profile)
        except OSError:
            waits = is_stood_by(configuration.directory)
            if not waits or time.monotonic() > until:
                break
        time.sleep(_STANDBY_LOOK)
    try:
        prepare_directory(configuration)
        with _starting(configuration):
            try:
                return connect(configuration, profile)
            except OSError:
                process = spawn(configuration)
            process.wait()
            return connect(configuration, profile)
    except OSError as problem:
        raise SandboxUnavailable(f"The sandbox cannot be reached: {problem}") from None


def takeover(
    configuration: Configuration, idle_seconds: float | None, *, standby: bool = False
) -> subprocess.Popen[bytes]:
    """Start a server that replaces the one that may be running; it dies with us.

    A server that loses its place ends as soon as its last job is over. With ``standby``
    it is not replaced: the new one loads, and waits for its end.

    Raises:
        SandboxUnavailable: it cannot start.
    """
    ensure_directory(configuration)
    chosen = replace(
        configuration,
        stay=idle_seconds is None,
        idle_seconds=idle_seconds or configuration.idle_seconds,
        dies_with_parent=True,
        standby=standby,
    )
    with _starting(configuration):
        return spawn(chosen)

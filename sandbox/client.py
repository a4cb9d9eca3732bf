"""Running a script in the sandbox: the one function that everything else calls."""

from __future__ import annotations

import os
import select
import signal
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import job_files, protocol
from . import limits as bounds
from .configuration import AHEAD, Configuration, Profile, current
from .job_files import JobFiles
from .launch import SandboxUnavailable, ensure_directory, reach
from .limits import AHEAD_INPUT_BYTES, Limits
from .outcome import KILLED_FROM_OUTSIDE, Outcome, Status
from .validator import validate

Progress = Callable[[dict[str, Any]], None]
_LOOK_SECONDS = 0.1
_DISK_LOOK_SECONDS = 0.25
# Preloading TensorFlow on a loaded machine.
_READY_SECONDS = 120.0
_GRACE_SECONDS = 0.3
_NEARLY_ALL = 0.8
_LONGEST_LINE, _LONGEST_ERROR = 1 << 16, 2000
_FULL, _REDUCED = "namespaces+landlock+seccomp", "landlock+seccomp"


@dataclass
class _Watch:
    """The run as seen from here, until its server says how it ended."""

    connection: socket.socket
    files: JobFiles
    limits: Limits
    on_progress: Progress | None
    cancelled: Callable[[], bool] | None
    on_usage: Callable[[float], None] | None
    began: float = field(default_factory=time.monotonic)
    started: dict[str, Any] | None = None
    ended: dict[str, Any] | None = None
    stopped_for: str = ""
    stopped_at: float = 0.0
    looked: float = 0.0
    disk_looked: float = 0.0
    partial: bytes = b""

    def drain_progress(self) -> None:
        try:
            content = os.read(self.files.progress_out, 65536)
        except BlockingIOError:
            return
        *lines, rest = (self.partial + content).split(b"\n")
        self.partial = rest[:_LONGEST_LINE]
        for line in lines:
            event = job_files.parse_progress(line)
            if event and self.on_progress is not None:
                self.on_progress(event)

    def stop(self, reason: str) -> None:
        """End of our side of the connection: the server kills the job."""
        if not self.stopped_for:
            self.stopped_for, self.stopped_at = reason, time.monotonic()
            self.connection.shutdown(socket.SHUT_WR)

    def given_up(self) -> bool:
        """Whether a run was stopped that its server has not even begun.

        One that still loads libraries would answer only then; it drops what nobody
        waits for any more.
        """
        waited = time.monotonic() - self.stopped_at > _GRACE_SECONDS
        return self.started is None and bool(self.stopped_for) and waited

    def look(self) -> None:
        now = time.monotonic()
        if now - self.looked < _LOOK_SECONDS / 2:
            return
        self.looked = now
        if self.cancelled is not None and self.cancelled():
            self.stop("cancelled")
        if self.started is None:
            if now - self.began > _READY_SECONDS:
                raise SandboxUnavailable("The sandbox server does not answer.")
            return
        if now - self.began > _READY_SECONDS + self.limits.wall_seconds:
            raise SandboxUnavailable("The sandbox server does not answer any more.")
        if not self.started["full"] and now - self.disk_looked > _DISK_LOOK_SECONDS:
            # With namespaces the file system itself has the size; here nothing has.
            self.disk_looked = now
            size, entries = job_files.disk_use(self.files.work)
            if size > self.limits.disk_mb << 20:
                self.stop("disk")
            elif entries > self.limits.disk_files:
                self.stop("files")

    def hear(self) -> bool:
        """Take one packet; False at the end of the conversation."""
        try:
            packet = self.connection.recv(65536)
        except ConnectionResetError:
            # The kernel reports the reset before what was said ahead of it.
            packet = self.connection.recv(65536)
        if not packet:
            return False
        event = protocol.read_event(packet)
        if event["event"] == "started":
            self.started = event
        elif event["event"] == "usage" and self.on_usage is not None:
            self.on_usage(event["memory"] / (1 << 20))
        elif event["event"] == "ended":
            self.ended = event
        elif event["event"] in ("unavailable", "refused"):
            raise SandboxUnavailable(f"The sandbox cannot run: {event['reason']}.")
        return self.ended is None


def _follow(watch: _Watch) -> None:
    poll = select.poll()
    poll.register(watch.connection, select.POLLIN)
    poll.register(watch.files.progress_out, select.POLLIN)
    going = True
    while going:
        ready = {fd for fd, _ in poll.poll(int(_LOOK_SECONDS * 1000))}
        if watch.files.progress_out in ready:
            watch.drain_progress()
        if watch.connection.fileno() in ready:
            going = watch.hear()
        if going:
            watch.look()
            going = not watch.given_up()
    watch.drain_progress()


def _stopped(reason: str, limits: Limits) -> tuple[Status, str]:
    if reason == "cancelled":
        return "cancelled", "The run was cancelled."
    if reason == "disk":
        return "failed", f"The script wrote more than {limits.disk_mb} MB to disk."
    return "failed", f"The script made more than {limits.disk_files} files."


def _status(
    watch: _Watch, ended: Mapping[str, Any], report: Mapping[str, Any]
) -> tuple[Status, str]:
    """How the run ended, and the sentence about it."""
    limits, code = watch.limits, ended["code"]
    if watch.stopped_for:
        return _stopped(watch.stopped_for, limits)
    if ended["over_memory"]:
        return "out_of_memory", _too_much_memory(limits)
    if ended["timed_out"]:
        seconds = f"{limits.wall_seconds:g}"
        return "timed_out", f"The script did not finish within {seconds} seconds."
    if not ended["walled"]:
        return "unavailable", "The wall around the script could not be built."
    if code == protocol.MEMORY:
        return "out_of_memory", _too_much_memory(limits)
    if code == 0 and "result" in report:
        return "succeeded", ""
    if code < 0:
        return _killed(-code, ended, limits)
    if "error" not in report and _nearly_all(ended, limits):
        # There was not even the memory to say so.
        return "out_of_memory", _too_much_memory(limits)
    return "failed", str(report.get("error") or "The script ended without finishing.")


def _too_much_memory(limits: Limits) -> str:
    return f"The script needed more than {limits.memory_mb} MB of memory."


def _nearly_all(ended: Mapping[str, Any], limits: Limits) -> bool:
    return bool(ended["peak_memory"] > _NEARLY_ALL * limits.memory_mb * (1 << 20))


def _killed(
    number: int, ended: Mapping[str, Any], limits: Limits
) -> tuple[Status, str]:
    """A signal ended the script, and it was not our clock."""
    if number in (signal.SIGKILL, signal.SIGXCPU) and (
        ended["cpu_seconds"] >= limits.cpu_bound - 1
    ):
        used = f"{limits.cpu_bound} seconds of processor time"
        return "timed_out", f"The script used more than {used}."
    if number == signal.SIGSYS:
        return "failed", "The script made a forbidden system call."
    # Native code that gets no memory aborts instead of raising.
    if _nearly_all(ended, limits):
        return "out_of_memory", _too_much_memory(limits)
    if number == signal.SIGKILL:
        return "failed", KILLED_FROM_OUTSIDE
    return "failed", f"The script crashed the interpreter (signal {number})."


def _outcome(watch: _Watch, into: Path | None) -> Outcome:
    ended, files = watch.ended, watch.files
    stdout = job_files.read_sealed(files.stdout).decode("utf-8", "replace")
    stderr = job_files.read_sealed(files.stderr).decode("utf-8", "replace")
    stderr = job_files.without_paths(stderr, files)
    full = bool(watch.started and watch.started["full"])
    isolation = _FULL if full else _REDUCED
    if ended is None and watch.stopped_for:
        status, error = _stopped(watch.stopped_for, watch.limits)
        return Outcome(status=status, error=error)
    if ended is None:
        return Outcome(
            status="unavailable",
            stdout=stdout,
            stderr=stderr,
            isolation=isolation,
            error="The sandbox server ended during the run; nothing is left of it.",
        )
    report = job_files.parse_report(job_files.read_sealed(files.report))
    status, error = _status(watch, ended, report)
    succeeded = status == "succeeded"
    return Outcome(
        status=status,
        result=report.get("result") if succeeded else None,
        stdout=stdout,
        stderr=stderr,
        seconds=ended["seconds"],
        peak_memory_mb=ended["peak_memory"] / (1 << 20),
        cpu_seconds=ended["cpu_seconds"],
        isolation=isolation,
        error=job_files.without_paths(error, files)[:_LONGEST_ERROR],
        files=_take(watch, report, into) if succeeded and into else {},
    )


def _take(watch: _Watch, report: Mapping[str, Any], into: Path) -> dict[str, Path]:
    """Save the collected files; what the report claims is only a hint."""
    taken: dict[str, Path] = {}
    claimed = report.get("files")
    for name, fd in watch.files.collected.items():
        if isinstance(claimed, list) and name in claimed:
            job_files.save_collected(fd, into / name)
            taken[name] = into / name
    return taken


def _send(connection: socket.socket, limits: Limits, files: JobFiles) -> None:
    n_inputs = len(files.inputs)
    request = protocol.Request(limits, files.name, bool(n_inputs), n_inputs)
    socket.send_fds(connection, [request.pack()], files.to_send())


def _attempt(
    configuration: Configuration,
    profile: Profile,
    watch_of: Callable[[socket.socket], _Watch],
) -> _Watch:
    """Send the job; once more when the server had just ended for lack of work."""
    for _ in range(2):
        with reach(configuration, profile) as connection:
            watch = watch_of(connection)
            try:
                _send(connection, watch.limits, watch.files)
                _follow(watch)
            except (BrokenPipeError, ConnectionResetError):
                pass
            if watch.started is not None or watch.stopped_for:
                return watch
    raise SandboxUnavailable("The sandbox server ends before it runs anything.")


def _is_small(inputs: Mapping[str, Path], limits: Limits) -> bool:
    """Whether a job can hold copies of the inputs whose wall was closed ahead."""
    size = sum(os.stat(path).st_size for path in inputs.values())
    return size <= AHEAD_INPUT_BYTES and limits.disk_mb <= bounds.AHEAD.disk_mb


def run_script(
    script: str,
    *,
    inputs: Mapping[str, Path] | None = None,
    argv: Sequence[str] = (),
    limits: Limits | None = None,
    profile: Profile = "base",
    on_progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    on_usage: Callable[[float], None] | None = None,
    collect: Sequence[str] = (),
    collect_into: Path | None = None,
    check: bool = True,
    configuration: Configuration | None = None,
) -> Outcome:
    """Run a script behind the wall and say what came of it.

    The script runs as `__main__` with `sys.argv == ["script.py", *argv]` in a folder of
    its own, where every file of `inputs` is readable under its name. What its global
    `result` holds at the end is the result; JSON lines on stderr that start with
    `{"progress"` go to `on_progress` while it runs. `cancelled` is asked several times
    a second; `on_usage` is told about twice a second how many MiB of memory the script
    has taken. Files named in `collect` are copied to `collect_into` after success.

    With `check` the validator looks first and a script it refuses does not run.

    Raises:
        ValueError: a name in `inputs` or `collect` is not a plain file name, or
            `collect` comes without a folder.
        OSError: an input cannot be read.
    """
    if collect and collect_into is None:
        raise ValueError("collect needs collect_into, the folder for the files")
    if check and (violations := validate(script)):
        first = violations[0]
        return Outcome(
            status="refused",
            error=f"Line {first.line}: {first.message}",
            violations=violations,
        )
    chosen = limits or Limits()
    settings = configuration or current()
    try:
        ensure_directory(settings)
        given = inputs or {}
        opened = profile in AHEAD and _is_small(given, chosen)
        with job_files.job_files(
            settings, script, given, argv, collect, chosen, opened
        ) as files:
            watch = _attempt(
                settings,
                profile,
                lambda connection: _Watch(
                    connection, files, chosen, on_progress, cancelled, on_usage
                ),
            )
            return _outcome(watch, collect_into)
    except SandboxUnavailable as problem:
        return Outcome(status="unavailable", error=str(problem))

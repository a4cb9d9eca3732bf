"""Running the script itself, inside the finished wall."""

from __future__ import annotations

import errno
import io
import json
import linecache
import os
import stat
import sys
import traceback
import types
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import protocol
from .limits import Limits

NAME = "script.py"
_PROGRESS = b'{"progress"'
_LONGEST_PROGRESS = 4000
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Script:
    """A script with the open files that its results go to."""

    source: bytes
    arguments: tuple[str, ...]
    collect: Mapping[str, int]
    report: int
    progress: int
    limits: Limits


class _Capped(io.RawIOBase):
    """A descriptor that takes so many bytes and drops the rest without an error.

    The kernel's seal on the file behind it is the wall; this only keeps a talkative
    script from failing on it.
    """

    def __init__(self, fd: int, most: int) -> None:
        self._fd = fd
        self._left = most

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._fd

    def write(self, content: Any) -> int:
        data = bytes(content)
        taken = data[: self._left]
        while taken:
            written = os.write(self._fd, taken)
            self._left -= written
            taken = taken[written:]
        return len(data)


class _Diverting(_Capped):
    """The same, but lines of progress go to the client while the script runs."""

    def __init__(self, fd: int, most: int, progress: int) -> None:
        super().__init__(fd, most)
        self._progress = progress

    def write(self, content: Any) -> int:
        data = bytes(content)
        for line in data.splitlines(keepends=True):
            if line.startswith(_PROGRESS) and len(line) <= _LONGEST_PROGRESS:
                try:
                    os.write(self._progress, line)
                except BlockingIOError:
                    continue
            else:
                super().write(line)
        return len(data)


def _redirect(script: Script) -> None:
    most = script.limits.output_bytes
    sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(
        io.BufferedWriter(_Capped(1, most)),
        encoding="utf-8",
        errors="backslashreplace",
        newline="\n",
    )
    sys.stderr = io.TextIOWrapper(
        io.BufferedWriter(_Diverting(2, most, script.progress)),
        encoding="utf-8",
        errors="backslashreplace",
        newline="\n",
        line_buffering=True,
    )
    for name in ("stdin", "stdout", "stderr"):
        setattr(sys, f"__{name}__", getattr(sys, name))


def _namespace(script: Script, source: str) -> dict[str, Any]:
    main = types.ModuleType("__main__")
    main.__file__ = NAME
    main.__dict__["__builtins__"] = __builtins__
    sys.modules["__main__"] = main
    sys.argv = [NAME, *script.arguments]
    lines = source.splitlines(keepends=True)
    linecache.cache[NAME] = (len(source), None, lines, NAME)
    return main.__dict__


def _plain(value: Any) -> Any:
    """numpy, pandas and date values as what JSON has."""
    for convert in ("tolist", "isoformat"):
        if hasattr(value, convert):
            return getattr(value, convert)()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _collect(wanted: Mapping[str, int], most: int) -> list[str]:
    """Copy wanted files from the working folder; the names of those there were."""
    taken = []
    for name, target in wanted.items():
        try:
            source = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except FileNotFoundError:
            continue
        found = os.fstat(source)
        if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:
            raise ValueError(f"{name} is not an ordinary file")
        if found.st_size > most:
            raise ValueError(f"{name} is larger than {most} bytes")
        while chunk := os.read(source, _CHUNK):
            while chunk:
                chunk = chunk[os.write(target, chunk) :]
        os.close(source)
        taken.append(name)
    return taken


def _write_report(script: Script, report: Mapping[str, Any]) -> None:
    content = json.dumps(report, default=_plain).encode()
    if len(content) > script.limits.result_bytes:
        raise ValueError(
            f"the result has {len(content)} bytes; "
            f"{script.limits.result_bytes} are allowed"
        )
    while content:
        content = content[os.write(script.report, content) :]


def _failure(problem: BaseException) -> tuple[int, dict[str, Any]]:
    """Exit code and report of an uncaught exception, with the script's own frames."""
    if isinstance(problem, SystemExit):
        text = f"the script ended itself with {problem.code!r}"
        return protocol.FAILED, {"error": text}
    trail = problem.__traceback__
    while trail is not None and trail.tb_frame.f_code.co_filename != NAME:
        trail = trail.tb_next
    shown = traceback.TracebackException(type(problem), problem, trail, compact=True)
    sys.stderr.write("".join(shown.format()))
    name = type(problem).__name__
    starved = (
        isinstance(problem, MemoryError)
        or name == "ResourceExhaustedError"
        or (isinstance(problem, OSError) and problem.errno == errno.ENOMEM)
    )
    code = protocol.MEMORY if starved else protocol.FAILED
    report: dict[str, Any] = {"error": f"{name}: {problem}".rstrip(": ")[:2000]}
    if isinstance(problem, SyntaxError):
        report["line"] = problem.lineno
    return code, report


def _finished(script: Script, namespace: Mapping[str, Any]) -> None:
    sys.stdout.flush()
    files = _collect(script.collect, script.limits.disk_mb << 20)
    _write_report(script, {"result": namespace.get("result"), "files": files})


def execute(script: Script) -> int:
    """Run it as `__main__` and report; the exit code for the process."""
    _redirect(script)
    source = script.source.decode("utf-8")
    namespace = _namespace(script, source)
    try:
        try:
            exec(compile(source, NAME, "exec", dont_inherit=True), namespace)
        except SystemExit as ended:
            if ended.code not in (None, 0):
                raise
        _finished(script, namespace)
    except BaseException as problem:
        code, report = _failure(problem)
        sys.stdout.flush()
        _write_report(script, report)
        return code
    finally:
        sys.stderr.flush()
    return 0

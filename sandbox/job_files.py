"""The open files and the folder that one run is given."""

from __future__ import annotations

import errno
import fcntl
import json
import math
import os
import re
import secrets
import shutil
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .canary import CANARY_JOB
from .configuration import Configuration
from .jail import UNUSED_ID
from .limits import Limits
from .protocol import WORK

_STALE_SECONDS = 3600.0
_LONGEST_WORDS = 300
# Beneath the folder of jobs as long as the fork server runs.
KEPT = (CANARY_JOB, CANARY_JOB + WORK)
_NAME = re.compile(r"[^/\0]{1,200}")
_PYTHON_FOLDERS = tuple(
    sorted({sysconfig.get_path(k) for k in ("purelib", "platlib", "stdlib")})
)


@dataclass(frozen=True)
class JobFiles:
    """Descriptors in the order of the protocol, and the run's folder."""

    name: str
    folder: Path
    specification: int
    script: int
    stdout: int
    stderr: int
    report: int
    progress_in: int
    progress_out: int
    collected: Mapping[str, int]
    inputs: Sequence[int] = ()

    @property
    def work(self) -> Path:
        """Where the job works, if it has no namespaces."""
        return working_folder(self.folder)

    def to_send(self) -> list[int]:
        fixed = [self.specification, self.script, self.stdout, self.stderr]
        given = [self.report, self.progress_in, *self.inputs]
        return [*fixed, *given, *self.collected.values()]

    def close(self) -> None:
        for fd in {*self.to_send(), self.progress_out}:
            os.close(fd)


def working_folder(folder: Path) -> Path:
    """Where a job without namespaces works, by the folder of its inputs."""
    return folder.with_name(folder.name + WORK)


def check_name(name: str) -> None:
    """Only plain file names go in and out of the working folder.

    Raises:
        ValueError: it is none.
    """
    if not _NAME.fullmatch(name) or name in (".", ".."):
        raise ValueError(f"{name!r} is not a plain file name")


def _memory_file(name: str, content: bytes) -> int:
    fd = os.memfd_create(name, os.MFD_CLOEXEC)
    os.write(fd, content)
    return fd


def _sealed(name: str, size: int) -> int:
    """A memory file that cannot grow: the kernel's cap on what a run may say."""
    fd = os.memfd_create(name, os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.ftruncate(fd, size)
    seals = fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL
    fcntl.fcntl(fd, fcntl.F_ADD_SEALS, seals)
    return fd


def read_sealed(fd: int) -> bytes:
    """What was written, without the empty rest of the file."""
    end = os.fstat(fd).st_size
    content, at = b"", 0
    while at < end:
        try:
            start = os.lseek(fd, at, os.SEEK_DATA)
        except OSError as problem:
            if problem.errno == errno.ENXIO:
                break
            raise
        stop = os.lseek(fd, start, os.SEEK_HOLE)
        content += b"\0" * (start - at) + os.pread(fd, stop - start, start)
        at = stop
    return content.rstrip(b"\0")


def _link_or_copy(source: Path, target: Path) -> None:
    """A hard link costs nothing, but only where the job's user may read the file.

    The job's folder is read-only for the job, so the original stays as it is.
    """
    mode = source.stat().st_mode
    if os.geteuid() != 0 or mode & 0o004:
        try:
            os.link(source, target, follow_symlinks=True)
            return
        except OSError:
            # Another file system, or links are not allowed: a copy then.
            pass
    shutil.copyfile(source, target)
    target.chmod(0o444)


def _make_work(work: Path) -> None:
    """The folder of a job without namespaces; with them it works in memory."""
    work.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(work, UNUSED_ID, UNUSED_ID)
        # The job may run as a user of its own, in this group.
        work.chmod(0o770)


def _make_folder(folder: Path, inputs: Mapping[str, Path]) -> None:
    """The folder where a job finds its inputs."""
    folder.mkdir()
    folder.chmod(0o711)
    for file, source in inputs.items():
        _link_or_copy(Path(source).resolve(), folder / file)


def _specification(
    inputs: Sequence[str], argv: Sequence[str], collect: Sequence[str]
) -> bytes:
    wanted = {"inputs": inputs, "argv": argv, "collect": collect}
    return json.dumps({key: list(value) for key, value in wanted.items()}).encode()


@contextmanager
def job_files(
    configuration: Configuration,
    script: str,
    inputs: Mapping[str, Path],
    argv: Sequence[str],
    collect: Sequence[str],
    limits: Limits,
    opened: bool = False,
) -> Iterator[JobFiles]:
    """Everything a run is given; gone afterwards in every case.

    With ``opened`` the inputs are given as open files. There are only the folders that
    are needed: to remove one may take as long as a small job.

    Raises:
        ValueError: a name in `inputs` or `collect` is not a plain file name.
        OSError: an input cannot be read.
    """
    for name in (*inputs, *collect):
        check_name(name)
    job = secrets.token_hex(16)
    folder = Path(configuration.jobs) / job
    files, made = None, []
    try:
        if configuration.minimum == "reduced":
            made.append(working_folder(folder))
            _make_work(made[-1])
        if inputs and not opened:
            made.append(folder)
            _make_folder(folder, inputs)
        progress_out, progress_in = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        specification = _specification(tuple(inputs), argv, collect)
        files = JobFiles(
            name=job,
            folder=folder,
            specification=_memory_file("specification", specification),
            script=_memory_file("script", script.encode("utf-8", "replace")),
            stdout=_sealed("stdout", limits.output_bytes),
            stderr=_sealed("stderr", limits.output_bytes),
            report=_sealed("report", limits.result_bytes),
            progress_in=progress_in,
            progress_out=progress_out,
            collected={name: _open_target(folder.parent) for name in collect},
            inputs=[_open_input(p) for p in inputs.values()] if opened else (),
        )
        yield files
    finally:
        if files is not None:
            files.close()
        for place in made:
            shutil.rmtree(place, ignore_errors=True)


def _open_input(source: Path) -> int:
    return os.open(source, os.O_RDONLY | os.O_CLOEXEC)


def _open_target(folder: Path) -> int:
    """A file on disk that the job can write to, but that has no name."""
    with suppress(OSError):  # Not every file system makes them so.
        return os.open(folder, os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o600)
    fd, path = tempfile.mkstemp(dir=folder)
    os.unlink(path)
    return fd


def save_collected(fd: int, target: Path) -> None:
    """Copy a collected file's bytes to `target`."""
    os.lseek(fd, 0, os.SEEK_SET)
    with open(os.dup(fd), "rb") as source, target.open("wb") as out:
        shutil.copyfileobj(source, out, 1 << 20)


def disk_use(folder: Path) -> tuple[int, int]:
    """Bytes and entries beneath a folder; what vanishes meanwhile does not count."""
    size, entries = 0, 0
    for place, folders, names in os.walk(folder):
        entries += len(folders) + len(names)
        for name in names:
            try:
                size += os.lstat(os.path.join(place, name)).st_blocks * 512
            except FileNotFoundError:
                continue
    return size, entries


def sweep(configuration: Configuration) -> None:
    """Remove folders of runs whose client died without cleaning up."""
    oldest = time.time() - _STALE_SECONDS
    for folder in Path(configuration.jobs).iterdir():
        try:
            stale = folder.name not in KEPT and folder.stat().st_mtime < oldest
        except FileNotFoundError:
            continue
        if stale:
            shutil.rmtree(folder, ignore_errors=True)


def without_paths(text: str, files: JobFiles) -> str:
    """Text of a run without the folders of this machine."""
    own = f"/jobs/{files.name}", str(files.folder), str(files.work)
    for folder in (*_PYTHON_FOLDERS, *own):
        text = text.replace(f"{folder}/", "")
    return text.replace("/job/", "")


def parse_report(content: bytes) -> dict[str, Any]:
    """The job's report, which its script may have forged: an object or nothing."""
    options: dict[str, Any] = {"parse_constant": lambda _: None}
    if _HUGE.search(content):
        options["parse_float"] = _finite
    try:
        report = json.loads(content, **options)
        if _HALF.search(content):
            report = json.loads(_whole(json.dumps(report, ensure_ascii=False)))
    except (ValueError, RecursionError):
        return {}
    return report if isinstance(report, dict) else {}


def parse_progress(line: bytes) -> dict[str, Any]:
    """What a script says of how far it is: a share from 0 to 1, words, and whatever else
    it says; what is not of these kinds is left out. Empty where it says nothing."""
    news = parse_report(line)
    share, words = news.get("progress"), news.get("message")
    if not isinstance(share, int | float) or isinstance(share, bool):
        news.pop("progress", None)
    else:
        news["progress"] = min(1.0, max(0.0, float(min(share, 1))))
    if not isinstance(words, str):
        news.pop("message", None)
    else:
        news["message"] = words[:_LONGEST_WORDS]
    return news


# Numbers that may be beyond the largest float: only then each is looked at.
_HUGE = re.compile(rb"[eE]\+?\d{3}|\d{300}")
# Half of a pair that makes one character: alone it is none, and no one can write it.
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


def _whole(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

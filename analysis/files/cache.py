"""Copies of kept files on this machine, by the hash of what is in them.

A file of a hash never changes, so processes share copies without asking each other: one
comes into its place as a whole, and goes only if nobody has asked for it for a while.
Who has opened one keeps it open.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

# Whoever was given a path has opened it by then.
GRACE_SECONDS = 600.0
# Copies of what was deleted on another machine are gone by then.
LONGEST_UNUSED = 24 * 3600.0
_NEW = ".new-"


@dataclass(frozen=True)
class Copies:
    """A folder of copies that takes ``most_bytes``, as long as nobody is at them."""

    folder: Path
    most_bytes: int

    def found(self, sha256: str) -> Path | None:
        """The copy of that hash, which is used now."""
        path = self.folder / sha256
        try:
            os.utime(path)
        except FileNotFoundError:
            return None
        return path

    @contextmanager
    def room(self) -> Iterator[Path]:
        """A path for a new file, which is gone afterwards unless it was adopted."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{_NEW}{uuid4().hex}"
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    def adopt(self, path: Path, sha256: str) -> Path:
        """Take a file that was written into :meth:`room` in."""
        target = self.folder / sha256
        os.utime(path)
        path.replace(target)
        self.sweep()
        return target

    def drop(self, sha256: str) -> None:
        """Delete a copy whose file is deleted."""
        (self.folder / sha256).unlink(missing_ok=True)

    @property
    def absent(self) -> Path:
        """A path at which there never is a file."""
        return self.folder / ".absent"

    def sweep(self) -> int:
        """Make room: the longest unused copies go first; how many went.

        Where another process is at it already, nothing is done.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return 0
            return sum(self._swept())

    def _swept(self) -> Iterator[bool]:
        now, left = time.time(), 0
        for used, size, path in sorted(self._copies(), reverse=True):
            unused, left = now - used, left + size
            over = left > self.most_bytes or path.name.startswith(_NEW)
            if unused > LONGEST_UNUSED or (over and unused > GRACE_SECONDS):
                left -= size
                path.unlink(missing_ok=True)
                yield True

    def _copies(self) -> Iterator[tuple[float, int, Path]]:
        for path in self.folder.iterdir():
            if path.name.startswith(_NEW) or not path.name.startswith("."):
                with suppress(FileNotFoundError):
                    found = path.stat()
                    yield found.st_mtime, found.st_size, path


def hash_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

"""Files in a folder: this machine's, or one that several see."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from analysis.files.store import FOLDERS, Lying, Store


@dataclass(frozen=True)
class FolderStore(Store):
    root: Path

    def local(self, name: str) -> Path:
        return self.root / name

    @contextmanager
    def writing(self, name: str) -> Iterator[Path]:
        target = self.root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f".{uuid4().hex}")
        try:
            yield fresh
            fresh.replace(target)
        finally:
            fresh.unlink(missing_ok=True)

    def put(
        self, name: str, path: Path, *, move: bool = False, link: bool = False
    ) -> None:
        target = self.root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if move:
            shutil.move(path, target)
        elif link:
            link_or_copy(path, target)
        else:
            shutil.copyfile(path, target)

    def copy_to(self, name: str, target: Path) -> None:
        link_or_copy(self.root / name, target)

    def names(self, place: str) -> list[str]:
        folder = self.root / place
        if not folder.is_dir():
            return []
        return sorted(one.name for one in folder.iterdir() if _is_kept(one))

    def size(self, place: str) -> int:
        return _size(self.root / place)

    def every(self) -> Iterator[str]:
        for folder in FOLDERS:
            for place, _, files in os.walk(self.root / folder):
                for file in sorted(files):
                    path = Path(place, file)
                    if _is_kept(path):
                        yield path.relative_to(self.root).as_posix()

    def lying(self, folder: str) -> Iterator[Lying]:
        place = self.root / folder
        for path in place.iterdir() if place.is_dir() else ():
            with suppress(OSError):  # deleted meanwhile
                age = time.time() - path.stat().st_mtime
                yield Lying(path.name, _size(path), age)

    def remove(self, place: str) -> None:
        path = self.root / place
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def begin(self, name: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

    def add(self, name: str, offset: int, content: bytes) -> None:
        with (self.root / name).open("r+b") as file:
            file.seek(offset)
            file.write(content)

    @contextmanager
    def whole(self, name: str) -> Iterator[Path]:
        yield self.root / name

    def trouble(self) -> str:
        return "" if os.access(self.root, os.W_OK) else "not writable"


def link_or_copy(path: Path, target: Path) -> None:
    """A second name of a file; a copy where the file system has no such thing.

    Raises:
        FileNotFoundError: there is no such file.
    """
    try:
        os.link(path, target)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(path, target)


def _is_kept(path: Path) -> bool:
    """Not one that is being written."""
    return not path.name.startswith(".") and path.is_file()


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(one.stat().st_size for one in files if one.is_file())

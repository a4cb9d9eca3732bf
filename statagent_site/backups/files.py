"""The files that belong to rows, held still while they are written away."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

# What lies beside the database in the data folder and belongs to it.
FOLDERS = ("datasets", "models", "uploads", "exports")
SECRET = "secret_key"


def kept_files(folder: Path) -> Iterator[Path]:
    """Every file beneath a data folder that is kept."""
    if (folder / SECRET).is_file():
        yield folder / SECRET
    for name in FOLDERS:
        for place, _, files in os.walk(folder / name):
            yield from (Path(place) / file for file in sorted(files))


def hold(folder: Path, into: Path) -> None:
    """Give each kept file a second name elsewhere: it stays, whatever others delete.

    Files that are named there already are left as they are.
    """
    for path in kept_files(folder):
        target = into / path.relative_to(folder)
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # deleted meanwhile
            try:
                os.link(path, target)
            except FileNotFoundError:
                raise
            except OSError:  # another file system, or one without links
                shutil.copyfile(path, target)


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

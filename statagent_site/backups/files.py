"""The files that belong to rows, held still while they are written away."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from analysis.files.folder import link_or_copy
from analysis.files.kept import kept

SECRET = "secret_key"


def place_of(name: str) -> Path:
    """Where a kept file of that name ("datasets/…") lies."""
    return Path(settings.VAR_DIR) / name if name == SECRET else kept().local(name)


def kept_names() -> Iterator[str]:
    """Every file that is kept: its name, with the folders that it is in."""
    if place_of(SECRET).is_file():
        yield SECRET
    yield from kept().every()


def hold(into: Path) -> None:
    """Have each kept file elsewhere, too: it stays, whatever others delete.

    Files that are named there already are left as they are.
    """
    for name in kept_names():
        target = into / name
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # deleted meanwhile
            if name == SECRET:
                link_or_copy(place_of(name), target)
            else:
                kept().copy_to(name, target)


def held_names(held: Path) -> Iterator[str]:
    """The names of the files that are held."""
    for place, _, files in os.walk(held):
        inside = Path(place).relative_to(held)
        yield from ((inside / file).as_posix() for file in sorted(files))


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

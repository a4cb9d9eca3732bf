"""Writing a backup while people work: one moment of the database, and its files.

A backup is a zip file: ``backup.json`` says what it is of, ``rows/`` has a file of
lines for each table, ``files/`` what lies beside the database. Files are held before
and after the database is looked at, so that those of every row are there.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from analysis import VERSION
from statagent_site.backups.files import held_names, hold
from statagent_site.backups.rows import (
    applied_migrations,
    columns_of,
    kept_models,
    snapshot,
    written_rows,
)

FORMAT = 1
MANIFEST = "backup.json"
_PIECE = 1024 * 1024
# What packs itself, or hardly packs.
_PACKED = {".parquet", ".zip", ".xlsx", ".gz", ".keras", ".skops"}


@dataclass(frozen=True)
class Part:
    """A file in the backup: the SHA-256 of its content; rows and columns of a table."""

    sha256: str
    rows: int | None = None
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Manifest:
    """What a backup is of."""

    format: int
    version: str
    written: str
    migrations: list[str]
    parts: dict[str, Part]

    def as_json(self) -> str:
        return json.dumps(asdict(self), indent=1)


def back_up(path: Path) -> Manifest:
    """Write everything into a file, which is there as a whole or not at all.

    Raises:
        FileExistsError: there is one of that name.
    """
    if path.exists():
        raise FileExistsError(f"There is a file {path} already.")
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.touch(mode=0o600, exist_ok=False)
        with zipfile.ZipFile(
            unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=1
        ) as out:
            manifest = _fill(out)
            out.writestr(MANIFEST, manifest.as_json())
        os.link(unfinished, path)  # not over one that appeared meanwhile
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def _fill(out: zipfile.ZipFile) -> Manifest:
    folder = Path(settings.FILES_DIR)
    parts: dict[str, Part] = {}
    # Beside the files, so that they can be linked.
    with tempfile.TemporaryDirectory(dir=folder, prefix="backup-") as held:
        hold(Path(held))
        with snapshot():
            hold(Path(held))
            migrations = applied_migrations()
            for model in kept_models():
                name = f"rows/{model._meta.label_lower}.jsonl"
                lines = written_rows(model)
                parts[name] = _written_lines(out, name, lines, columns_of(model))
        for kept in held_names(Path(held)):
            name = f"files/{kept}"
            parts[name] = _written_file(out, name, Path(held) / kept)
    written = timezone.now().isoformat()
    return Manifest(FORMAT, VERSION, written, migrations, parts)


def _written_lines(
    out: zipfile.ZipFile, name: str, lines: Iterable[str], columns: list[str]
) -> Part:
    count, digest = 0, sha256()
    with out.open(name, "w", force_zip64=True) as file:
        for line in lines:
            content = line.encode()
            file.write(content)
            digest.update(content)
            count += 1
    return Part(digest.hexdigest(), count, tuple(columns))


def _written_file(out: zipfile.ZipFile, name: str, path: Path) -> Part:
    entry = zipfile.ZipInfo(name)
    packed = path.suffix in _PACKED
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    digest = sha256()
    with path.open("rb") as source, out.open(entry, "w", force_zip64=True) as file:
        while piece := source.read(_PIECE):
            file.write(piece)
            digest.update(piece)
    return Part(digest.hexdigest())

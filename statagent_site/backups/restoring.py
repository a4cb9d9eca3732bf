"""Reading a backup back: all of it is checked before anything is touched."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from contextlib import nullcontext
from hashlib import sha256
from pathlib import Path, PurePosixPath

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from analysis.files.kept import kept
from analysis.files.store import FOLDERS
from analysis.models import Owner
from statagent_site.backups.files import SECRET, kept_names, place_of
from statagent_site.backups.rows import (
    applied_migrations,
    columns_of,
    number_on,
    read_rows,
    remove_all_rows,
)
from statagent_site.backups.writing import FORMAT, MANIFEST, Manifest, Part

_PIECE = 1024 * 1024


class NotRestored(Exception):
    """Why nothing was restored, in words; nothing has changed then."""


def restore(path: Path, *, replace: bool = False) -> Manifest:
    """Put everything that a backup holds in the place of what is here.

    Raises:
        NotRestored: the backup is damaged or of another version, or there is data here
            and ``replace`` was not said.
    """
    if not replace:
        _check_empty()
    try:
        with zipfile.ZipFile(path) as source:
            manifest = _checked(source)
            _read_database(source, manifest)
            _read_files(source, manifest)
    except (OSError, zipfile.BadZipFile, KeyError) as error:
        raise NotRestored(f"{path} cannot be read as a backup: {error}") from error
    return manifest


def _check_empty() -> None:
    folder = "the bucket" if settings.STORAGE else settings.FILES_DIR
    files = next((one for one in kept_names() if one != SECRET), None)
    if files is not None or Owner.objects.exists():
        raise NotRestored(
            f"There is data here already ({folder}). It would be gone: say --replace, or"
            " restore into an empty folder and database (STATAGENT_VAR, DATABASE_URL)."
        )


def _checked(source: zipfile.ZipFile) -> Manifest:
    """The manifest, if every part is whole and fits this version."""
    found = json.loads(source.read(MANIFEST))
    if found.get("format") != FORMAT:
        raise NotRestored("The backup has a form that this version does not know.")
    parts = {
        name: Part(one["sha256"], one["rows"], tuple(one["columns"]))
        for name, one in found.pop("parts").items()
    }
    manifest = Manifest(**found, parts=parts)
    here = applied_migrations()
    if sorted(manifest.migrations) != here:
        apart = sorted(set(here) ^ set(manifest.migrations))
        raise NotRestored(
            f"The backup was written by another version ({manifest.version}); what"
            f" differs: {', '.join(apart[:5])}. Restore it with that version, then"
            " upgrade and run manage.py migrate."
        )
    for name, part in parts.items():
        _check_part(source, name, part)
    return manifest


def _check_part(source: zipfile.ZipFile, name: str, part: Part) -> None:
    digest = sha256()
    with source.open(name) as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    if digest.hexdigest() != part.sha256:
        raise NotRestored(f"The backup is damaged: {name} is not what was written.")
    if name.startswith("rows/"):
        model = apps.get_model(_label(name))
        if tuple(columns_of(model)) != part.columns:
            raise NotRestored(f"The columns of {name} are of another version.")
        return
    inside = PurePosixPath(name).relative_to("files").parts
    if ".." in inside or not (inside == (SECRET,) or inside[0] in FOLDERS):
        raise NotRestored(f"The backup holds a file that is none of ours: {name}.")


def _label(name: str) -> str:
    return name.removeprefix("rows/").removesuffix(".jsonl")


def _read_database(source: zipfile.ZipFile, manifest: Manifest) -> None:
    with transaction.atomic():
        remove_all_rows()
        for name, part in manifest.parts.items():
            if name.startswith("rows/"):
                with source.open(name) as file:
                    lines = io.TextIOWrapper(file, encoding="utf-8", newline="\n")
                    count = read_rows(apps.get_model(_label(name)), lines)
                assert count == part.rows
        number_on()
        connection.check_constraints()


def _read_files(source: zipfile.ZipFile, manifest: Manifest) -> None:
    for name in FOLDERS:
        kept().remove(name)
    for part in manifest.parts:
        if not part.startswith("files/"):
            continue
        name = part.removeprefix("files/")
        place = (
            nullcontext(place_of(SECRET)) if name == SECRET else kept().writing(name)
        )
        with place as target, source.open(part) as file, target.open("wb") as copy:
            shutil.copyfileobj(file, copy, _PIECE)

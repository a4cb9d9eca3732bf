"""What a file is, by its bytes: its format and what it is packed in."""

from __future__ import annotations

import bz2
import errno
import gzip
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Literal

from analysis.base.errors import TaskError

from .allowance import MAX_MB, MAX_UNPACKED_MB, MIB
from .recipe import Format

MAX_BYTES = MAX_MB * MIB
MAX_UNPACKED_BYTES = MAX_UNPACKED_MB * MIB
# Text of a table shrinks 3 to 20 times, and what repeats itself a hundred times; the
# first part of a file may do as it likes, since a small table of zeros is a table, too.
_MAX_RATIO, _FREE_BYTES = 100, 64 * MIB
Packing = Literal["", "gzip", "bz2", "xz", "zip"]

_NOT_TABLES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"BM\x00", "a bitmap picture"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a Linux program"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x00\x01\x00\x00Standard", "an Access database"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
    (b"RDX", "an R data file"),
    (b"ARROW1", "an Arrow file"),
    (b"\x89HDF", "an HDF5 file"),
)
_PACKINGS: tuple[tuple[bytes, Packing], ...] = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ", "xz"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WAY_OUT = "Upload a table: CSV, Excel, JSON, Parquet, Stata, SAS or SPSS."


@dataclass(frozen=True)
class Container:
    """Format and packing of a file, and the path of its unpacked content."""

    format: Format
    packing: Packing
    member: str
    members: tuple[str, ...]
    path: Path


def not_a_table(what: str, hint: str = _WAY_OUT) -> TaskError:
    return TaskError(f"This file is {what}, not a table.", hint)


def open_container(path: Path, work: Path, member: str = "") -> Container:
    """Find out what ``path`` is; packed content is unpacked into the folder ``work``.

    Raises TaskError for an empty or too large file and for what is no table.
    """
    size = path.stat().st_size
    if size == 0:
        raise TaskError("The file is empty (0 bytes).", _WAY_OUT)
    if size > MAX_BYTES:
        raise TaskError(
            f"The file has {size / 2**20:,.0f} MB; the limit is "
            f"{MAX_BYTES / 2**20:,.0f} MB.",
            "Upload fewer rows or columns, or the same table as Parquet.",
        )
    head = _head(path)
    packing: Packing = next((p for magic, p in _PACKINGS if head.startswith(magic)), "")
    if packing == "zip":
        return _open_zip(path, work, member)
    if not packing:
        return Container(_format(path, head), "", "", (), path)
    inner = work / "unpacked"
    _copy(lambda: _opener(packing)(path), inner, size)
    head = _head(inner)
    if any(head.startswith(magic) for magic, _ in _PACKINGS[:3]):
        raise not_a_table("packed twice", "Unpack it once and upload the result.")
    if head.startswith(b"PK") and not _is_workbook(inner):
        raise not_a_table("packed twice", "Unpack it once and upload the result.")
    if not head:
        raise TaskError("The packed file is empty (0 bytes).", _WAY_OUT)
    return Container(_format(inner, head), packing, "", (), inner)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4096)


def _opener(packing: str) -> Any:
    return {"gzip": gzip.open, "bz2": bz2.open, "xz": lzma.open}[packing]


_DAMAGED = (EOFError, OSError, zlib.error, lzma.LZMAError, zipfile.BadZipFile,
            struct.error, ValueError, KeyError, IndexError)  # fmt: skip


def _copy(open_source: Callable[[], IO[bytes]], target: Path, size: int) -> None:
    """Unpack what ``size`` bytes hold, as long as it stays in proportion to them."""
    written = 0
    try:
        with open_source() as source, target.open("wb") as out:
            while block := source.read(2**20):
                written += len(block)
                _check_unpacked(written, size)
                out.write(block)
    except _DAMAGED as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            raise _too_much(written) from error
        raise TaskError(
            "The packed file is damaged: it cannot be unpacked to its end.",
            "Pack or download it again.",
        ) from error
    except (NotImplementedError, RuntimeError) as error:
        raise _unknown_method() from error


def _check_unpacked(written: int, size: int) -> None:
    if written > MAX_UNPACKED_BYTES:
        raise _too_much(MAX_UNPACKED_BYTES)
    if written > _FREE_BYTES and written > _MAX_RATIO * size:
        raise TaskError(
            f"The file unpacks to more than {_MAX_RATIO} times its size, as no table "
            "does.",
            "Unpack it and upload the table itself, if it is one.",
        )


def _too_much(written: int) -> TaskError:
    return TaskError(
        f"The file unpacks to more than {written / MIB:,.0f} MB.",
        "Upload fewer rows or columns, or the same table as Parquet.",
    )


def _unknown_method() -> TaskError:
    return TaskError(
        "The archive is packed by a method that is not known here, or is locked.",
        "Pack it again as an ordinary zip or gzip file, without a password.",
    )


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except _DAMAGED:
        return False
    return any(name.startswith("xl/") for name in names) or _is_ods(path, names)


def _is_ods(path: Path, names: list[str]) -> bool:
    if "mimetype" not in names:
        return False
    with zipfile.ZipFile(path) as archive:
        try:
            with archive.open("mimetype") as file:
                return b"opendocument.spreadsheet" in file.read(200)
        except (*_DAMAGED, NotImplementedError, RuntimeError):
            return False


def _open_zip(path: Path, work: Path, member: str) -> Container:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [e for e in archive.infolist() if not e.is_dir()]
            names = [entry.filename for entry in entries]
    except _DAMAGED as error:
        raise TaskError("The archive is damaged.", "Pack it again.") from error
    except NotImplementedError as error:
        raise _unknown_method() from error
    if _is_workbook(path):
        return Container("excel", "", "", (), path)
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise not_a_table("a text document or a presentation")
    if "mimetype" in names and "content.xml" in names:
        raise not_a_table("an OpenDocument file without sheets")
    tables = [name for name in names if _may_be_table(name)]
    if not tables:
        kinds = ", ".join(names[:3]) or "nothing"
        raise not_a_table(f"an archive without a table in it ({kinds})")
    chosen = member or tables[0]
    if chosen not in names:
        raise TaskError(f"The archive holds no {chosen}.", options=tuple(tables[:20]))
    if next(e for e in entries if e.filename == chosen).flag_bits & 1:
        raise TaskError(
            "The archive is locked with a password.", "Upload it without a password."
        )
    inner = work / "unpacked"
    with zipfile.ZipFile(path) as archive:
        _copy(lambda: archive.open(chosen), inner, path.stat().st_size)
    head = _head(inner)
    if not head:
        raise TaskError(f"{chosen} in the archive is empty (0 bytes).", _WAY_OUT)
    return Container(_format(inner, head), "zip", chosen, tuple(tables), inner)


_TABLE_SUFFIXES = frozenset(
    [
        ".csv",
        ".tsv",
        ".tab",
        ".txt",
        ".dat",
        ".data",
        ".asc",
        ".psv",
        ".json",
        ".jsonl",
        ".ndjson",
        ".geojson",
        ".parquet",
        ".pq",
        ".xlsx",
        ".xls",
        ".xlsm",
        ".xlsb",
        ".ods",
        ".dta",
        ".sav",
        ".zsav",
        ".por",
        ".sas7bdat",
        ".xpt",
    ]
)


def _may_be_table(name: str) -> bool:
    file = PurePosixPath(name)
    hidden = name.startswith("__MACOSX") or file.name.startswith(".")
    return not hidden and (file.suffix.lower() in _TABLE_SUFFIXES or not file.suffix)


def _format(path: Path, head: bytes) -> Format:
    for magic, what in _NOT_TABLES:
        if head.startswith(magic):
            raise not_a_table(what)
    if head[:4] == b"RIFF" or head[4:8] == b"ftyp":
        raise not_a_table("a picture, a sound or a video")
    if head[:4] in (b"PAR1", b"PARE"):
        return "parquet"
    if head.startswith((b"$FL2", b"$FL3")):
        return "spss"
    if head.startswith(b"<stata_dta>") or _is_old_stata(head, path):
        return "stata"
    if head.startswith(b"\x00" * 12 + b"\xc2\xea\x81\x60"):
        return "sas7bdat"
    if head.startswith(b"HEADER RECORD*******LIB"):
        return "xport"
    if head.startswith(b"PK"):
        return "excel"
    if head.startswith(_OLE):
        return _ole_format(path)
    # BIFF2-BIFF4 workbooks (Excel 2 to 4) start with their own record.
    if head[:4] in (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00"):
        return "excel"
    return _text_format(head)


def _is_old_stata(head: bytes, path: Path) -> bool:
    return (
        path.suffix != ".csv"
        and len(head) > 4
        and (
            head[0] in (0x69, 0x6C, 0x71, 0x72, 0x73)
            and head[1] in (1, 2)
            and head[2] == 1
            and head[3] == 0
        )
    )


def _ole_format(path: Path) -> Format:
    """Old Office files share one container: only some of them are workbooks."""
    with path.open("rb") as file:
        content = file.read(2**22)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise TaskError(
            "The workbook is locked with a password.",
            "Remove the password in Excel (File → Info → Protect Workbook) and upload it"
            " again.",
        )
    if "WordDocument".encode("utf-16-le") in content:
        raise not_a_table("a Word document")
    if "PowerPoint Document".encode("utf-16-le") in content:
        raise not_a_table("a presentation")
    return "excel"


_WEB_LOG = re.compile(rb'\S+ \S+ \S+ \[[^\]\n]+\] "[A-Z]+ [^"\n]*" \d{3} ')
_PAIRS = re.compile(rb"""(?:\S+\s+){0,3}(?:[\w.]+=(?:"[^"]*"|\S*)\s*){3,}""")
_LOG_HINT = "Turn it into CSV with a column for each part, and upload that."


def _text_format(head: bytes) -> Format:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    lowered = text[:512].lower()
    if lowered.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<table")):
        raise not_a_table(
            "a web page (HTML)",
            "Often a download that asked for a login. Save the table itself as CSV or "
            "Excel.",
        )
    if lowered.startswith((b"<?xml", b"<svg")):
        raise not_a_table("an XML file")
    if _WEB_LOG.match(text):
        raise not_a_table("the log of a web server", _LOG_HINT)
    if sum(1 for line in text.split(b"\n")[:20] if _PAIRS.fullmatch(line)) > 2:
        raise not_a_table("a log of key=value pairs", _LOG_HINT)
    after = text[1:].lstrip()[:1]
    # A key in quotes: the name of a CSV file's first column may begin with a brace.
    if (text[:1] == b"{" and after in (b'"', b"'", b"}", b"")) or (
        text[:1] == b"[" and after in (b"{", b"[", b"]")
    ):
        return "json"
    return "csv"

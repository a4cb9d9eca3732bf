"""Workbooks with a cell far from the table: the table is read, the rest left out.

A cell that somebody hit by mistake (XFD1048576 is the last one of a sheet) makes the
used range as large as the sheet, and every reader that keeps a range as a grid needs
memory for 17 billion cells. The sheet's XML tells which cells there are.
"""

from __future__ import annotations

import itertools
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from analysis.base.errors import TaskError

from .allowance import MIB

# A grid of this many cells is read without ado (64 MB in the reader).
_SMALL_GRID = 2_000_000
# So many empty rows or columns in between part a table from what is behind them.
_GAP_ROWS, _GAP_COLUMNS = 1000, 100
_MOST_XML = 512 * MIB
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_DIMENSION = re.compile(rb'<dimension ref="(?:\w+:)?([A-Z]+)?(\d+)?:?([A-Z]+)(\d+)"')
_CELL = re.compile(rb'<c [^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_WHOLE_ROW = re.compile(rb'<row [^>]*?\br="(\d+)"[^>]*?(?:/>|>.*?</row>)', re.DOTALL)
_WHOLE_CELL = re.compile(
    rb'<c [^>]*?\br="([A-Z]{1,3})\d+"[^>]*?(?:/>|>.*?</c>)', re.DOTALL
)


@dataclass(frozen=True)
class _Block:
    """The last row and column of the table; the number of cells beyond them."""

    last_row: int
    last_column: int
    n_beyond: int


def real_blocks(path: Path, work: Path) -> tuple[Path, tuple[str, ...]]:
    """The workbook, or a copy in ``work`` without the cells far from each sheet's table.

    With the copy comes a sentence about what was left out. Workbooks of other formats
    than xlsx are passed through. Raises TaskError for sheets that unpack to too much.
    """
    if not zipfile.is_zipfile(path):
        return path, ()
    blocks: dict[str, _Block] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                is_sheet = _SHEET.fullmatch(entry.filename)
                if is_sheet and (block := _block(archive, entry)):
                    blocks[entry.filename] = block
            if not blocks:
                return path, ()
            copy = work / "block.xlsx"
            _write_without(archive, copy, blocks)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        # Damaged: for the reader to say.
        return path, ()
    n_beyond = sum(block.n_beyond for block in blocks.values())
    cells = "1 cell" if n_beyond == 1 else f"{n_beyond:,} cells"
    return copy, (f"{cells} far away from the table left out.",)


def _block(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> _Block | None:
    """The real block of a sheet; None where its grid is no larger than its cells."""
    with archive.open(entry) as file:
        content = file.read(4096)
        if not _may_be_sparse(content, entry.file_size):
            return None
        content += file.read(_MOST_XML)
    if len(content) > _MOST_XML:
        raise TaskError(
            f"A sheet of the workbook unpacks to more than {_MOST_XML // MIB} MB.",
            "Upload fewer rows or columns, or the sheet as CSV.",
        )
    found = _CELL.findall(content)
    if not found:
        return None
    rows = sorted({int(row) for _, row in found})
    names = {name for name, _ in found}
    columns = sorted(map(_number, names))
    grid = (rows[-1] - rows[0] + 1) * (columns[-1] - columns[0] + 1)
    if grid <= max(_SMALL_GRID, 20 * len(found)):
        return None
    last_row, last_column = _end(rows, _GAP_ROWS), _end(columns, _GAP_COLUMNS)
    far = {name for name in names if _number(name) > last_column}
    n_beyond = sum(name in far or int(row) > last_row for name, row in found)
    return _Block(last_row, last_column, n_beyond) if n_beyond else None


def _may_be_sparse(head: bytes, size: int) -> bool:
    """What the sheet says of its own size; a cell takes 10 bytes of XML and more."""
    said = _DIMENSION.search(head)
    if said is None:
        return True
    cells = _number(said[3]) * int(said[4])
    return cells > max(_SMALL_GRID, size)


def _number(name: bytes) -> int:
    """The number of a column: A is 1, XFD is 16,384."""
    number = 0
    for letter in name:
        number = 26 * number + letter - 64
    return number


def _end(places: list[int], gap: int) -> int:
    """The last of the places that follow each other without a gap."""
    for before, behind in itertools.pairwise(places):
        if behind - before > gap:
            return before
    return places[-1]


def _write_without(
    archive: zipfile.ZipFile, copy: Path, blocks: dict[str, _Block]
) -> None:
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for entry in archive.infolist():
            if block := blocks.get(entry.filename):
                out.writestr(entry.filename, _cut(archive.read(entry), block))
            elif not entry.is_dir():
                with archive.open(entry) as file, out.open(entry.filename, "w") as to:
                    for part in iter(lambda: file.read(MIB), b""):
                        to.write(part)


def _cut(content: bytes, block: _Block) -> bytes:
    """The sheet's XML without rows and cells beyond the block, nor its old size."""
    content = _WHOLE_ROW.sub(
        lambda m: m[0] if int(m[1]) <= block.last_row else b"", content
    )
    content = _WHOLE_CELL.sub(
        lambda m: m[0] if _number(m[1]) <= block.last_column else b"", content
    )
    return re.sub(rb"<dimension [^>]*/>", b"", content)

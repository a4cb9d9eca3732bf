"""Workbooks: the choice of a sheet and the place of the table on it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import python_calamine

from analysis.base.errors import TaskError

from .blocks import Block, find_blocks
from .cells import Cells
from .layout import find_layout, footer_length
from .recipe import Recipe
from .sniff import Draft, drafted
from .table import cell_text

_LOOK = 200


@dataclass(frozen=True)
class Sheet:
    draft: Draft
    cells: Cells
    others: tuple[str, ...]
    tables: tuple[str, ...] = ()


def read_workbook(
    path: Path, sheet: str = "", header: str = "", number: str = ""
) -> Sheet:
    """Read one sheet: the named one, or the first that holds a table.

    ``number``: which of several tables on it, counted from 1.

    Raises TaskError for a damaged workbook, one without sheets, an unknown sheet and
    a sheet without cells.
    """
    book = _opened(path, sheet)
    names = book.sizes
    if sheet and sheet not in names:
        raise TaskError(f"There is no sheet called {sheet}.", options=tuple(names)[:50])
    chosen = sheet or next(iter(names))
    if not sheet:
        chosen = next((n for n, (h, w) in names.items() if h > 1 and w > 1), "")
        chosen = chosen or next((n for n, (h, w) in names.items() if h > 1), "")
        chosen = chosen or next((n for n, (h, w) in names.items() if h), "")
    others = tuple(name for name in names if name != chosen)
    grid = _grid(book.sheet(chosen)) if chosen else []
    if not grid:
        raise TaskError(
            f"The sheet {chosen} is empty." if chosen else "All sheets are empty.",
            "Choose another sheet." if others else "Upload a workbook with a table.",
            options=others[:50],
        )
    blocks = find_blocks(grid)
    block = _chosen(blocks, number)
    draft, body = _place(grid, chosen, header, block)
    width = draft.recipe.width
    columns = {
        str(place): [row[place] or None for row in body] for place in range(width)
    }
    table = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    tables = tuple(one.words for one in blocks) if len(blocks) > 1 else ()
    return Sheet(draft, Cells(table, draft.recipe, width), others, tables)


def _chosen(blocks: Sequence[Block], number: str) -> Block:
    if number and not (number.isdecimal() and 1 <= int(number) <= len(blocks)):
        raise TaskError(f"The sheet has no table {number}; it has {len(blocks)}.")
    return blocks[int(number) - 1 if number else 0]


@dataclass
class _Book:
    """Rows and columns that are filled, of the visible sheets; one of these is kept.

    A sheet is parsed as a whole to tell its size: the likely one not twice.
    """

    workbook: Any
    sizes: dict[str, tuple[int, int]]
    likely: str = ""
    kept: Any = None

    def sheet(self, name: str) -> Any:
        if name != self.likely:
            return self.workbook.get_sheet_by_name(name)
        kept, self.kept, self.likely = self.kept, None, ""
        return kept


def _opened(path: Path, wanted: str) -> _Book:
    try:
        workbook = python_calamine.load_workbook(str(path))
        book = _Book(workbook, {})
        for meta in workbook.sheets_metadata:
            if meta.visible != python_calamine.SheetVisibleEnum.Visible:
                continue
            if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(meta.name)
            height, width = book.sizes[meta.name] = _size(sheet)
            if meta.name == wanted or (
                not wanted and not book.likely and height > 1 and width > 1
            ):
                book.likely, book.kept = meta.name, sheet
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        if "assword" in type(error).__name__ + str(error):
            raise TaskError(
                "The workbook is locked with a password.",
                "Remove the password in Excel and upload it again.",
            ) from error
        raise TaskError(
            "This workbook is damaged: it cannot be opened.",
            "Open it in Excel or LibreOffice and save it again, or save it as CSV.",
        ) from error
    if not book.sizes:
        raise TaskError(
            "The workbook has no sheet with cells.", "Upload one with a table in it."
        )
    return book


def _size(sheet: Any) -> tuple[int, int]:
    if sheet.start is None or sheet.end is None:
        return 0, 0
    (top, left), (bottom, right) = sheet.start, sheet.end
    return bottom - top + 1, right - left + 1


def _grid(sheet: Any) -> list[list[str]]:
    """The cells as ``pandas.read_excel`` gives them to scripts, as text."""
    return [
        [_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)
    ]


def _text(cell: Any) -> str:
    if type(cell) is str:
        return cell
    if type(cell) is float and cell.is_integer():
        return str(int(cell))
    if type(cell) is datetime.date:
        cell = datetime.datetime.combine(cell, datetime.time())
    return cell_text(cell)


def _place(
    grid: list[list[str]], sheet: str, header: str, block: Block
) -> tuple[Draft, list[Any]]:
    part = [row[block.left : block.right] for row in grid[: block.bottom]]
    rows = part[block.top :]
    layout = find_layout(rows[:_LOOK], header)
    first = block.top + layout.first + layout.header_rows
    last = block.bottom
    filled = [row for row in part[first:] if any(cell.strip() for cell in row)]
    notes = footer_length(filled[:_LOOK], filled[-12:])
    while last > first and (notes or not any(c.strip() for c in part[last - 1])):
        notes -= any(c.strip() for c in part[last - 1])
        last -= 1
    width = block.right - block.left
    whole = block.left == 0 and block.right == len(grid[0])
    recipe = Recipe(
        format="excel",
        columns=(),
        sheet=sheet,
        header_rows=layout.header_rows,
        skip=layout.first,
        first_row=first,
        last_row=last,
        width=width,
        left=block.left,
        right=0 if whole else block.right,
    )
    start = block.top + layout.first
    head = [[re.sub(r"\s+", " ", c) for c in row] for row in part[start:first]]
    body = [row for row in part[first:last] if any(row)]
    return drafted(recipe, head, width, layout), body

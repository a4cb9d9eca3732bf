"""Tables as files to take away: what spreadsheets take for formulas is made harmless.

The functions go into scripts as they stand.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from analysis.base.errors import DataError

# A spreadsheet takes a text cell of a CSV file that begins so for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
EXCEL_ROWS, EXCEL_COLUMNS = 1_048_576, 16_384
EXCEL_CELLS = 5_000_000  # written in about a minute
EXCEL_TEXT = 32_767  # characters of a cell
EXCEL_DIGITS = 10**15  # larger whole numbers lose digits there


def harmless(value: Any) -> Any:
    """The value of a cell; text that would be run as a formula gets an apostrophe.

    Method: OWASP, CSV Injection.
    """
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value


def write_csv_file(data: pd.DataFrame, path: str) -> dict[str, int]:
    """Write UTF-8 with a byte order mark, commas, a point for decimals, ISO dates.

    Lines end as RFC 4180 has it, so that every kind of line break in a text is quoted.
    Returns how many cells were given an apostrophe, names of columns included.
    """
    n_guarded = 0
    columns = {}
    for place in range(data.shape[1]):
        column = data.iloc[:, place]
        if not isinstance(column.dtype, np.dtype) or column.dtype.kind == "O":
            cells = column.astype(object)
            guarded = cells.map(harmless, na_action="ignore")
            changed = (guarded != cells) & cells.notna()
            n_guarded += int(changed.sum())
            column = guarded if changed.any() else column
        columns[place] = column
    names = [harmless(str(name)) for name in data.columns]
    n_guarded += sum(
        name != str(old) for name, old in zip(names, data.columns, strict=True)
    )
    table = pd.DataFrame(columns, index=data.index).set_axis(names, axis=1)
    table.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")
    return {"n_guarded": n_guarded}


def write_parquet_file(data: pd.DataFrame, path: str) -> dict[str, int]:
    """Write the table with its types; nothing in such a file is ever run."""
    data.reset_index(drop=True).to_parquet(path, index=False)
    return {}


def write_excel_file(data: pd.DataFrame, path: str) -> dict[str, int]:
    """Write one sheet; text stays text there, whatever it begins with.

    What Excel cannot hold is written as text (dates before March 1900, whole numbers of
    more than 15 digits, infinity) or without it (control characters); how many cells
    that were is returned.

    Raises:
        DataError: there are more rows or columns than a sheet can hold.
    """
    n_rows, n_columns = data.shape
    if n_rows >= EXCEL_ROWS or n_columns > EXCEL_COLUMNS or data.size > EXCEL_CELLS:
        raise DataError(
            f"{n_rows:,} rows × {n_columns:,} columns are too much for an Excel file.",
            "Export it as CSV or Parquet, or filter rows first.",
        )
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    sheet.freeze_panes = "A2"
    counts = {"n_as_text": 0, "n_cut": 0}
    sheet.append([sheet_cell(sheet, str(name), counts) for name in data.columns])
    columns = [data.iloc[:, place].astype(object) for place in range(n_columns)]
    for row in zip(*columns, strict=True):
        sheet.append([sheet_cell(sheet, value, counts) for value in row])
    book.save(path)
    return counts


def sheet_cell(sheet: Any, value: Any, counts: dict[str, int]) -> Any:
    """A value as a cell of a sheet."""
    if isinstance(value, str):
        lines = value.replace("\r\n", "\n").replace("\r", "\n")  # as Excel breaks them
        kept = ILLEGAL_CHARACTERS_RE.sub("", lines)
        counts["n_cut"] += kept != lines or len(kept) > EXCEL_TEXT
        kept = kept[:EXCEL_TEXT]
        if not kept.startswith(("=", "#")):
            return kept
        cell = WriteOnlyCell(sheet, value=kept)
        cell.data_type = "s"  # neither a formula nor an error
        return cell
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        whole_day = value == value.normalize()
        moment = value.date() if whole_day else value.to_pydatetime()
        if value >= pd.Timestamp(1900, 3, 1):
            return moment
        counts["n_as_text"] += 1
        return moment.isoformat()
    too_large = isinstance(value, (int, np.integer)) and abs(int(value)) >= EXCEL_DIGITS
    if too_large or value in (np.inf, -np.inf):
        counts["n_as_text"] += 1
        return str(value)
    return value if isinstance(value, (bool, int, float)) else str(value)

"""All cells of a text file as text, quickly where the file is regular."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl

from analysis.base.errors import TaskError

from .emit import csv_options
from .empty import shared_if_empty
from .layout import footer_length
from .recipe import Recipe
from .table import plain_lines

_BLOCK = 2**24
_CELLS = 4_000_000  # read at once: text takes 16 bytes a cell, be it empty or not
_QUOTE, _CR, _LF, _NUL = 0x22, 0x0D, 0x0A, 0
_LOOK_BACK = 12
# Each attempt learns one longer row; files with more lengths than this are no table.
_ATTEMPTS = 30
MAX_COLUMNS = 16_384


@dataclass(frozen=True)
class Cells:
    """``table``: one text column for each field, named by its position.

    ``recipe``: as it turned out; a dialect that cannot read the file is given up.

    ``blank_rows``, ``n_rows``, ``width`` are what the recipe must say so that the
    script reads the same rows.
    """

    table: pl.DataFrame
    recipe: Recipe
    width: int
    blank_rows: bool = False
    n_rows: int | None = None
    n_footer: int = 0


def read_cells(path: Path, recipe: Recipe, data_line: int) -> Cells:
    """Read the rows below the header; ``recipe`` needs its dialect, not its columns.

    ``data_line``: lines of the file before the first row of values. Lines after the
    table (notes, sources) are found here, because only the whole file shows them.
    """
    cells = _read_regular(path, recipe, data_line)
    if cells is None or _footer_length(cells.table):
        cells = _read_any(path, recipe)
    return cells


def _unquoted(recipe: Recipe) -> Recipe:
    return recipe.model_copy(update={"quote": "", "escape": ""})


def _read_regular(path: Path, recipe: Recipe, data_line: int) -> Cells | None:
    """The fast way, None where it could differ from what pandas reads."""
    if recipe.encoding not in ("utf-8", "utf-8-sig") or recipe.replace_bytes:
        return None
    if (
        recipe.lone_returns
        or recipe.escape
        or recipe.quote == "'"
        or len(recipe.delimiter.encode()) != 1
    ):
        return None
    shape = _regular_shape(path, recipe.delimiter, recipe.quote)
    if shape is None:
        return None
    try:
        table = _read_columns(path, recipe, data_line, shape.n_lines)
    except pl.exceptions.PolarsError:
        return None
    if table[table.columns[-1]].null_count() == table.height:
        if not shape.is_full(recipe.width):
            return None
        if all(map(_is_all_blank, table)):
            none, some = table.clear(), table.height > 0
            return Cells(none, recipe, recipe.width, blank_rows=some)
    filled = _without_empty_rows(table)
    return None if filled is None else Cells(filled, recipe, recipe.width)


def _read_columns(
    path: Path, recipe: Recipe, data_line: int, n_lines: int
) -> pl.DataFrame:
    """All cells as text; a large table some columns at a time, for its empty ones."""
    step = max(1, _CELLS // max(1, n_lines))
    if step >= recipe.width:
        return _read_some(path, recipe, data_line, range(recipe.width))
    parts = []
    for start in range(0, recipe.width, step):
        some = range(start, min(start + step, recipe.width))
        part = _read_some(path, recipe, data_line, some)
        parts.append(pl.DataFrame([shared_if_empty(cells) for cells in part]))
    return pl.concat(parts, how="horizontal")


def _read_some(
    path: Path, recipe: Recipe, data_line: int, places: range
) -> pl.DataFrame:
    return pl.read_csv(
        path,
        has_header=False,
        columns=list(places),
        separator=recipe.delimiter,
        quote_char=recipe.quote or None,
        schema={str(place): pl.String for place in range(recipe.width)},
        skip_lines=data_line,
        glob=False,
    )


@dataclass(frozen=True)
class _Shape:
    """Lines of a regular file; its delimiters, None where quotes may hold some."""

    n_lines: int
    n_delimiters: int | None

    def is_full(self, width: int) -> bool:
        """Whether every line has all its fields, as far as none has more."""
        return self.n_delimiters == self.n_lines * (width - 1)


def _regular_shape(path: Path, delimiter: str, quote: str) -> _Shape | None:
    """No zero bytes, no lone carriage returns, each quote at the edge of a field.

    Readers differ in what they make of those, and of byte order marks in the middle.
    None where the file has any.
    """
    edge = np.zeros(256, dtype=bool)
    edge[[_CR, _LF, _QUOTE, ord(delimiter)]] = True
    last = np.array([_LF], dtype=np.uint8)
    quotes = n_lines = n_delimiters = 0
    with path.open("rb") as file:
        if file.read(3) != b"\xef\xbb\xbf":
            file.seek(0)
        while block := file.read(_BLOCK):
            now = np.concatenate([last, np.frombuffer(block, dtype=np.uint8)])
            if not now[1:].all():
                return None
            returns = np.flatnonzero(now[:-1] == _CR)
            if (now[returns + 1] != _LF).any():
                return None
            n_lines += block.count(b"\n")
            n_delimiters += block.count(delimiter.encode())
            if quote:
                places = np.flatnonzero(now[1:-1] == _QUOTE) + 1
                if not (edge[now[places - 1]] | edge[now[places + 1]]).all():
                    return None
                quotes += len(places)
            if b"\xef\xbb\xbf" in block:
                return None
            last = now[-2:]
    if quotes % 2:
        return None
    n_lines += int(last[-1] != _LF)
    return _Shape(n_lines, None if quotes else n_delimiters)


def _without_empty_rows(table: pl.DataFrame) -> pl.DataFrame | None:
    """Blank lines left out; None where lines of only delimiters may be among them."""
    last = table.columns[-1]
    empty = _is_blank(table[last])
    for name in table.columns[:-1]:
        if not empty.any():
            return table
        empty &= _is_blank(table[name])
    if not empty.any():
        return table
    suspects = table.with_row_index("row").filter(empty)
    # Blank lines at the very end are common and harmless: nothing follows them.
    first, count = int(suspects["row"][0]), len(suspects)
    at_end = first + count == len(table) and count <= 3
    only_nulls = all(suspects[name].null_count() == count for name in table.columns)
    if at_end and only_nulls and table.width == 1:
        return table.head(first)
    return None


def _is_all_blank(cells: pl.Series) -> bool:
    return bool(_is_blank(cells).all())


def _is_blank(cells: pl.Series) -> pl.Series:
    if cells.null_count() == len(cells):
        return cells.is_null()
    return cells.is_null() | (cells.str.strip_chars() == "").fill_null(value=False)


def _read_any(path: Path, recipe: Recipe) -> Cells:
    try:
        frame, width = _read_with_pandas(path, recipe)
    except TaskError:
        if not recipe.quote:
            raise
        # A quote that is never closed is a character like any other.
        recipe = _unquoted(recipe)
        frame, width = _read_with_pandas(path, recipe)
    blank = (frame.fillna("") == "").all(axis=1)
    table = pl.from_pandas(frame[~blank].reset_index(drop=True)).cast(pl.String)
    footer = _footer_length(table)
    n_rows = None
    if footer:
        kept = np.flatnonzero(~blank.to_numpy())[: len(table) - footer]
        n_rows = int(kept[-1]) + 1 if len(kept) else 0
        table = table.head(len(table) - footer)
        blank = blank.iloc[:n_rows]
    return Cells(table, recipe, width, bool(blank.any()), n_rows, footer)


def _read_with_pandas(path: Path, recipe: Recipe) -> tuple[pd.DataFrame, int]:
    """All fields of all rows, and how many fields the longest row has."""
    width, named = recipe.width, recipe.header_width
    for _ in range(_ATTEMPTS):
        try:
            frame = _read_fields(path, recipe, width)
            if width > 1 and (frame[width - 1] == "").all():
                # Only when columns are chosen does pandas say that there are fewer.
                _read_fields(path, recipe, width, usecols=list(range(width)))
        except pd.errors.EmptyDataError:
            frame = pd.DataFrame(columns=list(range(width)), dtype="str")
        except pd.errors.ParserWarning:
            width += 1
            continue
        except pd.errors.ParserError as error:
            width = _true_width(error, width)
            continue
        except (ValueError, UnicodeError) as error:
            raise _unreadable(error) from error
        # A header may name more columns than any row has.
        frame = frame.reindex(columns=range(max(width, named)), fill_value="")
        return frame.set_axis([str(name) for name in frame.columns], axis=1), width
    raise _unreadable(None)


def _read_fields(
    path: Path, recipe: Recipe, width: int, usecols: list[int] | None = None
) -> pd.DataFrame:
    with warnings.catch_warnings():
        # What pandas only warns of here is a row that it cuts off.
        warnings.simplefilter("error", pd.errors.ParserWarning)
        return pd.read_csv(
            _source(path, recipe),
            header=None,
            names=list(range(width)),
            usecols=usecols,
            index_col=False,
            skiprows=recipe.skip + recipe.header_rows,
            dtype="str",
            na_filter=False,
            **csv_options(recipe.model_copy(update={"packing": ""})),
        )


def _source(path: Path, recipe: Recipe) -> Path | io.StringIO:
    if not recipe.lone_returns:
        return path
    errors = "replace" if recipe.replace_bytes else "strict"
    return plain_lines(path, recipe.encoding, errors)


def _true_width(error: Exception, width: int) -> int:
    """pandas names the fields of the first row that has more, or of the longest."""
    seen = re.search(r"(?:saw|and found) (\d+)", str(error))
    if not seen or int(seen[1]) in (0, width) or int(seen[1]) > MAX_COLUMNS:
        raise _unreadable(error) from error
    return int(seen[1])


def _unreadable(error: Exception | None) -> TaskError:
    return TaskError(
        "The rows of this file cannot be told apart"
        + (f" ({str(error).strip()})." if error else "."),
        "Open it in a spreadsheet and save it as CSV or Excel.",
    )


def _footer_length(table: pl.DataFrame) -> int:
    head = table.head(200).fill_null("").rows()
    return footer_length(head, table.tail(_LOOK_BACK).fill_null("").rows())

"""Where a table starts in a grid of cells: titles above it, names, first values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from .missing import is_missing

Row = Sequence[str]

_NUMBER = re.compile(
    r"[(+\-−]?[$€£¥₹]?\s?(\d[\d.,'’ \u00a0\u202f]*|[.,]\d+)([eE][+-]?\d+)?\s?[%€$£)]?"
)
_DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}([-/.]\d{1,2})?([T ].*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}( .*)?"
    r"|\d{1,2}[- ][A-Za-z]{3,9}[- ]\d{2,4}|[A-Z][a-z]{2,8} \d{1,2}, \d{4}"
    r"|\d{1,2}:\d{2}(:\d{2})?"
)
_TRUTH = {"true", "false"}
_LOOK = 40


@dataclass(frozen=True)
class Layout:
    """``first``: the row of the names; ``header_rows``: 0 where there are no names."""

    first: int
    header_rows: int


def find_layout(rows: Sequence[Row], header: str = "") -> Layout:
    """Find the header in the first rows of a table; ``header``: "none" or "first"."""
    width = _usual_width(rows)
    first = _skip_narrow(rows, width)
    first = _skip_sparse(rows, first, width)
    if header:
        return Layout(first, int(header == "first"))
    if not _has_header(rows, first):
        return Layout(first, 0)
    return Layout(first, 2 if _has_units(rows, first) else 1)


def cell_kind(cell: str) -> str:
    """``empty``, ``number``, ``date``, ``truth`` or ``text``."""
    cell = cell.strip()
    if not cell or is_missing(cell):
        return "empty"
    if _NUMBER.fullmatch(cell):
        return "number"
    if _DATE.fullmatch(cell):
        return "date"
    return "truth" if cell.lower() in _TRUTH else "text"


def footer_length(head: Sequence[Row], tail: Sequence[Row]) -> int:
    """How many of the last rows are notes and no data.

    Such a row has words where the columns hold numbers or dates, or says that it is a
    note (Source: …, * …). Rows before it that only hold words belong to it.
    """
    width = max(map(len, head), default=0)
    if width < 3 or len(head) < 3:
        return 0
    kinds = [_column_kind([row[n].strip() for row in head]) for n in range(width)]
    loose = list(takewhile(lambda row: _is_loose(row, kinds), reversed(tail)))
    return len(loose) if any(_is_note(row, kinds) for row in loose) else 0


def _is_loose(row: Row, kinds: Sequence[str]) -> bool:
    """Few cells, all of them words, though some columns are of numbers or dates."""
    cells = [cell for cell in row if cell.strip()]
    words = all(cell_kind(cell) == "text" for cell in cells)
    typed = any(kind in _TYPED for kind in kinds)
    return bool(typed and words and cells and len(cells) <= 0.5 * len(kinds))


_TYPED = ("number", "date", "truth")
_NOTE = re.compile(
    r"(sources?|notes?|quelle|anmerkung|fuente|remarks?|generated|exported|updated)\b"
    r"|[*†©]|\(c\)",
    re.IGNORECASE,
)


def _is_note(row: Row, kinds: Sequence[str]) -> bool:
    astray = any(
        cell.strip() and kind in _TYPED for cell, kind in zip(row, kinds, strict=False)
    )
    return astray or bool(_NOTE.match(next(cell for cell in row if cell.strip())))


def _fill(row: Row) -> int:
    return sum(1 for cell in row if cell.strip())


def _usual_width(rows: Sequence[Row]) -> int:
    widths = Counter(len(row) for row in rows if _fill(row))
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _skip_narrow(rows: Sequence[Row], width: int) -> int:
    """Blank lines, comments and one-field lines before rows of the usual width."""
    for index, row in enumerate(rows):
        if not _fill(row):
            continue
        comment = row[0].lstrip().startswith("#") and len(row) < width
        if width < 2 or (len(row) > max(1, 0.5 * width) and not comment):
            return index
        if not comment and len(row) > 1:
            return index
    return 0


def _skip_sparse(rows: Sequence[Row], first: int, width: int) -> int:
    """Titles in rows that are padded to the full width, as spreadsheets export them."""
    if width < 3 or first >= len(rows):
        return first
    fills = sorted(_fill(row) for row in rows[first:] if _fill(row))
    usual = fills[len(fills) // 2]
    if _fill(rows[first]) >= 0.6 * usual:
        return first
    top = max(_fill(row) for row in rows[first : first + _LOOK])
    for index, row in enumerate(rows[first : first + _LOOK], first):
        kinds = {cell_kind(cell) for cell in row if cell.strip()}
        if _fill(row) >= 0.9 * top and kinds <= {"text", "empty"}:
            return index
    return first


def _has_header(rows: Sequence[Row], first: int) -> bool:
    names = rows[first]
    body = [row for row in rows[first + 1 :] if _fill(row)]
    if not body:
        return True
    for_names = against = 0.0
    counting = _is_sequence(names)
    for position, name in enumerate(names):
        cells = [row[position].strip() for row in body if position < len(row)]
        kind, values = _column_kind(cells), set(cells)
        mine = cell_kind(name)
        if mine == "empty" or (counting and mine == "number"):
            continue
        if kind in ("number", "date", "truth"):
            if mine == kind:
                against += 1
            else:
                for_names += 1
        elif (kind == "text" and name.strip() in values) or len(name) > 200:
            against += 0.5
    return for_names > against or against == 0


def _column_kind(cells: Sequence[str]) -> str:
    kinds = Counter(cell_kind(cell) for cell in cells)
    kinds.pop("empty", None)
    if not kinds:
        return "empty"
    kind, count = kinds.most_common(1)[0]
    return kind if count >= 0.8 * kinds.total() else "text"


def _is_sequence(names: Row) -> bool:
    """Years or steps as names: 1960, 1961, 1962 …"""
    numbers = [int(name) for name in names if re.fullmatch(r"\d{1,4}", name.strip())]
    rising = all(a < b for a, b in pairwise(numbers))
    years = all(1500 < number < 2200 for number in numbers)
    texts = sum(1 for name in names if cell_kind(name) == "text")
    return len(numbers) >= (2 if years else 3) and rising and texts > 0


def _has_units(rows: Sequence[Row], first: int) -> bool:
    """Whether the row below the names holds words (units) above columns of numbers."""
    below = rows[first + 1 : first + 2]
    body = [row for row in rows[first + 2 :] if _fill(row)]
    if not below or len(body) < 3:
        return False
    over_numbers = 0
    for position, cell in enumerate(below[0]):
        if cell_kind(cell) not in ("text", "empty"):
            return False
        cells = [row[position] for row in body if position < len(row)]
        if _column_kind(cells) in ("number", "date"):
            if not cell.strip() or cell_kind(cell) == "empty":
                return False
            over_numbers += 1
    return over_numbers >= 2

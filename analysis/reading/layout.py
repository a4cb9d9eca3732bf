"""Where a table starts in a grid of cells: titles above it, names, first values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from .cell_kinds import (
    TYPED,
    Row,
    are_names,
    cell_kind,
    column_kind,
    fill,
    is_sequence,
)
from .header_rows import HeaderRows, header_rows

_LOOK = 40
_BODY = 150  # rows show what the columns hold


@dataclass(frozen=True)
class Layout:
    """``first``: the row of the names; ``header_rows``: 0 where there are no names.

    ``names``: how the rows of names go together.
    """

    first: int
    header_rows: int
    names: HeaderRows


def find_layout(rows: Sequence[Row], header: str = "") -> Layout:
    """Find the header in the first rows of a table; ``header``: "none" or "first"."""
    width = _usual_width(rows)
    first = _skip_narrow(rows, width)
    first = _skip_sparse(rows, first, width)
    if header:
        found = HeaderRows(first, int(header == "first"))
    elif not _has_header(rows, first):
        found = HeaderRows(first, 0)
    else:
        found = header_rows(rows, first)
    return Layout(found.first, found.count, found)


def footer_length(head: Sequence[Row], tail: Sequence[Row]) -> int:
    """How many of the last rows are notes and no data.

    Such a row has words where the columns hold numbers or dates, or says that it is a
    note (Source: …, * …). Rows before it that only hold words belong to it.
    """
    width = max(map(len, head), default=0)
    if width < 3 or len(head) < 3:
        return 0
    loose = list(takewhile(lambda row: _is_loose(row, width), reversed(tail)))
    if not loose:
        return 0
    kinds = [column_kind([row[n].strip() for row in head]) for n in range(width)]
    notes = any(kind in TYPED for kind in kinds) and any(
        _is_note(row, kinds) for row in loose
    )
    return len(loose) if notes else 0


def _is_loose(row: Row, width: int) -> bool:
    """Few cells, all of them words."""
    cells = [cell for cell in row if cell.strip()]
    few = 0 < len(cells) <= 0.5 * width
    return few and all(cell_kind(cell) == "text" for cell in cells)


_NOTE = re.compile(
    r"(sources?|notes?|quelle|anmerkung|fuente|remarks?|generated|exported|updated)\b"
    r"|[*†©]|\(c\)",
    re.IGNORECASE,
)


def _is_note(row: Row, kinds: Sequence[str]) -> bool:
    astray = any(
        cell.strip() and kind in TYPED for cell, kind in zip(row, kinds, strict=False)
    )
    return astray or bool(_NOTE.match(next(cell for cell in row if cell.strip())))


def _usual_width(rows: Sequence[Row]) -> int:
    widths = Counter(len(row) for row in rows if fill(row))
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _skip_narrow(rows: Sequence[Row], width: int) -> int:
    """Blank lines, comments and one-field lines before rows of the usual width."""
    for index, row in enumerate(rows):
        if not fill(row):
            continue
        comment = row[0].lstrip().startswith("#") and len(row) < width
        if width < 2 or (len(row) > max(1, 0.5 * width) and not comment):
            return index
        if not comment and len(row) > 1 and not _is_above(rows, index, width):
            return index
    return 0


def _is_above(rows: Sequence[Row], index: int, width: int) -> bool:
    """Whether narrow rows from here on end at a row of names for wide ones."""
    for place in range(index + 1, min(index + _LOOK, len(rows))):
        row = rows[place]
        if len(row) > max(1, 0.5 * width):
            evident = fill(row) > 0.5 * width and are_names(row)
            return evident and place + 1 < len(rows) and _has_header(rows, place)
    return False


def _skip_sparse(rows: Sequence[Row], first: int, width: int) -> int:
    """Titles in rows that are padded to the full width, as spreadsheets export them."""
    if width < 3 or first >= len(rows):
        return first
    fills = sorted(fill(row) for row in rows[first:] if fill(row))
    usual = fills[len(fills) // 2]
    if fill(rows[first]) >= 0.6 * usual:
        return first
    top = max(fill(row) for row in rows[first : first + _LOOK])
    for index, row in enumerate(rows[first : first + _LOOK], first):
        if fill(row) >= 0.9 * top and are_names(row):
            return index
    return first


def _has_header(rows: Sequence[Row], first: int) -> bool:
    names = rows[first]
    body = [row for row in rows[first + 1 : first + 1 + _BODY] if fill(row)]
    if not body:
        return True
    for_names = against = 0.0
    counting = is_sequence(names)
    for position, name in enumerate(names):
        cells = [row[position].strip() for row in body if position < len(row)]
        kind, values = column_kind(cells), set(cells)
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

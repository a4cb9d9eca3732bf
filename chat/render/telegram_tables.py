"""Tables for a phone: monospace where they fit, else cards, else fewer columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from analysis.reply import Table
from chat.render.marks import unmarked
from chat.render.numbers import format_column
from chat.render.telegram_text import Piece, printable
from chat.telegram.limits import PHONE_COLUMNS

_CELL = 18
_CARDS = 8
_LISTED = 30
_LISTED_CELL = 300
_SHORT = 20
_GAP = 1


def table_pieces(table: Table, *, most_rows: int) -> tuple[list[Piece], bool]:
    """The table as text, and whether all of it is there."""
    rows = table.rows[:most_rows]
    labels = [_line(unmarked(column.label)) for column in table.columns]
    texts = [
        [_line(text) for text in format_column([row[at] for row in rows], c.format)]
        for at, c in enumerate(table.columns)
    ]
    wordy = [column.format in ("text", "code") for column in table.columns]
    body: list[Piece]
    complete = len(rows) == len(table.rows)
    wide = _widths(labels, texts, clipped=False)
    if not rows or not labels:
        body = []
    elif _total(wide) <= PHONE_COLUMNS:
        body = [Piece(_grid(labels, texts, wordy, wide), "pre")]
    elif (all(wordy) and len(rows) <= _LISTED) or len(rows) <= _CARDS:
        body = _cards(labels, texts)
    else:
        body, whole = _narrowed(labels, texts, wordy)
        complete = complete and whole
    return [*_above(table), *body, *_below(table, len(rows))], complete


def _above(table: Table) -> list[Piece]:
    return [Piece(unmarked(table.title), "b"), Piece("\n")] if table.title else []


def _below(table: Table, shown: int) -> list[Piece]:
    total = table.n_total if table.n_total is not None else len(table.rows)
    notes = [f"First {shown:,} of {total:,} rows"] if total > shown else []
    if table.note:
        notes.append(unmarked(table.note))
    return [Piece("\n"), Piece("\n".join(notes), "i")] if notes else []


def _narrowed(
    labels: Sequence[str], texts: Sequence[list[str]], wordy: Sequence[bool]
) -> tuple[list[Piece], bool]:
    """As many columns from the left as fit, the names of the others below."""
    widths = _widths(labels, texts, clipped=True)
    fitting = 1
    while fitting < len(labels) and _total(widths[: fitting + 1]) <= PHONE_COLUMNS:
        fitting += 1
    widths[0] = min(widths[0], PHONE_COLUMNS)
    grid = _grid(labels[:fitting], texts[:fitting], wordy, widths[:fitting])
    body = [Piece(grid, "pre")]
    left_out = labels[fitting:]
    if left_out:
        names = ", ".join(left_out[:6]) + ("…" if len(left_out) > 6 else "")
        body += [Piece("\n"), Piece(f"+ {len(left_out)} more columns: {names}", "i")]
    clipped = any(width > _CELL for width in _widths(labels, texts, clipped=False))
    return body, not left_out and not clipped


def _cards(labels: Sequence[str], texts: Sequence[list[str]]) -> list[Piece]:
    """A row below the other: its first cell strong, the others named."""
    pieces: list[Piece] = []
    for row in zip(*texts, strict=True):
        if pieces:
            pieces.append(Piece("\n"))
        pieces.append(Piece("• "))
        pieces.append(Piece(_shown(row[0]), "b"))
        rest = [
            (label, _shown(cell))
            for label, cell in zip(labels[1:], row[1:], strict=True)
            if cell
        ]
        if len(labels) == 2 and rest:
            pieces.append(Piece(f": {rest[0][1]}"))
        elif any(len(cell) > _SHORT for _, cell in rest):
            pieces += [Piece(f"\n   {label}: {cell}") for label, cell in rest]
        elif rest:
            named = " · ".join(f"{label} {cell}" for label, cell in rest)
            pieces.append(Piece(f"\n   {named}"))
    return pieces


def _shown(cell: str) -> str:
    return cell if len(cell) <= _LISTED_CELL else cell[: _LISTED_CELL - 1] + "…"


def _grid(
    labels: Sequence[str],
    texts: Sequence[Sequence[str]],
    wordy: Sequence[bool],
    widths: Sequence[int],
) -> str:
    columns = [
        [
            _padded(_clipped(text, width), width, right=not left)
            for text in (label, *cells)
        ]
        for label, cells, left, width in zip(labels, texts, wordy, widths, strict=False)
    ]
    lines = [(" " * _GAP).join(row).rstrip() for row in zip(*columns, strict=True)]
    return "\n".join([lines[0], "─" * min(_total(widths), PHONE_COLUMNS), *lines[1:]])


def _widths(
    labels: Sequence[str], texts: Sequence[Sequence[str]], *, clipped: bool
) -> list[int]:
    found = [
        max(map(display_width, (label, *cells)))
        for label, cells in zip(labels, texts, strict=True)
    ]
    return [min(width, _CELL) for width in found] if clipped else found


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + _GAP * max(0, len(widths) - 1)


def display_width(text: str) -> int:
    """Columns of monospace that the text takes."""
    return sum(
        0
        if unicodedata.combining(letter)
        else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
    )


def _clipped(text: str, width: int) -> str:
    if display_width(text) <= width:
        return text
    kept = ""
    for letter in text:
        if display_width(kept + letter) > width - 1:
            break
        kept += letter
    return kept + "…"


def _padded(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - display_width(text))
    return space + text if right else text + space


def _line(text: str) -> str:
    return " ".join(printable(text.replace("\n", " ")).split())

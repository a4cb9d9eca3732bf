"""Labelled values on a phone: lines, a flowing paragraph, or a column of numbers."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.base.reply import Item, KeyValues
from chat.render.marks import unmarked
from chat.render.numbers import format_cell
from chat.render.telegram_limits import PHONE_COLUMNS
from chat.render.telegram_tables import display_width
from chat.render.telegram_text import Piece, joined

_SEVERAL = 5
_SHORT = 24


def value_pieces(block: KeyValues) -> list[Piece]:
    """Many numbers stand in a column, many short words flow; others have a line each."""
    head = [[Piece(unmarked(block.title), "b")]] if block.title else []
    if block.style == "list" and _is_plain(block.items):
        if all(isinstance(item.value, int | float | None) for item in block.items):
            grid = _column(block.items)
            if grid is not None:
                return joined([*head, [Piece(grid, "pre")]], between="\n")
        elif all(len(item.label) + len(_value(item)) <= _SHORT for item in block.items):
            return joined([*head, _flowing(block.items)], between="\n")
    return joined([*head, *map(_line, block.items)], between="\n")


def _is_plain(items: Sequence[Item]) -> bool:
    return len(items) >= _SEVERAL and not any(item.note for item in items)


def _column(items: Sequence[Item]) -> str | None:
    """Names to the left, numbers to the right; None if that is too wide."""
    cells = [(unmarked(item.label), _value(item)) for item in items]
    left = max(display_width(name) for name, _ in cells)
    right = max(display_width(value) for _, value in cells)
    if left + 1 + right > PHONE_COLUMNS:
        return None
    return "\n".join(
        f"{name}{' ' * (left + 1 + right - display_width(name) - display_width(value))}"
        f"{value}"
        for name, value in cells
    )


def _flowing(items: Sequence[Item]) -> list[Piece]:
    pieces: list[Piece] = []
    for item in items:
        pieces.append(Piece(f"{' · ' if pieces else ''}{unmarked(item.label)} "))
        pieces.append(Piece(_value(item), "b"))
    return pieces


def _line(item: Item) -> list[Piece]:
    pieces = [Piece(f"{unmarked(item.label)}: "), Piece(_value(item), "b")]
    return [*pieces, Piece(f" ({unmarked(item.note)})")] if item.note else pieces


def _value(item: Item) -> str:
    return format_cell(item.value, item.format)

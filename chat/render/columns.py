"""What the dataset panel says of a column: a sign, a few words, a small picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from analysis.base.columns import Column, Kind
from chat.render.numbers import format_cell

SIGNS: dict[Kind, str] = {
    "integer": "#",
    "number": "#",
    "boolean": "✓",
    "datetime": "date",
    "category": "Aa",
    "text": "¶",
    "identifier": "id",
}
WORDS: dict[Kind, str] = {
    "integer": "whole number",
    "number": "number",
    "boolean": "yes / no",
    "datetime": "date",
    "category": "category",
    "text": "text",
    "identifier": "identifier",
}
SPARK_WIDTH, SPARK_HEIGHT = 76, 22
_GAP = 1.2
_BARS = 12


class Bar(NamedTuple):
    """A bar of the small picture, in its own units (76 × 22)."""

    x: float
    y: float
    width: float
    height: float


def column_hint(column: Column) -> str:
    """A few words on the values: "Jan–Dec 2025", "38 % yes", "4 levels", "0 – 45"."""
    if column.n_unique == 0:
        return "no values"
    if column.n_unique == 1 and column.levels:
        return f"always {_short(str(column.levels[0][0]))}"
    match column.kind:
        case "boolean":
            return _share(column)
        case "datetime":
            return _period(column)
        case "integer" | "number":
            return _interval(column)
        case "category":
            return f"{column.n_unique:,} levels"
        case "text" | "identifier":
            return f"{column.n_unique:,} distinct values"


def missing_share(column: Column, n_rows: int) -> str:
    """The share of empty cells in words, or nothing if there are none."""
    if not column.n_missing or not n_rows:
        return ""
    return f"{format_cell(column.n_missing / n_rows, 'percent')} missing"


def spark_bars(counts: Sequence[int]) -> list[Bar]:
    """The bars for the counts of a column, the tallest as high as the picture."""
    shown = _joined(counts)
    highest = max(shown, default=0)
    if highest <= 0:
        return []
    step = SPARK_WIDTH / len(shown)
    bars = []
    for index, count in enumerate(shown):
        height = max(SPARK_HEIGHT * count / highest, 1.5) if count else 0.0
        bars.append(
            Bar(
                round(index * step + _GAP / 2, 1),
                round(SPARK_HEIGHT - height, 1),
                round(step - _GAP, 1),
                round(height, 1),
            )
        )
    return bars


def _joined(counts: Sequence[int]) -> list[int]:
    """Neighbours summed until no more bars are left than the picture has room for."""
    size = -(-len(counts) // _BARS) or 1
    return [sum(counts[start : start + size]) for start in range(0, len(counts), size)]


def _share(column: Column) -> str:
    total = sum(count for _, count in column.levels)
    truths = {"true", "yes", "1", "y", "t"}
    for value, count in column.levels:
        if str(value).lower() in truths and total:
            name = "yes" if isinstance(value, bool) else str(value)
            return f"{100 * count / total:.0f} % {name}"
    return " / ".join(_short(str(value)) for value, _ in column.levels[:2])


def _interval(column: Column) -> str:
    low, high = (
        format_cell(bound, "number", minus="−")
        for bound in (column.minimum, column.maximum)
    )
    return f"{low} – {high}"


def _period(column: Column) -> str:
    first, last = _date(column.minimum), _date(column.maximum)
    if first is None or last is None:
        return f"{column.n_unique:,} dates"
    if first.date() == last.date():
        return f"{first:%H:%M} – {last:%H:%M}, {_day(first)}"
    if first.year != last.year:
        return f"{first:%b %Y} – {last:%b %Y}"
    if first.month != last.month:
        return f"{first:%b} – {last:%b %Y}"
    return f"{first.day} – {_day(last)}"


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %Y}"


def _date(value: float | str | None) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def _short(text: str) -> str:
    return text if len(text) <= 18 else text[:17] + "…"

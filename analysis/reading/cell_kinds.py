"""What single cells of a grid look like, before anything is known of their columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from .missing import is_missing

Row = Sequence[str]

_NUMBER = re.compile(
    r"[<>≤≥]?\s?[(+\-−]?[$€£¥₹]?\s?(\d[\d.,'’ \u00a0\u202f]*|[.,]\d+)"
    r"([eE][+-]?\d+)?\s?[%€$£)*]?"
)
_DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}([-/.]\d{1,2})?([T ].*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}( .*)?"
    r"|\d{1,2}[- ][A-Za-z]{3,9}[- ]\d{2,4}|[A-Z][a-z]{2,8} \d{1,2}, \d{4}"
    r"|\d{1,2}:\d{2}(:\d{2})?"
)
_TRUTH = {"true", "false"}
TYPED = ("number", "date", "truth")


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


def column_kind(cells: Sequence[str]) -> str:
    """The kind of four fifths of the filled cells, else ``text``."""
    kinds = Counter(map(cell_kind, cells))
    kinds.pop("empty", None)
    if not kinds:
        return "empty"
    kind, count = kinds.most_common(1)[0]
    return kind if count >= 0.8 * kinds.total() else "text"


def column_kinds(rows: Sequence[Row], width: int) -> list[str]:
    """The kind of each column of some rows."""
    return [
        column_kind([row[place] for row in rows if place < len(row)])
        for place in range(width)
    ]


def fill(row: Row) -> int:
    """How many cells are not blank."""
    return sum(map(bool, map(str.strip, row)))


def is_sequence(names: Row) -> bool:
    """Years or steps as names: 1960, 1961, 1962 …"""
    numbers = [int(name) for name in names if re.fullmatch(r"\d{1,4}", name.strip())]
    rising = all(a < b for a, b in pairwise(numbers))
    years = all(1500 < number < 2200 for number in numbers)
    texts = sum(1 for name in names if cell_kind(name) == "text")
    return len(numbers) >= (2 if years else 3) and rising and texts > 0


def are_names(row: Row) -> bool:
    """Whether a row may hold names: words, or words and years or steps."""
    kinds = {cell_kind(cell) for cell in row if cell.strip()}
    return kinds <= {"text", "empty"} or (
        kinds <= {"text", "empty", "number"} and is_sequence(row)
    )

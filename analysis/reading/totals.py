"""Rows that are sums of other rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from .lexicon import TOTALS
from .observed import observed
from .typing_columns import TypedColumn

# Words that also name things which are no sums are believed with the numbers only.
_WEAK = {"all", "overall", "ensemble", "sum", "suma", "somma"}
_MOST_WORDS, _MOST_ROWS = 5000, 1000
_LEAST_ROWS = 3
# Sums of rounded numbers miss the total by their rounding.
_ROUNDING = 0.005
_NUMERIC = ("integer", "number")


@dataclass(frozen=True)
class Totals:
    """``rows`` counted from 0; ``name`` is what they are called, "" without a name."""

    rows: tuple[int, ...]
    name: str = ""
    column: str = ""


def find_totals(columns: Sequence[TypedColumn], n_rows: int) -> Totals | None:
    """The rows of totals of a table, None where it has none."""
    if n_rows < _LEAST_ROWS:
        return None
    numbers = [c.values for c in columns if c.recipe.kind in _NUMERIC]
    if not numbers:
        return None
    for column in columns:
        if column.values.dtype != pl.String or column.n_unique > _MOST_WORDS:
            continue
        if found := _labelled(column, numbers):
            return found
    return _unlabelled(columns, numbers, n_rows)


def _labelled(column: TypedColumn, numbers: Sequence[pl.Series]) -> Totals | None:
    words = {
        word: _is_total(word)
        for word in observed(column.values.unique()).to_list()
        if _is_total(word) is not None
    }
    if not words or len(words) > 0.5 * column.n_unique:
        return None
    places = column.values.is_in(list(words)).arg_true()
    sure = any(words.values())
    if not sure and not _adds_up(places[-1], places, numbers):
        return None
    if len(places) > min(_MOST_ROWS, 0.5 * len(column.values)):
        return None
    name = next(iter(words))
    return Totals(tuple(places.to_list()), name, column.recipe.name)


def _is_total(word: str) -> bool | None:
    """True for a sure name of totals, False for one that needs its numbers, or None."""
    plain = " ".join(word.casefold().strip(" .:*").split())
    if plain in TOTALS:
        return plain not in _WEAK
    first, _, rest = plain.partition(" ")
    last = plain.rpartition(" ")[2]
    if rest and (first in TOTALS - _WEAK or last in TOTALS - _WEAK):
        return False
    return None


def _adds_up(place: int, others: pl.Series, numbers: Sequence[pl.Series]) -> bool:
    """Whether all numbers of a row are the sums of those above it, totals left out."""
    above = [row for row in range(place) if row not in set(others.to_list())]
    return _is_sum(place, above, numbers)


def _is_sum(place: int, above: Sequence[int], numbers: Sequence[pl.Series]) -> bool:
    checked = 0
    for values in numbers:
        total = values[place]
        if total is None or len(above) < 2:
            continue
        parts = observed(values.gather(list(above)))
        summed = float(parts.sum())
        slack = max(_ROUNDING * len(parts), 1e-9 * abs(summed))
        if len(parts) < 2 or not math.isfinite(summed):
            continue
        if not math.isclose(summed, float(total), rel_tol=0, abs_tol=slack):
            return False
        checked += bool(total)
    return checked > 0


def _unlabelled(
    columns: Sequence[TypedColumn], numbers: Sequence[pl.Series], n_rows: int
) -> Totals | None:
    """A last row of sums without a name for it."""
    texts = [c.values for c in columns if c.values.dtype == pl.String]
    dates = [c.values for c in columns if c.values.dtype.is_temporal()]
    nameless = [v for v in (*texts, *dates) if v[-1] is None]
    filled = len(nameless) == len(texts) + len(dates)
    if not filled or (not nameless and len(numbers) < 2):
        return None
    if any(values.head(n_rows - 1).null_count() > 0.2 * n_rows for values in nameless):
        return None
    found = _is_sum(n_rows - 1, range(n_rows - 1), numbers)
    return Totals((n_rows - 1,)) if found else None

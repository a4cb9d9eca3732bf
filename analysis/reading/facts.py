"""Counts over all cells of every column, from which plain columns are decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from .empty import shared_if_empty

_CELLS = 8_000_000
_FIRST = 1_000


@dataclass(frozen=True)
class Facts:
    """Of one column of text: what all of its cells show.

    ``text``: the cells without spaces around them, empty ones null. ``numbers``: the
    same as numbers where all of them are. ``whole``: as whole numbers, likewise.
    ``n_numbers``: cells that are numbers. ``zeros``: digits behind a leading zero
    (007). ``nan``: the word "nan" among numbers. ``padded``: spaces around cells.
    """

    text: pl.Series
    n_values: int
    n_numbers: int
    numbers: pl.Series | None = None
    whole: pl.Series | None = None
    zeros: bool = False
    nan: bool = False
    padded: bool = False


def gather(table: pl.DataFrame) -> Iterator[tuple[str, Facts]]:
    """Name and facts of each column, a few columns at a time."""
    step = max(1, _CELLS // max(1, table.height))
    for start in range(0, table.width, step):
        names = table.columns[start : start + step]
        yield from _facts_of(table.select(names))


def _facts_of(raw: pl.DataFrame) -> Iterator[tuple[str, Facts]]:
    numbers = _plain_numbers(raw)
    found = dict(_facts_of_numbers(raw.select(numbers.columns), numbers))
    others = raw.select([name for name in raw.columns if name not in found])
    found |= dict(_facts_of_others(others))
    for name in raw.columns:
        yield name, found.pop(name)


def _plain_numbers(raw: pl.DataFrame) -> pl.DataFrame:
    """The columns of which every cell is a number as it stands, as numbers.

    A number with spaces around it is none to the cast, so these have none, and the many
    passes that text needs are spared.
    """
    first = raw.head(_FIRST)
    begun = first.select(pl.all().cast(pl.Float64, strict=False).count()).row(0)
    filled = first.select(pl.all().count()).row(0)
    likely = [
        name for name, n, m in zip(raw.columns, begun, filled, strict=True) if n == m
    ]
    if not likely:
        return raw.select([])
    numbers = raw.select(pl.col(likely).cast(pl.Float64, strict=False))
    n_numbers = numbers.select(pl.all().count()).row(0)
    n_values = raw.select(pl.col(likely).count()).row(0)
    return numbers.select(
        [
            name
            for name, n, m in zip(likely, n_numbers, n_values, strict=True)
            if n == m and m
        ]
    )


def _facts_of_numbers(
    text: pl.DataFrame, numbers: pl.DataFrame
) -> Iterator[tuple[str, Facts]]:
    special = _special(text, numbers)
    for name in text.columns:
        zeros, nan, whole = special[name]
        n = len(text[name]) - text[name].null_count()
        yield (
            name,
            Facts(text[name], n, n, numbers[name], whole, zeros=zeros, nan=nan),
        )


def _facts_of_others(raw: pl.DataFrame) -> Iterator[tuple[str, Facts]]:
    if not raw.width:
        return
    stripped = raw.select(pl.all().str.strip_chars())
    before = raw.select(pl.all().str.len_bytes().sum()).row(0)
    after = stripped.select(pl.all().str.len_bytes().sum()).row(0)
    text = stripped.select(pl.when(pl.all() != "").then(pl.all()))
    numbers = text.select(pl.all().cast(pl.Float64, strict=False))
    n_values = text.select(pl.all().count()).row(0)
    n_numbers = numbers.select(pl.all().count()).row(0)
    numeric = [
        name
        for name, values, found in zip(raw.columns, n_values, n_numbers, strict=True)
        if values == found and values
    ]
    special = _special(text.select(numeric), numbers.select(numeric))
    for place, name in enumerate(raw.columns):
        zeros, nan, whole = special.get(name, (False, False, None))
        yield (
            name,
            Facts(
                text=shared_if_empty(text[name]),
                n_values=n_values[place],
                n_numbers=n_numbers[place],
                numbers=numbers[name] if name in special else None,
                whole=whole,
                zeros=zeros,
                nan=nan,
                padded=before[place] != after[place],
            ),
        )


def _special(
    text: pl.DataFrame, numbers: pl.DataFrame
) -> dict[str, tuple[bool, bool, pl.Series | None]]:
    """Of columns of numbers: leading zeros, "nan", and the whole numbers."""
    if not text.width or not text.height:
        return {}
    nans = numbers.select(pl.all().is_nan().any()).row(0)
    whole = _whole(text)
    zeros = _leading_zeros(text.select(list(whole)))
    return {
        name: (name in zeros, bool(nan), whole.get(name))
        for name, nan in zip(text.columns, nans, strict=True)
    }


def _whole(text: pl.DataFrame) -> dict[str, pl.Series]:
    first = text.head(100).select(pl.all().str.contains(r"^[+-]?\d+$").any()).row(0)
    likely = [
        name for name, is_whole in zip(text.columns, first, strict=True) if is_whole
    ]
    if not likely:
        return {}
    cast = text.select(pl.col(likely).cast(pl.Int64, strict=False))
    return {
        name: cast[name]
        for name in likely
        if cast[name].null_count() == text[name].null_count()
    }


def _leading_zeros(text: pl.DataFrame) -> set[str]:
    if not text.width:
        return set()
    # The pattern is costly; a first character settles most columns without it.
    starts = text.select(pl.all().str.head(1).is_in(["0", "-", "+"]).any()).row(0)
    suspects = [n for n, found in zip(text.columns, starts, strict=True) if found]
    if not suspects:
        return set()
    zeros = text.select(pl.col(suspects).str.contains(r"^[+-]?0\d").any()).row(0)
    return {name for name, found in zip(suspects, zeros, strict=True) if found}

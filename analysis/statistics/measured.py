"""Columns as calculations take them: numbers, dates, groups of numbers."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.results.calculations import Difference

TOO_LARGE = 1e150  # its square is still a number
WEEKDAYS = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
]  # fmt: skip
MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
]  # fmt: skip


def amounts(values: pd.Series, name: str, *, dates: bool = False) -> pd.Series:
    """The values as numbers (yes as 1, no as 0; infinite ones missing), or as dates.

    Raises:
        DataError: they are neither, or too large to compute with.
    """
    if pd.api.types.is_bool_dtype(values.dtype):
        return values.astype("float64" if values.hasnans else "int64")
    if dates and pd.api.types.is_datetime64_any_dtype(values.dtype):
        return values
    if values.isna().all():
        return pd.Series(np.nan, index=values.index)
    if not pd.api.types.is_numeric_dtype(values.dtype):
        kind = "dates" if hasattr(values, "dt") else "text"
        raise DataError(
            f"“{name}” holds {kind}, not numbers.",
            "Choose a column of numbers, or count its values.",
            name,
        )
    if pd.api.types.is_integer_dtype(values.dtype) and values.notna().all():
        # Whole numbers stay exact where their sum fits; beyond, they would wrap around.
        largest = max(abs(int(values.max())), abs(int(values.min())))
        return values.astype("int64" if largest * len(values) < 2**62 else "float64")
    values = values.astype("float64").replace([np.inf, -np.inf], np.nan)
    if values.abs().max() > TOO_LARGE:
        raise DataError(
            f"“{name}” holds numbers too large to compute with.",
            "Filter them out, or divide the column first.",
            name,
        )
    return values


def moments(values: pd.Series, name: str) -> pd.Series:
    """The values as dates without a time zone.

    Raises:
        DataError: they are no dates.
    """
    if not pd.api.types.is_datetime64_any_dtype(values.dtype):
        raise DataError(
            f"“{name}” holds no dates, so it has no months, weeks or days.",
            f"Turn it into dates first (“convert {name} to dates”), or name another.",
            name,
        )
    return values if values.dt.tz is None else values.dt.tz_localize(None)


def years(values: pd.Series, name: str) -> pd.Series:
    """The years of dates, or whole numbers that are years already, as dates."""
    if pd.api.types.is_numeric_dtype(values.dtype) and values.between(1, 9999).any():
        whole = values.where(values.between(1678, 2261)).astype("Int64").astype("str")
        return pd.to_datetime(whole, format="%Y", errors="coerce")
    return moments(values, name)


def date_of_parts(year: pd.Series, month: Any = 1, day: Any = 1) -> pd.Series:
    """Dates from columns of years, months (numbers or English names) and days.

    Parts that are no date together give none.
    """
    if not isinstance(month, int) and not pd.api.types.is_numeric_dtype(month.dtype):
        short = month.astype("str").str.strip().str[:3].str.title()
        month = pd.to_datetime(short, format="%b", errors="coerce").dt.month
    parts = pd.DataFrame({"year": year, "month": month, "day": day})
    return pd.to_datetime(parts, errors="coerce")


def weekday_names(numbers: pd.Series) -> pd.Series:
    """Monday for 0 to Sunday for 6."""
    return numbers.map(dict(enumerate(WEEKDAYS)))


def month_names(numbers: pd.Series) -> pd.Series:
    """January for 1 to December for 12."""
    return numbers.map(dict(enumerate(MONTHS, 1)))


def season_names(numbers: pd.Series) -> pd.Series:
    """Winter (December to February) for 0 to autumn for 3."""
    return numbers.map({0: "winter", 1: "spring", 2: "summer", 3: "autumn"})


def week_part_names(numbers: pd.Series) -> pd.Series:
    """Weekdays (Monday to Friday) for 0 and weekends for 1."""
    return numbers.map({0: "weekdays", 1: "weekends"})


def binned(values: pd.Series, bins: int | list[float]) -> pd.Series:
    """Classes [low, high) of numbers; the last one holds its upper bound too."""
    edges, values = bins, values.astype("float64")
    if isinstance(edges, int):
        low, high = float(values.min()), float(values.max())
        edges = [float(edge) for edge in np.linspace(low, high, edges + 1)]
        edges = edges if all(a < b for a, b in pairwise(edges)) else [low, high]
    texts = [f"{edge:.6g}" for edge in edges]
    if len(set(texts)) < len(texts):  # edges that differ only far behind the point
        texts = [repr(edge) for edge in edges]
    last = len(edges) - 2
    names = [
        f"[{low}, {high}{']' if place == last else ')'}"
        for place, (low, high) in enumerate(pairwise(texts))
    ]
    places = np.searchsorted(edges[1:-1], values.to_numpy(), side="right")
    codes = np.where(values.between(edges[0], edges[-1]), places, -1)
    classes = pd.Categorical.from_codes(codes, categories=names, ordered=True)
    return pd.Series(classes, index=values.index)


def period_of(dates: pd.Series, periods: list[list[str]]) -> pd.Series:
    """The name of the stretch (name, start, end; the end not in it) of each date."""
    found = pd.Series(None, index=dates.index, dtype="str")
    for name, start, end in periods:
        inside = (dates >= pd.Timestamp(start)) & (dates < pd.Timestamp(end))
        found = found.mask(inside, name)
    names = [name for name, _, _ in periods]
    return pd.Series(pd.Categorical(found, names, ordered=True), index=dates.index)


def picked(table: pd.DataFrame, key: str, values: list[Any]) -> pd.DataFrame:
    """The groups of these values of a key, in this order; 4 is also "4" and 4.0.

    Raises:
        DataError: a value does not occur.
    """
    texts = table[key].map(lambda value: f"{value}".removesuffix(".0"))
    place = {f"{v}".removesuffix(".0"): number for number, v in enumerate(values)}
    for value in place:
        if value not in set(texts):
            there = ", ".join(list(dict.fromkeys(texts))[:10])
            raise DataError(
                f"“{key}” has no value “{value}” here.", f"It has {there}.", key
            )
    places = texts.map(place).dropna().sort_values(kind="stable")
    return table.loc[places.index]


def every_group(levels: list[pd.Index], names: list[str]) -> pd.Index:
    """All combinations of the levels of several keys, those without rows too."""
    n_groups = int(np.prod([len(level) for level in levels]))
    if n_groups > 500_000:
        raise DataError(
            f"There would be {n_groups:,} groups, those without rows included.",
            "Use a longer unit of time, or fewer groups.",
            names[0],
        )
    return pd.MultiIndex.from_product(levels, names=names)


def most_frequent(rows: pd.DataFrame, keys: list[str], column: str) -> pd.Series:
    """The most frequent value of a column in each group; of several, the smallest."""
    sizes = rows.groupby([*keys, column], observed=True).size()
    sizes = sizes.sort_values(ascending=False, kind="stable").reset_index()
    return sizes.drop_duplicates(keys).set_index(keys)[column]


def require_groups(rows: pd.DataFrame, keys: list[str]) -> None:
    """A DataError if no row has a group."""
    if len(rows) == 0:
        raise DataError(
            f"No row has a value of “{'” and “'.join(keys)}”, so there are no groups.",
            "Group by another column.",
            keys[0],
        )


def tied_outside(values: pd.Series, start: int, stop: int) -> int:
    """How many values outside a stretch equal the last one in it."""
    if start >= len(values):
        return 0
    equal = values == values.iloc[min(stop, len(values)) - 1]
    return int(equal.sum() - equal.iloc[start:stop].sum())


def two_sides(groups: pd.Series) -> list[Any]:
    """The two groups that are compared, in the order of the table.

    Raises:
        DataError: there are not just two.
    """
    sides = list(dict.fromkeys(groups))
    if len(sides) != 2:
        found = ", ".join(str(side) for side in sides[:10])
        raise DataError(
            f"A comparison is of two groups; “{groups.name}” has {len(sides)} ({found}).",
            "Name two of them.",
            str(groups.name),
        )
    return sides


def differences(
    table: pd.DataFrame, key: str, others: list[str], sides: list[Any], names: list[str]
) -> list[Difference]:
    """The first side set against the second, by measure, in each of the other groups."""
    found: list[Difference] = []
    halves = [table[table[key] == side] for side in sides]
    if others:
        halves = [half.set_index(others) for half in halves]
    else:
        halves = [half.reset_index(drop=True) for half in halves]
    for name in names:
        one, other = (half[name].astype("float64") for half in halves)
        gap = one - other
        base = other.reindex(gap.index).where(other != 0)
        for group in gap.index:
            keys = list(group) if isinstance(group, tuple) else [group]
            found.append(
                {
                    "measure": name,
                    "keys": keys if others else [],
                    "values": [one.get(group), other.get(group)],
                    "difference": gap[group],
                    "ratio": one.get(group, np.nan) / base[group],
                    "change": gap[group] / abs(base[group]),
                }
            )
    return found

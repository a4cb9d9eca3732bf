"""Calculations once more, in plain Python: slow, simple, independent of pandas."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

Row = dict[str, Any]


def quantile(values: Sequence[float], share: float) -> float:
    """Linear interpolation between the ordered values (type 7 of Hyndman and Fan)."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def mode(values: Sequence[Any]) -> Any:
    counts = {value: values.count(value) for value in values}
    most = max(counts.values())
    return min(value for value, count in counts.items() if count == most)


STATISTICS: dict[str, Callable[[list[Any]], Any]] = {
    "sum": sum,
    "mean": statistics.fmean,
    "median": statistics.median,
    "min": min,
    "max": max,
    "range": lambda values: max(values) - min(values),
    "std": lambda values: statistics.stdev(values) if len(values) > 1 else None,
    "var": lambda values: statistics.variance(values) if len(values) > 1 else None,
    "iqr": lambda values: quantile(values, 0.75) - quantile(values, 0.25),
    "percentile": lambda values: quantile(values, 0.9),
    "first": lambda values: values[0],
    "last": lambda values: values[-1],
    "mode": mode,
}
ALWAYS = {"count": len, "unique": lambda values: len(set(values))}


def measured(rows: Sequence[Row], statistic: str, column: str) -> Any:
    """A statistic of what is there; None where nothing is."""
    if statistic == "missing":
        return sum(row[column] is None for row in rows)
    values = [row[column] for row in rows if row[column] is not None]
    if statistic in ALWAYS:
        return ALWAYS[statistic](values)
    return STATISTICS[statistic](values) if values else None


def grouped(rows: Sequence[Row], key: Callable[[Row], Any]) -> dict[Any, list[Row]]:
    """The rows by their key, in the order of the keys; rows without one left out."""
    found: dict[Any, list[Row]] = {}
    for row in rows:
        if key(row) is not None:
            found.setdefault(key(row), []).append(row)
    return dict(sorted(found.items()))


def months_between(first: date, last: date) -> list[str]:
    """``2024-03`` and all that follow up to the last."""
    places = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{place // 12}-{place % 12 + 1:02}" for place in places]


def _running(values: list[float]) -> list[float | None]:
    return [sum(values[: place + 1]) for place in range(len(values))]


def _moving(values: list[float]) -> list[float | None]:
    return [
        None if place < 2 else sum(values[place - 2 : place + 1]) / 3
        for place in range(len(values))
    ]


def _lag(values: list[float]) -> list[float | None]:
    return [None, *values[:-1]]


def _change(values: list[float]) -> list[float | None]:
    return [None, *(b - a for a, b in pairwise(values))]


def _growth(values: list[float]) -> list[float | None]:
    pairs = pairwise(values)
    return [None, *((b - a) / abs(a) if a else None for a, b in pairs)]


def _rank(values: list[float]) -> list[float | None]:
    return [1 + sum(other > value for other in values) for value in values]


def _cumulative_share(values: list[float]) -> list[float | None]:
    total = sum(values)
    return [
        each / total if each is not None and total else None
        for each in _running(values)
    ]


WINDOWS: dict[str, Callable[[list[float]], list[float | None]]] = {
    "running": _running,
    "moving": _moving,
    "lag": _lag,
    "change": _change,
    "growth": _growth,
    "rank": _rank,
    "cumulative_share": _cumulative_share,
}

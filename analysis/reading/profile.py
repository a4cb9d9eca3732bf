"""The profile of a typed column: what is known of it without opening the table."""

from __future__ import annotations

import math
from collections import Counter
from datetime import datetime
from typing import Any

import numpy as np
import polars as pl

from analysis.base.columns import Column, Kind, Scalar

from .kinds import MAX_LEVELS
from .observed import observed

_BINS = 20
_TOP = 20
# Below this many rows plain Python is faster than the calls into polars.
_SMALL = 5000


def profile(
    name: str,
    kind: Kind,
    values: pl.Series,
    n_unique: int,
    label: str = "",
    order: tuple[str, ...] = (),
    around: bool = False,
    unit: str = "",
) -> Column:
    """Counts, range, levels and a small histogram of one column."""
    levels = _levels(values) if n_unique <= MAX_LEVELS else ()
    low, high = _range(values)
    return Column(
        name=name,
        kind=kind,
        n_missing=values.null_count(),
        n_unique=n_unique,
        minimum=low,
        maximum=high,
        levels=levels,
        histogram=_histogram(values, levels),
        label=label,
        order=order,
        around=around,
        unit=unit,
    )


def _levels(values: pl.Series) -> tuple[tuple[Scalar, int], ...]:
    if values.null_count() == len(values):
        return ()
    if len(values) <= _SMALL:
        few = Counter(value for value in values.to_list() if value is not None)
        pairs = sorted(few.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple((_scalar(value), count) for value, count in pairs)
    counts = observed(values).alias("value").value_counts(name="times")
    # Equal counts are ordered by value: the same file gives the same profile.
    counts = counts.sort(["times", "value"], descending=[True, False])
    return tuple((_scalar(value), int(times)) for value, times in counts.rows())


def _scalar(value: Any) -> Scalar:
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, (str, int, float, bool)):
        return value
    return _date_text(value)


def _date_text(value: datetime) -> str:
    """ISO text; a day at midnight is only a day."""
    text = value.isoformat(sep=" ")
    return text.removesuffix(" 00:00:00")


def _range(values: pl.Series) -> tuple[float | str | None, float | str | None]:
    if values.dtype.is_numeric():
        # Infinite values are counted by the receipt; JSON and bounds cannot hold them.
        numbers = observed(values).cast(pl.Float64).to_numpy()
        finite = numbers[np.isfinite(numbers)]
        if not len(finite):
            return None, None
        return float(finite.min()), float(finite.max())
    if values.dtype.is_temporal():
        known = observed(values)
        if known.is_empty():
            return None, None
        return _date_text(known.min()), _date_text(known.max())  # type: ignore[arg-type]
    return None, None


def _histogram(
    values: pl.Series, levels: tuple[tuple[Scalar, int], ...]
) -> tuple[int, ...]:
    numeric = values.dtype.is_numeric() or values.dtype.is_temporal()
    if not numeric:
        return tuple(count for _, count in levels[:_TOP])
    numbers = observed(values).cast(pl.Int64) if values.dtype.is_temporal() else values
    known = observed(numbers).cast(pl.Float64).to_numpy()
    known = known[np.isfinite(known)]
    if not len(known):
        return ()
    low, high = float(known.min()), float(known.max())
    if not np.isfinite(high - low) or high == low:
        return (len(known),)
    # Halves are subtracted before scaling: the widest range would overflow.
    share = (known - low) / (high - low)
    places = np.minimum((share * _BINS).astype(np.int64), _BINS - 1)
    return tuple(int(n) for n in np.bincount(places, minlength=_BINS))

"""What a person wants to know of a new table before anything is asked of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.base.wording import counted, figure

from .observed import observed, thinned
from .receipt import Finding, FirstLook
from .typing_columns import TypedColumn

# Enough to see what stands out, and little time in a table of a million rows.
_SAMPLE, _MEASURES, _GROUPS, _LEVELS = 20_000, 12, 6, 12
_NAMED, _FINDINGS, _LEAST_ROWS = 6, 3, 8
# Cohen (1988): from here on a correlation (0.5) and a share of variance (0.14) are large.
_LARGE_R, _LARGE_ETA = 0.5, 0.14
_MOSTLY = 0.6
_UNIT = 20.0


def first_look(columns: Sequence[TypedColumn], n_rows: int) -> FirstLook:
    """What a row is, the span of time, measures, groups, what is odd, what stands out."""
    measures = [c for c in columns if _is_measure(c)]
    groups = [c for c in columns if _is_group(c, n_rows)]
    odd = [words for column in columns for words in _odd(column, n_rows)]
    found = sorted(_findings(measures[:_MEASURES], groups[:_GROUPS], n_rows))
    return FirstLook(
        row=_row(columns, n_rows),
        span=_span(columns),
        measures=tuple(c.recipe.name for c in measures),
        groups=tuple(c.recipe.name for c in groups),
        odd=tuple(odd[:_NAMED]),
        findings=tuple(finding for *_, finding in _varied(found)),
    )


def _is_measure(column: TypedColumn) -> bool:
    number = column.recipe.kind in ("integer", "number")
    return number and column.n_unique > 2 and not _is_year(column)


def _is_year(column: TypedColumn) -> bool:
    if column.recipe.kind != "integer" or column.n_unique > 300:
        return False
    low, high = column.values.min(), column.values.max()
    return float(low or 0) >= 1800 and float(high or 0) <= 2100  # type: ignore[arg-type]


def _is_group(column: TypedColumn, n_rows: int) -> bool:
    words = column.recipe.kind in ("category", "boolean") or _is_year(column)
    return (
        words and 2 <= column.n_unique <= max(_LEVELS, 2) and column.n_unique < n_rows
    )


def _row(columns: Sequence[TypedColumn], n_rows: int) -> str:
    """What tells the rows apart: one column, or two together."""
    if n_rows < 2:
        return ""
    likely = [
        c
        for c in columns
        if c.recipe.kind in ("identifier", "category", "text", "datetime")
        or _is_year(c)
    ]
    keys = [c for c in likely if c.n_unique == n_rows]
    if keys:
        return f"one {keys[0].recipe.name}"
    for one, other in combinations(likely[:_GROUPS], 2):
        if one.n_unique * other.n_unique < n_rows:
            continue
        pair = pl.DataFrame({"a": one.values, "b": other.values})
        if pair.n_unique() == n_rows and not one.values.null_count():
            return f"one {one.recipe.name} and {other.recipe.name}"
    return ""


def _span(columns: Sequence[TypedColumn]) -> str:
    for column in columns:
        if column.recipe.kind == "datetime" and column.n_unique > 1:
            low, high = column.values.min(), column.values.max()
            return f"{str(low)[:10]} to {str(high)[:10]} ({column.recipe.name})"
    for column in columns:
        if _is_year(column) and column.n_unique > 1:
            low, high = column.values.min(), column.values.max()
            return f"{low!s} to {high!s} ({column.recipe.name})"
    return ""


def _odd(column: TypedColumn, n_rows: int) -> Iterator[str]:
    name = column.recipe.name
    if column.n_unique == 1 and n_rows > 2 and not column.values.null_count():
        yield f"{name} is always {column.values[0]}"
    again = len(column.values) - column.values.null_count() - column.n_unique
    if column.recipe.kind == "identifier" and 0 < again <= 0.05 * n_rows:
        yield f"{name} repeats in {counted(again, 'row')}"
    if _is_measure(column) and (few := _other_unit(column.values)):
        yield f"{counted(few, 'value')} of {name} may be in another unit"


def _other_unit(values: pl.Series) -> int:
    """Few values that are far smaller or larger than all others by the same factor."""
    known = observed(values).cast(pl.Float64)
    if len(known) < _LEAST_ROWS or float(known.min()) <= 0:  # type: ignore[arg-type]
        return 0
    every = max(1, math.ceil(len(known) / _SAMPLE))
    middle = float(thinned(known, every).median())  # type: ignore[arg-type]
    near = (known > middle / 3) & (known < middle * 3)
    few = known.filter(~near)
    if not 0 < len(few) <= 0.1 * len(known):
        return 0
    ratio = few / middle
    apart = ((ratio > _UNIT) | (ratio < 1 / _UNIT)).all()
    return len(few) if apart else 0


Ranked = tuple[float, str, Finding]


def _findings(
    measures: Sequence[TypedColumn], groups: Sequence[TypedColumn], n_rows: int
) -> Iterator[Ranked]:
    if n_rows < _LEAST_ROWS:
        return
    step = max(1, math.ceil(n_rows / _SAMPLE))
    numbers = [
        (c.recipe.name, thinned(c.values, step).cast(pl.Float64).to_numpy())
        for c in measures
    ]
    scores = {name: _scores(values) for name, values in numbers}
    for one, other in combinations(numbers, 2):
        yield from _together(one, other, scores[one[0]], scores[other[0]])
    for group in groups:
        name, words = group.recipe.name, thinned(group.values, step)
        yield from _mostly(words, name)
        texts = words.cast(pl.String)
        levels = observed(texts.unique()).sort().to_list()
        codes = texts.cast(pl.Enum(levels))
        places = codes.to_physical().cast(pl.Int64).fill_null(-1).to_numpy()
        for measure in numbers:
            yield from _differs(measure, name, levels, places)


Numbers = npt.NDArray[np.float64]
Named = tuple[str, Numbers]


def _scores(values: Numbers) -> Numbers | None:
    """Standard scores, once for all pairs; None where there are gaps or one value."""
    if len(values) < _LEAST_ROWS or not np.isfinite(values).all():
        return None
    centred = values - values.mean()
    spread = float(values.std())
    return centred / spread if spread > 0 else None


def _correlation(one: Numbers, other: Numbers) -> float:
    """Of the rows that have both; NaN where it is not defined."""
    known = np.isfinite(one) & np.isfinite(other)
    x, y = _scores(one[known]), _scores(other[known])
    return math.nan if x is None or y is None else float(np.mean(x * y))


def _together(
    one: Named, other: Named, x: Numbers | None, y: Numbers | None
) -> Iterator[Ranked]:
    if x is None or y is None:
        r = _correlation(one[1], other[1])
    else:
        r = float(np.mean(x * y))
    if not math.isfinite(r) or abs(r) < _LARGE_R:
        return
    how = "rise together" if r > 0 else "move against each other"
    said = f"{one[0]} and {other[0]} {how} (r = {r:.2f})"
    asked = f"correlation between {_quoted(one[0])} and {_quoted(other[0])}"
    yield -abs(r), f"together {one[0]}", Finding(words=said, question=asked)


def _differs(
    measure: Named, group: str, levels: Sequence[str], places: npt.NDArray[np.int64]
) -> Iterator[Ranked]:
    name, values = measure
    known = np.isfinite(values) & (places >= 0)
    values, of = values[known], places[known]
    whole = float(values.var() * len(values)) if len(values) else 0.0
    counts = np.bincount(of, minlength=len(levels))
    enough = np.flatnonzero(counts > 1)
    if len(enough) < 2 or not whole > 0:
        return
    sums = np.bincount(of, weights=values, minlength=len(levels))
    means = sums[enough] / counts[enough]
    between = float((((means - values.mean()) ** 2) * counts[enough]).sum())
    if between / whole < _LARGE_ETA:
        return
    low, high = int(means.argmin()), int(means.argmax())
    said = (
        f"average {name} is highest for {group} = {levels[enough[high]]} "
        f"({figure(float(means[high]))}) and lowest for {levels[enough[low]]} "
        f"({figure(float(means[low]))})"
    )
    asked = f"average {_quoted(name)} by {_quoted(group)}"
    strength = math.sqrt(min(between / whole, 1.0))
    yield -strength, f"differs {name}", Finding(words=said, question=asked)


def _mostly(values: pl.Series, group: str) -> Iterator[Ranked]:
    known = observed(values).alias(group)
    counts = known.value_counts(name="times").sort("times", group)
    if counts.is_empty():
        return
    share = counts["times"][-1] / counts["times"].sum()
    if share < _MOSTLY or len(counts) < 2:
        return
    level = counts[group][-1]
    said = f"{share:.0%} of the rows have {group} = {level}"
    question = f"frequency of {_quoted(group)}"
    yield -0.4 * share, f"mostly {group}", Finding(words=said, question=question)


def _varied(found: Sequence[Ranked]) -> list[Ranked]:
    """The strongest findings, one about each thing."""
    kept: list[Ranked] = []
    for one in found:
        if len(kept) < _FINDINGS and one[1] not in {about for _, about, _ in kept}:
            kept.append(one)
    return kept


def _quoted(name: str) -> str:
    return name if name.isidentifier() else f"`{name}`"

"""Columns with two values, of which one counts as success."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from analysis.base.wording import name_of
from analysis.statistics.contingency import require_levels
from analysis.statistics.samples import matching_level
from analysis.statistics.values import one_column

YES_WORDS = ("true", "1", "yes", "y", "success", "positive", "pass", "s")


def success_level(column: str, levels: list[str], success: Any = None) -> str:
    """Which value is counted: the named one, else the one that says yes, else the last."""
    if success is not None:
        return matching_level(success, levels, column)
    for level in levels:
        if level.casefold() in YES_WORDS:
            return level
    return levels[-1]


def binary_table(
    data: pd.DataFrame, columns: list[str], success: Any = None
) -> tuple[np.ndarray, str, int, pd.Series]:
    """Columns with two values each as ones and zeros, a row per complete case.

    Columns of different values (yes and no, 1 and 0) each count the one that says yes.

    Returns the ones and zeros, what counts as one, how many rows were left out, and which
    were kept.

    Raises:
        DataError: a column without values, or with more than two.
    """
    table = pd.concat(
        [one_column(data, c).map(name_of, na_action="ignore") for c in columns], axis=1
    )
    kept = table.notna().all(axis=1)
    complete = table[kept].to_numpy()
    levels = sorted({str(value) for value in complete.ravel()})
    if len(levels) == 2:
        level = success_level(columns[0], levels, success)
        return (complete == level).astype("float64"), level, int((~kept).sum()), kept
    ones = []
    for number, column in enumerate(columns):
        own = sorted({str(value) for value in complete[:, number]})
        require_levels(column, own or ["nothing"], 2, "this test")
        ones.append(complete[:, number] == success_level(column, own, success))
    return np.column_stack(ones).astype("float64"), "yes", int((~kept).sum()), kept


def wilson_interval(
    count: float, n: float, confidence_level: float
) -> tuple[float, float]:
    """Wilson's (1927) score interval of a proportion."""
    z = float(stats.norm.ppf((1 + confidence_level) / 2))
    share = count / n
    below = 1 + z**2 / n
    centre = (share + z**2 / (2 * n)) / below
    half = z / below * math.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return max(0.0, centre - half), min(1.0, centre + half)


def newcombe_interval(
    first: tuple[float, float], second: tuple[float, float], confidence_level: float
) -> tuple[float, float]:
    """Newcombe's (1998, method 10) interval of the difference of two proportions.

    Each pair is a count and its total.
    """
    p1, p2 = first[0] / first[1], second[0] / second[1]
    low1, high1 = wilson_interval(*first, confidence_level)
    low2, high2 = wilson_interval(*second, confidence_level)
    difference = p1 - p2
    return (
        difference - math.hypot(p1 - low1, high2 - p2),
        difference + math.hypot(high1 - p1, p2 - low2),
    )


def clopper_pearson(
    count: int, n: int, alternative: str, confidence_level: float
) -> tuple[float, float]:
    """Clopper and Pearson's (1934) exact interval of a proportion."""
    tail = 1 - confidence_level
    tail = tail / 2 if alternative == "two-sided" else tail
    low = 0.0 if count == 0 else float(stats.beta.ppf(tail, count, n - count + 1))
    high = 1.0 if count == n else float(stats.beta.isf(tail, count + 1, n - count))
    return (
        0.0 if alternative == "less" else low,
        1.0 if alternative == "greater" else high,
    )

"""Fisher's exact test of tables of counts."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy import special, stats

from analysis.results.test_kinds import OddsFound
from analysis.results.tests import ExactFound

MAX_WORK = 100_000
RESAMPLES = 20_000
MAX_CELLS = 400_000
TOLERANCE = 1e-7


def fisher_two_by_two(table: np.ndarray, alternative: str) -> ExactFound:
    """The exact p-value of a 2 × 2 table (Fisher 1935), by the size of probabilities."""
    whole = np.rint(table).astype("int64")
    found = stats.fisher_exact(whole, alternative=alternative)
    return {"statistic": None, "p_value": float(found.pvalue)}


def conditional_odds_ratio(
    table: np.ndarray, alternative: str, confidence_level: float
) -> OddsFound:
    """The conditional maximum-likelihood odds ratio with its exact interval, as in R."""
    whole = np.rint(table).astype("int64")
    found = stats.contingency.odds_ratio(whole, kind="conditional")
    interval = found.confidence_interval(confidence_level, alternative=alternative)
    values = found.statistic, interval.low, interval.high
    finite = [float(v) if math.isfinite(v) else None for v in values]
    return {"estimate": finite[0], "ci_low": finite[1], "ci_high": finite[2]}


def fisher_larger(table: np.ndarray, random_state: int) -> ExactFound:
    """Freeman and Halton's (1951) extension to larger tables.

    Exact over all tables with the same margins where these are few, else by up to 20,000
    random ones (Patefield 1981).
    """
    whole = np.rint(table).astype("int64")
    if whole.shape[0] < whole.shape[1]:
        whole = whole.T
    p_value = enumerated_p_value(whole)
    if p_value is not None:
        return {"statistic": None, "p_value": p_value, "how": "exact"}
    rows, columns = whole.sum(axis=1), whole.sum(axis=0)
    n_random = int(np.clip(MAX_CELLS // whole.size, 999, RESAMPLES))
    tables = stats.random_table(rows, columns).rvs(
        size=n_random, random_state=random_state
    )
    limit = log_cells(whole) + TOLERANCE
    drawn = -special.gammaln(tables + 1.0).sum(axis=(1, 2))
    n_extreme = int((drawn <= limit).sum())
    return {
        "statistic": None,
        "p_value": (n_extreme + 1) / (n_random + 1),
        "how": f"{n_random:,} random tables, seed {random_state}",
    }


def log_cells(table: np.ndarray) -> float:
    """The logarithm of a table's probability, but for its margins' constant."""
    return -sum(math.lgamma(count + 1) for count in table.ravel().tolist())


def enumerated_p_value(table: np.ndarray) -> float | None:
    """The p-value over all tables with these margins; None where they are too many.

    Tables grow row by row; states with the same column sums left are kept together.
    """
    rows, columns = table.sum(axis=1).tolist(), tuple(table.sum(axis=0).tolist())
    margins = [math.lgamma(total + 1) for total in (*rows, *columns)]
    constant = sum(margins) - math.lgamma(sum(rows) + 1)
    limit = log_cells(table) + TOLERANCE
    states: dict[tuple[int, ...], dict[float, float]] = {columns: {0.0: 1.0}}
    work = 0
    for total in rows:
        grown: dict[tuple[int, ...], dict[float, float]] = {}
        for left, weights in states.items():
            for parts in row_fillings(total, left):
                work += len(parts) + len(weights)
                if work > MAX_WORK:
                    return None
                rest = tuple(c - part for c, part in zip(left, parts, strict=True))
                cost = -sum(math.lgamma(part + 1) for part in parts)
                target = grown.setdefault(rest, {})
                for weight, count in weights.items():
                    key = round(weight + cost, 9)
                    target[key] = target.get(key, 0.0) + count
        states = grown
    final = states[tuple(0 for _ in columns)]
    extreme = [
        count * math.exp(weight + constant)
        for weight, count in final.items()
        if weight <= limit
    ]
    return min(1.0, math.fsum(extreme))


def row_fillings(total: int, left: tuple[int, ...]) -> Any:
    """All ways to spread a row's total over columns with so much room left."""
    if len(left) == 1:
        if total <= left[0]:
            yield (total,)
        return
    room = sum(left[1:])
    for first in range(max(0, total - room), min(total, left[0]) + 1):
        for rest in row_fillings(total - first, left[1:]):
            yield (first, *rest)

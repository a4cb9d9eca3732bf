"""Trends over groups that have an order: by ranks, of shares, and of two scales."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

from analysis.base.errors import DataError
from analysis.results.tests import Found
from analysis.statistics.values import has_order, is_number_column, one_column


def require_order(
    data: pd.DataFrame,
    column: str,
    levels: Sequence[str] | None = None,
    *,
    two_do: bool = False,
) -> None:
    """A DataError for words of which none is known to be higher than another.

    ``levels`` that are named give the order; ``two_do``: two words need none.
    """
    values = one_column(data, column)
    is_bool = pd.api.types.is_bool_dtype(values.dtype)
    is_date = pd.api.types.is_datetime64_any_dtype(values.dtype)
    if levels or has_order(values) or is_number_column(values) or is_bool or is_date:
        return
    if two_do and values.dropna().nunique() <= 2:
        return
    raise DataError(
        f"The words of “{column}” have no order, so there is no trend over them.",
        f"Say it first: “order the levels of {column}: low, middle, high”.",
        column,
    )


def normal_p(z: float, alternative: str) -> float:
    """The p-value of a z statistic."""
    if alternative == "less":
        return float(stats.norm.cdf(z))
    if alternative == "greater":
        return float(stats.norm.sf(z))
    return float(2 * stats.norm.sf(abs(z)))


def jonckheere(samples: Sequence[np.ndarray]) -> tuple[float, float, float]:
    """J, z and Kendall's tau-b of samples in their order.

    J counts the pairs of a value and a larger one of a later sample, ties half. Its
    variance is corrected for ties; z is that of Kendall's S between value and place.

    Source: Jonckheere (1954), Terpstra (1952); Kendall and Gibbons (1990), section 4.4.
    """
    pooled = np.concatenate(list(samples))
    sizes = np.array([len(sample) for sample in samples], dtype="float64")
    n = float(len(pooled))
    j, before = 0.0, np.sort(samples[0])
    for sample in samples[1:]:
        less = np.searchsorted(before, sample, side="left")
        upto = np.searchsorted(before, sample, side="right")
        j += float((less + upto).sum()) / 2
        before = np.sort(np.concatenate([before, sample]))
    ties = np.unique(pooled, return_counts=True)[1].astype("float64")
    pairs = (n**2 - float((sizes**2).sum())) / 2
    s = 2 * j - pairs
    variance = _variance_of_s(n, ties, sizes)
    if variance <= 0:
        return j, 0.0, 0.0
    untied = n * (n - 1) / 2 - float((ties * (ties - 1)).sum()) / 2
    return j, s / math.sqrt(variance), s / math.sqrt(untied * pairs)


def _variance_of_s(n: float, ties: np.ndarray, groups: np.ndarray) -> float:
    """Of Kendall's S with ties in both rankings."""

    def own(t: np.ndarray) -> float:
        return float((t * (t - 1) * (2 * t + 5)).sum())

    def twos(t: np.ndarray) -> float:
        return float((t * (t - 1)).sum())

    def threes(t: np.ndarray) -> float:
        return float((t * (t - 1) * (t - 2)).sum())

    variance = (n * (n - 1) * (2 * n + 5) - own(ties) - own(groups)) / 18
    variance += twos(ties) * twos(groups) / (2 * n * (n - 1))
    if n > 2:
        variance += threes(ties) * threes(groups) / (9 * n * (n - 1) * (n - 2))
    return variance


def scores_of(labels: Sequence[str], by_value: bool, column: str) -> np.ndarray:
    """1, 2, 3 … for levels in their order, or the numbers that they are.

    Raises:
        DataError: by value, and a level is no number.
    """
    if not by_value:
        return np.arange(1.0, len(labels) + 1)
    try:
        return np.array([float(label.replace(",", "")) for label in labels])
    except ValueError:
        raise DataError(
            f"The values of “{column}” are no numbers, so they give no scores.",
            "Take equally spaced scores instead.",
            column,
        ) from None


def table_correlation(
    table: np.ndarray, row_scores: np.ndarray, column_scores: np.ndarray
) -> float | None:
    """Pearson's r of the scores over the cases of a table; None where one is constant."""
    n = float(table.sum())
    rows, columns = table.sum(axis=1) / n, table.sum(axis=0) / n
    # to sizes whose squares floating point can hold; r does not depend on them
    u, v = (
        scores / (float(np.abs(scores).max()) or 1.0)
        for scores in (row_scores, column_scores)
    )
    u, v = u - rows @ u, v - columns @ v
    spread = float(rows @ u**2) * float(columns @ v**2)
    if spread <= 0:
        return None
    return float(u @ table @ v) / n / math.sqrt(spread)


def chi_square_of(r: float, n: float) -> Found:
    """n r² with one degree of freedom."""
    chi2 = n * r**2
    return {"statistic": chi2, "p_value": float(stats.chi2.sf(chi2, 1)), "dof": 1}

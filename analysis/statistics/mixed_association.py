"""How strongly two columns of any kinds go together."""

from __future__ import annotations

import numpy as np
from scipy import stats

from analysis.results.associations import Measured
from analysis.statistics.association import coefficient_and_p
from analysis.statistics.contingency import chi_square_result


def correlation_ratio(numbers: np.ndarray, codes: np.ndarray) -> Measured:
    """Pearson's (1905) eta: the root of the variance share between groups, and F's p."""
    _, places = np.unique(codes, return_inverse=True)
    sizes = np.bincount(places)
    centred = numbers - numbers.mean()
    total = float((centred**2).sum())
    if len(sizes) < 2 or total <= 0:
        return {"value": None, "p_value": None}
    between = float((np.bincount(places, weights=centred) ** 2 / sizes).sum())
    within = max(total - between, 0.0)
    dof = len(sizes) - 1, len(numbers) - len(sizes)
    p_value = None
    if dof[1] > 0 and within > 1e-12 * total:
        p_value = float(stats.f.sf(between / dof[0] / (within / dof[1]), *dof))
    return {"value": float(np.sqrt(min(1.0, between / total))), "p_value": p_value}


def cramers_v_of(first: np.ndarray, second: np.ndarray, corrected: bool) -> Measured:
    """Cramér's V of two columns of codes, and the p-value of chi-square.

    Args:
        corrected: Bergsma's (2013) correction, without which few rows and many levels
            look associated.
    """
    rows_of, row = np.unique(first, return_inverse=True)
    columns_of, column = np.unique(second, return_inverse=True)
    n, r, k = len(first), len(rows_of), len(columns_of)
    if r < 2 or k < 2:
        return {"value": None, "p_value": None}
    counts = np.bincount(row * k + column, minlength=r * k)
    table = counts.reshape(r, k).astype("float64")
    found = chi_square_result(table, correction=False)
    phi2 = found["statistic"] / n
    rows, columns = float(r), float(k)
    if corrected:
        phi2 = max(0.0, phi2 - (k - 1) * (r - 1) / (n - 1))
        rows, columns = r - (r - 1) ** 2 / (n - 1), k - (k - 1) ** 2 / (n - 1)
    smaller = min(rows, columns) - 1
    value = float(np.sqrt(phi2 / smaller)) if smaller > 0 else None
    return {
        "value": None if value is None else min(1.0, value),
        "p_value": found["p_value"],
    }


def number_correlation(x: np.ndarray, y: np.ndarray, method: str) -> Measured:
    """Pearson's or Spearman's correlation with its p-value."""
    if len(x) < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return {"value": None, "p_value": None}
    value, p_value = coefficient_and_p(x, y, method)
    return {"value": value, "p_value": p_value}

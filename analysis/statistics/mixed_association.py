"""How strongly two columns of any kinds go together."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.statistics.association import coefficient_and_p
from analysis.statistics.contingency import chi_square_result
from analysis.statistics.mean_tests import anova_result


def correlation_ratio(numbers: np.ndarray, codes: np.ndarray) -> dict[str, Any]:
    """Pearson's (1905) eta: the root of the variance share between groups, and F's p."""
    samples = [numbers[codes == code] for code in np.unique(codes)]
    centre = numbers.mean()
    total = float(((numbers - centre) ** 2).sum())
    if len(samples) < 2 or total <= 0:
        return {"value": None, "p_value": None}
    between = sum(len(part) * (part.mean() - centre) ** 2 for part in samples)
    found = anova_result(samples) if len(numbers) > len(samples) else None
    return {
        "value": float(np.sqrt(min(1.0, between / total))),
        "p_value": found["p_value"] if found else None,
    }


def cramers_v_of(
    first: np.ndarray, second: np.ndarray, corrected: bool
) -> dict[str, Any]:
    """Cramér's V of two columns of codes, and the p-value of chi-square.

    Args:
        corrected: Bergsma's (2013) correction, without which few rows and many levels
            look associated.
    """
    table = pd.crosstab(first, second).to_numpy(dtype="float64")
    n, (r, k) = table.sum(), table.shape
    if r < 2 or k < 2 or n < 2:
        return {"value": None, "p_value": None}
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


def number_correlation(x: np.ndarray, y: np.ndarray, method: str) -> dict[str, Any]:
    """Pearson's or Spearman's correlation with its p-value."""
    if len(x) < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return {"value": None, "p_value": None}
    value, p_value = coefficient_and_p(x, y, method)
    return {"value": value, "p_value": p_value}

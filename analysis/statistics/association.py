"""Correlation of two columns of numbers."""

from __future__ import annotations

import math
from itertools import permutations

import numpy as np
import pandas as pd
from scipy import stats

from analysis.results.associations import CorrelatedPair
from analysis.statistics.moments import mean_and_deviations, precise_sum, standardised
from analysis.statistics.values import numbers_of

EXACT_SPEARMAN = 9


def correlate_pair(
    data: pd.DataFrame,
    x: str,
    y: str,
    method: str,
    confidence_level: float,
    alternative: str = "two-sided",
) -> CorrelatedPair:
    """The coefficient of two columns with p-value, interval and n.

    ``alternative`` is the hypothesis that p judges, as in R's cor.test; the interval is
    one-sided with it.

    Rows in which either value is missing are left out. Where there is no coefficient
    (fewer than three rows, a constant column) it is None and ``note`` says why.
    """
    pair = pd.DataFrame({"x": numbers_of(data, x), "y": numbers_of(data, y)}).dropna()
    first, second = pair["x"].to_numpy(), pair["y"].to_numpy()
    nothing: CorrelatedPair = {
        "coefficient": None,
        "p_value": None,
        "ci_low": None,
        "ci_high": None,
        "n_obs": len(pair),
        "n_missing": len(data) - len(pair),
        "note": "",
    }
    if len(pair) < 3:
        return {**nothing, "note": "fewer than three complete rows"}
    for name, values in ((x, first), (y, second)):
        if values.min() == values.max():
            return {**nothing, "note": f"{name} is constant"}
    coefficient, p_value = coefficient_and_p(first, second, method)
    level = confidence_level if alternative == "two-sided" else 2 * confidence_level - 1
    low, high = correlation_interval(coefficient, len(pair), method, level)
    if alternative != "two-sided" and coefficient is not None:
        p_value = one_sided_p(first, second, method, coefficient, p_value, alternative)
        low, high = (low, 1.0) if alternative == "greater" else (-1.0, high)
    return {
        **nothing,
        "coefficient": coefficient,
        "p_value": p_value,
        "ci_low": low,
        "ci_high": high,
    }


def coefficient_and_p(
    x: np.ndarray, y: np.ndarray, method: str
) -> tuple[float | None, float | None]:
    """The coefficient and its two-sided p-value.

    Pearson: t with n - 2 degrees of freedom. Spearman: the same on ranks, exact up to
    nine rows without ties. Kendall: tau-b with scipy's p-value.
    """
    if method == "kendall":
        tau = stats.kendalltau(x, y)
        return float(tau.statistic), float(tau.pvalue)
    if method == "spearman":
        x, y = stats.rankdata(x), stats.rankdata(y)
    coefficient = product_moment(x, y)
    if coefficient is None:
        return None, None
    tied = len(np.unique(x)) < len(x) or len(np.unique(y)) < len(y)
    if method == "spearman" and len(x) <= EXACT_SPEARMAN and not tied:
        return coefficient, exact_rank_p(coefficient, len(x))
    dof = len(x) - 2
    if abs(coefficient) == 1:
        return coefficient, 0.0
    t = coefficient * math.sqrt(dof / ((1 - coefficient) * (1 + coefficient)))
    return coefficient, float(2 * stats.t.sf(abs(t), dof))


def one_sided_p(
    x: np.ndarray,
    y: np.ndarray,
    method: str,
    coefficient: float,
    p_value: float | None,
    alternative: str,
) -> float | None:
    """The p-value of a positive ("greater") or negative ("less") coefficient.

    Half the two-sided one where the coefficient lies that way, one minus half
    otherwise; Kendall's is scipy's.
    """
    if method == "kendall":
        return float(stats.kendalltau(x, y, alternative=alternative).pvalue)
    if p_value is None:
        return None
    agrees = (coefficient > 0) == (alternative == "greater")
    return p_value / 2 if agrees else 1 - p_value / 2


def product_moment(x: np.ndarray, y: np.ndarray) -> float | None:
    """Pearson's r, from exactly summed deviations; None where one has no spread."""
    first = standardised(mean_and_deviations(x)[1])
    second = standardised(mean_and_deviations(y)[1])
    if first is None or second is None:
        return None
    r = precise_sum(first * second) / len(x)
    if abs(r) > 1 - 1e-15:
        return math.copysign(1.0, r)
    return r


def exact_rank_p(coefficient: float, n_obs: int) -> float:
    """Spearman's two-sided p-value over all orders of up to nine ranks."""
    orders = np.array(list(permutations(range(n_obs))))
    distances = ((orders - np.arange(n_obs)) ** 2).sum(axis=1)
    all_coefficients = 1 - 6 * distances / (n_obs * (n_obs**2 - 1))
    upper = float(np.mean(all_coefficients >= abs(coefficient) - 1e-12))
    return min(1.0, 2 * upper)


def correlation_interval(
    coefficient: float | None, n_obs: int, method: str, confidence_level: float
) -> tuple[float | None, float | None]:
    """The interval by Fisher's z; None below four rows (Kendall: five).

    Standard errors: Pearson 1 / (n - 3), Spearman (1 + r²/2) / (n - 3) (Bonett and
    Wright 2000), Kendall 0.437 / (n - 4) (Fieller, Hartley and Pearson 1957), squared.
    """
    lost = 4 if method == "kendall" else 3
    if coefficient is None or n_obs <= lost:
        return None, None
    if abs(coefficient) >= 1:
        return coefficient, coefficient
    factor = {"pearson": 1.0, "spearman": 1 + coefficient**2 / 2, "kendall": 0.437}
    error = math.sqrt(factor[method] / (n_obs - lost))
    half = float(stats.norm.ppf((1 + confidence_level) / 2)) * error
    z = math.atanh(coefficient)
    return math.tanh(z - half), math.tanh(z + half)

"""Tests of two-way tables in several strata."""

from __future__ import annotations

import math

import numpy as np
from scipy import stats

from analysis.results.test_kinds import OddsFound
from analysis.results.tests import Found


def mantel_haenszel_result(tables: np.ndarray, correction: bool) -> Found | None:
    """The Cochran–Mantel–Haenszel test of conditional independence.

    Mantel and Haenszel (1959) for 2 × 2 × K, with their continuity correction; the
    generalised test of Landis, Heyman and Koch (1978) for larger tables. ``tables`` has
    strata first. None where nothing varies within strata.
    """
    used = tables[tables.sum(axis=(1, 2)) > 1]
    if len(used) == 0:
        return None
    n_rows, n_columns = used.shape[1:]
    dof = (n_rows - 1) * (n_columns - 1)
    distance, covariance = np.zeros(dof), np.zeros((dof, dof))
    for table in used:
        n = table.sum()
        rows, columns = table.sum(axis=1), table.sum(axis=0)
        expected = np.outer(rows, columns) / n
        distance += (table - expected)[:-1, :-1].T.ravel()
        spread_rows = np.diag(rows[:-1]) - np.outer(rows[:-1], rows[:-1]) / n
        spread_columns = (
            np.diag(columns[:-1]) - np.outer(columns[:-1], columns[:-1]) / n
        )
        covariance += np.kron(spread_columns, spread_rows) / (n - 1)
    if np.linalg.matrix_rank(covariance) < dof:
        return None
    if dof == 1:
        step = 0.5 if correction and abs(distance[0]) >= 0.5 else 0.0
        statistic = float((abs(distance[0]) - step) ** 2 / covariance[0, 0])
    else:
        statistic = float(distance @ np.linalg.solve(covariance, distance))
    return {
        "statistic": statistic,
        "p_value": float(stats.chi2.sf(statistic, dof)),
        "dof": dof,
    }


def common_odds_ratio(tables: np.ndarray, confidence_level: float) -> OddsFound:
    """Mantel and Haenszel's odds ratio of 2 × 2 tables.

    The interval is by Robins, Breslow and Greenland (1986), as in R.
    """
    n = tables.sum(axis=(1, 2))
    used, n = tables[n > 0], n[n > 0]
    a, b, c, d = used[:, 0, 0], used[:, 0, 1], used[:, 1, 0], used[:, 1, 1]
    agree, differ = a * d / n, b * c / n
    r, s = float(agree.sum()), float(differ.sum())
    if r == 0 or s == 0:
        return {
            "estimate": 0.0 if r == 0 and s > 0 else None,
            "ci_low": None,
            "ci_high": None,
        }
    p, q = (a + d) / n, (b + c) / n
    variance = (
        float((p * agree).sum()) / (2 * r**2)
        + float((p * differ + q * agree).sum()) / (2 * r * s)
        + float((q * differ).sum()) / (2 * s**2)
    )
    half = float(stats.norm.ppf((1 + confidence_level) / 2)) * math.sqrt(variance)
    ratio = r / s
    return {
        "estimate": ratio,
        "ci_low": ratio * math.exp(-half),
        "ci_high": ratio * math.exp(half),
    }


def breslow_day_result(
    tables: np.ndarray, odds_ratio: float | None
) -> tuple[float, float] | None:
    """Whether the odds ratio is the same in all strata: Breslow and Day (1980).

    With Tarone's (1985) adjustment. None where it is not defined.
    """
    margins = (tables.sum(axis=1) > 0).all(axis=1) & (tables.sum(axis=2) > 0).all(
        axis=1
    )
    used = tables[margins]
    if odds_ratio is None or not odds_ratio > 0 or len(used) < 2:
        return None
    expected = np.array([expected_corner(table, odds_ratio) for table in used])
    rows, columns = used[:, 0, :].sum(axis=1), used[:, :, 0].sum(axis=1)
    n = used.sum(axis=(1, 2))
    cells = [
        expected,
        rows - expected,
        columns - expected,
        n - rows - columns + expected,
    ]
    if any(bool((cell <= 0).any()) for cell in cells):
        return None
    variances = 1 / sum(1 / cell for cell in cells)
    distance = used[:, 0, 0] - expected
    statistic = float((distance**2 / variances).sum())
    statistic -= float(distance.sum()) ** 2 / float(variances.sum())
    return statistic, float(stats.chi2.sf(max(0.0, statistic), len(used) - 1))


def expected_corner(table: np.ndarray, odds_ratio: float) -> float:
    """The first cell that gives a table with these margins this odds ratio."""
    row, column, n = table[0].sum(), table[:, 0].sum(), table.sum()
    a = 1 - odds_ratio
    b = n - row - column + odds_ratio * (row + column)
    c = -odds_ratio * row * column
    if abs(a) < 1e-12:
        return float(-c / b)
    root = math.sqrt(max(0.0, b**2 - 4 * a * c))
    low, high = max(0.0, row + column - n), min(row, column)
    for sign in (1, -1):
        value = float((-b + sign * root) / (2 * a))
        if low <= value <= high:
            return value
    return float(low)

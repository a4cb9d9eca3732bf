"""Coefficients and terms of a linear regression as rows of results."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy import stats

from analysis.statistics.design import Design
from analysis.statistics.least_squares import Fit


def coefficient_rows(
    labels: list[str],
    estimates: np.ndarray,
    errors: np.ndarray,
    confidence_level: float,
    alpha: float,
    dof: float | None = None,
) -> list[dict[str, Any]]:
    """Estimate, standard error, t (z without ``dof``), p and interval of each coefficient.

    A coefficient without error, of an exact fit, has no t and no p.
    """
    law = stats.norm if dof is None else stats.t(dof)
    quantile = float(law.ppf((1 + confidence_level) / 2))
    rows = []
    for label, b, error in zip(labels, estimates, errors, strict=True):
        ratio = float(b / error) if error > 0 else None
        p_value = None if ratio is None else float(2 * law.sf(abs(ratio)))
        rows.append(
            {
                "term": label,
                "estimate": float(b),
                "std_error": float(error),
                "statistic": ratio,
                "p_value": p_value,
                "ci_low": float(b - quantile * error),
                "ci_high": float(b + quantile * error),
                "significant": None if p_value is None else bool(p_value < alpha),
            }
        )
    return rows


def add_ratios(coefficients: list[dict[str, Any]], name: str) -> None:
    """Adds each coefficient's exponential with its interval, where it is a number."""
    for row in coefficients:
        for key, source in (
            (name, "estimate"),
            (f"{name}_ci_low", "ci_low"),
            (f"{name}_ci_high", "ci_high"),
        ):
            row[key] = math.exp(row[source]) if abs(row[source]) < 700 else None


def term_rows(
    design: Design, outcome: np.ndarray, fit: Fit, kind: int, alpha: float
) -> list[dict[str, Any]]:
    """Sums of squares, F and p of each term, type II or III, and of the residuals.

    Type II takes each term after all that do not contain it, type III after all others;
    the latter needs a design in sum-to-zero coding (as SAS, and R's car with contr.sum).
    ``fit`` has the same predictors in any coding: its orthonormal basis turns columns of
    n rows into as many numbers as there are coefficients.
    """
    basis = fit.basis
    intercept = basis.shape[1] > design.values.shape[1]
    target = (outcome - outcome.mean() if intercept else outcome).astype("float64")
    values = design.values.astype("float64")
    if intercept:
        basis, values = basis[:, 1:], values - values.mean(axis=0)
    reduced = basis.T @ (values / np.sqrt((values**2).sum(axis=0)))
    along = basis.T @ target
    terms = list(design.parts)

    def rest(kept: list[str]) -> float:
        columns = [at for at, term in enumerate(design.terms) if term in kept]
        if not columns:
            return float((along**2).sum())
        x = reduced[:, columns]
        left = along - x @ np.linalg.lstsq(x, along, rcond=None)[0]
        return float((left**2).sum())

    full, dof_error = fit.rss, len(outcome) - fit.basis.shape[1]
    rows = []
    for term in terms:
        inside = set(design.parts[term])
        others = [
            other
            for other in terms
            if other != term and (kind == 3 or not inside < set(design.parts[other]))
        ]
        ss, dof = (
            max(0.0, rest(others) - rest([*others, term])),
            design.terms.count(term),
        )
        f = ss / dof / (full / dof_error) if full > 0 else None
        p_value = None if f is None else float(stats.f.sf(f, dof, dof_error))
        rows.append(
            {
                "term": term,
                "sum_of_squares": ss,
                "dof": [dof, dof_error],
                "statistic": f,
                "p_value": p_value,
                "partial_eta_squared": ss / (ss + full) if ss + full > 0 else None,
                "significant": None if p_value is None else bool(p_value < alpha),
            }
        )
    residual = {"term": "residual", "sum_of_squares": full, "dof": [dof_error]}
    empty = dict.fromkeys(
        ("statistic", "p_value", "partial_eta_squared", "significant")
    )
    return [*rows, {**residual, **empty}]


def joint_test(
    estimates: np.ndarray, covariance: np.ndarray, dof_error: float
) -> tuple[float, float] | None:
    """Wald's F that all the coefficients given are zero, and its p."""
    spread = np.sqrt(np.diag(covariance))
    if not (spread > 0).all():
        return None
    ratios = estimates / spread
    relation = covariance / np.outer(spread, spread)
    if np.linalg.matrix_rank(relation) < len(ratios):
        return None
    f = float(ratios @ np.linalg.solve(relation, ratios)) / len(ratios)
    return f, float(stats.f.sf(f, len(ratios), dof_error))

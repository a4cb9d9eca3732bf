"""Coefficients and terms of a linear regression as rows of results."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy import stats

from analysis.results.regressions import Coefficient, ModelJudgement, ModelTerm
from analysis.statistics.design import Design
from analysis.statistics.least_squares import Fit


def coefficient_rows(
    labels: list[str],
    estimates: np.ndarray,
    errors: np.ndarray,
    confidence_level: float,
    alpha: float,
    dof: float | None = None,
) -> list[Coefficient]:
    """Estimate, standard error, t (z without ``dof``), p and interval of each coefficient.

    A coefficient without error, of an exact fit, has no t and no p.
    """
    law = stats.norm if dof is None else stats.t(dof)
    quantile = float(law.ppf((1 + confidence_level) / 2))
    rows: list[Coefficient] = []
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


def exponential(value: float | None) -> float | None:
    """``exp``; None where it is no number."""
    return None if value is None or abs(value) >= 700 else math.exp(value)


def model_judgement(p_value: float | None, alpha: float) -> ModelJudgement:
    """What the test of the whole model comes to; an exact fit has no p."""
    if p_value is None:
        return {"verdict": "exact fit", "significant": None}
    significant = bool(p_value < alpha)
    shown = (
        "the model is significant" if significant else "the model is not significant"
    )
    return {"verdict": shown, "significant": significant}


def term_rows(
    design: Design,
    outcome: np.ndarray,
    fit: Fit,
    kind: int,
    alpha: float,
    weights: np.ndarray | None = None,
) -> list[ModelTerm]:
    """Sums of squares, F and p of each term, type I to III, and of the residuals.

    Type I takes each term after those before it, type II each term after all that do not contain it, type III after all others;
    the latter needs a design in sum-to-zero coding (as SAS, and R's car with contr.sum).
    ``fit`` has the same predictors in any coding: its orthonormal basis turns columns of
    n rows into as many numbers as there are coefficients.
    """
    terms = list(design.parts)
    rest = unexplained_by_terms(design, outcome, fit, weights)
    full, dof_error = fit.rss, len(outcome) - fit.basis.shape[1]
    rows: list[ModelTerm] = []
    for term in terms:
        others = terms_before(term, design.parts, kind)
        ss = max(0.0, rest(others) - rest([*others, term]))
        dof = design.terms.count(term)
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
    residual: ModelTerm = {
        "term": "residual",
        "sum_of_squares": full,
        "dof": [dof_error],
        "statistic": None,
        "p_value": None,
        "partial_eta_squared": None,
        "significant": None,
    }
    return [*rows, residual]


def terms_before(term: str, parts: dict[str, list[str]], kind: int) -> list[str]:
    """The terms that a term's sum of squares comes after, in type I, II or III."""
    every = list(parts)
    rivals = every[: every.index(term)] if kind == 1 else every
    return [
        other
        for other in rivals
        if other != term and (kind == 3 or not set(parts[term]) < set(parts[other]))
    ]


def unexplained_by_terms(
    design: Design, outcome: np.ndarray, fit: Fit, weights: np.ndarray | None
) -> Callable[[list[str]], float]:
    """The sum of squares that given terms leave over, of what the whole model explains."""
    basis = fit.basis
    target, values = outcome.astype("float64"), design.values.astype("float64")
    if basis.shape[1] > values.shape[1]:
        target = target - np.average(target, weights=weights)
        values = values - np.average(values, axis=0, weights=weights)
        basis = basis[:, 1:]
    if weights is not None:
        roots = np.sqrt(weights)
        target, values = target * roots, values * roots[:, None]
    reduced = basis.T @ (values / np.sqrt((values**2).sum(axis=0)))
    along = basis.T @ target

    def rest(kept: list[str]) -> float:
        columns = [at for at, term in enumerate(design.terms) if term in kept]
        if not columns:
            return float((along**2).sum())
        x = reduced[:, columns]
        left = along - x @ np.linalg.lstsq(x, along, rcond=None)[0]
        return float((left**2).sum())

    return rest


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

"""What a linear regression takes for granted, and which rows decide it."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import stats

from analysis.statistics.assumptions import check_normality, check_result
from analysis.statistics.least_squares import Fit, leverage_of

MOST_INFLUENTIAL = 5
SERIAL_BOUNDS = (1.5, 2.5)


def regression_checks(
    fit: Fit, design: np.ndarray, alpha: float
) -> list[dict[str, Any]]:
    """Normal residuals of equal variance that do not follow each other."""
    serial = durbin_watson(fit.residuals)
    in_order = check_result(
        "no serial relation of residuals",
        "Durbin–Watson",
        None,
        alpha,
    )
    return [
        *check_normality(["residuals"], [fit.residuals], alpha),
        check_result(
            "equal variance of residuals",
            "Breusch–Pagan (studentised)",
            breusch_pagan(fit.residuals, design),
            alpha,
        ),
        {
            **in_order,
            "statistic": serial,
            "holds": bool(SERIAL_BOUNDS[0] <= serial <= SERIAL_BOUNDS[1]),
        },
    ]


def durbin_watson(residuals: np.ndarray) -> float:
    """The sum of squared steps over the sum of squares; about 2 without serial relation."""
    return float((np.diff(residuals) ** 2).sum() / (residuals**2).sum())


def breusch_pagan(
    residuals: np.ndarray, design: np.ndarray
) -> tuple[float, float] | None:
    """Whether squared residuals depend on the predictors: n R² and its p.

    Breusch and Pagan (1979), studentised by Koenker (1981), as R's lmtest::bptest.
    """
    squares = residuals**2 / (residuals**2).mean()
    rest = squares - squares.mean()
    total = float((rest**2).sum())
    x = design.astype("float64")
    x = x - x.mean(axis=0)
    spread = np.sqrt((x**2).sum(axis=0))
    if not total > 0 or not (spread > 0).all():
        return None
    x = x / spread
    left = rest - x @ np.linalg.lstsq(x, rest, rcond=None)[0]
    statistic = len(residuals) * (1 - float((left**2).sum()) / total)
    return statistic, float(stats.chi2.sf(statistic, x.shape[1]))


def cooks_distances(fit: Fit) -> np.ndarray:
    """How far all fitted values move if a row is left out (Cook 1977)."""
    n_obs, p = fit.basis.shape
    leverage = leverage_of(fit)
    spare = np.maximum(1 - leverage, 1e-12)
    variance = fit.rss / (n_obs - p)
    return np.asarray(fit.residuals**2 * leverage / (p * variance * spare**2))


def studentised_residuals(fit: Fit) -> np.ndarray:
    """Residuals over their standard errors (internally studentised)."""
    n_obs, p = fit.basis.shape
    spare = np.maximum(1 - leverage_of(fit), 1e-12)
    return np.asarray(fit.residuals / np.sqrt(fit.rss / (n_obs - p) * spare))


def influential_rows(fit: Fit, places: np.ndarray) -> list[dict[str, Any]]:
    """The rows with the largest Cook's distance; ``places`` count the table's rows."""
    distances, standard = cooks_distances(fit), studentised_residuals(fit)
    leverage = leverage_of(fit)
    order = np.argsort(-distances, kind="stable")[:MOST_INFLUENTIAL]
    return [
        {
            "row": int(places[at]) + 1,
            "cooks_distance": float(distances[at]),
            "leverage": float(leverage[at]),
            "residual": float(fit.residuals[at]),
            "studentised_residual": float(standard[at]),
        }
        for at in order
    ]

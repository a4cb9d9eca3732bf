"""What a linear regression takes for granted, and which rows decide it."""

from __future__ import annotations

import numpy as np
from scipy import linalg, stats

from analysis.results.regressions import InfluentialRow
from analysis.results.tests import Assumption
from analysis.statistics.assumptions import check_normality, check_result
from analysis.statistics.least_squares import Fit, leverage_of

MOST_INFLUENTIAL = 5
SERIAL_BOUNDS = (1.5, 2.5)


def regression_checks(
    fit: Fit, design: np.ndarray, intercept: bool, alpha: float
) -> list[Assumption]:
    """Normal residuals of equal variance that do not follow each other."""
    explaining = fit.basis[:, 1:] if intercept else centred_basis(design)
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
            breusch_pagan(fit.residuals, explaining),
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
    residuals: np.ndarray, explaining: np.ndarray
) -> tuple[float, float] | None:
    """Whether squared residuals depend on the predictors: n R² and its p.

    Breusch and Pagan (1979), studentised by Koenker (1981), as R's lmtest::bptest.
    ``explaining`` (n × k) is an orthonormal basis of the centred predictors.
    """
    squares = residuals**2 / (residuals**2).mean()
    rest = squares - squares.mean()
    total = float((rest**2).sum())
    if not total > 0:
        return None
    explained = float(((explaining.T @ rest) ** 2).sum())
    statistic = len(residuals) * explained / total
    return statistic, float(stats.chi2.sf(statistic, explaining.shape[1]))


def centred_basis(design: np.ndarray) -> np.ndarray:
    """An orthonormal basis of the predictors taken from their means."""
    x = design.astype("float64")
    x -= x.mean(axis=0)
    x /= np.sqrt((x**2).sum(axis=0))
    return np.asarray(linalg.qr(x, mode="economic", overwrite_a=True)[0])


def cooks_distances(fit: Fit, leverage: np.ndarray) -> np.ndarray:
    """How far all fitted values move if a row is left out (Cook 1977)."""
    n_obs, p = fit.basis.shape
    spare = np.maximum(1 - leverage, 1e-12)
    variance = fit.rss / (n_obs - p)
    return np.asarray(fit.residuals**2 * leverage / (p * variance * spare**2))


def studentised_residuals(fit: Fit, leverage: np.ndarray) -> np.ndarray:
    """Residuals over their standard errors (internally studentised)."""
    n_obs, p = fit.basis.shape
    spare = np.maximum(1 - leverage, 1e-12)
    return np.asarray(fit.residuals / np.sqrt(fit.rss / (n_obs - p) * spare))


def influential_rows(fit: Fit, places: np.ndarray) -> list[InfluentialRow]:
    """The rows with the largest Cook's distance; ``places`` count the table's rows."""
    leverage = leverage_of(fit)
    distances = cooks_distances(fit, leverage)
    standard = studentised_residuals(fit, leverage)
    n_shown = min(MOST_INFLUENTIAL, len(distances))
    least = np.partition(distances, -n_shown)[-n_shown]
    near = np.flatnonzero(distances >= least)
    order = near[np.argsort(-distances[near], kind="stable")][:n_shown]
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

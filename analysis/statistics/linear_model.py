"""What is said of a least-squares fit: goodness, tests and standardised slopes."""

from __future__ import annotations

import math

import numpy as np
from scipy import stats

from analysis.base.errors import DataError
from analysis.base.wording import names_of
from analysis.results.regressions import Coefficient, GoodnessOfFit, ModelComparison
from analysis.statistics.design import Design
from analysis.statistics.effect_sizes import noncentral_f_bounds
from analysis.statistics.least_squares import Fit
from analysis.statistics.regression_terms import joint_test


def add_standardised(
    coefficients: list[Coefficient],
    design: Design,
    outcome: np.ndarray,
    fit: Fit,
    intercept: bool,
) -> None:
    """Adds each slope in standard deviations of its column and the outcome, and its VIF."""
    spread = float(outcome.std(ddof=1))
    slopes = coefficients[1:] if intercept else coefficients
    for at, row in enumerate(slopes):
        scale = float(design.values[:, at].std(ddof=1)) / spread
        row["standardised"] = row["estimate"] * scale
        low, high = row["ci_low"], row["ci_high"]
        row["standardised_ci_low"] = None if low is None else low * scale
        row["standardised_ci_high"] = None if high is None else high * scale
        row["vif"] = float(fit.inflation[at])


def whole_model_test(
    fit: Fit, cov: np.ndarray, covariance: str, dof: list[int], intercept: bool
) -> tuple[float, float] | None:
    """F and p that all slopes are zero: by sums of squares, or Wald's if robust."""
    if fit.exact:
        return None
    if covariance != "nonrobust":
        start = int(intercept)
        return joint_test(fit.coefficients[start:], cov[start:, start:], dof[1])
    f = fit.ess / dof[0] / (fit.rss / dof[1])
    return f, float(stats.f.sf(f, *dof))


def goodness_of_fit(
    fit: Fit,
    dof: list[int],
    intercept: bool,
    confidence_level: float,
    weights: np.ndarray | None = None,
) -> GoodnessOfFit:
    """R² and what else says how close the model comes to the data."""
    n_obs, p = fit.basis.shape
    rss = 0.0 if fit.exact else fit.rss
    share = rss / fit.tss
    low = high = log_likelihood = None
    if not fit.exact:
        f = fit.ess / dof[0] / (fit.rss / dof[1])
        bounds = noncentral_f_bounds(f, dof[0], dof[1], confidence_level)
        low, high = (None if b is None else b / (b + n_obs) for b in bounds)
        log_likelihood = -n_obs / 2 * (math.log(2 * math.pi * rss / n_obs) + 1)
        if weights is not None:
            log_likelihood += float(np.log(weights).sum()) / 2
    return {
        "r_squared": 1 - share,
        "r_squared_ci_low": low,
        "r_squared_ci_high": high,
        "adjusted_r_squared": 1 - share * (n_obs - intercept) / dof[1],
        "rmse": math.sqrt(rss / dof[1]),
        "log_likelihood": log_likelihood,
        "aic": None if log_likelihood is None else 2 * (p + 1) - 2 * log_likelihood,
        "bic": None
        if log_likelihood is None
        else math.log(n_obs) * (p + 1) - 2 * log_likelihood,
    }


def smaller_model(
    fit: Fit,
    cov: np.ndarray,
    design: Design,
    without: list[str] | None,
    intercept: bool,
    alpha: float,
) -> ModelComparison | None:
    """F and p of leaving predictors, and all terms that hold them, out of the model."""
    if not without or fit.exact:
        return None
    gone = [
        at + int(intercept)
        for at, term in enumerate(design.terms)
        if set(design.parts[term]) & set(without)
    ]
    if not gone or len(gone) == len(design.terms):
        raise DataError(
            f"The smaller model leaves out {names_of(without)}, which "
            + ("are all predictors." if gone else "is no predictor."),
            "Name some of the predictors to leave out.",
            without[0],
        )
    dof_error = fit.basis.shape[0] - fit.basis.shape[1]
    found = joint_test(fit.coefficients[gone], cov[np.ix_(gone, gone)], dof_error)
    if found is None:
        return None
    return {
        "without": list(without),
        "statistic_name": "F",
        "statistic": found[0],
        "p_value": found[1],
        "dof": [len(gone), dof_error],
        "significant": bool(found[1] < alpha),
    }

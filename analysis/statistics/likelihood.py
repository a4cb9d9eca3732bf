"""Logistic and Poisson regression by maximum likelihood."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import linalg, special

from analysis.base.errors import DataError
from analysis.results.regressions import Coefficient, CurvePoint
from analysis.statistics.design import Design
from analysis.statistics.least_squares import require_independent, require_varying
from analysis.statistics.regression_terms import coefficient_rows
from analysis.statistics.sandwich import cluster_factor, sandwich

MOST_STEPS = 40
CONVERGED = 1e-9
WELL_CONDITIONED = 1e-5  # least of largest pivot, from which xᵀWx keeps enough digits


class LikelihoodFit(NamedTuple):
    """A fitted model: coefficients (intercept first), their covariance, fitted means.

    ``null_log_likelihood`` is that of the intercept alone.
    """

    coefficients: np.ndarray
    covariance: np.ndarray
    fitted: np.ndarray
    log_likelihood: float
    null_log_likelihood: float


def likelihood_fit(
    design: Design, outcome: np.ndarray, family: str, name: str
) -> LikelihoodFit:
    """Newton's method (iteratively reweighted least squares) with the canonical link.

    Columns are centred, scaled and made orthogonal (QR) first, so that neither their units
    nor their relations matter. Steps that
    make the fit worse are halved.

    Args:
        family: "binomial" (logit link, outcome 0 and 1) or "poisson" (log link, counts).

    Raises:
        DataError: too few rows, collinear predictors, or no finite solution: a predictor
            separates the outcomes (Albert and Anderson 1984).
    """
    values = design.values.astype("float64")
    n_obs, k = values.shape
    if n_obs <= k + 1:
        raise DataError(
            f"{n_obs} complete rows are too few for {k + 1} coefficients; at least "
            f"{k + 2} are needed.",
            "Use fewer predictors, or fill their missing values.",
            name,
        )
    means = values.mean(axis=0)
    scaled = values - means
    norms = np.sqrt((scaled**2).mean(axis=0))
    rounding = np.finfo("float64").eps * np.abs(values).max(axis=0)
    require_varying(norms, rounding, design.labels)
    scaled /= norms * np.sqrt(n_obs)
    basis, r = linalg.qr(scaled, mode="economic", overwrite_a=True, check_finite=False)
    require_independent(r, 8 * rounding / norms, design.labels)
    x = np.empty((n_obs, k + 1), order="F")
    x[:, 0], x[:, 1:] = 1, basis * np.sqrt(n_obs)
    share = float(outcome.mean())
    start = np.zeros(k + 1)
    start[0] = np.log(share / (1 - share)) if family == "binomial" else np.log(share)
    inner, found = newton(x, outcome, family, start)
    if not found:
        raise separated(design, outcome, family, name)
    mean, weight = mean_and_weight(x @ inner, family)
    slopes = linalg.solve_triangular(r, np.eye(k)) / norms[:, None]
    back = np.eye(k + 1)
    back[0, 1:], back[1:, 1:] = -(means @ slopes), slopes
    triangle = np.linalg.qr(x * np.sqrt(weight)[:, None], mode="r")
    root = back @ np.linalg.inv(np.asarray(triangle))
    rest = constant_of(outcome, family)
    level = np.full(n_obs, start[0])
    return LikelihoodFit(
        coefficients=np.asarray(back @ inner),
        covariance=np.asarray(root @ root.T),
        fitted=mean,
        log_likelihood=log_likelihood_of(x @ inner, outcome, family) + rest,
        null_log_likelihood=log_likelihood_of(level, outcome, family) + rest,
    )


def likelihood_covariance(
    fit: LikelihoodFit,
    design: Design,
    outcome: np.ndarray,
    errors: str,
    groups: np.ndarray | None,
    dispersion: float = 1.0,
) -> np.ndarray:
    """The coefficients' covariance by the model, widened by ``dispersion``, or robust.

    Robust it is for ``errors`` "robust", and where rows of one of ``groups`` go together.
    """
    if errors == "model" and groups is None:
        return fit.covariance * dispersion
    return robust_likelihood_covariance(fit, design, outcome, groups)


def likelihood_rows(
    fit: LikelihoodFit,
    design: Design,
    covariance: np.ndarray,
    confidence_level: float,
    alpha: float,
    dof: float | None = None,
) -> list[Coefficient]:
    """The intercept and the design's columns with z (t with ``dof``), p and interval."""
    labels, spread = ["intercept", *design.labels], np.sqrt(np.diag(covariance))
    return coefficient_rows(
        labels, fit.coefficients, spread, confidence_level, alpha, dof
    )


def robust_likelihood_covariance(
    fit: LikelihoodFit, design: Design, outcome: np.ndarray, groups: np.ndarray | None
) -> np.ndarray:
    """The coefficients' covariance without trust in the model's variances.

    Huber (1967) and White (1982), as R's sandwich (HC0); with ``groups`` rows of one may
    go together, corrected by G / (G - 1).
    """
    ones = np.ones((len(outcome), 1))
    x = np.hstack([ones, design.values.astype("float64")])
    scores = x * (outcome - fit.fitted)[:, None]
    factor = 1.0 if groups is None else cluster_factor(int(groups.max()) + 1)
    return factor * sandwich(scores, fit.covariance, groups)


def newton(
    x: np.ndarray, outcome: np.ndarray, family: str, start: np.ndarray
) -> tuple[np.ndarray, bool]:
    """The likeliest coefficients, and whether they were found in 40 steps.

    The columns of ``x`` are orthogonal, with a mean square of 1, so that a step says how
    far the linear predictor moves.
    """
    inner, eta = start, x @ start
    best = log_likelihood_of(eta, outcome, family)
    for _ in range(MOST_STEPS):
        mean, weight = mean_and_weight(eta, family)
        step = newton_step(x, outcome - mean, weight)
        along = x @ step
        for _halving in range(20):
            value = log_likelihood_of(eta + along, outcome, family)
            if value >= best - 1e-12 * abs(best):
                break
            step, along = step / 2, along / 2
        inner, eta, best = inner + step, eta + along, value
        if np.max(np.abs(step) / (1 + np.abs(inner))) < CONVERGED:
            return inner, True
    return inner, False


def newton_step(x: np.ndarray, rest: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """The weighted least-squares step: by Cholesky's factor of xᵀWx, unless weights
    near zero, of a separation, leave it singular.
    """
    information = x.T @ (x * weight[:, None])
    try:
        factor = linalg.cholesky(information, lower=True)
        spread = np.diag(factor)
        if spread.min() > WELL_CONDITIONED * spread.max():
            return np.asarray(linalg.cho_solve((factor, True), x.T @ rest))
    except (linalg.LinAlgError, ValueError):
        pass
    root = np.sqrt(np.maximum(weight, 1e-300))
    return np.asarray(np.linalg.lstsq(x * root[:, None], rest / root, rcond=None)[0])


def mean_and_weight(eta: np.ndarray, family: str) -> tuple[np.ndarray, np.ndarray]:
    """Fitted means and their variances, from the linear predictor."""
    if family == "binomial":
        mean = special.expit(eta)
        return mean, mean * special.expit(-eta)
    mean = np.exp(np.clip(eta, -700, 300))
    return mean, mean


def log_likelihood_of(eta: np.ndarray, outcome: np.ndarray, family: str) -> float:
    """The log likelihood but for what does not depend on the coefficients."""
    if family == "binomial":
        against = np.where(outcome > 0, -eta, eta)
        parts = np.log1p(np.exp(-np.abs(eta))) + np.maximum(against, 0)
        return -float(parts.sum())
    mean = np.exp(np.clip(eta, -700, 300))
    return float((outcome * eta - mean).sum())


def constant_of(outcome: np.ndarray, family: str) -> float:
    """The part of the log likelihood that depends on the outcome alone."""
    return 0.0 if family == "binomial" else -float(special.gammaln(outcome + 1).sum())


def separated(design: Design, outcome: np.ndarray, family: str, name: str) -> DataError:
    """The error for a model without finite coefficients; it names the predictor."""
    high = outcome > 0
    for at, label in enumerate(design.labels):
        column = design.values[:, at]
        if family == "poisson":
            alone = set(np.unique(column)) <= {0, 1} and not high[column == 1].any()
        else:
            yes, no = column[high], column[~high]
            alone = bool(
                yes.min() >= no.max()
                or yes.max() <= no.min()
                or (
                    set(np.unique(column)) <= {0, 1}
                    and len(set(high[column == 1])) == 1
                )
            )
        if alone:
            return DataError(
                f"“{label}” separates the values of “{name}” completely, so its "
                "coefficient has no finite value (separation).",
                f"Leave it out, or merge its levels; it predicts “{name}” perfectly in "
                "these rows.",
                label,
            )
    return DataError(
        f"The predictors together separate the values of “{name}” completely, so the "
        "coefficients have no finite value (separation).",
        "Use fewer predictors, or more rows.",
        name,
    )


def area_under_curve(fitted: np.ndarray, outcome: np.ndarray) -> float:
    """The chance that a random event has a higher fitted probability than a random
    non-event, ties counting half (Hanley and McNeil 1982).
    """
    order = np.sort(fitted[outcome == 0])
    events = np.sort(fitted[outcome == 1])  # looked up in order: ten times as fast
    below = np.searchsorted(order, events, side="left")
    up_to = np.searchsorted(order, events, side="right")
    return float((below + up_to).sum() / 2 / (len(order) * len(events)))


def curve_points(
    fitted: np.ndarray, outcome: np.ndarray, most: int = 300
) -> list[CurvePoint]:
    """The ROC curve: false against true positive rate as the threshold falls."""
    order = np.argsort(-fitted, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(fitted[order])), len(order) - 1)
    hits = np.cumsum(outcome[order])[ends]
    false = ends + 1 - hits
    places = np.unique(np.linspace(0, len(ends) - 1, min(most, len(ends))).astype(int))
    n_events = float(outcome.sum())
    rest = len(outcome) - n_events
    points: list[CurvePoint] = [
        {"x": float(false[i] / rest), "y": float(hits[i] / n_events)} for i in places
    ]
    return [{"x": 0.0, "y": 0.0}, *points]

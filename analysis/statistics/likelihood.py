"""Logistic and Poisson regression by maximum likelihood."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import special

from analysis.errors import DataError
from analysis.statistics.design import Design
from analysis.statistics.least_squares import require_independent, require_varying

MOST_STEPS = 40
CONVERGED = 1e-9


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

    Columns are centred and scaled first, so that their units do not matter. Steps that
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
    scaled = scaled / norms
    r = np.linalg.qr(scaled / np.sqrt(n_obs), mode="r")
    require_independent(np.asarray(r), 8 * rounding / norms, design.labels)
    x = np.column_stack([np.ones(n_obs), scaled])
    share = float(outcome.mean())
    start = np.zeros(k + 1)
    start[0] = np.log(share / (1 - share)) if family == "binomial" else np.log(share)
    null = log_likelihood_of(x @ start, outcome, family)
    inner, found = newton(x, outcome, family, start)
    if not found:
        raise separated(design, outcome, family, name)
    mean, weight = mean_and_weight(x @ inner, family)
    back = np.diag(np.concatenate([[1.0], 1 / norms]))
    back[0, 1:] = -means / norms
    triangle = np.linalg.qr(x * np.sqrt(weight)[:, None], mode="r")
    root = back @ np.linalg.inv(np.asarray(triangle))
    return LikelihoodFit(
        coefficients=np.asarray(back @ inner),
        covariance=np.asarray(root @ root.T),
        fitted=mean,
        log_likelihood=log_likelihood_of(x @ inner, outcome, family),
        null_log_likelihood=null,
    )


def newton(
    x: np.ndarray, outcome: np.ndarray, family: str, start: np.ndarray
) -> tuple[np.ndarray, bool]:
    """The likeliest coefficients, and whether they were found in 40 steps."""
    inner = start
    best = log_likelihood_of(x @ inner, outcome, family)
    for _ in range(MOST_STEPS):
        mean, weight = mean_and_weight(x @ inner, family)
        root = np.sqrt(np.maximum(weight, 1e-300))
        step = np.linalg.lstsq(x * root[:, None], (outcome - mean) / root, rcond=None)[
            0
        ]
        for _halving in range(20):
            value = log_likelihood_of(x @ (inner + step), outcome, family)
            if value >= best - 1e-12 * abs(best):
                break
            step = step / 2
        inner, best = inner + step, value
        if np.max(np.abs(step) / (1 + np.abs(inner))) < CONVERGED:
            return inner, True
    return inner, False


def mean_and_weight(eta: np.ndarray, family: str) -> tuple[np.ndarray, np.ndarray]:
    """Fitted means and their variances, from the linear predictor."""
    if family == "binomial":
        mean = special.expit(eta)
        return mean, mean * special.expit(-eta)
    mean = np.exp(np.clip(eta, -700, 300))
    return mean, mean


def log_likelihood_of(eta: np.ndarray, outcome: np.ndarray, family: str) -> float:
    """The log likelihood, with all constants."""
    if family == "binomial":
        return -float(np.logaddexp(0, np.where(outcome > 0, -eta, eta)).sum())
    mean = np.exp(np.clip(eta, -700, 300))
    return float((outcome * eta - mean - special.gammaln(outcome + 1)).sum())


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
    events = fitted[outcome == 1]
    below = np.searchsorted(order, events, side="left")
    up_to = np.searchsorted(order, events, side="right")
    return float((below + up_to).sum() / 2 / (len(order) * len(events)))


def curve_points(
    fitted: np.ndarray, outcome: np.ndarray, most: int = 300
) -> list[dict[str, float]]:
    """The ROC curve: false against true positive rate as the threshold falls."""
    order = np.argsort(-fitted, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(fitted[order])), len(order) - 1)
    hits = np.cumsum(outcome[order])[ends]
    false = ends + 1 - hits
    places = np.unique(np.linspace(0, len(ends) - 1, min(most, len(ends))).astype(int))
    n_events = float(outcome.sum())
    rest = len(outcome) - n_events
    return [
        {"x": 0.0, "y": 0.0},
        *(
            {"x": float(false[i] / rest), "y": float(hits[i] / n_events)}
            for i in places
        ),
    ]

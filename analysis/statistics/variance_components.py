"""Variance between and within groups, and the correlation of values of one group."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy import optimize, stats

_HIGHEST = 1e6  # of the ratio of variances between and within
_STEPS = 400


def restricted_likelihood(samples: list[np.ndarray]) -> Callable[[float], float]:
    """Minus twice the restricted log-likelihood of a random intercept, up to a constant.

    It is profiled over the mean and the residual variance, so that the ratio of the
    variances between and within groups is its only argument (Harville 1977).
    """
    sizes = np.array([len(sample) for sample in samples], dtype=float)
    means = np.array([sample.mean() for sample in samples])
    within = float(sum(((sample - sample.mean()) ** 2).sum() for sample in samples))
    n = sizes.sum()

    def deviance(ratio: float) -> float:
        weights = sizes / (1 + ratio * sizes)
        centre = (weights * means).sum() / weights.sum()
        rss = within + float((weights * (means - centre) ** 2).sum())
        return float(
            (n - 1) * math.log(rss)
            + np.log1p(ratio * sizes).sum()
            + math.log(weights.sum())
        )

    return deviance


def random_intercept(samples: list[np.ndarray]) -> tuple[float, float, float]:
    """The grand mean and the variances between and within groups, by REML."""
    deviance = restricted_likelihood(samples)
    ratio = _lowest(deviance)
    sizes = np.array([len(sample) for sample in samples], dtype=float)
    means = np.array([sample.mean() for sample in samples])
    weights = sizes / (1 + ratio * sizes)
    centre = float((weights * means).sum() / weights.sum())
    within = sum(((sample - sample.mean()) ** 2).sum() for sample in samples)
    rss = float(within + (weights * (means - centre) ** 2).sum())
    residual = rss / (sizes.sum() - 1)
    return centre, ratio * residual, residual


def intraclass_interval(
    samples: list[np.ndarray], confidence_level: float
) -> tuple[float, float]:
    """The ratios whose restricted likelihood is not too low, as shares of the variance."""
    deviance = restricted_likelihood(samples)
    best = _lowest(deviance)
    limit = deviance(best) + float(stats.chi2.ppf(confidence_level, 1))

    def over(ratio: float) -> float:
        return deviance(ratio) - limit

    low = 0.0 if over(0.0) <= 0 else float(optimize.brentq(over, 0.0, best))
    high = _HIGHEST if over(_HIGHEST) <= 0 else float(
        optimize.brentq(over, max(best, 1e-12), _HIGHEST)
    )  # fmt: skip
    return low / (1 + low), high / (1 + high)


def _lowest(deviance: Callable[[float], float]) -> float:
    """Where the deviance is lowest: searched on a grid of shares, then refined."""
    shares = np.linspace(0.0, 0.999, _STEPS)
    values = [deviance(share / (1 - share)) for share in shares]
    place = int(np.argmin(values))
    low, high = shares[max(0, place - 1)], shares[min(_STEPS - 1, place + 1)]
    found = optimize.minimize_scalar(
        lambda share: deviance(share / (1 - share)),
        bounds=(low, high),
        method="bounded",
        options={"xatol": 1e-12},
    )
    best = float(found.x)
    return 0.0 if deviance(0.0) <= found.fun else best / (1 - best)


def rater_correlations(values: np.ndarray) -> dict[str, float]:
    """Shrout and Fleiss' (1979) six intraclass correlations of targets × raters.

    Keys are their names: ``ICC(1,1)``, ``ICC(2,1)``, ``ICC(3,1)`` of a single rating,
    with k those of the mean of all raters; ``F`` and ``dof`` test the targets.
    """
    n, k = values.shape
    grand = values.mean()
    targets = k * float(((values.mean(axis=1) - grand) ** 2).sum()) / (n - 1)
    raters = n * float(((values.mean(axis=0) - grand) ** 2).sum()) / (k - 1)
    total = float(((values - grand) ** 2).sum())
    rest = total - targets * (n - 1) - raters * (k - 1)
    error = rest / ((n - 1) * (k - 1))
    within = (raters * (k - 1) + rest) / (n * (k - 1))
    return {
        "ICC(1,1)": (targets - within) / (targets + (k - 1) * within),
        "ICC(2,1)": (targets - error)
        / (targets + (k - 1) * error + k * (raters - error) / n),
        "ICC(3,1)": (targets - error) / (targets + (k - 1) * error),
        "ICC(1,k)": (targets - within) / targets,
        "ICC(2,k)": (targets - error) / (targets + (raters - error) / n),
        "ICC(3,k)": (targets - error) / targets,
        "F": targets / error,
    }

"""Points of charts that explain models."""

from __future__ import annotations

import numpy as np
from scipy import stats

from analysis.results.regressions import QuantileLine

MOST_POINTS = 2_000
POINTS_SEED = 7


def sampled_places(n_obs: int) -> np.ndarray:
    """Which of n points are drawn: all, or 2,000 at random (seed 7), in order."""
    if n_obs <= MOST_POINTS:
        return np.arange(n_obs)
    chosen = np.random.default_rng(POINTS_SEED).choice(
        n_obs, MOST_POINTS, replace=False
    )
    return np.asarray(np.sort(chosen))


def even_places(n_points: int, most: int) -> np.ndarray:
    """Which of n points in order are shown: every one, every second …, and the last."""
    step = -(-n_points // most)
    return np.unique(np.append(np.arange(0, n_points, step), n_points - 1))


def normal_quantile_points(values: np.ndarray, confidence_level: float) -> QuantileLine:
    """Ordered values against normal quantiles, the line of the quartiles and its band.

    Plotting positions and the line as R's qqnorm and qqline; the pointwise band is that
    of order statistics (Fox, Applied Regression Analysis, as car::qqPlot). Of more than
    2,000 values evenly spread ones are given, the extremes always.
    """
    ordered = np.sort(values)
    n = len(ordered)
    shift = 3 / 8 if n <= 10 else 1 / 2
    shares = (np.arange(1, n + 1) - shift) / (n + 1 - 2 * shift)
    quantiles = stats.norm.ppf(shares)
    low, high = np.quantile(ordered, [0.25, 0.75])
    slope = float((high - low) / (2 * stats.norm.ppf(0.75)))
    intercept = float(low + high) / 2
    expected = intercept + slope * quantiles
    error = slope / stats.norm.pdf(quantiles) * np.sqrt(shares * (1 - shares) / n)
    half = float(stats.norm.ppf((1 + confidence_level) / 2)) * error
    outside = np.abs(ordered - expected) > half
    places = np.unique(np.linspace(0, n - 1, min(n, MOST_POINTS)).astype(int))
    return {
        "slope": slope,
        "intercept": intercept,
        "n_outside": int(outside.sum()),
        "points": [
            {
                "x": float(quantiles[at]),
                "y": float(ordered[at]),
                "line": float(expected[at]),
                "low": float(expected[at] - half[at]),
                "high": float(expected[at] + half[at]),
            }
            for at in places
        ],
    }

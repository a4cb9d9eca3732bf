"""Locations and spreads beside the mean and the standard deviation."""

from __future__ import annotations

import math

import numpy as np
from scipy import stats

from analysis.statistics.moments import mean_and_deviations, precise_sum

OTHER_LOCATIONS = (
    "geometric_mean", "harmonic_mean", "trimmed_mean", "rms",
    "median_absolute_deviation", "mean_absolute_deviation",
)  # fmt: skip


def other_location(numbers: np.ndarray, statistic: str, trim: float) -> float | None:
    """One of these statistics of finite numbers; None where it is not defined.

    Geometric and harmonic means need positive values. The trimmed mean leaves out the
    share ``trim`` at each end (rounded down to whole values), as R and scipy do. Absolute
    deviations are taken from the median (unscaled median of them) and from the mean.
    """
    if len(numbers) == 0:
        return None
    if statistic in ("geometric_mean", "harmonic_mean"):
        if numbers.min() <= 0:
            return None
        if statistic == "geometric_mean":
            return math.exp(mean_and_deviations(np.log(numbers))[0])
        return len(numbers) / precise_sum(1 / numbers)
    if statistic == "trimmed_mean":
        return float(stats.trim_mean(numbers, trim))
    if statistic == "rms":
        return math.sqrt(precise_sum(numbers * numbers) / len(numbers))
    if statistic == "median_absolute_deviation":
        return float(np.median(np.abs(numbers - np.median(numbers))))
    deviations = np.abs(mean_and_deviations(numbers)[1])
    return precise_sum(deviations) / len(numbers)

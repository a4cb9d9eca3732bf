"""Trends without a model: Mann–Kendall and Sen's slope."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from scipy import stats

from analysis.base.errors import DataError
from analysis.results.series import KendallTrend, SenSlope, SeriesFacts

MOST_PAIRS_VALUES = 5_000


def kendall_trend(values: np.ndarray, column: str) -> KendallTrend:
    """S, its variance with ties, z with continuity correction, p and tau (b).

    Raises:
        DataError: all values are equal, or they are too many for all pairs.
    """
    n = len(values)
    if n > MOST_PAIRS_VALUES:
        raise DataError(
            f"“{column}” has {n:,} values in time; pairs of at most "
            f"{MOST_PAIRS_VALUES:,} are compared.",
            "Summarise it first, for example by month.",
            column,
        )
    s = sum(
        int(np.sign(values[place + 1 :] - values[place]).sum()) for place in range(n)
    )
    ties = np.unique(values, return_counts=True)[1].astype("float64")
    pairs = n * (n - 1) / 2
    tied = float((ties * (ties - 1) / 2).sum())
    variance = (
        n * (n - 1) * (2 * n + 5) - float((ties * (ties - 1) * (2 * ties + 5)).sum())
    ) / 18
    if variance <= 0:
        raise DataError(
            f"All {n:,} values of “{column}” in time are equal, so there is no trend.",
            "Choose a column that varies.",
            column,
        )
    z = (s - math.copysign(1, s)) / math.sqrt(variance) if s else 0.0
    return {
        "s": s,
        "var_s": variance,
        "z": z,
        "p_value": float(min(1.0, 2 * stats.norm.sf(abs(z)))),
        "tau": s / math.sqrt(pairs * (pairs - tied)),
    }


def sen_slope(
    steps: np.ndarray, values: np.ndarray, variance: float, confidence_level: float
) -> SenSlope:
    """The median slope of all pairs, Gilbert's interval, and the line's intercept."""
    first, second = np.triu_indices(len(values), 1)
    slopes = (values[second] - values[first]) / (steps[second] - steps[first])
    slopes.sort()
    reach = float(stats.norm.ppf((1 + confidence_level) / 2)) * math.sqrt(variance)
    low, high = (len(slopes) - reach) / 2, (len(slopes) + reach) / 2 + 1
    ranks = np.arange(1, len(slopes) + 1)
    estimate = float(np.median(slopes))
    inside = low >= 1 and high <= len(slopes)
    return {
        "estimate": estimate,
        "ci_low": float(np.interp(low, ranks, slopes)) if inside else None,
        "ci_high": float(np.interp(high, ranks, slopes)) if inside else None,
        "intercept": float(np.median(values - estimate * steps)),
    }


def steps_in_time(series: pd.Series, facts: SeriesFacts) -> tuple[np.ndarray, str]:
    """Times as numbers from 0: years for dates, else the numbers themselves."""
    if facts["time_kind"] != "date":
        places = series.index.to_numpy(dtype="float64")
        return places - places[0], "row" if facts["time_kind"] == "row" else "unit"
    index = pd.DatetimeIndex(series.index)
    if facts["spacing"] in ("month", "quarter", "year"):
        months = (index.year * 12 + index.month).to_numpy(dtype="float64")
        return (months - months[0]) / 12, "year"
    days = (index - index[0]).total_seconds().to_numpy(dtype="float64") / 86400
    return days / 365.25, "year"

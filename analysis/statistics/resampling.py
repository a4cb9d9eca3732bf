"""Intervals from resampling the rows."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import stats

from analysis.base.errors import DataError
from analysis.results.comparisons import ResampleBin, Resampled

USUAL_RESAMPLES = 9_999
FEWEST_RESAMPLES = 999
MOST_DRAWN_VALUES = 300_000_000  # rows × resamples: some ten seconds
MOST_JACKKNIFE_ROWS = 10_000
BATCH_VALUES = 4_000_000
DISTRIBUTION_BINS = 40


def resamples_possible(n_rows: int, wanted: int | None) -> int:
    """How many resamples of so many rows are drawn; a DataError where too few can be."""
    most = MOST_DRAWN_VALUES // max(n_rows, 1)
    n_resamples = wanted if wanted is not None else min(USUAL_RESAMPLES, most)
    if wanted is not None and not 100 <= wanted <= 100_000:
        raise DataError(
            f"{wanted:,} resamples are {'too few' if wanted < 100 else 'too many'}.",
            "Usual are 9,999; ask for 100 to 100,000.",
        )
    if n_resamples > most or (wanted is None and most < FEWEST_RESAMPLES):
        raise DataError(
            f"{n_rows:,} rows are too many to resample {n_resamples if wanted else 999:,} "
            "times.",
            "At this size the usual confidence interval is as good: ask for “confidence "
            "interval of the mean”, or bootstrap a part of the rows.",
        )
    return n_resamples


def bootstrap_result(
    samples: list[np.ndarray],
    statistic: Callable[..., Any],
    *,
    paired: bool,
    interval_method: str,
    n_resamples: int,
    confidence_level: float,
    random_state: int,
) -> Resampled:
    """A statistic with its standard error, bias and interval by ``scipy.stats.bootstrap``.

    Args:
        samples: resampled separately, or, ``paired``, by the same rows.
        interval_method: "BCa" (Efron 1987), "percentile" or "basic". BCa leaves out each
            row in turn; with more than 10,000 rows, or where it is not defined, the
            percentile interval stands in for it.
    """
    n_rows = sum(len(sample) for sample in samples)
    method = interval_method
    if method == "BCa" and max(len(sample) for sample in samples) > MOST_JACKKNIFE_ROWS:
        method = "percentile"
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        found = stats.bootstrap(
            samples,
            statistic,
            paired=paired,
            vectorized=True,
            n_resamples=n_resamples,
            batch=max(1, BATCH_VALUES // n_rows),
            confidence_level=confidence_level,
            method=method,
            rng=np.random.default_rng(random_state),
        )
        estimate = float(statistic(*samples, axis=-1))
    drawn = found.bootstrap_distribution
    drawn = drawn[np.isfinite(drawn)]
    if not math.isfinite(estimate) or len(drawn) < 0.95 * n_resamples:
        raise DataError(
            "The statistic is not defined in too many of the resamples.",
            "There are too few different values to resample.",
        )
    low, high = found.confidence_interval
    if not (math.isfinite(low) and math.isfinite(high)):
        method = "percentile"
        tail = 50 * (1 - confidence_level)
        low, high = np.percentile(drawn, [tail, 100 - tail])
    return {
        "estimate": estimate,
        "standard_error": float(drawn.std(ddof=1)),
        "bias": float(drawn.mean() - estimate),
        "ci_low": float(low),
        "ci_high": float(high),
        "interval_method": method,
        "n_obs": len(samples[0]) if paired else n_rows,
        "bins": distribution_bins(drawn),
    }


def distribution_bins(drawn: np.ndarray) -> list[ResampleBin]:
    """The resamples' values counted in 40 bins, the farthest 0.2 % left out."""
    low, high = np.percentile(drawn, [0.1, 99.9])
    if low == high:
        return []
    counts, edges = np.histogram(drawn, bins=DISTRIBUTION_BINS, range=(low, high))
    return [
        {"start": float(edges[i]), "end": float(edges[i + 1]), "count": int(counts[i])}
        for i in range(len(counts))
    ]


def statistic_along(name: str, percentile: float | None) -> Callable[..., Any]:
    """A statistic of one sample along an axis, as numpy calls it."""
    if name == "mean":
        return np.mean
    if name == "median":
        return np.median
    if name == "trimmed mean":
        return lambda x, axis: stats.trim_mean(x, 0.2, axis=axis)
    if name == "percentile":
        return lambda x, axis: np.percentile(x, percentile or 50.0, axis=axis)
    ddof_one = np.std if name == "std" else np.var
    return lambda x, axis: ddof_one(x, axis=axis, ddof=1)


def difference_along(one: Callable[..., Any]) -> Callable[..., Any]:
    """The statistic of the first sample minus that of the second."""
    return lambda x, y, axis: one(x, axis=axis) - one(y, axis=axis)


def correlation_along(x: np.ndarray, y: np.ndarray, axis: int = -1) -> Any:
    """Pearson's correlation along an axis; not a number where a side is constant."""
    x = x - x.mean(axis=axis, keepdims=True)
    y = y - y.mean(axis=axis, keepdims=True)
    size = np.sqrt((x * x).sum(axis=axis) * (y * y).sum(axis=axis))
    return np.where(
        size > 0, (x * y).sum(axis=axis) / np.where(size > 0, size, 1), np.nan
    )


def rank_correlation_along(x: np.ndarray, y: np.ndarray, axis: int = -1) -> Any:
    """Spearman's correlation along an axis: Pearson's of the ranks in each resample."""
    return correlation_along(
        stats.rankdata(x, axis=axis), stats.rankdata(y, axis=axis), axis
    )

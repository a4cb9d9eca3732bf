"""Descriptive statistics of one column, one statistic at a time."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from analysis.base.errors import DataError
from analysis.base.plain import plain
from analysis.results.descriptions import Cell
from analysis.statistics.moments import (
    kurtosis_of,
    mean_and_deviations,
    precise_sum,
    skewness_of,
    variance_of,
)
from analysis.statistics.robust_means import OTHER_LOCATIONS, other_location
from analysis.statistics.values import count_infinite, has_order, numbers_of, one_column

NUMBER_STATISTICS = (
    "mean", "median", "std", "min", "max", "q1", "q3", "iqr", "range", "variance",
    "skewness", "kurtosis", "sum", "standard_error", "ci", "cv", "mode", "unique",
)  # fmt: skip
WORD_STATISTICS = ("count", "missing", "unique", "mode")
DATE_STATISTICS = (*WORD_STATISTICS, "min", "max", "range")
ORDER_STATISTICS = (*WORD_STATISTICS, "median", "min", "max", "q1", "q3")
_SHARES = {"median": 0.5, "q1": 0.25, "q3": 0.75}
MOMENT_STATISTICS = (
    "mean", "std", "variance", "skewness", "kurtosis", "standard_error", "ci", "cv",
)  # fmt: skip
DECILES = (10.0, 25.0, 50.0, 75.0, 90.0)


def describe_column(
    data: pd.DataFrame,
    column: str,
    statistics: list[str] | None,
    percentiles: list[float],
    ddof: int,
    quantile_method: str,
    confidence_level: float,
    bias: bool,
    trim: float = 0.1,
) -> dict[str, Cell]:
    """The statistics of one column, in the order in which they were asked."""
    values = one_column(data, column)
    counts = {"n_obs": int(values.notna().sum()), "n_missing": int(values.isna().sum())}
    if not pd.api.types.is_numeric_dtype(values.dtype):
        return {**describe_words(values, statistics), **counts}
    n_infinite = count_infinite(data, column)
    numbers = numbers_of(data, column).dropna().to_numpy(dtype="float64")
    wanted = list(statistics or NUMBER_STATISTICS)
    if percentiles and "percentile" not in wanted:
        wanted.append("percentile")
    centred = None
    if len(numbers) and not set(wanted).isdisjoint(MOMENT_STATISTICS):
        centred = mean_and_deviations(numbers)
    found: dict[str, object] = {}
    for statistic in wanted:
        if statistic == "percentile":
            for percent in percentiles or DECILES:
                at = percent / 100
                found[f"p{percent:g}"] = (
                    quantile_of(numbers, at, quantile_method) if len(numbers) else None
                )
        elif statistic == "ci":
            low, high = mean_interval(centred, confidence_level)
            found |= {"ci_low": low, "ci_high": high}
        elif statistic == "missing":
            found["missing"] = counts["n_missing"]
        elif statistic in OTHER_LOCATIONS:
            found[statistic] = other_location(numbers, statistic, trim)
        elif statistic in MOMENT_STATISTICS:
            found[statistic] = moment_statistic(centred, statistic, ddof, bias)
        else:
            found[statistic] = number_statistic(numbers, statistic, quantile_method)
    counts["n_obs"] -= n_infinite
    return {**plain(found), **counts, "n_infinite": n_infinite}


def undescribable(
    data: pd.DataFrame, columns: list[str], statistics: list[str] | None
) -> list[str]:
    """The columns of text, dates or nothing that have none of the statistics.

    Raises:
        DataError: that is all of them.
    """
    if not statistics:
        return []
    reasons = {}
    for column in columns:
        values = one_column(data, column)
        if not values.notna().any():
            reasons[column] = f"“{column}” has no values to describe."
        elif not pd.api.types.is_numeric_dtype(values.dtype):
            possible = possible_statistics(values)
            lacking = [each for each in statistics if each not in possible]
            if lacking:
                kind = "dates" if possible == DATE_STATISTICS else "text"
                word = lacking[0].replace("_", " ")
                reasons[column] = f"“{column}” holds {kind}, so it has no {word}."
    if columns and len(reasons) == len(set(columns)):
        column, reason = next(iter(reasons.items()))
        raise DataError(
            reason,
            "Choose a column of numbers, or ask for its most frequent values.",
            column,
        )
    return list(reasons)


def possible_statistics(values: pd.Series) -> tuple[str, ...]:
    """What can be said of a column of words or dates."""
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return DATE_STATISTICS
    return ORDER_STATISTICS if has_order(values) else WORD_STATISTICS


def ordered_quantile(observed: pd.Series, share: float) -> str:
    """The word that the share of ordered words reaches, or the two that it falls between."""
    at = len(observed) * share
    places = np.sort(observed.cat.codes.to_numpy())
    low = places[max(math.ceil(at) - 1, 0)]
    high = places[min(math.floor(at), len(places) - 1)]
    words = [str(observed.cat.categories[place]) for place in (low, high)]
    return " to ".join(dict.fromkeys(words))


def describe_words(values: pd.Series, statistics: list[str] | None) -> dict[str, Cell]:
    """Statistics of a column of words or dates."""
    possible = possible_statistics(values)
    observed = values.dropna()
    found: dict[str, object] = {}
    for statistic in statistics or possible:
        found[statistic] = word_statistic(values, observed, statistic)
    return dict(plain(found))


def word_statistic(values: pd.Series, observed: pd.Series, statistic: str) -> Any:
    """One statistic of a column of words or dates; ranges of dates are in days."""
    if statistic == "count":
        return len(observed)
    if statistic == "missing":
        return int(values.isna().sum())
    if statistic == "unique":
        return int(observed.nunique())
    if len(observed) == 0:
        return None
    if statistic == "mode":
        return observed.value_counts().sort_index(kind="stable").idxmax()
    if statistic in _SHARES:
        return ordered_quantile(observed, _SHARES[statistic])
    if statistic == "range":
        return (observed.max() - observed.min()).total_seconds() / 86400
    return observed.min() if statistic == "min" else observed.max()


def number_statistic(
    numbers: np.ndarray, statistic: str, quantile_method: str
) -> float | int | None:
    """One statistic of finite numbers; None where it is not defined."""
    if statistic == "count":
        return len(numbers)
    if statistic == "unique":
        return len(np.unique(numbers))
    if len(numbers) == 0:
        return None
    if statistic in ("min", "max", "range"):
        low, high = float(numbers.min()), float(numbers.max())
        return {"min": low, "max": high, "range": high - low}[statistic]
    if statistic in ("median", "q1", "q3", "iqr"):
        first, middle, third = (
            quantile_of(numbers, at, quantile_method) for at in (0.25, 0.5, 0.75)
        )
        if statistic == "iqr":
            return third - first
        return {"median": middle, "q1": first, "q3": third}[statistic]
    if statistic == "mode":
        values, counts = np.unique(numbers, return_counts=True)
        return float(values[counts.argmax()])
    if statistic == "sum":
        return precise_sum(numbers)
    raise ValueError(f"there is no statistic {statistic}")


def moment_statistic(
    centred: tuple[float, np.ndarray] | None, statistic: str, ddof: int, bias: bool
) -> float | None:
    """A statistic that is built from the mean and the deviations from it."""
    if centred is None:
        return None
    mean, deviations = centred
    if statistic == "mean":
        return mean
    if statistic == "skewness":
        return skewness_of(deviations, bias=bias)
    if statistic == "kurtosis":
        return kurtosis_of(deviations, bias=bias)
    variance = variance_of(deviations, 1 if statistic == "standard_error" else ddof)
    if statistic == "variance" or variance is None:
        return variance
    std = math.sqrt(variance)
    if statistic == "std":
        return std
    if statistic == "standard_error":
        return std / math.sqrt(len(deviations))
    return std / abs(mean) if mean else None


def quantile_of(numbers: np.ndarray, at: float, method: str) -> float:
    """The quantile at a fraction from 0 to 1, by one of numpy's methods."""
    options: dict[str, Any] = {"method": method}
    return float(np.quantile(numbers, at, **options))


def mean_interval(
    centred: tuple[float, np.ndarray] | None, confidence_level: float
) -> tuple[float | None, float | None]:
    """The confidence interval of the mean by Student's t; None below two values."""
    if centred is None or len(centred[1]) < 2:
        return None, None
    mean, deviations = centred
    error = moment_statistic(centred, "standard_error", 1, False)
    assert error is not None
    t = float(stats.t.ppf((1 + confidence_level) / 2, len(deviations) - 1))
    return mean - t * error, mean + t * error

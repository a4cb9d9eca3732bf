"""Which values count as outliers, by four rules."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from sklearn.ensemble import IsolationForest

from analysis.base.errors import DataError
from analysis.results.preparing import ColumnBounds, OutlierBounds
from analysis.statistics.moments import mean_and_deviations, variance_of
from analysis.statistics.values import numbers_of, observed_numbers

USUAL_THRESHOLDS = {"iqr": 1.5, "zscore": 3.0, "mad": 3.5}


def outlier_bounds(
    data: pd.DataFrame,
    column: str,
    method: str,
    threshold: float | None = None,
    ddof: int = 0,
) -> OutlierBounds:
    """The range outside of which a column's values are outliers.

    iqr: Tukey's fences, quartiles ∓ threshold · interquartile range (quartiles as R's
    type 7). zscore: mean ∓ threshold · standard deviation with divisor n - ddof. mad:
    median ∓ threshold · MAD / 0.6745 (Iglewicz and Hoaglin 1993), with 1.253314 times
    the mean absolute deviation where the MAD is zero.
    """
    numbers = observed_numbers(data, column)
    k = USUAL_THRESHOLDS[method] if threshold is None else float(threshold)
    if not (math.isfinite(k) and k > 0):
        raise DataError("A threshold for outliers is above zero.", "Usual is 1.5 or 3.")
    if method == "iqr":
        q1, q3 = (float(q) for q in np.quantile(numbers, [0.25, 0.75]))
        low, high = q1 - k * (q3 - q1), q3 + k * (q3 - q1)
        used: OutlierBounds = {"q1": q1, "q3": q3, "iqr": q3 - q1}
    elif method == "zscore":
        centre, deviations = mean_and_deviations(numbers)
        std = math.sqrt(variance_of(deviations, ddof) or 0.0)
        low, high = centre - k * std, centre + k * std
        used = {"mean": centre, "std": std}
    else:
        centre = float(np.median(numbers))
        mad = float(np.median(np.abs(numbers - centre)))
        unit = mad / 0.6745 or 1.253314 * float(np.mean(np.abs(numbers - centre)))
        low, high = centre - k * unit, centre + k * unit
        used = {"median": centre, "mad": mad}
    return {"low": low, "high": high, "threshold": k, **used}


def outlier_mask(
    data: pd.DataFrame,
    columns: list[str],
    method: str,
    threshold: float | None = None,
    ddof: int = 0,
    random_state: int = 42,
) -> tuple[pd.DataFrame, list[ColumnBounds]]:
    """Which cells are outliers (a table of booleans), and the bounds per column.

    The isolation forest judges whole rows with complete values: a row it isolates is an
    outlier in each of the columns. Its threshold is the share to expect, if given.
    """
    if not columns:
        raise DataError("No column is named to look for outliers in.", "Name one.")
    if method == "isolation_forest":
        return forest_mask(data, columns, threshold, random_state)
    cells = {}
    rules: list[ColumnBounds] = []
    for column in columns:
        numbers = numbers_of(data, column)
        rule = outlier_bounds(data, column, method, threshold, ddof)
        cells[column] = (numbers < rule["low"]) | (numbers > rule["high"])
        rules.append({"column": column, **rule})
    return pd.DataFrame(cells, index=data.index), rules


def forest_mask(
    data: pd.DataFrame, columns: list[str], share: float | None, random_state: int
) -> tuple[pd.DataFrame, list[ColumnBounds]]:
    """Outlying rows by an isolation forest (Liu, Ting and Zhou 2008), 100 trees."""
    if share is not None and not 0 < share <= 0.5:
        raise DataError(
            "The share of outliers to expect lies above 0 and at most at 0.5.",
            "Leave it out to let the forest decide.",
        )
    table = pd.DataFrame({column: numbers_of(data, column) for column in columns})
    complete = table.notna().all(axis=1)
    if complete.sum() < 10:
        raise DataError(
            "An isolation forest needs at least 10 complete rows.",
            "Use the IQR or the z-score.",
            columns[0],
        )
    forest = IsolationForest(
        contamination="auto" if share is None else share, random_state=random_state
    )
    verdict = pd.Series(False, index=data.index)
    verdict[complete] = forest.fit_predict(table[complete].to_numpy()) == -1
    rules: list[ColumnBounds] = [
        {"column": column, "low": None, "high": None} for column in columns
    ]
    return pd.DataFrame(dict.fromkeys(columns, verdict), index=data.index), rules

"""Parts of Cox regression: design, concordance, the check of proportional hazards."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import DataError
from analysis.statistics.values import is_number_column, numbers_of
from analysis.wording import name_of

MOST_LEVELS = 20
CONCORDANCE_ROWS = 5_000


def dummy_columns(table: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """The predictors as numbers: words as one column per value but the first."""
    columns: dict[str, np.ndarray] = {}
    for number, name in enumerate(names):
        values = table[f"other {number}"]
        if is_number_column(values):
            numbers = numbers_of(table, f"other {number}")
            if numbers.isna().any() or numbers.nunique() < 2:
                raise DataError(
                    f"“{name}” is constant or infinite in the rows used.",
                    "Leave it out, or filter the rows.",
                    name,
                )
            columns[name_of(name)] = numbers.to_numpy()
            continue
        if pd.api.types.is_datetime64_any_dtype(values.dtype):
            raise DataError(
                f"“{name}” holds dates.", "Take a part of them, such as the year.", name
            )
        words = values.map(name_of).astype("object")
        levels = sorted(words.unique())
        if not 2 <= len(levels) <= MOST_LEVELS:
            raise DataError(
                f"“{name}” has {len(levels)} different values in the rows used; "
                f"2 to {MOST_LEVELS} work.",
                "Choose another predictor.",
                name,
            )
        for level in levels[1:]:
            columns[f"{name_of(name)} = {level}"] = (words == level).to_numpy(float)
    return pd.DataFrame(columns)


def concordance(
    durations: np.ndarray, events: np.ndarray, risk: np.ndarray
) -> float | None:
    """Harrell's C: how often the one of greater risk has the event first.

    Of more than 5,000 rows, evenly chosen ones are compared.
    """
    step = -(-len(durations) // CONCORDANCE_ROWS)
    durations, events, risk = durations[::step], events[::step], risk[::step]
    right = pairs = 0.0
    for at in np.flatnonzero(events):
        later = (durations > durations[at]) | ((durations == durations[at]) & ~events)
        pairs += later.sum()
        right += (risk[later] < risk[at]).sum() + 0.5 * (risk[later] == risk[at]).sum()
    return float(right / pairs) if pairs else None


def hazards_check(
    residuals: np.ndarray, durations: np.ndarray, covariance: np.ndarray, n_events: int
) -> list[dict[str, Any]]:
    """For each term, whether scaled Schoenfeld residuals go with the rank of time."""
    residuals = np.asarray(residuals, dtype="float64")
    kept = np.isfinite(residuals).all(axis=1)
    ranks = stats.rankdata(durations[kept])
    ranks = ranks - ranks.mean()
    spread = float(ranks @ ranks)
    scaled = residuals[kept] @ covariance * n_events
    found: list[dict[str, Any]] = []
    for term in range(residuals.shape[1]):
        bottom = n_events * float(covariance[term, term]) * spread
        if kept.sum() < 3 or bottom <= 0:
            found.append({"statistic": None, "p_value": None})
            continue
        statistic = float(ranks @ scaled[:, term]) ** 2 / bottom
        found.append(
            {"statistic": statistic, "p_value": float(stats.chi2.sf(statistic, 1))}
        )
    return found

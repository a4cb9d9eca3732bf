"""Features that were computed from the target: the mean of each group, and the like."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

# Groups are looked at that have so many rows each on average, and the rows looked at
# first: most features are seen not to be the same within groups at once.
LEAST_ROWS_EACH = 1.5
FIRST_ROWS = 2_000
MOST_CLASSES_COMPARED = 20


def encoded_target(
    X: pd.DataFrame, y: np.ndarray, kind: str, groups: dict[str, pd.Series]
) -> list[dict[str, Any]]:
    """Features that are the target's mean in each group, shrunk or not, or without
    the row itself: they hold a part of the row's own target.

    ``groups`` are the columns that rows may have been grouped by.
    """
    found: list[dict[str, Any]] = []
    goals = [y.astype("float64")] if kind == "regression" else class_goals(y)
    numbers = [name for name in X.columns if X[name].dtype.kind == "f"]
    numbers = [name for name in numbers if X[name].nunique() > 2]
    for group, values in groups.items():
        codes, levels = pd.factorize(values)
        n_levels = len(levels)
        if (codes < 0).any() or not 2 < n_levels <= len(y) / LEAST_ROWS_EACH:
            continue
        for name in numbers:
            known = {one["columns"][0] for one in found}
            feature = X[name].to_numpy()
            if name == group or name in known or np.isnan(feature).any():
                continue
            if any(holds_mean(feature, goal, codes, n_levels) for goal in goals):
                found.append({"kind": "encoded", "columns": [str(name)], "score": None,
                              "group": group})  # fmt: skip
    return found


def class_goals(y: np.ndarray) -> list[np.ndarray]:
    """Of every class whether a row is of it; of two classes one tells of both."""
    labels = np.unique(y)
    labels = labels[1:] if len(labels) == 2 else labels[:MOST_CLASSES_COMPARED]
    return [(y == label).astype("float64") for label in labels]


def holds_mean(
    feature: np.ndarray, goal: np.ndarray, codes: np.ndarray, n_levels: int
) -> bool:
    """Whether a feature is a mean of the target by group, as far as it is rounded."""
    exact = 0.6 * resolution(feature) + 1e-9 * float(np.abs(feature).max())
    counts = np.bincount(codes, minlength=n_levels)
    sums = np.bincount(codes, goal, n_levels)
    others = counts[codes] - 1
    several = others > 0
    without = (sums[codes] - goal)[several] / others[several]
    if is_close(feature[several], without, exact):
        return True
    first = np.zeros(n_levels)
    first[codes[::-1]] = feature[::-1]
    early = slice(0, FIRST_ROWS)
    if np.abs(first[codes[early]] - feature[early]).max() > exact:
        return False
    if np.abs(first[codes] - feature).max() > exact:
        return False
    # Shrunk towards a mean of all: first (n + k) = sum + k prior, for some k and prior.
    terms = np.column_stack([np.ones(n_levels), -first])
    pulled = counts * first - sums
    k_prior, k = np.linalg.lstsq(terms, pulled, rcond=None)[0]
    for weight, shift in ((0.0, 0.0), (max(k, 0.0), k_prior)):
        if is_close(first, (sums + shift) / (counts + weight), exact):
            return True
    return False


def is_close(values: np.ndarray, others: np.ndarray, exact: float) -> bool:
    """Whether nearly all values are others' but for rounding, and not one for all."""
    if len(values) < 10 or np.ptp(values) <= 10 * exact:
        return False
    return bool(np.mean(np.abs(values - others) <= exact) >= 0.99)


def resolution(values: np.ndarray) -> float:
    """The decimal step that all values are multiples of; 0 if none is."""
    for places in range(7):
        step = 10.0**-places
        if np.all(np.abs(values / step - np.round(values / step)) < 1e-4):
            return step
    return 0.0

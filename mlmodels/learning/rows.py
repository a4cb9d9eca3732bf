"""Which rows train and which judge, and what happens to training rows alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.model_selection import (
    GroupKFold,
    GroupShuffleSplit,
    KFold,
    StratifiedKFold,
    TimeSeriesSplit,
    train_test_split,
)


def hold_out(
    y: np.ndarray,
    split: str,
    test_size: float,
    random_state: int,
    order: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the training and of the test rows.

    ``split`` is random, stratified (equal shares of the classes), grouped (``order``
    holds the groups, none is in both) or time (``order`` holds times; the last rows
    are the test).
    """
    rows = np.arange(len(y))
    if test_size == 0:
        return rows, rows[:0]
    if split == "time" and order is not None:
        sorted_rows = np.argsort(order, kind="stable")
        n_test = max(1, round(test_size * len(y)))
        return sorted_rows[:-n_test], sorted_rows[-n_test:]
    if split == "grouped":
        splitter = GroupShuffleSplit(1, test_size=test_size, random_state=random_state)
        train, test = next(splitter.split(rows, y, groups=order))
        return np.asarray(train), np.asarray(test)
    parts = train_test_split(
        rows,
        test_size=test_size,
        random_state=random_state,
        stratify=y if split == "stratified" else None,
    )
    return np.sort(parts[0]), np.sort(parts[1])


def folds(
    y: np.ndarray,
    rows: np.ndarray,
    split: str,
    n_splits: int,
    random_state: int,
    order: np.ndarray | None = None,
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Training and validation positions of every fold, within ``rows``."""
    if n_splits < 2:
        return []
    splitter: Any = KFold(n_splits, shuffle=True, random_state=random_state)
    groups = np.zeros(len(rows)) if order is None else order[rows]
    if split == "stratified":
        fewest = int(np.unique(y[rows], return_counts=True)[1].min())
        n_splits = max(2, min(n_splits, fewest))
        splitter = StratifiedKFold(n_splits, shuffle=True, random_state=random_state)
    elif split == "grouped":
        n_splits = max(2, min(n_splits, len(np.unique(groups))))
        splitter = GroupKFold(n_splits)
    elif split == "time":
        rows = rows[np.argsort(groups, kind="stable")]
        splitter = TimeSeriesSplit(n_splits)
    parts = splitter.split(rows, y[rows], groups=groups if split == "grouped" else None)
    return [(rows[train], rows[test]) for train, test in parts]


def fitting_rows(
    X: pd.DataFrame,
    y: np.ndarray,
    rows: np.ndarray,
    outliers: str = "none",
    balance: str = "none",
    random_state: int = 0,
) -> np.ndarray:
    """The training rows after outliers were removed and classes balanced."""
    if outliers != "none":
        rows = rows[inliers(X.iloc[rows], outliers)]
    if balance in ("oversample", "undersample"):
        rows = balanced_rows(y, rows, balance, random_state)
    return rows


def inliers(X: pd.DataFrame, rule: str) -> np.ndarray:
    """Rows whose numbers all lie within 3 interquartile ranges of the quartiles.

    With the rule zscore: within 3 standard deviations of the mean. Columns with fewer
    than three different values have no outliers.
    """
    inside = np.ones(len(X), dtype=bool)
    for name in X.columns:
        if X[name].dtype.kind != "f" or X[name].nunique() < 3:
            continue
        if rule == "zscore":
            reach = 3 * X[name].std()
            low, high = X[name].mean() - reach, X[name].mean() + reach
        else:
            q1, q3 = X[name].quantile(0.25), X[name].quantile(0.75)
            low, high = q1 - 3 * (q3 - q1), q3 + 3 * (q3 - q1)
            if q1 == q3:
                continue
        inside &= (X[name].between(low, high) | X[name].isna()).to_numpy()
    return inside


def balanced_rows(
    y: np.ndarray, rows: np.ndarray, balance: str, random_state: int
) -> np.ndarray:
    """As many rows of every class: the smaller repeated, or the larger thinned."""
    rng = np.random.default_rng(random_state)
    labels, counts = np.unique(y[rows], return_counts=True)
    wanted = int(counts.max() if balance == "oversample" else counts.min())
    chosen = []
    for label in labels:
        members = rows[y[rows] == label]
        if len(members) >= wanted:
            chosen.append(rng.choice(members, wanted, replace=False))
        else:
            more = rng.choice(members, wanted - len(members), replace=True)
            chosen.append(np.concatenate([members, more]))
    return np.sort(np.concatenate(chosen))

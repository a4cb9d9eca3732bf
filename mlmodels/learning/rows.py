"""Which rows train and which judge, and what happens to training rows alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.model_selection import (
    GroupKFold,
    GroupShuffleSplit,
    KFold,
    StratifiedGroupKFold,
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
    periods: dict[str, str] | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the training and of the test rows.

    ``split`` is random, stratified (equal shares of the classes), grouped (``order``
    holds the groups, none is in both) or time (``order`` holds times; the last rows
    are the test, or those within the ``periods`` that were named). Whole groups are
    drawn so that the classes of words have about equal shares.
    """
    rows = np.arange(len(y))
    if periods and order is not None:
        return within_periods(order, periods)
    if test_size == 0:
        return rows, rows[:0]
    if split == "time" and order is not None:
        sorted_rows = np.argsort(order, kind="stable")
        n_test = max(1, round(test_size * len(y)))
        return sorted_rows[:-n_test], sorted_rows[-n_test:]
    if split == "grouped" and y.dtype.kind == "U":
        n_parts = max(2, round(1 / test_size))
        drawn = StratifiedGroupKFold(n_parts, shuffle=True, random_state=random_state)
        train, test = next(drawn.split(rows, y, groups=order))
        return np.asarray(train), np.asarray(test)
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
        counts = np.unique(y[rows], return_counts=True)[1]
        # Of two classes each must be in every fold; of more, a rare one may be missing.
        fewest = int(counts.min() if len(counts) == 2 else counts.max())
        n_splits = max(2, min(n_splits, fewest))
        splitter = StratifiedKFold(n_splits, shuffle=True, random_state=random_state)
    elif split == "grouped":
        n_splits = max(2, min(n_splits, len(np.unique(groups))))
        splitter = GroupKFold(n_splits)
        if y.dtype.kind == "U":
            splitter = StratifiedGroupKFold(
                n_splits, shuffle=True, random_state=random_state
            )
    elif split == "time":
        rows = rows[np.argsort(groups, kind="stable")]
        splitter = TimeSeriesSplit(n_splits)
    parts = splitter.split(rows, y[rows], groups=groups if split == "grouped" else None)
    return [(rows[train], rows[test]) for train, test in parts]


def within_periods(
    order: np.ndarray, periods: dict[str, str]
) -> tuple[np.ndarray, np.ndarray]:
    """Training and test rows by the times that were named, each in order of time.

    ``periods`` has train_from, train_until, test_from and test_until; "2022" is the
    whole year. Rows in neither are in neither.

    Raises:
        ValueError: one of them has no rows.
    """
    found: list[np.ndarray] = []
    for part in ("train", "test"):
        inside = np.ones(len(order), dtype=bool)
        since, until = periods.get(f"{part}_from"), periods.get(f"{part}_until")
        if since:
            inside &= order >= moment(since, order, False)
        if until:
            inside &= order <= moment(until, order, True)
        if part == "test" and found:
            inside[found[0]] = False
        places = np.flatnonzero(inside)
        if not len(places):
            named = " to ".join(word for word in (since, until) if word)
            raise ValueError(f"there are no rows of {named} for the {part}")
        found.append(places[np.argsort(order[places], kind="stable")])
    return found[0], found[1]


def moment(text: str, order: np.ndarray, ends: bool) -> Any:
    """A time that was named as the column has it: its start, or where it ends."""
    if order.dtype.kind in "iuf":
        return float(text)
    period = pd.Period(text)
    return np.datetime64(period.end_time if ends else period.start_time)


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

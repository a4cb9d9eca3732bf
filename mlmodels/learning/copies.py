"""Rows and columns that stand in a table more than once."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

# Columns of which one tells what the other does, but for a trace.
NEARLY_ONE = 0.99
MOST_PAIRS = 3
MOST_LEVELS_COMPARED = 200


def copy_groups(X: pd.DataFrame, y: np.ndarray) -> np.ndarray:
    """A number for each row that rows equal in all features and the target share."""
    whole = X.assign(**{"the target": y})
    return np.asarray(whole.groupby(list(whole.columns), dropna=False).ngroup())


def twins(X: pd.DataFrame, y: np.ndarray) -> list[dict[str, Any]]:
    """Rows that occur more than once, where that is no matter of coarse values.

    Copies end up on both sides of the split and flatter the model. In a table without
    any column of mostly different values equal rows are ordinary, and so they are where
    that column has one of its frequent values (as an account without any money), or
    where rows that differ by its smallest step alone are about as many as equal ones.
    """
    whole = X.assign(**{"the target": y})
    alone = whole.drop_duplicates()
    telling = alone[X.columns].nunique().idxmax()
    if alone[telling].nunique() < max(0.5 * len(alone), 0.1 * len(X)):
        return []
    counts = whole[telling].value_counts()
    usual = max(5.0, 0.01 * len(whole), 3 * float(counts.median()))
    frequent = set(counts.index[counts > usual])
    repeated = whole.duplicated(keep=False) & whole[telling].notna()
    repeated &= ~whole[telling].isin(frequent)
    n_copies = int(repeated.sum())
    if n_copies < max(10, 0.01 * len(X)) or n_copies < 2 * n_neighbours(whole, telling):
        return []
    share = float(repeated.mean())
    return [{"kind": "duplicates", "columns": [], "score": share}]


def n_neighbours(whole: pd.DataFrame, telling: Any) -> int:
    """Rows that have one like them but for the smallest step of the telling column.

    Values that meet by chance lie next to each other as often as on each other; copies
    lie on each other alone.
    """
    if whole[telling].dtype.kind != "f":
        return 0
    values = np.sort(whole[telling].dropna().unique())
    if len(values) < 2:
        return 0
    step = float(np.diff(values).min())
    places = ((whole[telling] - values[0]) / step).round()
    others = [name for name in whole.columns if name != telling]
    rest = whole.groupby(others, dropna=False).ngroup() if others else 0
    rows = pd.DataFrame({"place": places, "rest": rest}).drop_duplicates()
    above = rows.assign(place=rows["place"] + 1)
    return len(rows.merge(above, on=["place", "rest"]))


def near_copies(X: pd.DataFrame, origins: dict[str, str]) -> list[dict[str, Any]]:
    """Pairs of features of which one tells nearly what the other does.

    Numbers by their correlation, words by having one level for each of the other's.
    """
    numbers = X.select_dtypes("float64")
    numbers = numbers.loc[:, numbers.nunique() > 2]
    found = []
    if numbers.shape[1] > 1:
        strength = numbers.corr(min_periods=20).abs().to_numpy()
        for a, b in zip(*np.where(np.triu(strength, 1) >= NEARLY_ONE), strict=True):
            found.append((strength[a, b], numbers.columns[a], numbers.columns[b]))
    words = [
        name for name in X.columns
        if X[name].dtype == object and 2 < X[name].nunique() <= MOST_LEVELS_COMPARED
    ]  # fmt: skip
    for one, other in combinations(words, 2):
        n_levels, n_others = X[one].nunique(), X[other].nunique()
        if n_levels == n_others == len(X[[one, other]].drop_duplicates()):
            found.append((1.0, one, other))
    pairs: dict[tuple[str, str], float] = {}
    for score, one, other in sorted(found, key=lambda pair: -pair[0]):
        names = origins.get(str(one), str(one)), origins.get(str(other), str(other))
        if names[0] != names[1]:
            pairs.setdefault(names, float(score))
    return [
        {"kind": "near_copies", "columns": list(names), "score": score}
        for names, score in list(pairs.items())[:MOST_PAIRS]
    ]

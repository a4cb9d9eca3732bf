"""Features that know too much: looked for before a training, on a sample of rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score, recall_score
from sklearn.model_selection import KFold, StratifiedKFold, cross_val_predict
from sklearn.preprocessing import OrdinalEncoder
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

# A single honest feature hardly ever reaches this (share right, or R²).
NEARLY_PERFECT = 0.985
EXACT = 1 - 1e-9


def known_by_one(
    X: pd.DataFrame, y: np.ndarray, kind: str, origins: dict[str, str]
) -> list[dict[str, Any]]:
    """Features that predict the target nearly perfectly on their own.

    Shallow trees, cross-validated; ``origins`` maps columns of ``X`` to features. A
    feature whose being empty says it all is known only afterwards ("future").
    """
    found: dict[str, dict[str, Any]] = {}
    for name in X.columns:
        score = single_feature_score(X[[name]], y, kind)
        if score < NEARLY_PERFECT:
            continue
        empty = X[[name]].isna() | (X[[name]] == "(missing)")
        by_absence = kind == "classification" and (
            single_feature_score(empty.astype("float64"), y, kind) >= NEARLY_PERFECT
        )
        found[origins.get(name, name)] = {
            "kind": "future" if by_absence else "leak",
            "columns": [origins.get(name, name)],
            "score": score,
        }
    return list(found.values())


def single_feature_score(column: pd.DataFrame, y: np.ndarray, kind: str) -> float:
    """Mean recall of the classes, or R², of a small tree on one column."""
    words = column.dtypes.iloc[0].kind == "O"
    values = column
    if words:
        encoder = OrdinalEncoder(encoded_missing_value=-1)
        values = pd.DataFrame(encoder.fit_transform(column.astype(str)))
    depth = None if words else 4
    leaf = 2 if words else 5
    if kind == "regression":
        tree = DecisionTreeRegressor(
            max_depth=depth, min_samples_leaf=leaf, random_state=0
        )
        splitter = KFold(3, shuffle=True, random_state=0)
        return float(r2_score(y, cross_val_predict(tree, values, y, cv=splitter)))
    fewest = int(np.unique(y, return_counts=True)[1].min())
    if fewest < 2:
        return 0.0
    tree = DecisionTreeClassifier(
        max_depth=depth, min_samples_leaf=leaf, class_weight="balanced", random_state=0
    )
    splitter = StratifiedKFold(min(3, fewest), shuffle=True, random_state=0)
    predicted = cross_val_predict(tree, values, y, cv=splitter)
    return float(recall_score(y, predicted, average="macro", zero_division=0))


def parts_of_target(
    X: pd.DataFrame, y: np.ndarray, origins: dict[str, str]
) -> list[dict[str, Any]]:
    """Features that add up to the target exactly, or whose product it is.

    ``origins`` maps columns of ``X`` to features.
    """
    numbers = X.select_dtypes("float64")
    numbers = numbers.loc[:, numbers.notna().all() & (numbers.nunique() > 1)]
    if len(y) < max(20, 3 * numbers.shape[1]) or not numbers.shape[1]:
        return []
    sums = exact_terms(numbers, y)
    if sums:
        names = list(dict.fromkeys(origins.get(name, name) for name in sums))
        return [{"kind": "sum", "columns": names, "score": 1.0}]
    positive = numbers.loc[:, (numbers > 0).all()]
    if (y > 0).all() and positive.shape[1]:
        products = exact_terms(np.log(positive), np.log(y))
        if products:
            return [{"kind": "product", "columns": products, "score": 1.0}]
    return []


def exact_terms(numbers: pd.DataFrame, y: np.ndarray) -> list[str]:
    """The columns of an exact linear relation with the target, if there is one."""
    scaled = (numbers - numbers.mean()) / numbers.std()
    fitted = LinearRegression().fit(scaled, y)
    if fitted.score(scaled, y) < EXACT:
        return []
    needed = np.abs(fitted.coef_) > 1e-6 * np.std(y)
    kept = [
        str(name) for name, used in zip(scaled.columns, needed, strict=True) if used
    ]
    alone = LinearRegression().fit(scaled[kept], y).score(scaled[kept], y)
    return kept if alone >= EXACT else []


def counters(X: pd.DataFrame) -> list[dict[str, Any]]:
    """Columns that only count the rows, up or down."""
    found = []
    for name in X.select_dtypes("float64"):
        steps = np.diff(X[name].to_numpy())
        if len(steps) >= 9 and (np.all(steps == 1) or np.all(steps == -1)):
            found.append({"kind": "identifier", "columns": [str(name)], "score": None})
    return found


def next_target(X: pd.DataFrame, y: np.ndarray) -> list[dict[str, Any]]:
    """Columns that hold the target of the next row: the future."""
    found = []
    for name in X.select_dtypes("float64"):
        same = X[name].to_numpy()[:-1] == y[1:]
        if len(np.unique(y)) > 5 and same.mean() >= 0.95:
            score = float(same.mean())
            found.append({"kind": "future", "columns": [str(name)], "score": score})
    return found

"""Whether what holds of earlier rows holds of later ones, looked at before a training."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
)
from sklearn.linear_model import LogisticRegression, RidgeCV
from sklearn.model_selection import KFold

from mlmodels.learning.fitting import predicted_values
from mlmodels.learning.preparation import pipeline_of
from mlmodels.learning.scores import main_metric, single_score

# A fall of the score (R², ROC AUC or accuracy) that is worth a word, and how many times
# the spread between random folds it must be, so as not to be chance.
LEAST_FALL, CLEAR = 0.1, 3.0
LEAST_ROWS = 100


def drift(
    X: pd.DataFrame, y: np.ndarray, kind: str, times: pd.Series, name: str
) -> list[dict[str, Any]]:
    """A finding where the latest fifth is predicted much worse than random fifths.

    Two quick models, a linear one and small trees; the one that does better later counts.
    """
    known = times.notna().to_numpy()
    if known.sum() < LEAST_ROWS:
        return []
    order = np.flatnonzero(known)[np.argsort(times[known].to_numpy(), kind="stable")]
    n_test = len(order) // 5
    classes = [str(one) for one in np.unique(y)] if kind == "classification" else []
    best: tuple[float, float, float] | None = None
    for model in quick_models(kind, X):
        later = score_on(model, X, y, order[:-n_test], order[-n_test:], classes)
        folds = [
            score_on(model, X, y, order[train], order[test], classes)
            for train, test in KFold(5, shuffle=True, random_state=0).split(order)
        ]
        mixed = [one for one in folds if one is not None]
        if later is None or len(mixed) < 2:
            return []
        if best is None or later > best[0]:
            best = later, float(np.mean(mixed)), float(np.std(mixed, ddof=1))
    if best is None or best[1] - best[0] < max(LEAST_FALL, CLEAR * best[2]):
        return []
    return [
        {"kind": "drift", "columns": [name], "score": best[0], "otherwise": best[1]}
    ]


def quick_models(kind: str, X: pd.DataFrame) -> list[Any]:
    """A linear model and boosted trees that take a moment each."""
    if kind == "regression":
        linear: Any = RidgeCV(alphas=np.logspace(-2, 3, 6))
        trees: Any = HistGradientBoostingRegressor(max_iter=50, random_state=0)
    else:
        linear = LogisticRegression(max_iter=200)
        trees = HistGradientBoostingClassifier(max_iter=50, random_state=0)
    return [
        pipeline_of(linear, X, scaling="standard"),
        pipeline_of(trees, X, missing="keep", encoding="ordinal"),
    ]


def score_on(
    model: Any,
    X: pd.DataFrame,
    y: np.ndarray,
    train: np.ndarray,
    test: np.ndarray,
    classes: list[str],
) -> float | None:
    """R², ROC AUC or accuracy on some rows, trained on others."""
    if classes and len(np.unique(y[train])) < len(classes):
        return None
    fitted = model.fit(X.iloc[train], y[train])
    predicted = predicted_values(fitted, X.iloc[test], classes)
    positive = classes[-1] if classes else ""
    return single_score(y[test], predicted, classes, positive, main_metric(classes))

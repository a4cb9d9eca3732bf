"""Fitting, cross-validation and what a fitted model predicts."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.dummy import DummyClassifier, DummyRegressor

from mlmodels.learning.progress import report
from mlmodels.learning.rows import fitting_rows
from mlmodels.learning.scores import scores_of


def fit(
    model: Any,
    X: pd.DataFrame,
    y: np.ndarray,
    rows: np.ndarray,
    outliers: str = "none",
    balance: str = "none",
    random_state: int = 0,
) -> Any:
    """A copy of the model fitted on some rows."""
    used = fitting_rows(X, y, rows, outliers, balance, random_state)
    return clone(model).fit(X.iloc[used], y[used])


def predicted_values(model: Any, X: pd.DataFrame, classes: list[str]) -> np.ndarray:
    """Predicted numbers, or one probability per class and row."""
    if not classes:
        return np.asarray(model.predict(X))
    found = np.asarray(model.predict_proba(X))
    if found.shape[1] == len(classes):
        return found
    # A rare class was in none of the rows that this model learned from.
    whole = np.zeros((len(found), len(classes)))
    whole[:, [classes.index(str(label)) for label in model.classes_]] = found
    return whole


def cross_validate(
    model: Any,
    X: pd.DataFrame,
    y: np.ndarray,
    parts: list[tuple[np.ndarray, np.ndarray]],
    classes: list[str],
    positive: str,
    until: float,
    treatment: dict[str, Any],
    begin: float = 0.1,
    end: float = 0.6,
) -> tuple[list[dict[str, Any]], np.ndarray]:
    """The scores of every fold, and each row's prediction by a model without it.

    Ends early when the time (``until`` on the monotonic clock) would not do for the
    next fold; rows of folds left out have predictions that are not numbers.
    """
    shape = (len(y), len(classes)) if classes else (len(y),)
    out_of_fold = np.full(shape, np.nan)
    scores: list[dict[str, Any]] = []
    longest = 0.0
    for number, (train, test) in enumerate(parts, start=1):
        if scores and time.monotonic() + longest > until:
            break
        share = begin + (end - begin) * (number - 1) / len(parts)
        report(share, f"Cross-validation, fold {number} of {len(parts)}")
        started = time.monotonic()
        fitted = fit(model, X, y, train, **treatment)
        out_of_fold[test] = predicted_values(fitted, X.iloc[test], classes)
        scores.append(scores_of(y[test], out_of_fold[test], classes, positive))
        longest = max(longest, time.monotonic() - started)
    return scores, out_of_fold


def baseline(kind: str) -> Any:
    """What predicts without looking at any feature: the mean, or the class shares."""
    return (
        DummyRegressor() if kind == "regression" else DummyClassifier(strategy="prior")
    )


def baseline_scores(
    kind: str,
    y: np.ndarray,
    train: np.ndarray,
    test: np.ndarray,
    classes: list[str],
    positive: str,
) -> dict[str, Any]:
    """The baseline's scores on the test rows (on the training rows without any)."""
    judged = test if len(test) else train
    nothing = pd.DataFrame({"nothing": np.zeros(len(y))})
    fitted = baseline(kind).fit(nothing.iloc[train], y[train])
    predicted = predicted_values(fitted, nothing.iloc[judged], classes)
    return scores_of(y[judged], predicted, classes, positive)

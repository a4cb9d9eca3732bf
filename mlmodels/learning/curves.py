"""The data of the pictures that show how a model does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.metrics import confusion_matrix, roc_curve

from mlmodels.learning.fitting import fit, predicted_values
from mlmodels.learning.scores import scores_of


def sampled(n: int, most: int, random_state: int) -> np.ndarray:
    """At most so many positions, in their order."""
    if n <= most:
        return np.arange(n)
    rng = np.random.default_rng(random_state)
    return np.sort(rng.choice(n, most, replace=False))


def predicted_against_actual(
    y: np.ndarray, predicted: np.ndarray, random_state: int, most: int = 500
) -> dict[str, Any]:
    """Pairs for the scatter plots of predictions and residuals."""
    rows = sampled(len(y), most, random_state)
    return {"actual": y[rows].tolist(), "predicted": predicted[rows].tolist()}


def confusion(
    y: np.ndarray, probabilities: np.ndarray, classes: list[str]
) -> dict[str, Any]:
    """Counts of actual (rows) against predicted (columns) classes."""
    predicted = np.asarray(classes)[probabilities.argmax(axis=1)]
    counts = confusion_matrix(y, predicted, labels=classes)
    return {"labels": classes, "counts": counts.tolist()}


def roc_curves(
    y: np.ndarray,
    probabilities: np.ndarray,
    classes: list[str],
    positive: str,
    most_points: int = 100,
    most_classes: int = 6,
) -> list[dict[str, Any]]:
    """False and true positive rates, of the positive class or of each against the rest."""
    shown = [positive] if len(classes) == 2 else classes[:most_classes]
    found = []
    for label in shown:
        hits = y == label
        if not 0 < hits.sum() < len(y):
            continue
        false_rate, true_rate, _ = roc_curve(
            hits, probabilities[:, classes.index(label)]
        )
        places = np.unique(np.linspace(0, len(false_rate) - 1, most_points).astype(int))
        found.append(
            {
                "class": label,
                "false_positive_rate": false_rate[places].tolist(),
                "true_positive_rate": true_rate[places].tolist(),
            }
        )
    return found


def calibration(
    y: np.ndarray,
    probabilities: np.ndarray,
    classes: list[str],
    positive: str,
    n_bins: int = 10,
) -> list[dict[str, Any]]:
    """Predicted probability of ``positive`` against its share, in bins of equal count."""
    share = probabilities[:, classes.index(positive)]
    order = np.argsort(share, kind="stable")
    return [
        {
            "predicted": float(share[part].mean()),
            "observed": float((y[part] == positive).mean()),
            "n": len(part),
        }
        for part in np.array_split(order, min(n_bins, max(1, len(y) // 10)))
        if len(part)
    ]


def learning_curve(
    model: Any,
    X: pd.DataFrame,
    y: np.ndarray,
    train: np.ndarray,
    judged: np.ndarray,
    classes: list[str],
    positive: str,
    metric: str,
    treatment: dict[str, Any],
    random_state: int,
    shares: tuple[float, ...] = (0.1, 0.25, 0.5),
) -> list[dict[str, Any]]:
    """The deciding score on the test rows when fewer training rows are used."""
    rng = np.random.default_rng(random_state)
    shuffled = rng.permutation(train)
    found = []
    for share in shares:
        rows = np.sort(shuffled[: round(share * len(train))])
        if len(rows) < 20 or (classes and len(np.unique(y[rows])) < len(classes)):
            continue
        fitted = fit(model, X, y, rows, **treatment)
        predicted = predicted_values(fitted, X.iloc[judged], classes)
        score = scores_of(y[judged], predicted, classes, positive)[metric]
        found.append({"n": len(rows), "score": score})
    return found

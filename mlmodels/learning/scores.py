"""How good predictions are, in the field's measures."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.metrics import (
    accuracy_score,
    average_precision_score,
    balanced_accuracy_score,
    explained_variance_score,
    f1_score,
    log_loss,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    precision_recall_curve,
    precision_score,
    r2_score,
    recall_score,
    roc_auc_score,
)

LOWER_IS_BETTER = ("rmse", "mse", "mae", "mape", "log_loss", "brier")


def regression_scores(y: np.ndarray, predicted: np.ndarray) -> dict[str, Any]:
    """R², errors in the target's units, and their share of the actual value."""
    mse = mean_squared_error(y, predicted)
    return {
        "r2": r2_score(y, predicted) if len(y) > 1 else None,
        "rmse": float(np.sqrt(mse)),
        "mae": mean_absolute_error(y, predicted),
        "mse": mse,
        # A share of zero is no number; scikit-learn gives a huge one.
        "mape": mean_absolute_percentage_error(y, predicted) if np.all(y) else None,
        "explained_variance": explained_variance_score(y, predicted),
    }


def classification_scores(
    y: np.ndarray, probabilities: np.ndarray, classes: list[str], positive: str
) -> dict[str, Any]:
    """Shares of right answers and the quality of probabilities.

    Of two classes, precision, recall and F1 are those of ``positive``; of more, the
    unweighted means over the classes (ROC AUC one against the rest).
    """
    predicted = np.asarray(classes)[probabilities.argmax(axis=1)]
    binary = len(classes) == 2
    average = (
        {"average": "binary", "pos_label": positive} if binary else {"average": "macro"}
    )
    found = {
        "accuracy": accuracy_score(y, predicted),
        "balanced_accuracy": recall_score(
            y, predicted, average="macro", zero_division=0
        )
        if len(np.unique(y)) < len(classes)
        else balanced_accuracy_score(y, predicted),
        "precision": precision_score(y, predicted, zero_division=0, **average),
        "recall": recall_score(y, predicted, zero_division=0, **average),
        "f1": f1_score(y, predicted, zero_division=0, **average),
        "f1_macro": f1_score(y, predicted, zero_division=0, average="macro"),
        "roc_auc": None,
        "log_loss": log_loss(y, np.clip(probabilities, 1e-15, 1), labels=classes)
        if np.allclose(probabilities.sum(axis=1), 1)
        else None,
    }
    if len(np.unique(y)) == len(classes):
        if binary:
            share = probabilities[:, classes.index(positive)]
            found["roc_auc"] = roc_auc_score(y == positive, share)
            found["average_precision"] = average_precision_score(y == positive, share)
            found["recall_at_precision"] = recall_at_precision(y == positive, share)
            found["brier"] = float(np.mean(((y == positive) - share) ** 2))
        else:
            found["roc_auc"] = roc_auc_score(
                y, probabilities, multi_class="ovr", labels=classes
            )
    return found


def recall_at_precision(
    is_positive: np.ndarray, share: np.ndarray, precision: float = 0.5
) -> float:
    """The largest part of the positive rows found with so many hits among those named."""
    reached, found, _ = precision_recall_curve(is_positive, share)
    return float(found[reached >= precision].max(initial=0.0))


def scores_of(
    y: np.ndarray, predicted: np.ndarray, classes: list[str], positive: str
) -> dict[str, Any]:
    """The scores of predicted values, or of probabilities when there are classes."""
    if classes:
        return classification_scores(y, predicted, classes, positive)
    return regression_scores(y, predicted)


# Beyond this share of one class the others are rare: naming none of them is "right" for
# nine rows in ten, and ROC AUC hardly notices false alarms (Saito, Rehmsmeier 2015, PLOS
# ONE 10, e0118432).
UNEVEN_SHARE = 0.9


def main_metric(classes: list[str], y: np.ndarray | None = None) -> str:
    """The measure that is told first: R², ROC AUC (two classes) or accuracy (more).

    Where one class has nearly all rows of ``y`` it is average precision, of more than
    two classes balanced accuracy.
    """
    if not classes:
        return "r2"
    uneven = y is not None and largest_share(y) > UNEVEN_SHARE
    if len(classes) == 2:
        return "average_precision" if uneven else "roc_auc"
    return "balanced_accuracy" if uneven else "accuracy"


def largest_share(y: np.ndarray) -> float:
    """The share of the most frequent class."""
    return float(np.unique(y, return_counts=True)[1].max() / len(y))


def search_metric(classes: list[str]) -> str:
    """The measure that candidates are weighed by: accuracy is too coarse for that."""
    return "log_loss" if len(classes) > 2 else main_metric(classes)


def goodness(scores: dict[str, Any], metric: str) -> float:
    """The score so that higher is better; minus infinity where it is undefined."""
    value = scores.get(metric)
    if value is None:
        return float("-inf")
    return -float(value) if metric in LOWER_IS_BETTER else float(value)


def spread(folds: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Mean and standard deviation over folds, of every measure that all have."""
    found = {}
    for name in folds[0]:
        values = [fold[name] for fold in folds]
        if all(value is not None for value in values):
            std = float(np.std(values, ddof=1)) if len(values) > 1 else None
            found[name] = {"mean": float(np.mean(values)), "std": std, "folds": values}
    return found


def single_score(
    y: np.ndarray,
    predicted: np.ndarray,
    classes: list[str],
    positive: str,
    metric: str,
) -> float | None:
    """One of the deciding measures alone, for where it is needed often."""
    if metric == "r2":
        return float(r2_score(y, predicted)) if len(np.unique(y)) > 1 else None
    if metric == "roc_auc":
        if len(np.unique(y)) < 2:
            return None
        share = predicted[:, classes.index(positive)]
        return float(roc_auc_score(y == positive, share))
    if metric == "average_precision":
        hits = y == positive
        share = predicted[:, classes.index(positive)]
        return float(average_precision_score(hits, share)) if hits.any() else None
    places = np.searchsorted(np.asarray(classes), y)
    if metric == "balanced_accuracy":
        right = predicted.argmax(axis=1) == places
        there = np.bincount(places, minlength=len(classes))
        recalls = np.bincount(places, right, len(classes))[there > 0] / there[there > 0]
        return float(recalls.mean())
    if metric == "accuracy":
        return float(np.mean(predicted.argmax(axis=1) == places))
    share = np.clip(predicted[np.arange(len(y)), places], 1e-15, 1)
    return float(-np.mean(np.log(share)))

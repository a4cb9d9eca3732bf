"""``manage.py calibrate``: how reliable the confidence of readings is, and a new fit.

The confidence of a reading falls with its cost along a logistic curve. The sentences
here are made: they tell what kinds of disturbance the confidence misjudges, but people
pass over words far more freely than made sentences do. A new fit is shown, not put into
use: the two numbers stand in :mod:`chat.reader.message`, to be changed by hand after a
check on real questions.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand

from chat.reader.base.confidence import confidence_of
from chat.reader.calibrating import MIX, Sample, read_cases

_BINS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.001)
_FOLDS = 10


class Command(BaseCommand):
    """Says how reliable the confidence in use is on the operations' examples, disturbed,
    and how a fit on these would be."""

    help = "Check the confidence of readings on the operations' examples, disturbed."

    def handle(self, *args: Any, **options: Any) -> None:
        sample = read_cases()
        weights = weights_of(sample)
        before = np.array([confidence_of(cost) for cost in sample.costs])
        crossed = cross_validated(sample, weights)
        middle, slope = fit(sample.costs, sample.right, weights)
        self.stdout.write(
            f"{len(sample.right)} readings, {sample.right.mean():.1%} right"
        )
        self.stdout.write("in use: " + reliability(before, sample.right, weights))
        self.stdout.write("fitted: " + reliability(crossed, sample.right, weights))
        self.stdout.write(f"fit: middle {middle:.2f}, slope {slope:.2f}")


def weights_of(sample: Sample) -> np.ndarray:
    """Each kind of sentence weighs as often as it is taken to occur (``MIX``)."""
    kinds = np.array(sample.kinds)
    weights = np.zeros(len(kinds))
    for name, share in MIX.items():
        here = kinds == name
        weights[here] = share / max(here.sum(), 1)
    return np.asarray(weights / weights.mean())


def fit(
    costs: np.ndarray, right: np.ndarray, weights: np.ndarray
) -> tuple[float, float]:
    """The cost at which half the readings are right, and how steeply that falls.

    Logistic regression (L2 of the slope, C = 1); a higher cost never raises the
    confidence.
    """
    from scipy.optimize import minimize

    signs = np.where(right, 1.0, -1.0)

    def loss(beta: np.ndarray) -> float:
        margins = signs * (beta[0] - beta[1] * costs)
        return float(weights @ np.logaddexp(0, -margins) + beta[1] ** 2 / 2)

    bounds = [(None, None), (1e-6, None)]
    level, slope = minimize(loss, [1.0, 1.0], method="L-BFGS-B", bounds=bounds).x
    return float(level / slope), float(slope)


def said_by(fitted: tuple[float, float], costs: np.ndarray) -> np.ndarray:
    """The confidence that a fit gives to costs."""
    middle, slope = fitted
    return np.asarray(1 / (1 + np.exp(slope * (costs - middle))))


def cross_validated(sample: Sample, weights: np.ndarray) -> np.ndarray:
    """What a fit without an operation's examples says of them."""
    from sklearn.model_selection import GroupKFold

    said = np.zeros(len(sample.right))
    folds = GroupKFold(_FOLDS).split(sample.costs, sample.right, sample.origins)
    for train, test in folds:
        fitted = fit(sample.costs[train], sample.right[train], weights[train])
        said[test] = said_by(fitted, sample.costs[test])
    return said


def reliability(said: np.ndarray, right: np.ndarray, weights: np.ndarray) -> str:
    """AUC, and by stretch of confidence what was said, what was right, and how many."""
    from sklearn.metrics import roc_auc_score

    parts = [f"AUC {roc_auc_score(right, said, sample_weight=weights):.2f}"]
    for low, high in pairwise(_BINS):
        here = (said >= low) & (said < high)
        if here.sum() >= 5:
            mean = np.average(said[here], weights=weights[here])
            hits = np.average(right[here], weights=weights[here])
            parts.append(f"{mean:.2f} / {hits:.2f} / {here.sum()}")
    return "; ".join(parts)

"""``manage.py calibrate``: how reliable the confidence of readings is, and a new fit.

The weights in use were fitted on questions that people asked of public tables. The
sentences here are made: they tell what kinds of disturbance the confidence misjudges,
but people pass over words far more freely than made sentences do, so a fit on them alone
asks back too often. A new fit is written only on request, after a check on real questions.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandParser

from chat.language import confidence
from chat.language.calibrating import FIGURES, MIX, Sample, read_cases

_BINS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.001)
_FOLDS = 10


class Command(BaseCommand):
    """Says how reliable the weights in use are on the operations' examples, disturbed,
    and how a fit on these would be."""

    help = "Fit the confidence of readings on the operations' examples, disturbed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="put the fit into use")

    def handle(self, *args: Any, write: bool = False, **options: Any) -> None:
        sample = read_cases()
        weights = weights_of(sample)
        before = kept_confidence(sample.figures)
        crossed = cross_validated(sample, weights)
        self.stdout.write(
            f"{len(sample.right)} readings, {sample.right.mean():.1%} right"
        )
        self.stdout.write("before: " + reliability(before, sample.right, weights))
        self.stdout.write("fitted: " + reliability(crossed, sample.right, weights))
        if write:
            path = Path(confidence.__file__).with_name("calibration.json")
            text = json.dumps(fitted(sample, weights, crossed), indent=2)
            path.write_text(text + "\n", encoding="utf-8")
            self.stdout.write(f"{path.name} is written.")


def weights_of(sample: Sample) -> np.ndarray:
    """Each kind of sentence weighs as often as it is taken to occur (``MIX``)."""
    kinds = np.array(sample.kinds)
    weights = np.zeros(len(kinds))
    for name, share in MIX.items():
        here = kinds == name
        weights[here] = share / max(here.sum(), 1)
    return np.asarray(weights / weights.mean())


def fit(figures: np.ndarray, right: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Intercept and weights of a logistic regression (L2, C = 1).

    More evidence never lowers the confidence and more left unused never raises it: a
    weight is kept from having the other sign.
    """
    from scipy.optimize import minimize

    signs = np.where(right, 1.0, -1.0)

    def loss(beta: np.ndarray) -> float:
        margins = signs * (beta[0] + figures @ beta[1:])
        return float(weights @ np.logaddexp(0, -margins) + beta[1:] @ beta[1:] / 2)

    bounds: list[tuple[float | None, float | None]] = [(None, None)]
    bounds += [(None, 0) if "ignored" in name else (0, None) for name in FIGURES]
    start = np.zeros(len(bounds))
    return np.asarray(minimize(loss, start, method="L-BFGS-B", bounds=bounds).x)


def said_by(beta: np.ndarray, figures: np.ndarray) -> np.ndarray:
    """The confidence that the weights give to figures."""
    return np.asarray(1 / (1 + np.exp(-(beta[0] + figures @ beta[1:]))))


def kept_confidence(figures: np.ndarray) -> np.ndarray:
    """What the weights in use say of the figures."""
    kept = confidence.calibration()
    beta = [kept["intercept"], *(kept["weights"][name] for name in FIGURES)]
    return said_by(np.array(beta), figures)


def cross_validated(sample: Sample, weights: np.ndarray) -> np.ndarray:
    """What a fit without an operation's examples says of them."""
    from sklearn.model_selection import GroupKFold

    said = np.zeros(len(sample.right))
    folds = GroupKFold(_FOLDS).split(sample.figures, sample.right, sample.origins)
    for train, test in folds:
        beta = fit(sample.figures[train], sample.right[train], weights[train])
        said[test] = said_by(beta, sample.figures[test])
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


def fitted(sample: Sample, weights: np.ndarray, crossed: np.ndarray) -> dict[str, Any]:
    """The file's content."""
    beta = fit(sample.figures, sample.right, weights)
    told = reliability(crossed, sample.right, weights)
    return {
        "how": "Logistic regression (L2, C = 1) of whether a reading was right on five "
        f"figures of it; {len(sample.right)} readings of the operations' own examples, "
        "plain and disturbed (misspelt, shortened, wordy, with other tables' columns, "
        "whole and in part, with columns and demands that cannot be met, unrelated), in a "
        f"mix that is assumed. {_FOLDS}-fold cross-validated over operations, as said / right / n: {told}. "
        "Fitted by manage.py calibrate.",
        "figures": FIGURES,
        "intercept": round(float(beta[0]), 4),
        "weights": {
            name: round(float(weight), 3)
            for name, weight in zip(FIGURES, beta[1:], strict=True)
        },
    }

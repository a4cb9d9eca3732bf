"""``manage.py calibrate``: fits the confidence of readings and writes its weights."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandParser

from chat.language import confidence
from chat.language.calibrating import FIGURES, Sample, read_cases

_BINS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.001)
_FOLDS = 10


class Command(BaseCommand):
    """Fits on the operations' examples, disturbed; says how reliable it was and is."""

    help = "Fit the confidence of readings on the operations' examples, disturbed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        sample = read_cases()
        weights = weights_of(sample)
        before = kept_confidence(sample.figures)
        crossed = cross_validated(sample, weights)
        self.stdout.write(
            f"{len(sample.right)} readings, {sample.right.mean():.1%} right"
        )
        self.stdout.write("before: " + reliability(before, sample.right, weights))
        self.stdout.write("fitted: " + reliability(crossed, sample.right, weights))
        if not check:
            path = Path(confidence.__file__).with_name("calibration.json")
            text = json.dumps(fitted(sample, weights, crossed), indent=2)
            path.write_text(text + "\n", encoding="utf-8")
            self.stdout.write(f"{path.name} is written.")


def weights_of(sample: Sample) -> np.ndarray:
    """Each kind of sentence weighs the same, but for the plain ones: half of all.

    People mostly ask for what there is; the disturbed are what confidence is for.
    """
    kinds = np.array(sample.kinds)
    names = sorted(set(sample.kinds))
    weights = np.zeros(len(kinds))
    for name in names:
        share = 0.5 if name == "plain" else 0.5 / (len(names) - 1)
        weights[kinds == name] = share / (kinds == name).sum()
    return weights * len(kinds)


def _model() -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=1.0, max_iter=2_000)


def kept_confidence(figures: np.ndarray) -> np.ndarray:
    """What the weights in use say of the figures."""
    kept = confidence.calibration()
    weights = np.array([kept["weights"][name] for name in FIGURES])
    return np.asarray(1 / (1 + np.exp(-(kept["intercept"] + figures @ weights))))


def cross_validated(sample: Sample, weights: np.ndarray) -> np.ndarray:
    """What a fit without an operation's examples says of them."""
    from sklearn.model_selection import GroupKFold

    said = np.zeros(len(sample.right))
    folds = GroupKFold(_FOLDS).split(sample.figures, sample.right, sample.origins)
    for train, test in folds:
        model = _model().fit(
            sample.figures[train], sample.right[train], sample_weight=weights[train]
        )
        said[test] = model.predict_proba(sample.figures[test])[:, 1]
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
    model = _model().fit(sample.figures, sample.right, sample_weight=weights)
    told = reliability(crossed, sample.right, weights)
    return {
        "how": "Logistic regression (L2, C = 1) of whether a reading was right on five "
        f"figures of it; {len(sample.right)} readings of the operations' own examples, "
        "plain and disturbed (misspelt, shortened, wordy, with other tables' columns, "
        "with columns and demands that cannot be met, unrelated), plain ones weighing "
        f"half. {_FOLDS}-fold cross-validated over operations, as said / right / n: {told}. "
        "Fitted by manage.py calibrate.",
        "figures": FIGURES,
        "intercept": round(float(model.intercept_[0]), 4),
        "weights": {
            name: round(float(weight), 3)
            for name, weight in zip(FIGURES, model.coef_[0], strict=True)
        },
    }

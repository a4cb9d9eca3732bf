"""A score beside what is reached without any feature."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlmodels.learning.scores import LOWER_IS_BETTER


def beats_baseline(result: Mapping[str, Any]) -> bool:
    """Whether the score is better than the baseline beyond its 95 % interval."""
    metric = result["metric"]
    base, score = result["baseline"][metric], result["scores"][metric]
    if base is None or score is None:
        return True
    low, high = result["score_interval"] or (score, score)
    return bool(high < base if metric in LOWER_IS_BETTER else low > base)


def baseline_score(result: Mapping[str, Any], metric: str) -> float | None:
    """The baseline's score; a share of variance too small to be shown is none."""
    value: float | None = result["baseline"].get(metric)
    if metric in ("r2", "explained_variance") and value and abs(value) < 5e-5:
        return 0.0
    return value


def nothing_better(result: Mapping[str, Any]) -> str:
    """Words for the baseline."""
    if result["classes"]:
        return "guessing by the shares of the classes"
    return "always predicting the mean"

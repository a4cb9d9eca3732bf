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


def nothing_better(result: Mapping[str, Any]) -> str:
    """Words for the baseline."""
    if result["classes"]:
        return "guessing by the shares of the classes"
    return "always predicting the mean"

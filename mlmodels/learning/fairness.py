"""How a model does in each group of rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from mlmodels.learning.features import level_text
from mlmodels.learning.scores import scores_of

FEWEST_ROWS = 5


def scores_by_group(
    groups: pd.DataFrame,
    y: np.ndarray,
    predicted: np.ndarray,
    classes: list[str],
    positive: str,
) -> dict[str, list[dict[str, Any]]]:
    """The scores of every level of every column of ``groups``, on the rows that judge.

    Of two classes also the share that has and that is named ``positive``. Levels with
    fewer than ``FEWEST_ROWS`` rows are counted, not judged.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for name in groups.columns:
        levels = groups[name].map(level_text)
        rows = []
        for level in sorted(levels.dropna().unique()):
            inside = (levels == level).to_numpy()
            part: dict[str, Any] = {"level": level, "n": int(inside.sum())}
            if part["n"] >= FEWEST_ROWS:
                part["scores"] = scores_of(
                    y[inside], predicted[inside], classes, positive
                )
                part |= shares(y[inside], predicted[inside], classes, positive)
            rows.append(part)
        found[str(name)] = rows
    return found


def shares(
    y: np.ndarray, predicted: np.ndarray, classes: list[str], positive: str
) -> dict[str, Any]:
    """Means of what is and of what is predicted; of two classes, shares of positive."""
    if not classes:
        return {"actual": float(np.mean(y)), "predicted": float(np.mean(predicted))}
    if len(classes) > 2:
        return {}
    named = np.asarray(classes)[predicted.argmax(axis=1)] == positive
    return {
        "actual": float(np.mean(y == positive)),
        "predicted": float(np.mean(named)),
    }

"""From which probability on a row counts as positive, and what each choice costs."""

from __future__ import annotations

from typing import Any

import numpy as np


def threshold_table(
    y: np.ndarray,
    probabilities: np.ndarray,
    classes: list[str],
    positive: str,
    most: int = 100,
) -> dict[str, Any] | None:
    """Counts of right and wrong at so many thresholds, lowest first.

    A row is named positive from the threshold on. None without rows of both classes.
    """
    known = np.isfinite(probabilities[:, 0])
    share = probabilities[known, classes.index(positive)]
    hits = y[known] == positive
    if not 0 < hits.sum() < len(hits):
        return None
    levels = np.unique(share)
    if len(levels) > most:
        levels = levels[np.linspace(0, len(levels) - 1, most).astype(int)]
    levels = np.unique(np.append(levels, 0.5))
    named = share[None, :] >= levels[:, None]
    return {
        "threshold": levels.tolist(),
        "true_positive": (named & hits).sum(axis=1).tolist(),
        "false_positive": (named & ~hits).sum(axis=1).tolist(),
        "n_positive": int(hits.sum()),
        "n_negative": int((~hits).sum()),
    }

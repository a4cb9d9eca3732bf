"""How far off predictions are, from rows that the model did not see."""

from __future__ import annotations

from typing import Any

import numpy as np


def residual_interval(
    y: np.ndarray, out_of_fold: np.ndarray, level: float = 0.9
) -> dict[str, Any] | None:
    """The half width that a share ``level`` of out-of-fold errors does not exceed.

    The conformal quantile of absolute residuals, with its correction for a finite
    sample (Lei et al. 2018, JASA 113, 1094-1111), on cross-validated predictions.
    """
    known = np.isfinite(out_of_fold)
    errors = np.sort(np.abs(y[known] - out_of_fold[known]))
    n = len(errors)
    place = int(np.ceil(level * (n + 1))) - 1
    if n < 10 or place >= n:
        return None
    return {
        "method": "conformal, absolute out-of-fold residuals",
        "level": level,
        "half_width": float(errors[place]),
        "n": n,
    }


def coverage(y: np.ndarray, predicted: np.ndarray, half_width: float) -> float:
    """The share of values within the interval."""
    return float(np.mean(np.abs(y - predicted) <= half_width))

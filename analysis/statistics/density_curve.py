"""Smooth densities of numbers."""

from __future__ import annotations

import numpy as np
from scipy import stats

from analysis.base.errors import DataError

DENSITY_POINTS = 120
MAX_DENSITY_VALUES = 20_000


def density_curve(
    numbers: np.ndarray, low: float, high: float, column: str
) -> tuple[np.ndarray, np.ndarray, float]:
    """Points, densities and bandwidth of a Gaussian kernel density.

    The bandwidth is the standard deviation (n - 1) times n^(-1/5) (Scott 1992). It is
    taken at 120 points from ``low`` to ``high``; of more than 20,000 values a sample
    (seed 7) is used.

    Raises:
        DataError: fewer than two different values.
    """
    if len(np.unique(numbers)) < 2:
        raise DataError(
            f"“{column}” has fewer than two different values to draw a density of.",
            "Choose another column, or larger groups.",
            column,
        )
    sample = numbers
    if len(numbers) > MAX_DENSITY_VALUES:
        sample = np.random.default_rng(7).choice(
            numbers, MAX_DENSITY_VALUES, replace=False
        )
    spread = float(sample.max()) - float(sample.min())
    if not (np.isfinite(spread) and spread > 1e-300):
        raise DataError(
            f"The values of “{column}” are too large or too close for a density.",
            "Rescale the column first.",
            column,
        )
    centre = float(np.median(sample))
    # of equal size whatever the unit, so that nothing under- or overflows
    scaled = (sample - centre) / spread
    if float(np.var(scaled)) < 1e-14:
        raise DataError(
            f"Nearly all values of “{column}” are the same.",
            "Remove its outliers first, or ask for a histogram.",
            column,
        )
    kernel = stats.gaussian_kde(scaled, bw_method="scott")
    points = np.linspace(low, high, DENSITY_POINTS)
    with np.errstate(under="ignore"):
        densities = kernel((points - centre) / spread) / spread
    bandwidth = float(np.sqrt(kernel.covariance[0, 0])) * spread
    return points, densities, bandwidth

"""Bins for histograms, and samples for charts of single points."""

from __future__ import annotations

import math

import numpy as np

MAX_BINS = 60
USUAL_MAX_BINS = 40


def bin_edges(numbers: np.ndarray, bins: int | None = None) -> np.ndarray:
    """Edges of equal bins over finite numbers.

    Without a number of bins: Freedman and Diaconis (1981), never fewer than Sturges
    (1926) gives and at most 40; for few different whole numbers one bin each.
    """
    low, high = float(numbers.min()), float(numbers.max())
    if low == high:
        margin = max(abs(low) * 1e-6, 0.5)
        return np.array([low - margin, low + margin])
    whole = high - low <= 25 and bool((numbers == np.floor(numbers)).all())
    if bins is None and whole:
        return np.arange(low - 0.5, high + 1.0)
    if bins is None:
        edges = round_edges(low, high, usual_bins(numbers))
    else:
        edges = np.linspace(low, high, min(max(bins, 1), MAX_BINS) + 1)
    return edges if (np.diff(edges) > 0).all() else np.array([low, high])


def width_edges(numbers: np.ndarray, width: float) -> np.ndarray:
    """Edges of bins that are ``width`` wide and begin at its multiples."""
    first = math.floor(float(numbers.min()) / width)
    last = math.floor(float(numbers.max()) / width)
    return np.arange(first, last + 2) * width


def log_edges(numbers: np.ndarray, bins: int | None = None) -> np.ndarray:
    """Edges of bins over positive numbers that are equal on a logarithmic scale."""
    low, high = float(numbers.min()), float(numbers.max())
    if low == high:
        return np.array([low / 1.1, low * 1.1])
    logs = np.log10(numbers)
    count = min(max(bins, 1), MAX_BINS) if bins is not None else usual_bins(logs)
    edges = 10 ** np.linspace(float(logs.min()), float(logs.max()), count + 1)
    # powers may lose a last digit, and with it the outermost values
    edges = np.concatenate([[low], edges[1:-1], [high]])
    return edges if (np.diff(edges) > 0).all() else np.array([low, high])


def round_edges(low: float, high: float, count: int) -> np.ndarray:
    """About so many bins with round bounds: multiples of 1, 2, 2.5 or 5 times ten."""
    width = (high - low) / count
    power = 10.0 ** math.floor(math.log10(width))
    step = min((f * power for f in (1, 2, 2.5, 5, 10)), key=lambda s: abs(s - width))
    first, last = math.floor(low / step), math.ceil(high / step)
    if last - first > MAX_BINS or abs(first) > 1e9:
        return np.linspace(low, high, count + 1)
    edges = np.arange(first, last + 1) * step
    # the outermost bounds may have lost a last digit
    return np.concatenate([[min(edges[0], low)], edges[1:-1], [max(edges[-1], high)]])


def usual_bins(numbers: np.ndarray) -> int:
    """How many bins suit the numbers."""
    sturges = math.ceil(math.log2(len(numbers))) + 1
    q1, q3 = np.quantile(numbers, [0.25, 0.75])
    width = 2 * (q3 - q1) / len(numbers) ** (1 / 3)
    extent = float(numbers.max() - numbers.min())
    if not (width > 0 and math.isfinite(extent)):
        return sturges
    return int(min(max(math.ceil(min(extent / width, 1e6)), sturges), USUAL_MAX_BINS))

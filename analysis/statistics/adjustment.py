"""P-values of several tests at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.results.comparisons import PairsVerdict


def adjusted_p_values(p_values: list[float], method: str = "holm") -> list[float]:
    """P-values corrected for their number, in the order given.

    "holm" keeps the chance of any false finding (Holm 1979), "bh" the expected share of
    false findings (Benjamini and Hochberg 1995), "bonferroni" multiplies each by their
    number, "none" changes nothing.
    """
    p = np.asarray(p_values, dtype="float64")
    n = len(p)
    if method == "none" or n < 2:
        return list(p_values)
    if method == "bonferroni":
        return [float(value) for value in np.minimum(p * n, 1.0)]
    order = np.argsort(p)
    if method == "holm":
        steps = np.maximum.accumulate(p[order] * np.arange(n, 0, -1))
    else:
        raised = p[order] * n / np.arange(1, n + 1)
        steps = np.minimum.accumulate(raised[::-1])[::-1]
    adjusted = np.empty(n)
    adjusted[order] = np.minimum(steps, 1.0)
    return [float(value) for value in adjusted]


def pairs_verdict(significant: Sequence[bool]) -> PairsVerdict:
    """How many of all pairs differ, after their p-values were adjusted."""
    n_significant = sum(significant)
    return {
        "n_significant": n_significant,
        "n_pairs": len(significant),
        "verdict": f"{n_significant} of {len(significant)} pairs differ",
        "significant": n_significant > 0,
    }

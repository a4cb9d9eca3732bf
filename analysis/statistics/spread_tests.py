"""Tests of equal spread of independent samples."""

from __future__ import annotations

import math

import numpy as np
from scipy import stats

from analysis.results.test_kinds import VarianceRatioFound
from analysis.results.tests import Found
from analysis.statistics.assumptions import one_way_f
from analysis.statistics.moments import mean_and_deviations, variance_of


def levene_test(samples: list[np.ndarray], center: str) -> Found | None:
    """F of the absolute distances from each sample's mean, median or trimmed mean.

    Levene (1960) for the mean, Brown and Forsythe (1974) for the others. None where the
    distances do not vary.
    """
    distances = [np.abs(deviations_from(sample, center)) for sample in samples]
    found = one_way_f(distances)
    if found is None:
        return None
    n_obs = sum(len(sample) for sample in samples)
    dof = [len(samples) - 1, n_obs - len(samples)]
    return {"statistic": found[0], "p_value": found[1], "dof": dof}


def deviations_from(sample: np.ndarray, center: str) -> np.ndarray:
    """Distances from the sample's mean, median or mean without 10 % at each end."""
    deviations = mean_and_deviations(sample)[1]
    if center == "mean":
        return deviations
    if center == "median":
        return deviations - float(np.median(deviations))
    cut = int(0.1 * len(sample))
    middle = np.sort(deviations)[cut : len(sample) - cut]
    return deviations - float(np.mean(middle))


def bartlett_test(samples: list[np.ndarray]) -> Found | None:
    """Bartlett's (1937) K²; None where a sample does not vary or has one value."""
    spreads = [variance_of(mean_and_deviations(sample)[1]) for sample in samples]
    if any(not spread for spread in spreads):
        return None
    dofs = np.array([len(sample) - 1 for sample in samples], dtype="float64")
    variances = np.array(spreads, dtype="float64")
    total, k = float(dofs.sum()), len(samples)
    pooled = float((dofs * variances).sum()) / total
    numerator = total * math.log(pooled) - float((dofs * np.log(variances)).sum())
    correction = 1 + (float((1 / dofs).sum()) - 1 / total) / (3 * (k - 1))
    statistic = max(0.0, numerator / correction)
    return {
        "statistic": statistic,
        "p_value": float(stats.chi2.sf(statistic, k - 1)),
        "dof": k - 1,
    }


def fligner_test(samples: list[np.ndarray]) -> Found | None:
    """Fligner and Killeen's (1976) rank test of distances from the medians."""
    distances = [np.abs(sample - np.median(sample)) for sample in samples]
    everything = np.concatenate(distances)
    if everything.min() == everything.max():
        return None
    n, k = len(everything), len(samples)
    scores = stats.norm.ppf(0.5 + stats.rankdata(everything) / (2 * (n + 1)))
    ends = np.cumsum([len(sample) for sample in samples])[:-1]
    middle = float(scores.mean())
    between = sum(
        len(part) * (float(part.mean()) - middle) ** 2
        for part in np.split(scores, ends)
    )
    statistic = between / float(scores.var(ddof=1))
    return {
        "statistic": statistic,
        "p_value": float(stats.chi2.sf(statistic, k - 1)),
        "dof": k - 1,
    }


def variance_ratio_test(
    samples: list[np.ndarray], alternative: str, confidence_level: float
) -> VarianceRatioFound | None:
    """The F test of two variances, with their ratio's interval; None otherwise."""
    if len(samples) != 2:
        return None
    first, second = (variance_of(mean_and_deviations(s)[1]) for s in samples)
    if not first or not second:
        return None
    ratio = first / second
    dof = [len(samples[0]) - 1, len(samples[1]) - 1]
    below, above = (
        float(p) for p in (stats.f.cdf(ratio, *dof), stats.f.sf(ratio, *dof))
    )
    p_value = {"less": below, "greater": above}.get(
        alternative, min(1.0, 2 * min(below, above))
    )
    tail = 1 - confidence_level
    tail = tail / 2 if alternative == "two-sided" else tail
    low = ratio / float(stats.f.isf(tail, *dof))
    high = ratio / float(stats.f.ppf(tail, *dof))
    return {
        "statistic": ratio,
        "p_value": p_value,
        "dof": dof,
        "estimate": ratio,
        "estimate_name": "ratio of variances",
        "ci_low": None if alternative == "less" else low,
        "ci_high": None if alternative == "greater" else high,
    }


def mood_test(samples: list[np.ndarray], alternative: str) -> Found | None:
    """Mood's (1954) rank test of two scales, ties by Mielke (1967); None otherwise."""
    if len(samples) != 2 or len(samples[0]) + len(samples[1]) < 3:
        return None
    everything = np.concatenate(samples)
    if everything.min() == everything.max():
        return None
    found = stats.mood(samples[0], samples[1], alternative=alternative)
    return {"statistic": float(found.statistic), "p_value": float(found.pvalue)}

"""Tests of means: one, two and several samples."""

from __future__ import annotations

import math

import numpy as np
from scipy import stats

from analysis.results.test_kinds import AnovaFound
from analysis.results.tests import Estimated, Found
from analysis.statistics.assumptions import anova_sums
from analysis.statistics.moments import (
    from_common_mean,
    mean_and_deviations,
    variance_of,
)


def tail_p_value(t: float, dof: float, alternative: str) -> float:
    """The p-value of a t statistic."""
    if alternative == "less":
        return float(stats.t.cdf(t, dof))
    if alternative == "greater":
        return float(stats.t.sf(t, dof))
    return float(2 * stats.t.sf(abs(t), dof))


def t_result(
    estimate: float,
    error: float,
    dof: float,
    mu: float,
    alternative: str,
    confidence_level: float,
) -> Estimated:
    """Student's t of an estimate against ``mu``, with the estimate's interval."""
    t = (estimate - mu) / error
    tail = 1 - confidence_level
    tail = tail / 2 if alternative == "two-sided" else tail
    half = float(stats.t.isf(tail, dof)) * error
    return {
        "statistic": t,
        "p_value": tail_p_value(t, dof, alternative),
        "dof": dof,
        "estimate": estimate,
        "ci_low": None if alternative == "less" else estimate - half,
        "ci_high": None if alternative == "greater" else estimate + half,
        "statistic_name": "t",
    }


def two_sample_t_result(
    first: np.ndarray,
    second: np.ndarray,
    equal_var: bool,
    mu: float,
    alternative: str,
    confidence_level: float,
) -> Estimated | None:
    """Welch's (1947) or Student's t of two means; None where nothing varies."""
    (mean1, spread1), (mean2, spread2) = (
        (mean, variance_of(deviations) or 0.0)
        for mean, deviations in map(
            mean_and_deviations, from_common_mean(first, second)
        )
    )
    n1, n2 = len(first), len(second)
    if equal_var:
        dof = float(n1 + n2 - 2)
        pooled = ((n1 - 1) * spread1 + (n2 - 1) * spread2) / dof
        error = math.sqrt(pooled * (1 / n1 + 1 / n2))
    else:
        parts = spread1 / n1, spread2 / n2
        error = math.sqrt(sum(parts))
        if error == 0:
            return None
        shares = parts[0] / sum(parts), parts[1] / sum(parts)
        dof = 1 / (shares[0] ** 2 / (n1 - 1) + shares[1] ** 2 / (n2 - 1))
    if error == 0:
        return None
    return t_result(mean1 - mean2, error, dof, mu, alternative, confidence_level)


def trimmed_t_result(
    first: np.ndarray, second: np.ndarray, alternative: str
) -> Found | None:
    """Yuen's (1974) t of means without the outer 20 % at each end."""
    parts = [trimmed_parts(sample) for sample in (first, second)]
    if any(part is None for part in parts):
        return None
    (mean1, error1, dof1), (mean2, error2, dof2) = (p for p in parts if p is not None)
    total = error1 + error2
    if total == 0:
        return None
    dof = total**2 / (error1**2 / dof1 + error2**2 / dof2)
    t = (mean1 - mean2) / math.sqrt(total)
    return {"statistic": t, "p_value": tail_p_value(t, dof, alternative), "dof": dof}


def trimmed_parts(sample: np.ndarray) -> tuple[float, float, int] | None:
    """Trimmed mean, its squared standard error and degrees of freedom."""
    ordered = np.sort(sample)
    cut = int(0.2 * len(ordered))
    kept = ordered[cut : len(ordered) - cut]
    if len(kept) < 3:
        return None
    winsorised = np.clip(ordered, kept[0], kept[-1])
    spread = variance_of(mean_and_deviations(winsorised)[1]) or 0.0
    error = (len(ordered) - 1) * spread / (len(kept) * (len(kept) - 1))
    return float(mean_and_deviations(kept)[0]), error, len(kept) - 1


def anova_result(samples: list[np.ndarray]) -> AnovaFound | None:
    """Fisher's one-way analysis of variance; None where nothing varies within."""
    sums = anova_sums(samples)
    if sums["ss_within"] <= 0 or sums["dof_within"] < 1:
        return None
    f = sums["ms_between"] / sums["ms_within"]
    dof = [sums["dof_between"], sums["dof_within"]]
    p_value = float(stats.f.sf(f, *dof))
    return {"statistic": f, "p_value": p_value, "dof": dof, **sums}


def welch_anova_result(samples: list[np.ndarray]) -> Found | None:
    """Welch's (1951) one-way test of means; None where a sample does not vary."""
    if any(len(sample) < 2 for sample in samples):
        return None
    centre = float(np.mean([np.mean(sample) for sample in samples]))
    means, weights = [], []
    for sample in samples:
        mean, deviations = mean_and_deviations(sample - centre)
        spread = variance_of(deviations)
        if not spread:
            return None
        means.append(mean)
        weights.append(len(sample) / spread)
    k, w = len(samples), np.array(weights)
    grand = float((w * means).sum() / w.sum())
    sizes = np.array([len(sample) for sample in samples])
    lack = float((((1 - w / w.sum()) ** 2) / (sizes - 1)).sum())
    between = float((w * (np.array(means) - grand) ** 2).sum()) / (k - 1)
    f = between / (1 + 2 * (k - 2) / (k**2 - 1) * lack)
    dof = [k - 1, (k**2 - 1) / (3 * lack)]
    return {"statistic": f, "p_value": float(stats.f.sf(f, *dof)), "dof": dof}

"""Comparisons of all pairs of several samples."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
from scipy import stats

from analysis.results.comparisons import ComparedPair, UnadjustedPair
from analysis.statistics.adjustment import adjusted_p_values
from analysis.statistics.assumptions import anova_sums
from analysis.statistics.moments import mean_and_deviations, variance_of
from analysis.statistics.rank_tests import tie_term


def tukey_pairs(
    labels: list[str], samples: list[np.ndarray], confidence_level: float
) -> list[ComparedPair]:
    """Tukey's honestly significant differences, in Kramer's (1956) form."""
    sums = anova_sums(samples)
    k, dof = len(samples), sums["dof_within"]
    critical = float(stats.studentized_range.ppf(confidence_level, k, dof))
    rows = []
    for first, second in combinations(range(k), 2):
        sizes = 1 / len(samples[first]) + 1 / len(samples[second])
        error = math.sqrt(sums["ms_within"] / 2 * sizes)
        rows.append(
            range_pair(labels, samples, (first, second), error, dof, k, critical)
        )
    return rows


def games_howell_pairs(
    labels: list[str], samples: list[np.ndarray], confidence_level: float
) -> list[ComparedPair]:
    """Games and Howell's (1976) comparisons, without equal variances."""
    k = len(samples)
    parts = [
        (variance_of(mean_and_deviations(sample)[1]) or 0.0) / len(sample)
        for sample in samples
    ]
    rows = []
    for first, second in combinations(range(k), 2):
        total = parts[first] + parts[second]
        dof = total**2 / (
            parts[first] ** 2 / (len(samples[first]) - 1)
            + parts[second] ** 2 / (len(samples[second]) - 1)
        )
        critical = float(stats.studentized_range.ppf(confidence_level, k, dof))
        error = math.sqrt(total / 2)
        rows.append(
            range_pair(labels, samples, (first, second), error, dof, k, critical)
        )
    return rows


def range_pair(
    labels: list[str],
    samples: list[np.ndarray],
    pair: tuple[int, int],
    error: float,
    dof: float,
    k: int,
    critical: float,
) -> ComparedPair:
    """One pair judged by the studentized range of k means (second minus first)."""
    first, second = pair
    difference = (
        mean_and_deviations(samples[second])[0] - mean_and_deviations(samples[first])[0]
    )
    q = abs(difference) / error
    return {
        "first": labels[first],
        "second": labels[second],
        "estimate": difference,
        "ci_low": difference - critical * error,
        "ci_high": difference + critical * error,
        "statistic": q,
        "dof": dof,
        "p_value": float(min(1.0, max(0.0, stats.studentized_range.sf(q, k, dof)))),
    }


def pooled_pairs(
    labels: list[str],
    samples: list[np.ndarray],
    adjust: str,
    confidence_level: float,
) -> list[ComparedPair]:
    """Student's t of each pair, its standard deviation pooled over all groups."""
    sums = anova_sums(samples)
    law = stats.t(sums["dof_within"])
    half = float(law.ppf((1 + confidence_level) / 2))
    rows: list[UnadjustedPair] = []
    for first, second in combinations(range(len(samples)), 2):
        sizes = 1 / len(samples[first]) + 1 / len(samples[second])
        error = math.sqrt(sums["ms_within"] * sizes)
        difference = (
            mean_and_deviations(samples[second])[0]
            - mean_and_deviations(samples[first])[0]
        )
        rows.append(
            {
                "first": labels[first],
                "second": labels[second],
                "estimate": difference,
                "ci_low": difference - half * error,
                "ci_high": difference + half * error,
                "statistic": difference / error,
                "dof": sums["dof_within"],
                "p_unadjusted": float(2 * law.sf(abs(difference / error))),
            }
        )
    adjusted = adjusted_p_values([row["p_unadjusted"] for row in rows], adjust)
    return [{**row, "p_value": p} for row, p in zip(rows, adjusted, strict=True)]


def dunn_pairs(
    labels: list[str], samples: list[np.ndarray], adjust: str
) -> list[ComparedPair]:
    """Dunn's (1964) comparisons of mean ranks, two-sided, corrected for ties."""
    everything = np.concatenate(samples)
    n = len(everything)
    ends = np.cumsum([len(sample) for sample in samples])[:-1]
    ranks = [float(p.mean()) for p in np.split(stats.rankdata(everything), ends)]
    spread = n * (n + 1) / 12 - tie_term(everything) / (12 * (n - 1))
    rows: list[UnadjustedPair] = []
    for first, second in combinations(range(len(samples)), 2):
        error = math.sqrt(spread * (1 / len(samples[first]) + 1 / len(samples[second])))
        difference = ranks[second] - ranks[first]
        z = difference / error
        rows.append(
            {
                "first": labels[first],
                "second": labels[second],
                "estimate": difference,
                "statistic": z,
                "p_unadjusted": float(2 * stats.norm.sf(abs(z))),
            }
        )
    adjusted = adjusted_p_values([row["p_unadjusted"] for row in rows], adjust)
    return [{**row, "p_value": p} for row, p in zip(rows, adjusted, strict=True)]

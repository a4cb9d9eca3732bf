"""Checks of what tests assume. They inform; they never choose the test."""

from __future__ import annotations

import math

import numpy as np
from scipy import stats

from analysis.results.test_kinds import AnovaSums
from analysis.results.tests import Assumption
from analysis.statistics.moments import mean_and_deviations, standardised
from analysis.statistics.normality_tests import (
    dagostino_test,
    shapiro_test,
)

MAX_CHECKED = 12
SHAPIRO_LIMIT = 5_000


def check_normality(
    labels: list[str], samples: list[np.ndarray], alpha: float
) -> list[Assumption]:
    """Whether each sample looks normal: Shapiro–Wilk, above 5,000 values D'Agostino."""
    checks = []
    for label, sample in list(zip(labels, samples, strict=True))[:MAX_CHECKED]:
        standard = standardised(mean_and_deviations(sample)[1]) if len(sample) else None
        name = "Shapiro–Wilk"
        found: tuple[float, float] | None = None
        if standard is not None and 3 <= len(sample) <= SHAPIRO_LIMIT:
            found = shapiro_test(standard)
        elif standard is not None and len(sample) > SHAPIRO_LIMIT:
            name, found = "D'Agostino K²", dagostino_test(standard)
        checks.append(check_result(f"normal values: {label}", name, found, alpha))
    return checks


def check_equal_variances(samples: list[np.ndarray], alpha: float) -> list[Assumption]:
    """Whether the samples spread alike, by the Brown–Forsythe test."""
    found = brown_forsythe_test(samples)
    return [check_result("equal variances", "Brown–Forsythe", found, alpha)]


def brown_forsythe_test(samples: list[np.ndarray]) -> tuple[float, float] | None:
    """F and p of absolute deviations from the medians; None where they do not vary."""
    distances = [np.abs(sample - np.median(sample)) for sample in samples]
    return one_way_f(distances)


def one_way_f(samples: list[np.ndarray]) -> tuple[float, float] | None:
    """F and p of a one-way analysis of variance; None where nothing varies within."""
    table = anova_sums(samples)
    if table["ss_within"] <= 0 or table["dof_within"] < 1:
        return None
    f = table["ms_between"] / table["ms_within"]
    return f, float(stats.f.sf(f, table["dof_between"], table["dof_within"]))


def anova_sums(samples: list[np.ndarray]) -> AnovaSums:
    """Sums of squares between and within samples.

    The grand mean is taken off first and sums are exact, so that data with many constant
    leading digits (NIST StRD SmLs07 to SmLs09) keep theirs.
    """
    everything = np.concatenate(samples)
    deviations = mean_and_deviations(everything)[1]
    ends = np.cumsum([len(sample) for sample in samples])[:-1]
    between, within = [], []
    for part in np.split(deviations, ends):
        centre, rest = mean_and_deviations(part)
        between.append(len(part) * centre**2)
        within.extend((rest**2).tolist())
    dof_between, dof_within = len(samples) - 1, len(everything) - len(samples)
    ss_between, ss_within = float(np.sum(between)), math.fsum(within)
    return {
        "ss_between": ss_between,
        "ss_within": ss_within,
        "dof_between": dof_between,
        "dof_within": dof_within,
        "ms_between": ss_between / dof_between,
        "ms_within": ss_within / dof_within if dof_within else 0.0,
    }


def check_result(
    assumption: str, test: str, found: tuple[float, float] | None, alpha: float
) -> Assumption:
    """One check as results hold it; ``holds`` is None where it cannot be made."""
    statistic, p_value = found if found is not None else (None, None)
    return {
        "assumption": assumption,
        "test": test,
        "statistic": statistic,
        "p_value": p_value,
        "holds": None if p_value is None else bool(p_value >= alpha),
    }

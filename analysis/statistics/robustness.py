"""The same question under other defensible methods."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from analysis.results.tests import Estimated, OtherMethod, Statistic
from analysis.statistics.mean_tests import (
    anova_result,
    t_result,
    trimmed_t_result,
    two_sample_t_result,
    welch_anova_result,
)
from analysis.statistics.moments import mean_and_deviations, variance_of
from analysis.statistics.rank_tests import (
    kruskal_result,
    rank_sum_result,
    sign_result,
    signed_rank_result,
)


def other_methods(
    found: Mapping[str, Statistic | None], used: str
) -> list[OtherMethod]:
    """Every method but the one used, where it is defined."""
    return [
        {
            "method": name,
            "statistic": result["statistic"],
            "p_value": result["p_value"],
        }
        for name, result in found.items()
        if name != used and result is not None
    ]


def two_sample_methods(
    first: np.ndarray, second: np.ndarray, alternative: str, used: str
) -> list[OtherMethod]:
    """Comparisons of two independent samples."""
    found = {
        "Welch's t-test": two_sample_t_result(
            first, second, False, 0.0, alternative, 0.95
        ),
        "Student's t-test": two_sample_t_result(
            first, second, True, 0.0, alternative, 0.95
        ),
        "Yuen's t-test of trimmed means": trimmed_t_result(first, second, alternative),
        "Mann–Whitney U test": rank_sum_result(first, second, alternative),
    }
    return other_methods(found, used)


def several_sample_methods(samples: list[np.ndarray], used: str) -> list[OtherMethod]:
    """Comparisons of several independent samples."""
    found = {
        "one-way analysis of variance": anova_result(samples),
        "Welch's analysis of variance": welch_anova_result(samples),
        "Kruskal–Wallis test": kruskal_result(samples),
    }
    return other_methods(found, used)


def paired_methods(
    differences: np.ndarray, alternative: str, used: str
) -> list[OtherMethod]:
    """Comparisons of two matched samples, by their differences."""
    found = {
        "paired t-test": mean_of_differences(differences, alternative),
        "Wilcoxon signed-rank test": signed_rank_result(differences, alternative),
        "sign test": sign_result(differences, alternative),
    }
    return other_methods(found, used)


def mean_of_differences(differences: np.ndarray, alternative: str) -> Estimated | None:
    """Student's t of differences against zero; None where they do not vary."""
    mean, deviations = mean_and_deviations(differences)
    spread = variance_of(deviations)
    if not spread:
        return None
    n = len(differences)
    return t_result(mean, (spread / n) ** 0.5, n - 1, 0.0, alternative, 0.95)

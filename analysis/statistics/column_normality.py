"""Whether a column is normally distributed, by every test of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.results.test_kinds import NormalityFound
from analysis.results.tests import OtherMethod
from analysis.statistics.moments import (
    kurtosis_of,
    mean_and_deviations,
    skewness_of,
    standardised,
    variance_of,
)
from analysis.statistics.normality_tests import (
    anderson_test,
    dagostino_test,
    jarque_bera_test,
    kolmogorov_test,
    lilliefors_test,
    shapiro_test,
)
from analysis.statistics.samples import require_scale
from analysis.statistics.values import (
    numbers_of,
    observed_numbers,
)

SHAPIRO_ROWS = 5_000
NORMALITY_METHODS = {
    "shapiro_wilk": ("Shapiro–Wilk test", "W", 3),
    "anderson_darling": ("Anderson–Darling test", "A²", 8),
    "lilliefors": ("Lilliefors test", "D", 5),
    "kolmogorov_smirnov": ("Kolmogorov–Smirnov test", "D", 3),
    "dagostino": ("D'Agostino–Pearson K² test", "K²", 20),
    "jarque_bera": ("Jarque–Bera test", "JB", 8),
}


def normality_of(
    data: pd.DataFrame,
    column: str,
    method: str | None,
    alpha: float,
    mean: float | None,
    std: float | None,
) -> NormalityFound:
    """The tests of one column: the chosen one first, the others as alternatives."""
    values = observed_numbers(data, column)
    require_scale(values, column)
    chosen = method or ("shapiro_wilk" if len(values) <= SHAPIRO_ROWS else "dagostino")
    name, symbol, minimum = NORMALITY_METHODS[chosen]
    if len(values) < minimum:
        raise DataError(
            f"“{column}” has {len(values)} usable values; the {name} needs at least "
            f"{minimum}.",
            "Use the Shapiro–Wilk test." if minimum > 3 else "Check the filters.",
            column,
        )
    centre, deviations = mean_and_deviations(values)
    if standardised(deviations) is None:
        raise DataError(
            f"All {len(values):,} values of “{column}” are equal, so it has no "
            "distribution to test.",
            "Choose a column that varies.",
            column,
        )
    found = normality_statistic(values, chosen, mean, std)
    if found is None:
        raise DataError(f"The {name} is not defined for “{column}”.", "", column)
    statistic, p_value = found
    others: list[OtherMethod] = []
    for other, (other_name, _, _) in NORMALITY_METHODS.items():
        rough = other == "shapiro_wilk" and len(values) > SHAPIRO_ROWS
        if other == chosen or rough:
            continue
        tried = normality_statistic(values, other, mean, std)
        if tried is not None:
            others.append(
                {"method": other_name, "statistic": tried[0], "p_value": tried[1]}
            )
    return {
        "statistic": statistic,
        "p_value": p_value,
        "verdict": "not normal" if p_value < alpha else "normal",
        "significant": p_value < alpha,
        "method": name,
        "statistic_name": symbol,
        "mean": centre,
        "std": (variance_of(deviations) or 0.0) ** 0.5,
        "skewness": skewness_of(deviations),
        "kurtosis": kurtosis_of(deviations),
        "n_obs": len(values),
        "n_missing": int(numbers_of(data, column).isna().sum()),
        "alternatives": others,
    }


def normality_statistic(
    values: np.ndarray, method: str, mean: float | None, std: float | None
) -> tuple[float, float] | None:
    """Statistic and p-value of one test; None where there are too few values."""
    centre, deviations = mean_and_deviations(values)
    standard = standardised(deviations)
    if standard is None or len(values) < NORMALITY_METHODS[method][2]:
        return None
    if method == "shapiro_wilk":
        return shapiro_test(standard)
    if method == "kolmogorov_smirnov":
        estimated = (variance_of(deviations) or 0.0) ** 0.5
        return kolmogorov_test(
            values, centre if mean is None else mean, estimated if std is None else std
        )
    tests = {
        "anderson_darling": anderson_test,
        "lilliefors": lilliefors_test,
        "dagostino": dagostino_test,
        "jarque_bera": jarque_bera_test,
    }
    return tests[method](standard)

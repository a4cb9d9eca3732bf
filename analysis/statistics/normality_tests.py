"""Tests of normality on standardised values (mean 0, mean square 1)."""

from __future__ import annotations

import math
import warnings

import numpy as np
from scipy import stats

from analysis.statistics.moments import kurtosis_of, skewness_of


def shapiro_test(standard: np.ndarray) -> tuple[float, float]:
    """Shapiro and Wilk's W by Royston's (1995) algorithm; 3 values or more.

    Above 5,000 values, beyond what the algorithm was checked for, p is approximate.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "scipy.stats.shapiro")
        found = stats.shapiro(standard)
    return float(found.statistic), float(found.pvalue)


def anderson_test(standard: np.ndarray) -> tuple[float, float]:
    """Anderson and Darling's A², mean and variance estimated; 8 values or more.

    The p-value is by D'Agostino and Stephens (1986), table 4.9, from A² corrected for n.
    """
    n = len(standard)
    ordered = np.sort(standard * math.sqrt((n - 1) / n))
    steps = 2 * np.arange(1, n + 1) - 1
    lower, upper = stats.norm.logcdf(ordered), stats.norm.logsf(ordered[::-1])
    a2 = -n - math.fsum((steps * (lower + upper)).tolist()) / n
    corrected = a2 * (1 + 0.75 / n + 2.25 / n**2)
    return a2, anderson_p_value(corrected)


def anderson_p_value(a: float) -> float:
    """The p-value of a corrected A²."""
    if a < 0.2:
        return 1 - math.exp(-13.436 + 101.14 * a - 223.73 * a**2)
    if a < 0.34:
        return 1 - math.exp(-8.318 + 42.796 * a - 59.938 * a**2)
    if a < 0.6:
        return math.exp(0.9177 - 4.279 * a - 1.38 * a**2)
    if a < 10:
        return math.exp(1.2937 - 5.709 * a + 0.0186 * a**2)
    return 3.7e-24  # what the formula gives at its end; above, it would rise again


def lilliefors_test(standard: np.ndarray) -> tuple[float, float]:
    """Kolmogorov and Smirnov's D, mean and variance estimated; 5 values or more.

    The p-value is by Dallal and Wilkinson (1986), above 0.1 by Stephens (1974), as in R's
    nortest.
    """
    n = len(standard)
    share = stats.norm.cdf(np.sort(standard * math.sqrt((n - 1) / n)))
    places = np.arange(1, n + 1)
    d = float(max((places / n - share).max(), (share - (places - 1) / n).max()))
    return d, lilliefors_p_value(d, n)


def lilliefors_p_value(d: float, n: int) -> float:
    """The p-value of Lilliefors' D for n values."""
    size, distance = (n, d) if n <= 100 else (100, d * (n / 100) ** 0.49)
    p_value = math.exp(
        -7.01256 * distance**2 * (size + 2.78019)
        + 2.99587 * distance * math.sqrt(size + 2.78019)
        - 0.122119
        + 0.974598 / math.sqrt(size)
        + 1.67997 / size
    )
    if p_value <= 0.1:
        return p_value
    k = (math.sqrt(n) - 0.01 + 0.85 / math.sqrt(n)) * d
    if k <= 0.302:
        return 1.0
    if k <= 0.5:
        p = (
            2.76773
            - 19.828315 * k
            + 80.709644 * k**2
            - 138.55152 * k**3
            + 81.218052 * k**4
        )
    elif k <= 0.9:
        p = (
            -4.901232
            + 40.662806 * k
            - 97.490286 * k**2
            + 94.029866 * k**3
            - 32.355711 * k**4
        )
    elif k <= 1.31:
        p = (
            6.198765
            - 19.558097 * k
            + 23.186922 * k**2
            - 12.234627 * k**3
            + 2.423045 * k**4
        )
    else:
        p = 0.0
    return min(1.0, max(0.0, p))


def dagostino_test(standard: np.ndarray) -> tuple[float, float]:
    """D'Agostino and Pearson's K² from skewness and kurtosis; 20 values or more."""
    found = stats.normaltest(standard)
    return float(found.statistic), float(found.pvalue)


def jarque_bera_test(standard: np.ndarray) -> tuple[float, float]:
    """Jarque and Bera's test; its chi-square is good for large samples only."""
    n = len(standard)
    skewness = skewness_of(standard, bias=True) or 0.0
    kurtosis = kurtosis_of(standard, bias=True) or 0.0
    statistic = n / 6 * (skewness**2 + kurtosis**2 / 4)
    return statistic, float(stats.chi2.sf(statistic, 2))


def kolmogorov_test(values: np.ndarray, mean: float, std: float) -> tuple[float, float]:
    """Kolmogorov and Smirnov's D against the normal with this mean and deviation."""
    found = stats.kstest((values - mean) / std, "norm")
    return float(found.statistic), float(found.pvalue)

"""The power of tests, by noncentral distributions."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy import optimize, stats


def power_of_t(
    effect: float, n: float, alpha: float, two_sided: bool, groups: int
) -> float:
    """Power of a t test with n per group (``groups`` 2) or n rows or pairs (1)."""
    dof = groups * (n - 1)
    shift = abs(effect) * math.sqrt(n / groups)
    critical = stats.t.isf(alpha / 2 if two_sided else alpha, dof)
    upper = stats.nct.sf(critical, dof, shift)
    lower = stats.nct.cdf(-critical, dof, shift) if two_sided else 0.0
    return float(upper + (0.0 if np.isnan(lower) else lower))


def power_of_anova(effect: float, n: float, alpha: float, groups: int) -> float:
    """Power of a one-way analysis of variance with n per group; Cohen's f."""
    dof, rest = groups - 1, groups * (n - 1)
    critical = stats.f.isf(alpha, dof, rest)
    return float(stats.ncf.sf(critical, dof, rest, groups * n * effect**2))


def power_of_chi_square(effect: float, n: float, alpha: float, dof: int) -> float:
    """Power of a chi-square test with n rows in all; Cohen's w."""
    return float(stats.ncx2.sf(stats.chi2.isf(alpha, dof), dof, n * effect**2))


def power_of_correlation(
    effect: float, n: float, alpha: float, two_sided: bool
) -> float:
    """Power of the test of a correlation with n rows (Cohen 1988, p. 546)."""
    size = min(abs(effect), 0.999999)
    t = stats.t.isf(alpha / 2 if two_sided else alpha, n - 2)
    critical = math.atanh(math.sqrt(t**2 / (t**2 + n - 2)))
    z = math.atanh(size) + size / (2 * (n - 1))
    upper = stats.norm.cdf((z - critical) * math.sqrt(n - 3))
    lower = stats.norm.cdf((-z - critical) * math.sqrt(n - 3)) if two_sided else 0.0
    return float(upper + lower)


def power_of_proportions(
    p1: float, p2: float, n: float, alpha: float, two_sided: bool
) -> float:
    """Power of the test of two proportions with n per group (Fleiss 1981, pooled)."""
    z = stats.norm.isf(alpha / 2 if two_sided else alpha)
    middle = (p1 + p2) / 2
    pooled = math.sqrt(2 * middle * (1 - middle))
    separate = math.sqrt(p1 * (1 - p1) + p2 * (1 - p2))
    return float(stats.norm.cdf((abs(p1 - p2) * math.sqrt(n) - z * pooled) / separate))


def smallest_n(power_at: Callable[[float], float], power: float, low: float) -> float:
    """The n, not rounded, at which the power is reached; infinite beyond 10 million."""
    high = 1e7
    if power_at(low) >= power:
        return low
    if power_at(high) < power:
        return math.inf
    return float(optimize.brentq(lambda n: power_at(n) - power, low, high, xtol=1e-6))


def smallest_effect(
    power_at: Callable[[float], float], power: float, most: float
) -> float:
    """The effect, up to ``most``, that is found with the power; infinite beyond it."""
    if power_at(most) < power:
        return math.inf
    return float(optimize.brentq(lambda e: power_at(e) - power, 1e-9, most, xtol=1e-9))

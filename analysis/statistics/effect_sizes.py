"""Sizes of effects, with confidence intervals by inverting noncentral distributions."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy import special

from analysis.results.tests import Effect
from analysis.statistics.moments import (
    from_common_mean,
    mean_and_deviations,
    variance_of,
)


def small_sample_factor(dof: float) -> float:
    """Hedges' exact correction J of a standardised mean difference (Hedges 1981)."""
    if dof <= 1:
        return math.nan
    if dof > 300:
        return 1 - 3 / (4 * dof - 1)
    return math.exp(
        math.lgamma(dof / 2) - math.log(math.sqrt(dof / 2)) - math.lgamma((dof - 1) / 2)
    )


def noncentral_t_bounds(
    t: float, dof: float, confidence_level: float
) -> tuple[float | None, float | None]:
    """The noncentrality that a t statistic is compatible with (Steiger 2004)."""
    tail = (1 - confidence_level) / 2
    low = float(special.nctdtrinc(dof, 1 - tail, t))
    high = float(special.nctdtrinc(dof, tail, t))
    if math.isfinite(low) and math.isfinite(high):
        return low, high
    return None, None


def noncentral_f_bounds(
    f: float, dof_between: float, dof_within: float, confidence_level: float
) -> tuple[float | None, float | None]:
    """The noncentrality that an F statistic is compatible with (Steiger 2004)."""
    tail = (1 - confidence_level) / 2
    below = float(special.fdtr(dof_between, dof_within, f))
    bounds = [
        0.0 if below <= at else float(special.ncfdtrinc(dof_between, dof_within, at, f))
        for at in (1 - tail, tail)
    ]
    if all(math.isfinite(bound) for bound in bounds):
        return bounds[0], bounds[1]
    return None, None


def noncentral_chi2_bounds(
    chi2: float, dof: float, confidence_level: float
) -> tuple[float | None, float | None]:
    """The noncentrality that a chi-square statistic is compatible with."""
    tail = (1 - confidence_level) / 2
    below = float(special.chdtr(dof, chi2))
    bounds = [
        0.0 if below <= at else float(special.chndtrinc(chi2, dof, at))
        for at in (1 - tail, tail)
    ]
    if all(math.isfinite(bound) for bound in bounds):
        return bounds[0], bounds[1]
    return None, None


def hedges_g(first: np.ndarray, second: np.ndarray, confidence_level: float) -> Effect:
    """The difference of two means over their pooled standard deviation, corrected.

    Hedges (1981); the interval inverts the noncentral t (Cumming and Finch 2001).
    """
    n1, n2 = len(first), len(second)
    dof = n1 + n2 - 2
    first, second = from_common_mean(first, second)
    mean1, deviations1 = mean_and_deviations(first)
    mean2, deviations2 = mean_and_deviations(second)
    pooled = math.sqrt(
        (
            (n1 - 1) * (variance_of(deviations1) or 0.0)
            + (n2 - 1) * (variance_of(deviations2) or 0.0)
        )
        / dof
    )
    scale = math.sqrt(1 / n1 + 1 / n2)
    return standardised_difference(
        mean1 - mean2, pooled, scale, dof, "Hedges g", confidence_level
    )


def standardised_difference(
    difference: float,
    spread: float,
    scale: float,
    dof: float,
    name: str,
    confidence_level: float,
) -> Effect:
    """A mean difference over a spread, with its interval; ``scale`` turns d into t."""
    if spread == 0:
        return effect(name, None, None, None)
    d = difference / spread
    low, high = noncentral_t_bounds(d / scale, dof, confidence_level)
    j = small_sample_factor(dof) if name.startswith("Hedges") else 1.0
    return effect(
        name,
        d * j,
        None if low is None else low * scale * j,
        None if high is None else high * scale * j,
    )


def effect(
    name: str, size: float | None, low: float | None, high: float | None
) -> Effect:
    """An effect size as results hold it."""
    return {
        "effect_size": size,
        "effect_size_name": name,
        "effect_ci_low": low,
        "effect_ci_high": high,
    }


def eta_squared(
    f: float,
    dof: Sequence[float],
    confidence_level: float,
    name: str = "eta²",
) -> Effect:
    """The share of variance explained, from F; the interval inverts the noncentral F."""
    dof_between, dof_within = dof
    explained = f * dof_between / (f * dof_between + dof_within)
    bounds = noncentral_f_bounds(f, dof_between, dof_within, confidence_level)
    n = dof_between + dof_within + 1
    low, high = (None if b is None else b / (b + n) for b in bounds)
    return effect(name, explained, low, high)


def cramers_v(
    chi2: float, n_obs: float, shape: tuple[int, ...], confidence_level: float
) -> Effect:
    """Cramér's V (phi for 2 × 2); the interval inverts the noncentral chi-square.

    Smithson (2003), Confidence Intervals, with the noncentrality itself over n.
    """
    smaller = min(shape) - 1
    dof = (shape[0] - 1) * (shape[1] - 1)
    bounds = noncentral_chi2_bounds(chi2, dof, confidence_level)
    low, high = (
        None if b is None else min(1.0, math.sqrt(b / (n_obs * smaller)))
        for b in bounds
    )
    return effect("Cramér's V", math.sqrt(chi2 / (n_obs * smaller)), low, high)


def tanh_interval(size: float, error: float, quantile: float) -> tuple[float, float]:
    """An interval of a coefficient between -1 and 1 by Fisher's z."""
    if abs(size) >= 1:
        return size, size
    z = math.atanh(size)
    return math.tanh(z - quantile * error), math.tanh(z + quantile * error)

"""Mean, variance, skewness and kurtosis without loss of digits."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np

# From here on the spread is lost in the rounding of the values themselves, unless they
# are taken as the decimals that were written in the file.
ILL_CONDITIONED = 1e5
MAX_DECIMALS = 200_000
MAX_EXACT = 100_000


def precise_sum(values: np.ndarray) -> float:
    """The sum, rounded once (``math.fsum``); of very many values pairwise, in numpy's
    longest floating-point type, which is a hundred times as fast and nearly as exact.
    """
    if len(values) <= MAX_EXACT:
        return math.fsum(values.tolist())
    return float(np.sum(values, dtype=np.longdouble))


def mean_and_deviations(values: np.ndarray) -> tuple[float, np.ndarray]:
    """The mean, and each value's distance from it, both to nearly full precision.

    Where values differ only in their last digits (1000000.1, 1000000.3), distances are
    taken between the shortest decimals that stand for them, as NIST's StRD sets NumAcc3
    and NumAcc4 demand.
    """
    low, high = float(np.min(values)), float(np.max(values))
    if low == high:
        return low, np.zeros(len(values))
    # by a power of two, so that nothing overflows and no digit is lost
    scale = 2.0 ** max(math.frexp(max(-low, high))[1] - 1, -1000)
    mean = precise_sum(values / scale) / len(values) * scale
    with np.errstate(over="ignore"):
        deviations = values - mean
    spread = float(np.max(np.abs(deviations)))
    if abs(mean) < ILL_CONDITIONED * spread or len(values) > MAX_DECIMALS:
        return mean, deviations
    decimals = [Decimal(repr(value)) for value in values.tolist()]
    exact_mean = sum(decimals, Decimal(0)) / len(decimals)
    distances = [float(value - exact_mean) for value in decimals]
    return float(exact_mean), np.array(distances)


def from_common_mean(
    first: np.ndarray, second: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Two samples as distances from the mean of both, if they share many leading digits.

    Else their means, and values of one less values of the other, would keep few digits.
    """
    both = np.concatenate([first, second])
    if np.max(np.abs(both)) < ILL_CONDITIONED * np.ptp(both):
        return first, second
    deviations = mean_and_deviations(both)[1]
    return deviations[: len(first)], deviations[len(first) :]


def written_differences(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Differences of pairs, between the shortest decimals that stand for the values.

    So 0.67 - 0.48 and 1.14 - 0.95 tie, as they do on paper. Very many are taken as they
    are.
    """
    if len(first) > MAX_EXACT:
        return np.asarray(first - second)
    pairs = zip(first.tolist(), second.tolist(), strict=True)
    return np.array([float(Decimal(repr(a)) - Decimal(repr(b))) for a, b in pairs])


def sum_of_powers(deviations: np.ndarray, power: int) -> float:
    """The sum of the deviations' powers; infinite where floating point ends."""
    with np.errstate(over="ignore", under="ignore"):
        squares = deviations * deviations
        powers = squares if power == 2 else squares * deviations ** (power - 2)
    return precise_sum(powers) if np.isfinite(powers).all() else math.inf


def variance_of(deviations: np.ndarray, ddof: int = 1) -> float | None:
    """The variance with divisor n - ddof; None where that is not above zero."""
    n_obs = len(deviations)
    if n_obs - ddof <= 0:
        return None
    return sum_of_powers(deviations, 2) / (n_obs - ddof)


def skewness_of(deviations: np.ndarray, *, bias: bool = False) -> float | None:
    """Skewness g1 = m3 / m2^1.5, or corrected for bias, G1 (as SAS, Excel, pandas).

    None for fewer than three values or where all are equal. Joanes and Gill (1998).
    """
    n_obs = len(deviations)
    standard = standardised(deviations)
    if standard is None or n_obs < 3:
        return None
    skewness = sum_of_powers(standard, 3) / n_obs
    if bias:
        return skewness
    return skewness * math.sqrt(n_obs * (n_obs - 1)) / (n_obs - 2)


def kurtosis_of(deviations: np.ndarray, *, bias: bool = False) -> float | None:
    """Excess kurtosis g2 = m4 / m2² - 3, or corrected for bias, G2.

    None for fewer than four values or where all are equal. Joanes and Gill (1998).
    """
    n_obs = len(deviations)
    standard = standardised(deviations)
    if standard is None or n_obs < 4:
        return None
    excess = sum_of_powers(standard, 4) / n_obs - 3
    if bias:
        return excess
    correction = (n_obs - 1) / ((n_obs - 2) * (n_obs - 3))
    return correction * ((n_obs + 1) * excess + 6)


def standardised(deviations: np.ndarray) -> np.ndarray | None:
    """Deviations over their root mean square; None where all are (nearly) zero."""
    largest = float(np.max(np.abs(deviations)))
    if largest == 0 or not math.isfinite(largest):
        return None
    scaled = deviations / largest
    return scaled / math.sqrt(sum_of_powers(scaled, 2) / len(scaled))

"""Tests on ranks: two, several and matched samples."""

from __future__ import annotations

import math

import numpy as np
from scipy import stats

from analysis.results.test_kinds import RankedFound, SignedRankFound, SignFound
from analysis.results.tests import Found
from analysis.statistics.moments import from_common_mean

EXACT_RANKS = 50
EXACT_PAIRS = 1_000_000
# the range of the differences halved so often is exact to about ten digits
BISECTIONS = 36


def normal_p_value(
    distance: float, error: float, alternative: str, step: float
) -> float:
    """The p-value of a rank sum's distance from its mean, with continuity ``step``."""
    if alternative == "less":
        return float(stats.norm.cdf((distance + step) / error))
    if alternative == "greater":
        return float(stats.norm.sf((distance - step) / error))
    reduced = max(0.0, abs(distance) - step)
    return float(min(1.0, 2 * stats.norm.sf(reduced / error)))


def tie_term(ranked: np.ndarray) -> float:
    """The sum of t³ - t over groups of equal values."""
    counts = np.unique(ranked, return_counts=True)[1].astype("float64")
    return float((counts**3 - counts).sum())


def rank_sum_result(
    first: np.ndarray,
    second: np.ndarray,
    alternative: str,
    exact: bool | None = None,
    correction: bool = True,
) -> Found | None:
    """Mann and Whitney's U of the first sample (R's W), with its p-value.

    Exact up to 50 values per sample without ties, else normal with a correction for ties
    and, as in R, for continuity. None where all values are equal.
    """
    n1, n2 = len(first), len(second)
    everything = np.concatenate([first, second])
    ranks = stats.rankdata(everything)
    ties = tie_term(everything)
    u = float(ranks[:n1].sum()) - n1 * (n1 + 1) / 2
    small = max(n1, n2) < EXACT_RANKS
    if (exact is None and small and ties == 0) or (exact and ties == 0):
        found = stats.mannwhitneyu(
            first, second, alternative=alternative, method="exact"
        )
        return {"statistic": u, "p_value": float(found.pvalue), "how": "exact"}
    n = n1 + n2
    error = math.sqrt(n1 * n2 / 12 * ((n + 1) - ties / (n * (n - 1))))
    if error == 0:
        return None
    step = 0.5 if correction else 0.0
    p_value = normal_p_value(u - n1 * n2 / 2, error, alternative, step)
    how = "normal approximation" + (", continuity corrected" if correction else "")
    return {"statistic": u, "p_value": p_value, "how": how}


def shift_interval(
    first: np.ndarray, second: np.ndarray, confidence_level: float
) -> tuple[float, float | None, float | None]:
    """Hodges and Lehmann's (1963) shift with its interval from ordered differences.

    The interval's ranks are by the normal approximation (Hollander and Wolfe 1999,
    section 4.3); the differences are found by counting, so that n² of them need no room.
    """
    n1, n2 = len(first), len(second)
    total = n1 * n2
    z = float(stats.norm.ppf((1 + confidence_level) / 2))
    rank = round(total / 2 - z * math.sqrt(total * (n1 + n2 + 1) / 12))
    wanted = [(total - 1) // 2, total // 2]
    wanted += [rank - 1, total - rank] if rank >= 1 else []
    found = ordered_differences(*from_common_mean(first, second), wanted)
    middle = (found[0] + found[1]) / 2
    return (middle, found[2], found[3]) if rank >= 1 else (middle, None, None)


def ordered_differences(
    first: np.ndarray, second: np.ndarray, places: list[int]
) -> list[float]:
    """The differences of all pairs at these places (from 0) of their order."""
    if len(first) * len(second) <= EXACT_PAIRS:
        every = np.sort((first[:, None] - second[None, :]).ravel())
        return [float(every[place]) for place in places]
    x, y = np.sort(first), np.sort(second)
    found = {place: bisected_difference(x, y, place) for place in set(places)}
    return [found[place] for place in places]


def bisected_difference(x: np.ndarray, y: np.ndarray, place: int) -> float:
    """One ordered difference of sorted samples, by halving the range it lies in."""
    low, high = float(x[0] - y[-1]), float(x[-1] - y[0])
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        below = int(np.searchsorted(x, y + middle, side="right").sum())
        low, high = (low, middle) if below > place else (middle, high)
    return high


def kruskal_result(samples: list[np.ndarray]) -> RankedFound | None:
    """Kruskal and Wallis' (1952) H, corrected for ties; None where all are equal."""
    everything = np.concatenate(samples)
    n = len(everything)
    correction = 1 - tie_term(everything) / (n**3 - n)
    if correction <= 0:
        return None
    ends = np.cumsum([len(sample) for sample in samples])[:-1]
    parts = np.split(stats.rankdata(everything), ends)
    middle = (n + 1) / 2
    between = sum(len(part) * (float(part.mean()) - middle) ** 2 for part in parts)
    h = 12 / (n * (n + 1)) * between / correction
    return {
        "statistic": h,
        "p_value": float(stats.chi2.sf(h, len(samples) - 1)),
        "dof": len(samples) - 1,
        "mean_ranks": [float(part.mean()) for part in parts],
    }


def signed_rank_result(
    differences: np.ndarray,
    alternative: str,
    exact: bool | None = None,
    correction: bool = True,
) -> SignedRankFound | None:
    """Wilcoxon's signed ranks: V, the sum of the positive ones, as in R.

    Zero differences are dropped (Wilcoxon 1945). Exact up to 49 differences without ties
    or zeros, else normal. None where all differences are zero.
    """
    kept = differences[differences != 0]
    n = len(kept)
    if n == 0:
        return None
    sizes = np.abs(kept)
    ranks = stats.rankdata(sizes)
    v = float(ranks[kept > 0].sum())
    ties = tie_term(sizes)
    clean = ties == 0 and n == len(differences)
    negative = n * (n + 1) / 2 - v
    if ties == 0 and (exact or (exact is None and clean and n < EXACT_RANKS)):
        found = stats.wilcoxon(kept, alternative=alternative, method="exact")
        return {
            "statistic": v,
            "p_value": float(found.pvalue),
            "how": "exact",
            "rank_sum_negative": negative,
            "n_used": n,
        }
    error = math.sqrt(n * (n + 1) * (2 * n + 1) / 24 - ties / 48)
    step = 0.5 if correction else 0.0
    p_value = normal_p_value(v - n * (n + 1) / 4, error, alternative, step)
    how = "normal approximation" + (", continuity corrected" if correction else "")
    return {
        "statistic": v,
        "p_value": p_value,
        "how": how,
        "rank_sum_negative": negative,
        "n_used": n,
    }


def sign_result(differences: np.ndarray, alternative: str) -> SignFound | None:
    """The sign test: how many differences are positive, against a half.

    None where all differences are zero.
    """
    n_positive = int((differences > 0).sum())
    n_negative = int((differences < 0).sum())
    n = n_positive + n_negative
    if n == 0:
        return None
    found = stats.binomtest(n_positive, n, 0.5, alternative=alternative)
    return {
        "statistic": n_positive,
        "p_value": float(found.pvalue),
        "n_positive": n_positive,
        "n_negative": n_negative,
        "n_zero": len(differences) - n,
    }


def friedman_result(values: np.ndarray) -> RankedFound | None:
    """Friedman's (1937) chi-square over the columns, corrected for ties."""
    n, k = values.shape
    ranks = stats.rankdata(values, axis=1)
    # squared ranks fall short of their sum without ties by a twelfth of the tie term
    short = n * k * (k + 1) * (2 * k + 1) / 6 - float((ranks**2).sum())
    ties = 12 * short
    correction = 1 - ties / (n * k * (k**2 - 1))
    if correction <= 1e-12:
        return None
    means = ranks.mean(axis=0)
    between = float(((means - (k + 1) / 2) ** 2).sum())
    statistic = 12 * n / (k * (k + 1)) * between / correction
    return {
        "statistic": statistic,
        "p_value": float(stats.chi2.sf(statistic, k - 1)),
        "dof": k - 1,
        "mean_ranks": [float(mean) for mean in means],
    }

"""How sure a score is: exact where all is right, resampled rows or groups elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.stats import beta, norm, t

from mlmodels.learning.scores import single_score

LEVEL = 0.95
# Fewer rows or groups than this can be resampled in a few ways only.
FEWEST_UNITS = 5


def score_interval(
    y: np.ndarray,
    predicted: np.ndarray,
    classes: list[str],
    positive: str,
    metric: str,
    random_state: int,
    groups: np.ndarray | None = None,
    n_resamples: int = 200,
) -> tuple[float, float] | None:
    """95 % interval of a score over the test rows.

    Accuracy has the exact one (Clopper, Pearson 1934, Biometrika 26), and so has a
    perfect score, which no resample could doubt; others that of a percentile bootstrap,
    stretched for few rows. With ``groups``, whole groups are resampled: their rows are
    not independent.
    """
    if groups is None and metric == "accuracy":
        places = np.searchsorted(np.asarray(classes), y)
        right = int((predicted.argmax(axis=1) == places).sum())
        return clopper_pearson(right, len(y))
    score = single_score(y, predicted, classes, positive, metric)
    if metric != "r2" and score is not None and score >= 1 - 1e-12:
        return perfect_interval(y, classes, positive, metric, groups)
    found = resampled_scores(
        y, predicted, classes, positive, metric, random_state, groups, n_resamples
    )
    if len(found) < max(1, n_resamples / 2):
        return None
    low, high = np.quantile(found, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    n_units = len(y) if groups is None else len(np.unique(groups))
    return stretched(score, float(low), float(high), metric, n_units)


def stretched(
    score: float | None, low: float, high: float, metric: str, n_units: int
) -> tuple[float, float]:
    """Percentiles as far from the score as few units call for.

    A bootstrap takes the spread of n units for that of all, which is too small by
    n/(n - 1) and known no better than Student's t allows (Hesterberg 2015, The American
    Statistician 69, 371-386). Shares are stretched as odds, R² as the logarithm of what
    is left open, so that none leaves its range.
    """
    if score is None or metric == "log_loss":
        return low, high
    wider = t.ppf((1 + LEVEL) / 2, n_units - 1) / norm.ppf((1 + LEVEL) / 2)
    wider *= float(np.sqrt(n_units / (n_units - 1)))
    edge = 1e-6

    def open_scale(value: float) -> float:
        left = np.log(max(1 - value, edge))
        return float(-left if metric == "r2" else np.log(max(value, edge)) - left)

    def back(value: float) -> float:
        return float(1 - np.exp(-value) if metric == "r2" else 1 / (1 + np.exp(-value)))

    middle = open_scale(score)
    ends = [middle + wider * (open_scale(end) - middle) for end in (low, high)]
    return min(low, back(ends[0])), max(high, back(ends[1]))


def clopper_pearson(hits: int, n: int) -> tuple[float, float]:
    """The exact interval of a share."""
    tail = (1 - LEVEL) / 2
    low = beta.ppf(tail, hits, n - hits + 1) if hits else 0.0
    high = beta.ppf(1 - tail, hits + 1, n - hits) if hits < n else 1.0
    return float(low), float(high)


def perfect_interval(
    y: np.ndarray,
    classes: list[str],
    positive: str,
    metric: str,
    groups: np.ndarray | None,
) -> tuple[float, float]:
    """What a perfect score may come from, by the fewest independent rows behind it.

    A perfect ranking holds of as many disjoint pairs as the rarer class has rows (or
    groups): with m of m right, the share of pairs ranked right may be as low as that
    of Clopper and Pearson. Of several classes each has its own, with the error shared.
    """
    rows = pd.DataFrame(
        {"y": y, "unit": np.arange(len(y)) if groups is None else groups}
    )
    counts = rows.groupby("y")["unit"].nunique()
    if metric in ("roc_auc", "average_precision"):
        return clopper_pearson(int(counts.min()), int(counts.min()))[0], 1.0
    if metric == "accuracy":
        n_units = int(rows["unit"].nunique())
        return clopper_pearson(n_units, n_units)[0], 1.0
    tail = (1 - LEVEL) / 2 / len(counts)
    return float(np.mean([tail ** (1 / n) for n in counts])), 1.0


def resampled_scores(
    y: np.ndarray,
    predicted: np.ndarray,
    classes: list[str],
    positive: str,
    metric: str,
    random_state: int,
    groups: np.ndarray | None,
    n_resamples: int,
) -> list[float]:
    """The score of rows (or whole groups) drawn with replacement, again and again."""
    rng = np.random.default_rng(random_state)
    area = None
    if metric == "roc_auc":
        area = auc_of_counts(y == positive, predicted[:, classes.index(positive)])
    members = None
    if groups is not None:
        codes = pd.factorize(groups)[0]
        members = [np.flatnonzero(codes == code) for code in range(codes.max() + 1)]
    found = []
    n_units = len(y) if members is None else len(members)
    for _ in range(n_resamples if n_units >= FEWEST_UNITS else 0):
        if members is None:
            rows = rng.integers(0, len(y), len(y))
        else:
            drawn = rng.integers(0, len(members), len(members))
            rows = np.concatenate([members[place] for place in drawn])
        if area is not None:
            score = area(np.bincount(rows, minlength=len(y)))
        else:
            score = single_score(y[rows], predicted[rows], classes, positive, metric)
        if score is not None:
            found.append(score)
    return found


def auc_of_counts(
    is_positive: np.ndarray, share: np.ndarray
) -> Callable[[np.ndarray], float | None]:
    """The area under the ROC curve when each row counts so many times.

    The rows are sorted once, for all resamples: the area is the chance that a positive
    row is ranked above a negative one, ties by half (Hanley, McNeil 1982, Radiology 143).
    """
    order = np.argsort(share, kind="stable")
    starts = np.flatnonzero(np.diff(share[order], prepend=-np.inf))
    positive = is_positive[order]

    def area(counts: np.ndarray) -> float | None:
        weights = counts[order].astype(float)
        up = np.add.reduceat(weights * positive, starts)
        down = np.add.reduceat(weights * ~positive, starts)
        pairs = up.sum() * down.sum()
        if not pairs:
            return None
        below = np.cumsum(down) - down
        return float((up * (below + down / 2)).sum() / pairs)

    return area

"""Standard errors that need no equal variances: sandwich estimates, also by clusters."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.base.errors import DataError


def sandwich(
    scores: np.ndarray, bread: np.ndarray, groups: np.ndarray | None = None
) -> np.ndarray:
    """bread · meat · breadᵀ, the meat being the scores' (n × p) cross products.

    White (1980), Huber (1967); with ``groups``, scores are summed within each first, so
    that rows of a group may go together (Liang and Zeger 1986).
    """
    if groups is not None:
        n_groups = int(groups.max()) + 1
        summed = np.zeros((n_groups, scores.shape[1]))
        np.add.at(summed, groups, scores)
        scores = summed
    return np.asarray(bread @ (scores.T @ scores) @ bread.T)


def cluster_codes(column: pd.Series, name: str) -> np.ndarray:
    """Each row's cluster as a number from 0; rows without one must be left out before.

    Raises:
        DataError: fewer than two clusters.
    """
    codes, found = pd.factorize(column, sort=True)
    if len(found) < 2:
        raise DataError(
            f"“{name}” has one value only in the rows used, so there are no clusters.",
            "Choose another column for the clusters, or leave it out.",
            name,
        )
    return np.asarray(codes)


def cluster_factor(n_clusters: int, n_obs: int = 0, n_coefficients: int = 0) -> float:
    """The usual correction for few clusters, G / (G - 1).

    For least squares also (n - 1) / (n - p), as Stata and R's sandwich (HC1) do.
    """
    factor = n_clusters / (n_clusters - 1)
    return factor * (n_obs - 1) / (n_obs - n_coefficients) if n_obs else factor

"""Common factors behind correlations: extraction, fit, and whether there are any."""

from __future__ import annotations

import numpy as np
from scipy import optimize, stats

from analysis.results.multivariate import ModelTest

LOWEST_UNIQUENESS = 0.005
MOST_AXIS_STEPS = 5_000


def likelihood_loadings(correlations: np.ndarray, k: int) -> tuple[np.ndarray, float]:
    """Maximum-likelihood loadings (columns × k), and the discrepancy at the minimum.

    Lawley and Maxwell (1971), minimised over the uniquenesses, none below 0.005, from
    the start of Jöreskog (1963): what R's ``factanal`` does.
    """
    p = len(correlations)
    start = (1 - 0.5 * k / p) / np.diag(np.linalg.inv(correlations))
    found = optimize.minimize(
        discrepancy_of,
        np.clip(start, LOWEST_UNIQUENESS, 1.0),
        args=(correlations, k),
        jac=True,
        method="L-BFGS-B",
        bounds=[(LOWEST_UNIQUENESS, 1.0)] * p,
        options={"maxiter": 1_000, "ftol": 1e-13, "gtol": 1e-8},
    )
    return loadings_given(found.x, correlations, k)[0], float(found.fun)


def loadings_given(
    uniquenesses: np.ndarray, correlations: np.ndarray, k: int
) -> tuple[np.ndarray, np.ndarray]:
    """The best loadings for given uniquenesses, and the eigenvalues left over."""
    scale = np.sqrt(uniquenesses)
    values, vectors = np.linalg.eigh(correlations / np.outer(scale, scale))
    lengths = np.sqrt(np.clip(values[::-1][:k] - 1, 0, None))
    return scale[:, None] * vectors[:, ::-1][:, :k] * lengths, values[::-1][k:]


def discrepancy_of(
    uniquenesses: np.ndarray, correlations: np.ndarray, k: int
) -> tuple[float, np.ndarray]:
    """The likelihood's discrepancy for given uniquenesses, and its gradient."""
    loadings, rest = loadings_given(uniquenesses, correlations, k)
    value = float((rest - np.log(rest)).sum()) + k - len(correlations)
    implied = (loadings**2).sum(axis=1) + uniquenesses
    return value, (implied - np.diag(correlations)) / uniquenesses**2


def principal_axis_loadings(correlations: np.ndarray, k: int) -> np.ndarray:
    """Principal-axis loadings: communalities on the diagonal until they stay.

    They start from squared multiple correlations, or where the correlations are
    singular from each column's largest correlation (Harman 1976).
    """
    if np.linalg.cond(correlations) < 1e10:
        shared = 1 - 1 / np.diag(np.linalg.inv(correlations))
    else:
        shared = np.abs(correlations - np.eye(len(correlations))).max(axis=1)
    reduced = correlations.copy()
    loadings = np.zeros((len(correlations), k))
    for _ in range(MOST_AXIS_STEPS):
        np.fill_diagonal(reduced, shared)
        values, vectors = np.linalg.eigh(reduced)
        lengths = np.sqrt(np.clip(values[::-1][:k], 0, None))
        loadings = vectors[:, ::-1][:, :k] * lengths
        found = np.minimum((loadings**2).sum(axis=1), 1 - LOWEST_UNIQUENESS)
        if np.abs(found - shared).max() < 1e-9:
            break
        shared = found
    return loadings


def fit_of_factors(discrepancy: float, p: int, k: int, n: int) -> ModelTest | None:
    """Bartlett's (1951) chi-square test that k factors suffice; None without degrees."""
    dof = ((p - k) ** 2 - p - k) // 2
    if dof < 1:
        return None
    chi2 = max(0.0, (n - 1 - (2 * p + 5) / 6 - 2 * k / 3) * discrepancy)
    return {"statistic": chi2, "dof": dof, "p_value": float(stats.chi2.sf(chi2, dof))}


def sphericity_test(correlations: np.ndarray, n: int) -> ModelTest | None:
    """Bartlett's (1950) test that no two columns correlate; None where singular."""
    p = len(correlations)
    sign, log_determinant = np.linalg.slogdet(correlations)
    if sign <= 0 or not np.isfinite(log_determinant):
        return None
    chi2, dof = -(n - 1 - (2 * p + 5) / 6) * float(log_determinant), p * (p - 1) // 2
    return {"statistic": chi2, "dof": dof, "p_value": float(stats.chi2.sf(chi2, dof))}


def sampling_adequacy(correlations: np.ndarray) -> tuple[float, np.ndarray] | None:
    """Kaiser, Meyer and Olkin's measure: of all columns, and of each (Kaiser 1974).

    Squared correlations over themselves and the squared partial correlations.
    """
    if np.linalg.cond(correlations) > 1e10:
        return None
    inverse = np.linalg.inv(correlations)
    spread = np.sqrt(np.diag(inverse))
    partial, plain_r = inverse / np.outer(spread, spread), correlations.copy()
    np.fill_diagonal(partial, 0.0)
    np.fill_diagonal(plain_r, 0.0)
    r, q = (plain_r**2).sum(axis=1), (partial**2).sum(axis=1)
    total = float(r.sum() + q.sum())
    if total <= 0:
        return None
    parts = np.divide(r, r + q, out=np.full(len(r), np.nan), where=r + q > 0)
    return float(r.sum()) / total, parts


def most_factors(p: int) -> int:
    """The largest number of factors that p columns can tell (no negative degrees)."""
    return max((k for k in range(1, p) if (p - k) ** 2 >= p + k), default=0)

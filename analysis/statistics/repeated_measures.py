"""Analysis of variance of repeated measurements."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy import linalg, stats

from analysis.results.test_kinds import RepeatedFound
from analysis.statistics.moments import mean_and_deviations


def repeated_anova_result(values: np.ndarray) -> RepeatedFound | None:
    """F over the columns of a subjects × conditions table, with corrections.

    Sums of squares after Winer (1971); epsilon of Greenhouse and Geisser (1959) and of
    Huynh and Feldt (1976). None where nothing is left to judge by.
    """
    n, k = values.shape
    centred = mean_and_deviations(values.ravel())[1].reshape(n, k)
    conditions, subjects = centred.mean(axis=0), centred.mean(axis=1)
    rest = centred - conditions[None, :] - subjects[:, None] + centred.mean()
    ss_error = math.fsum((rest**2).ravel().tolist())
    ss_conditions = n * float(((conditions - centred.mean()) ** 2).sum())
    dof = [k - 1, (k - 1) * (n - 1)]
    scale = float((centred**2).sum())
    if ss_error <= 1e-20 * scale:
        return None
    f = (ss_conditions / dof[0]) / (ss_error / dof[1])
    greenhouse = greenhouse_epsilon(centred)
    huynh = huynh_epsilon(greenhouse, n, k)
    return {
        "statistic": f,
        "p_value": float(stats.f.sf(f, *dof)),
        "dof": dof,
        "ss_conditions": ss_conditions,
        "ss_error": ss_error,
        "ss_subjects": k * float(((subjects - centred.mean()) ** 2).sum()),
        "epsilon_greenhouse_geisser": greenhouse,
        "epsilon_huynh_feldt": huynh,
        "p_value_greenhouse_geisser": corrected_p_value(f, dof, greenhouse),
        "p_value_huynh_feldt": corrected_p_value(f, dof, huynh),
    }


def corrected_p_value(f: float, dof: Sequence[int], epsilon: float) -> float:
    """The p-value of F with both degrees of freedom times ``epsilon``."""
    return float(stats.f.sf(f, *(epsilon * degrees for degrees in dof)))


def greenhouse_epsilon(values: np.ndarray) -> float:
    """How far the differences of conditions are from equal variances: 1 is not at all."""
    k = values.shape[1]
    covariance = contrast_covariance(values)
    square = float((covariance**2).sum())
    epsilon = float(np.trace(covariance)) ** 2 / ((k - 1) * square) if square else 1.0
    return float(min(1.0, max(epsilon, 1 / (k - 1))))


def huynh_epsilon(greenhouse: float, n: int, k: int) -> float:
    """Huynh and Feldt's epsilon from Greenhouse and Geisser's."""
    below = (k - 1) * (n - 1 - (k - 1) * greenhouse)
    if below <= 0:
        return 1.0
    return min(1.0, (n * (k - 1) * greenhouse - 2) / below)


def contrast_covariance(values: np.ndarray) -> np.ndarray:
    """The covariance of orthonormal contrasts of the conditions."""
    contrasts = linalg.helmert(values.shape[1])
    covariance = np.atleast_2d(np.cov(values, rowvar=False))
    result: np.ndarray = contrasts @ covariance @ contrasts.T
    return result


def mauchly_test(values: np.ndarray) -> tuple[float, float] | None:
    """Mauchly's (1940) W of sphericity and p; None with two conditions or few subjects."""
    n, k = values.shape
    p = k - 1
    if p < 2 or n <= p:
        return None
    covariance = contrast_covariance(values)
    determinant = float(np.linalg.det(covariance))
    trace = float(np.trace(covariance))
    if trace <= 0 or determinant <= 0:
        return None
    w = determinant / (trace / p) ** p
    rho = 1 - (2 * p**2 + p + 2) / (6 * p * (n - 1))
    statistic = -(n - 1) * rho * math.log(w)
    return w, float(stats.chi2.sf(statistic, p * (p + 1) / 2 - 1))

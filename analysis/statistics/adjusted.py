"""The effect of single predictors with the others held constant."""

from __future__ import annotations

import math

import numpy as np
from scipy import stats

from analysis.base.wording import name_of
from analysis.results.regressions import (
    AdjustedMean,
    Coefficient,
    FocusEffect,
    JointTest,
)
from analysis.statistics.design import Design
from analysis.statistics.regression_terms import joint_test


def adjusted_effects(
    focus: list[str],
    design: Design,
    coefficients: list[Coefficient],
    estimates: np.ndarray,
    covariance: np.ndarray,
    dof_error: float | None,
    alpha: float,
    intercept: bool = True,
) -> list[FocusEffect]:
    """What each predictor asked for does beside the others.

    One coefficient speaks for itself. Of several (a factor's levels, powers) a joint
    Wald test says whether they are zero: F with ``dof_error``, which with the classical
    covariance is the drop-one F test, chi-square without. Products with the predictor
    count to it.
    """
    found: list[FocusEffect] = []
    for name in focus:
        at = [n for n, term in enumerate(design.terms) if name in design.parts[term]]
        if not at:
            continue
        places = [n + int(intercept) for n in at]
        rows = [coefficients[n] for n in places]
        effect: FocusEffect = {
            "predictor": name_of(name),
            "levels": design.levels.get(name, []),
            "coefficients": rows,
            "statistic": rows[0]["statistic"],
            "p_value": rows[0]["p_value"],
            "statistic_name": "t" if dof_error is not None else "z",
            "dof": [1, dof_error],
            "significant": None,
        }
        if len(places) > 1:
            tested = wald_test(estimates[places], covariance[np.ix_(places, places)], dof_error)  # fmt: skip
            effect = {**effect, **tested}
        p_value = effect["p_value"]
        effect["significant"] = None if p_value is None else bool(p_value < alpha)
        found.append(effect)
    return found


def wald_test(
    estimates: np.ndarray, covariance: np.ndarray, dof_error: float | None
) -> JointTest:
    """F (chi-square without ``dof_error``) that all the coefficients are zero."""
    k = len(estimates)
    tested = joint_test(estimates, covariance, dof_error or 1.0)
    if tested is None:
        return {"statistic": None, "p_value": None, "statistic_name": "F", "dof": [k]}
    if dof_error is None:
        statistic = tested[0] * k
        p_value = float(stats.chi2.sf(statistic, k))
        return {"statistic": statistic, "p_value": p_value, "statistic_name": "chi²", "dof": k}  # fmt: skip
    return {
        "statistic": tested[0],
        "p_value": tested[1],
        "statistic_name": "F",
        "dof": [k, dof_error],
    }


def adjusted_means(
    factor: str,
    design: Design,
    estimates: np.ndarray,
    covariance: np.ndarray,
    dof_error: float,
    confidence_level: float,
) -> list[AdjustedMean]:
    """The outcome's mean at each level of a factor, the other predictors held alike.

    Numbers are held at their means, the levels of other factors count equally (Searle,
    Speed and Milliken 1980; R's emmeans). A model with products or powers has none here.
    """
    if any(len(parts) > 1 for parts in design.parts.values()) or factor not in design.levels:  # fmt: skip
        return []
    if any("^" in label for label in design.labels):
        return []
    row = np.concatenate([[1.0], design.values.astype("float64").mean(axis=0)])
    for at, term in enumerate(design.terms, start=1):
        if term in design.levels:
            row[at] = 1 / len(design.levels[term])
    own = [at for at, term in enumerate(design.terms, start=1) if term == factor]
    half = float(stats.t.ppf((1 + confidence_level) / 2, dof_error))
    means: list[AdjustedMean] = []
    for place, level in enumerate(design.levels[factor]):
        row[own] = 0.0
        if place:
            row[own[place - 1]] = 1.0
        mean = float(row @ estimates)
        error = math.sqrt(max(float(row @ covariance @ row), 0.0))
        means.append(
            {
                "level": level,
                "mean": mean,
                "std_error": error,
                "ci_low": mean - half * error,
                "ci_high": mean + half * error,
            }
        )
    return means


def by_p_value(coefficients: list[Coefficient]) -> list[Coefficient]:
    """The coefficients from the smallest p on, an intercept first."""
    return sorted(
        coefficients,
        key=lambda row: (
            row["term"] != "intercept",
            row["p_value"] is None,
            row["p_value"] or 0.0,
        ),
    )

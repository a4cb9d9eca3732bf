"""A Cox model as it is told: fitted, in the predictors' own units, term by term."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from analysis.base.errors import DataError
from analysis.results.regressions import Coefficient, FocusEffect
from analysis.results.survival import HazardsCheck, HazardsTest
from analysis.statistics.adjusted import adjusted_effects
from analysis.statistics.cox import (
    HazardsFit,
    hazards_check,
    hazards_fit,
    robust_hazards_covariance,
)
from analysis.statistics.design import Design


class HazardsModel(NamedTuple):
    """A fit of standardised columns (n × k, ``standard``), and what it says of the columns.

    ``coefficients`` and ``covariance`` are per unit of the columns themselves.
    """

    fit: HazardsFit
    standard: np.ndarray
    coefficients: np.ndarray
    covariance: np.ndarray


def hazards_model(
    design: pd.DataFrame,
    table: pd.DataFrame,
    ties: str,
    errors: str,
    groups: np.ndarray | None,
    first: str,
) -> HazardsModel:
    """The model of the design's columns for the durations and events of ``table``.

    Args:
        errors: of the coefficients: "model", or "robust"; with ``groups``, each row's
            cluster as a number, always robust.
        first: the predictor that an error names.

    Raises:
        DataError: collinear predictors, or no finite maximum of the likelihood.
    """
    scale = design.std()
    standard = ((design - design.mean()) / scale).to_numpy()
    if np.linalg.matrix_rank(standard) < standard.shape[1]:
        raise DataError(
            "Some predictors say the same (one follows from the others).",
            "Leave one of them out.",
            first,
        )
    durations, events = table["duration"].to_numpy(), table["event"].to_numpy(bool)
    with np.errstate(all="ignore"):
        fit = hazards_fit(standard, durations, events, ties)
    spread = np.sqrt(np.diag(fit.covariance)) if fit is not None else np.array([np.nan])
    if fit is None or not np.isfinite(spread).all():
        raise DataError(
            "The Cox model could not be fitted: a predictor tells events and censored rows "
            "apart completely, or hardly varies.",
            "Leave such a predictor out.",
            first,
        )
    covariance = (
        fit.covariance
        if errors == "model" and groups is None
        else robust_hazards_covariance(fit, groups)
    ) / np.outer(scale, scale)
    return HazardsModel(fit, standard, fit.coefficients / scale.to_numpy(), covariance)


def hazards_test(model: HazardsModel, alpha: float) -> HazardsTest:
    """The likelihood ratio test that no predictor changes the hazard."""
    gain = 2 * (model.fit.log_likelihood - model.fit.null_log_likelihood)
    dof = len(model.coefficients)
    p_value = float(stats.chi2.sf(gain, dof))
    return {
        "statistic": gain,
        "statistic_name": "likelihood ratio χ²",
        "dof": dof,
        "p_value": p_value,
        "significant": p_value < alpha,
        "log_likelihood": model.fit.log_likelihood,
    }


def hazard_terms(
    labels: list[str], model: HazardsModel, alpha: float, confidence_level: float
) -> list[Coefficient]:
    """Each term's coefficient and hazard ratio, with Wald's z, p and interval."""
    beta, spread = model.coefficients, np.sqrt(np.diag(model.covariance))
    z = float(stats.norm.ppf((1 + confidence_level) / 2))
    p_values = 2 * stats.norm.sf(np.abs(beta / spread))
    with np.errstate(over="ignore"):
        bounds = np.exp(beta - z * spread), np.exp(beta + z * spread)
    return [
        {
            "term": term,
            "coefficient": beta[at],
            "std_error": spread[at],
            "hazard_ratio": np.exp(beta[at]),
            "ci_low": bounds[0][at],
            "ci_high": bounds[1][at],
            "statistic": beta[at] / spread[at],
            "p_value": p_values[at],
            "significant": bool(p_values[at] < alpha),
        }
        for at, term in enumerate(labels)
    ]


def proportional_hazards(
    labels: list[str],
    model: HazardsModel,
    durations: np.ndarray,
    n_events: int,
    alpha: float,
) -> list[HazardsCheck]:
    """For each term, whether its hazards stay proportional over time."""
    checks = hazards_check(
        model.fit.residuals, durations, model.fit.covariance, n_events
    )
    return [
        {
            "term": term,
            **check,
            "holds": None if check["p_value"] is None else check["p_value"] >= alpha,
        }
        for term, check in zip(labels, checks, strict=True)
    ]


def adjusted_hazards(
    focus: list[str],
    names: list[str],
    factors: dict[str, list[str]],
    terms: list[Coefficient],
    model: HazardsModel,
    alpha: float,
) -> list[FocusEffect]:
    """What each predictor asked for does to the hazard beside the others."""
    owners = [
        name for name in names for _ in range(max(len(factors.get(name, [])) - 1, 1))
    ]
    design = Design(
        np.empty((0, len(owners))),
        [term["term"] for term in terms],
        owners,
        {name: [name] for name in names},
        factors,
    )
    return adjusted_effects(
        focus, design, terms, model.coefficients, model.covariance, None, alpha,
        intercept=False,
    )  # fmt: skip

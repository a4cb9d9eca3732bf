"""What is told of a fitted line, part by part: its slopes, terms, effects and checks."""

from __future__ import annotations

import numpy as np

from analysis.results.regressions import (
    AdjustedLine,
    Coefficient,
    LineChecks,
    ModelTerm,
)
from analysis.statistics.adjusted import adjusted_effects, adjusted_means
from analysis.statistics.fitted_line import FittedLine
from analysis.statistics.linear_model import add_standardised
from analysis.statistics.regression_checks import influential_rows, regression_checks
from analysis.statistics.regression_terms import coefficient_rows, term_rows


def line_coefficients(
    line: FittedLine, intercept: bool, confidence_level: float, alpha: float
) -> list[Coefficient]:
    """Each coefficient with t, p and interval, slopes also standardised and with VIF.

    Those of an exact fit have no errors.
    """
    fit, spread = line.fit, np.sqrt(np.maximum(np.diag(line.covariance), 0))
    rows = coefficient_rows(
        [*(["intercept"] if intercept else []), *line.design.labels],
        fit.coefficients,
        np.zeros(len(fit.coefficients)) if fit.exact else spread,
        confidence_level,
        alpha,
        line.dof[1],
    )
    add_standardised(rows, line.design, line.y, fit, intercept)
    return rows


def line_terms(line: FittedLine, kind: int, alpha: float) -> list[ModelTerm]:
    """The table of terms, type I to III; of numbers alone the coefficients say it all."""
    parts, levels = line.coded.parts, line.design.levels
    if line.fit.exact or not any(
        len(parts[term]) > 1 or term in levels for term in parts
    ):
        return []
    return term_rows(line.coded, line.y, line.fit, kind, alpha, line.weights)


def adjusted_line(
    line: FittedLine,
    focus: list[str],
    coefficients: list[Coefficient],
    intercept: bool,
    alpha: float,
    confidence_level: float,
) -> AdjustedLine:
    """What the predictors asked for do beside the others; of a factor its adjusted means."""
    estimates, cov, dof_error = line.fit.coefficients, line.covariance, line.dof[1]
    effects = adjusted_effects(
        [] if line.fit.exact else focus, line.design, coefficients, estimates, cov,
        dof_error, alpha, intercept,
    )  # fmt: skip
    means = (
        adjusted_means(
            focus[0], line.design, estimates, cov, dof_error, confidence_level
        )
        if effects and intercept
        else []
    )
    return {"focus": effects, "adjusted_means": means}


def line_checks(
    line: FittedLine, unweighted: bool, intercept: bool, alpha: float
) -> LineChecks:
    """The residuals checked, if they all weigh alike, and the most influential rows."""
    if line.fit.exact:
        return {"assumptions": [], "influential": []}
    return {
        "assumptions": regression_checks(line.fit, line.design.values, intercept, alpha)
        if unweighted
        else [],
        "influential": influential_rows(line.fit, np.flatnonzero(line.kept)),
    }

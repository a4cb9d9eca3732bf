"""How a column of numbers depends on others: least squares with all its diagnostics."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.columns import Schema
from analysis.inference import TEST_NUMBERS
from analysis.language import Example, Language, Phrase
from analysis.linear_regression_words import (
    figures_of,
    notes_of,
    summary_of,
    warnings_of,
)
from analysis.operation import Answer, Operation, Reference
from analysis.reference_data import CARS
from analysis.reference_regression import LONGLEY, NORRIS, PLANT_LINE
from analysis.regression import (
    EVERY_PAIR,
    HELD_OUT,
    NO_INTERCEPT,
    Interacting,
    NumericOutcome,
    Predictors,
    WithoutColumns,
)
from analysis.regression_words import (
    predictors_words,
)
from analysis.statistics.design import (
    complete_rows,
    design_of,
    paired,
    written_numbers,
)
from analysis.statistics.least_squares import (
    classical_covariance,
    least_squares,
    robust_covariance,
)
from analysis.statistics.linear_model import (
    add_standardised,
    goodness_of_fit,
    smaller_model,
    whole_model_test,
)
from analysis.statistics.regression_checks import influential_rows, regression_checks
from analysis.statistics.regression_terms import coefficient_rows, term_rows
from analysis.statistics.samples import check_shares, require_scale
from analysis.statistics.values import numbers_of, require_rows
from analysis.task import Step
from analysis.wording import name_of

Covariance = Literal["nonrobust", "HC0", "HC1", "HC2", "HC3"]
SumsOfSquaresType = Literal["2", "3"]

operation = Operation(
    __name__,
    kind="analyse",
    title="Linear regression",
    category="Relate",
    language=Language(
        phrases=(
            Phrase(r"\b(?:linear|multiple|simple|multivariate|ols|polynomial|quadratic|cubic"
                   r"|least[- ]squares) (?:linear )?(?:regression|model|fit)\b", 6),
            Phrase(r"\bregress(?:ing|ed)?\b", 5),
            Phrase(r"\bregression\b", 4.5),
            Phrase(r"\bpredictors\b|\bpredictor\b", 0.5),
            Phrase(r"\bols\b|\bleast squares\b", 4),
            Phrase(r"\bancova\b|\banalysis of covariance\b", 7),
            Phrase(r"\b(?:does|do|can|how (?:well|much) (?:does|do|can)) .{0,60}"
                   r"\b(?:explain|predict)\b", 5),
            Phrase(r"\b(?:effect|impact|influence)s? of \{col\}.{0,40} on \{num\}", 5),
            Phrase(r"\bon \{num\}.{0,30}\b(?:controlling|controlled|adjusted|adjusting) for\b",
                   3),
        ),
        anti=(
            Phrase(r"\blogistic\b|\blogit\b|\bpoisson\b|\bodds ratios?\b|\brate ratios?\b", 8),
            Phrase(r"\b(?:ridge|lasso|elastic|forest|trees?|boosting|svm|machine learning)\b",
                   6),
            Phrase(HELD_OUT, 5),
            Phrase(r"\b(?:residual|q-?q|coefficient|forest|scatter|line) ?plot\b|\broc\b"
                   r"|\bplot (?:of )?the residuals\b|\bcorrelat\w+", 5),
            Phrase(r"\bregression line\b", 3),
        ),
        options={
            "all_interactions": EVERY_PAIR,
            "intercept": NO_INTERCEPT,
            "degree": {
                "2": r"\bquadratic\b|\bsquared term\b",
                "3": r"\bcubic\b",
            },
            "covariance": {
                "HC0": r"\bhc0\b",
                "HC1": r"\bhc1\b",
                "HC2": r"\bhc2\b",
                "HC3": r"\bhc3\b|(?<!hc0 )(?<!hc1 )(?<!hc2 )\brobust\b(?!.*\bhc[0-2]\b)",
            },
            "typ": {"2": r"\btype (?:2|ii)\b", "3": r"\btype (?:3|iii)\b"},
        },
        numbers={
            **TEST_NUMBERS,
            "degree": (r"\b(?:degree|order) (?:of )?{n}", r"{n}(?:nd|rd|th)?[- ]degree"),
        },
        examples=(
            Example("regress fare on age and sex",
                    {"outcome": "fare", "predictors": ["age", "sex"]}),
            Example("linear regression of fare on age",
                    {"outcome": "fare", "predictors": ["age"]}),
            Example("Does age explain fare?",
                    {"outcome": "fare", "predictors": ["age"]}),
            Example("multiple regression of fare using age and class",
                    {"outcome": "fare", "predictors": ["age", "class"]}),
            Example("effect of age on fare controlling for sex",
                    {"outcome": "fare", "predictors": ["age", "sex"]}),
            Example("What is the effect of sibsp on fare, adjusted for age and sex?",
                    {"outcome": "fare", "predictors": ["sibsp", "age", "sex"]}),
            Example("regress fare on sex and age with interaction of sex and age",
                    {"outcome": "fare", "predictors": ["sex", "age"],
                     "interacting": ["sex", "age"]}),
            Example("regress fare on age and sex with interactions",
                    {"outcome": "fare", "predictors": ["age", "sex"],
                     "all_interactions": True}),
            Example("quadratic regression of fare on age",
                    {"outcome": "fare", "predictors": ["age"], "degree": 2}),
            Example("polynomial regression of fare on age of degree 3",
                    {"outcome": "fare", "predictors": ["age"], "degree": 3}),
            Example("linear regression of fare on age without intercept",
                    {"outcome": "fare", "predictors": ["age"], "intercept": False}),
            Example("regress fare on age with robust standard errors",
                    {"outcome": "fare", "predictors": ["age"], "covariance": "HC3"}),
            Example("ANCOVA of fare by sex controlling for age",
                    {"outcome": "fare", "predictors": ["sex", "age"]}),
            Example("regress fare on age, sex and sibsp and compare with the model without "
                    "age", {"outcome": "fare", "predictors": ["age", "sex", "sibsp"],
                            "without": ["age"]}),
        ),
    ),
    references=(
        Reference(
            LONGLEY,
            {"outcome": "y", "predictors": ["x1", "x2", "x3", "x4", "x5", "x6"]},
            {"coefficients": [
                {"estimate": -3482258.63459582, "std_error": 890420.383607373},
                {"estimate": 15.0618722713733, "std_error": 84.9149257747669},
                {"estimate": -0.358191792925910E-01, "std_error": 0.334910077722432E-01},
                {"estimate": -2.02022980381683, "std_error": 0.488399681651699},
                {"estimate": -1.03322686717359, "std_error": 0.214274163161675},
                {"estimate": -0.511041056535807E-01, "std_error": 0.226073200069370},
                {"estimate": 1829.15146461355, "std_error": 455.478499142212}],
             "rmse": 304.854073561965, "r_squared": 0.995479004577296,
             "statistic": 330.285339234588},
            "NIST StRD, linear regression, Longley: certified values",
            1e-11,
        ),
        Reference(
            NORRIS,
            {"outcome": "y", "predictors": ["x"]},
            {"coefficients": [
                {"estimate": -0.262323073774029, "std_error": 0.232818234301152},
                {"estimate": 1.00211681802045, "std_error": 0.429796848199937E-03}],
             "rmse": 0.884796396144373, "r_squared": 0.999993745883712},
            "NIST StRD, linear regression, Norris: certified values",
            1e-11,
        ),
        Reference(
            {"y": [130 + i for i in range(11)], "x": [60 + i for i in range(11)]},
            {"outcome": "y", "predictors": ["x"], "intercept": False},
            {"coefficients": [{"estimate": 2.07438016528926,
                               "std_error": 0.165289256198347E-01}],
             "rmse": 3.56753034006338, "r_squared": 0.999365492298663,
             "statistic": 15750.25},
            "NIST StRD, linear regression, NoInt1: certified values",
            1e-11,
        ),
        Reference(
            {"x": list(range(21)),
             "y": [sum(x**p for p in range(6)) for x in range(21)]},
            {"outcome": "y", "predictors": ["x"], "degree": 5},
            {"coefficients": [{"estimate": 1.0}] * 6, "r_squared": 1.0},
            "NIST StRD, linear regression, Wampler1: certified values",
            1e-11,
        ),
        Reference(
            dict(CARS),
            {"outcome": "dist", "predictors": ["speed"]},
            {"coefficients": [
                {"estimate": -17.5791, "std_error": 6.7584, "statistic": -2.601,
                 "p_value": 0.0123},
                {"estimate": 3.9324, "std_error": 0.4155, "statistic": 9.464}],
             "rmse": 15.38, "r_squared": 0.6511, "adjusted_r_squared": 0.6438,
             "statistic": 89.57, "dof": [1, 48]},
            "R: summary(lm(dist ~ speed, data = cars))",
            2e-3,
        ),
        Reference(
            PLANT_LINE,
            {"outcome": "weight", "predictors": ["group"]},
            {"coefficients": [
                {"term": "intercept", "estimate": 5.032, "std_error": 0.2202},
                {"term": "group = Trt", "estimate": -0.371, "std_error": 0.3114,
                 "statistic": -1.191, "p_value": 0.249}],
             "r_squared": 0.07308, "adjusted_r_squared": 0.02158, "statistic": 1.419},
            "R: summary(lm(weight ~ group)), the example of ?lm (Annette Dobson 1990)",
            1e-3,
        ),
    ),
)  # fmt: skip


@operation.compute
def linear_regression(
    data: pd.DataFrame,
    outcome: NumericOutcome,
    predictors: Predictors,
    interacting: Interacting | None = None,
    all_interactions: bool = False,
    degree: int = 1,
    intercept: bool = True,
    covariance: Covariance = "nonrobust",
    typ: SumsOfSquaresType = "2",
    without: WithoutColumns | None = None,
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> dict[str, Any]:
    """Linear regression by ordinary least squares.

    Args:
        predictors: numbers as they are; words and yes/no as factors, in treatment coding
            with the first level as the reference.
        interacting: predictors whose pairwise products are in the model;
            ``all_interactions`` takes every pair.
        degree: powers of each numeric predictor up to this one.
        covariance: of the coefficients: classical, or robust against unequal variances.
        typ: sums of squares in the table of terms, type 2 or 3.
        without: predictors that a smaller model leaves out, compared by an F test.

    Returns F, R² with its interval (inverting the noncentral F), adjusted R², AIC and BIC
    (as R), coefficients with interval, p, standardised value and VIF, the terms if there
    are factors, checks of the residuals and the most influential rows.

    Raises:
        DataError: too few complete rows, a predictor that does not vary, or perfect
            collinearity; it names the column.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    require_rows(data)
    names, pairs = paired(predictors, interacting, all_interactions)
    numbers = numbers_of(data, outcome)
    kept = complete_rows(data, names, numbers, outcome)
    rows, y = data.loc[kept.to_numpy(), names], written_numbers(numbers[kept], outcome)
    require_scale(y.astype("float64"), outcome)
    design = design_of(rows, names, degree, pairs)
    fit = least_squares(design.values, y, design.labels, intercept)
    cov = (
        classical_covariance(fit)
        if covariance == "nonrobust"
        else robust_covariance(fit, covariance)
    )
    n_obs, p = fit.basis.shape
    dof = [p - intercept, n_obs - p]
    labels = [*(["intercept"] if intercept else []), *design.labels]
    coefficients = coefficient_rows(
        labels,
        fit.coefficients,
        np.zeros(p) if fit.exact else np.sqrt(np.maximum(np.diag(cov), 0)),
        confidence_level,
        alpha,
        dof[1],
    )
    add_standardised(coefficients, design, y, fit, intercept)
    whole = whole_model_test(fit, cov, covariance, dof, intercept)
    as_sums = design if typ == "2" else design_of(
        rows, names, degree, pairs, sum_coding=True
    )  # fmt: skip
    has_terms = (bool(design.levels) or len(pairs) > 0) and not fit.exact
    smaller = smaller_model(fit, cov, design, without, intercept, alpha)
    significant = None if whole is None else bool(whole[1] < alpha)
    return {
        "statistic": None if whole is None else whole[0],
        "p_value": None if whole is None else whole[1],
        "dof": dof,
        "statistic_name": "F",
        **goodness_of_fit(fit, dof, intercept, confidence_level),
        "coefficients": coefficients,
        "coefficient_statistic": "t",
        "terms": term_rows(as_sums, y, fit, int(typ), alpha) if has_terms else [],
        "comparison": smaller,
        "levels": design.levels,
        "exact": fit.exact,
        "verdict": "exact fit"
        if significant is None
        else "the model is significant"
        if significant
        else "the model is not significant",
        "significant": significant,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": "linear regression by ordinary least squares"
        + ("" if intercept else " without intercept")
        + (
            ""
            if covariance == "nonrobust"
            else f", standard errors robust against unequal variances ({covariance})"
        ),
        "n_obs": n_obs,
        "n_missing": len(data) - n_obs,
        "assumptions": []
        if fit.exact
        else regression_checks(fit, design.values, intercept, alpha),
        "influential": []
        if fit.exact
        else influential_rows(fit, np.flatnonzero(kept.to_numpy())),
    }


@operation.restate
def restate(outcome: str, predictors: list[str], degree: int = 1, **_: Any) -> str:
    title = "Linear regression" if degree == 1 else f"Regression of degree {degree}"
    return f"{title} of {name_of(outcome)} on {predictors_words(predictors)}"


@operation.present
def present(result: dict[str, Any], params: dict[str, Any]) -> Answer:
    blocks = [*figures_of(result, params), *warnings_of(result, params)]
    return Answer(summary_of(result, params), (*blocks, notes_of(result, params)))


@operation.companions
def companions(params: dict[str, Any], schema: Schema) -> list[Step]:
    model = {
        key: params[key]
        for key in ("outcome", "predictors", "interacting", "all_interactions", "degree",
                    "intercept")
        if key in params
    }  # fmt: skip
    steps = [Step(operation="residual_plot", params=model)]
    predictors = params["predictors"]
    plain_line = params.get("degree", 1) == 1 and params.get("intercept", True)
    if len(predictors) == 1 and plain_line and schema[predictors[0]].is_numeric:
        line = {"x": predictors[0], "y": params["outcome"], "trend": True}
        steps.insert(0, Step(operation="scatter_plot", params=line))
    return steps

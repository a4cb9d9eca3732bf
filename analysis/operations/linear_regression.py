"""How a column of numbers depends on others: least squares with all its diagnostics."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from analysis.base.columns import Schema
from analysis.base.grounds import Grounds
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.task import Step
from analysis.base.wording import name_of
from analysis.references.regression import LONGLEY, NORRIS, PLANT_LINE
from analysis.references.small import CARS
from analysis.results.regressions import LinearRegressionResult
from analysis.signatures.inference import TEST_NUMBERS
from analysis.signatures.regression import (
    EVERY_PAIR,
    HELD_OUT,
    NO_INTERCEPT,
    ClusterColumn,
    FocusColumns,
    Interacting,
    NumericOutcome,
    Predictors,
    SquaredColumns,
    WeightColumn,
    WithoutColumns,
)
from analysis.statistics.adjusted import by_p_value
from analysis.statistics.fitted_line import fitted_line
from analysis.statistics.line_parts import (
    adjusted_line,
    line_checks,
    line_coefficients,
    line_terms,
)
from analysis.statistics.linear_model import (
    goodness_of_fit,
    smaller_model,
    whole_model_test,
)
from analysis.statistics.regression_terms import model_judgement
from analysis.statistics.samples import check_shares
from analysis.statistics.transforms import transformed
from analysis.statistics.values import require_rows
from analysis.words.linear_regression import (
    figures_of,
    notes_of,
    summary_of,
    warnings_of,
)
from analysis.words.regression import (
    errors_words,
    fitting_words,
    predictors_words,
    setting_words,
)

Covariance = Literal["nonrobust", "HC0", "HC1", "HC2", "HC3"]
SumsOfSquaresType = Literal["1", "2", "3"]
CoefficientOrder = Literal["model", "p_value"]

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
            "typ": {"1": r"\btype (?:1|i)\b|\bsequential (?:sums?|ss)\b", "2": r"\btype (?:2|ii)\b", "3": r"\btype (?:3|iii)\b"},
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
                    {"outcome": "fare", "predictors": ["age", "sex"], "focus": ["age"]}),
            Example("What is the effect of sibsp on fare, adjusted for age and sex?",
                    {"outcome": "fare", "predictors": ["sibsp", "age", "sex"],
                     "focus": ["sibsp"]}),
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
                    {"outcome": "fare", "predictors": ["sex", "age"], "focus": ["sex"]}),
            Example("adjusted means of fare for each class, controlling for age",
                    {"outcome": "fare", "predictors": ["class", "age"],
                     "focus": ["class"]}),
            Example("regress the log of fare on age",
                    {"outcome": "fare", "predictors": ["age"],
                     "transforms": {"fare": "log"}}),
            Example("regress fare on age, weighted by sibsp",
                    {"outcome": "fare", "predictors": ["age"], "weights": "sibsp"}),
            Example("regress fare on age with standard errors clustered by deck",
                    {"outcome": "fare", "predictors": ["age"], "cluster": "deck"}),
            Example("regress fare on class with Third as reference",
                    {"outcome": "fare", "predictors": ["class"],
                     "reference": {"class": "Third"}}),
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
    squared: SquaredColumns | None = None,
    transforms: dict[str, str] | None = None,
    reference: dict[str, str] | None = None,
    intercept: bool = True,
    covariance: Covariance = "nonrobust",
    cluster: ClusterColumn | None = None,
    weights: WeightColumn | None = None,
    typ: SumsOfSquaresType = "2",
    without: WithoutColumns | None = None,
    focus: FocusColumns | None = None,
    sort_by: CoefficientOrder = "model",
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> LinearRegressionResult:
    """Linear regression by ordinary or weighted least squares.

    Args:
        predictors: numbers as they are; words and yes/no as factors, in treatment coding
            with the first level as the reference, or that which ``reference`` names.
        interacting: predictors whose pairwise products are in the model;
            ``all_interactions`` takes every pair.
        degree: powers of each numeric predictor up to this one; ``squared`` names those
            that have a square alone. transforms: columns in "log", "log10", "log2", "sqrt".
        covariance: of the coefficients: classical, or robust against unequal variances;
            with ``cluster`` robust against rows of a cluster going together, judged by
            t with one degree of freedom less than clusters.
        weights: a column of weights above zero; a row of weight 0 is left out.
        typ: sums of squares in the table of terms, type 1, 2 or 3.
        without: predictors that a smaller model leaves out, compared by an F test.
        focus: predictors whose effect beside the others is the answer.

    Returns F, R² with its interval (inverting the noncentral F), adjusted R², AIC and BIC
    (as R), coefficients with interval, p, standardised value and VIF, the terms if there
    are factors, checks of the residuals and the most influential rows.

    Raises:
        DataError: too few complete rows, a predictor that does not vary, or perfect
            collinearity; it names the column.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    require_rows(data)
    data, renamed = transformed(data, transforms)
    outcome, *_ = called([outcome], renamed)
    without, focus = called(without, renamed), called(focus, renamed)
    line = fitted_line(
        data, outcome, called(predictors, renamed), called(interacting, renamed),
        all_interactions, degree, called(squared, renamed), reference, intercept,
        covariance, cluster, weights, typ,
    )  # fmt: skip
    fit, cov, dof = line.fit, line.covariance, line.dof
    coefficients = line_coefficients(line, intercept, confidence_level, alpha)
    spread = covariance if cluster is None else "clustered"
    f, p_value = whole_model_test(fit, cov, spread, dof, intercept) or (None, None)
    return {
        "statistic": f,
        "p_value": p_value,
        "dof": dof,
        "statistic_name": "F",
        **goodness_of_fit(fit, dof, intercept, confidence_level, line.weights),
        "coefficients": by_p_value(coefficients)
        if sort_by == "p_value"
        else coefficients,
        "coefficient_statistic": "t",
        "terms": line_terms(line, int(typ), alpha),
        **adjusted_line(line, focus, coefficients, intercept, alpha, confidence_level),
        "comparison": smaller_model(fit, cov, line.design, without, intercept, alpha),
        "levels": line.design.levels,
        "names": renamed,
        "exact": fit.exact,
        **model_judgement(p_value, alpha),
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": fitting_words(weights, intercept)
        + errors_words(covariance, cluster, line.n_clusters),
        "n_obs": len(line.y),
        "n_missing": len(data) - len(line.y),
        **line_checks(line, weights is None, intercept, alpha),
    }


def called(columns: list[str] | None, renamed: dict[str, str]) -> list[str]:
    """Columns by the names that they have after their transforms."""
    return [renamed.get(column, column) for column in columns or ()]


@operation.restate
def restate(
    outcome: str,
    predictors: list[str],
    degree: int = 1,
    transforms: dict[str, str] | None = None,
    **settings: Any,
) -> str:
    title = "Linear regression" if degree == 1 else f"Regression of degree {degree}"
    shown = {column: f"{way}({column})" for column, way in (transforms or {}).items()}
    outcome, *predictors = called([outcome, *predictors], shown)
    return (
        f"{title} of {name_of(outcome)} on {predictors_words(predictors)}"
        f"{setting_words(settings)}"
    )


@operation.present
def present(
    result: LinearRegressionResult,
    outcome: str,
    predictors: list[str],
    typ: str = "2",
    degree: int = 1,
    intercept: bool = True,
) -> Answer:
    outcome = called([outcome], result["names"])[0]
    predictors = called(predictors, result["names"])
    return Answer(
        summary_of(result, outcome, predictors),
        (
            *figures_of(result, typ),
            *warnings_of(result, predictors, degree),
            notes_of(result, outcome, intercept),
        ),
    )


@operation.companions
def companions(
    schema: Schema, outcome: str, predictors: list[str], **params: Any
) -> list[Step]:
    kept = ("interacting", "all_interactions", "degree", "intercept")
    settings = {key: params[key] for key in kept if key in params}
    model = {"outcome": outcome, "predictors": predictors, **settings}
    if {"transforms", "squared", "weights"} & set(params):
        return []  # the picture of another model
    steps = [Step(operation="residual_plot", params=model)]
    plain_line = params.get("degree", 1) == 1 and params.get("intercept", True)
    if len(predictors) == 1 and plain_line and schema[predictors[0]].is_numeric:
        line = {"x": predictors[0], "y": outcome, "trend": True}
        steps.insert(0, Step(operation="scatter_plot", params=line))
    return steps


operation.stands_on(
    Grounds(
        suits="how a number depends on others, each with the others held equal",
        assumes=(
            "the rows are independent of each other",
            "the relation is linear",
            "the residuals are about normally distributed, or many",
            "the residuals vary alike everywhere (else robust standard errors)",
        ),
        without="The coefficients need no normality, only p and intervals in small samples; “with robust standard errors”, or a Spearman correlation, rests on less.",
    )
)

"""How a column of numbers depends on others: least squares with all its diagnostics."""

from __future__ import annotations

import math
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy import stats

from analysis.columns import Schema
from analysis.errors import DataError
from analysis.inference import TEST_NUMBERS
from analysis.inference_words import assumptions_table, short, statistic_words, table_of
from analysis.language import Example, Language, Phrase
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
    coefficient_chart,
    coefficient_table,
    effect_phrase,
    equation,
    named_by_verdict,
    predictors_words,
    reference_words,
    rows_words,
    tiles,
)
from analysis.reply import Block, Notice
from analysis.statistics.design import (
    Design,
    complete_rows,
    design_of,
    paired,
    written_numbers,
)
from analysis.statistics.effect_sizes import noncentral_f_bounds
from analysis.statistics.least_squares import (
    Fit,
    classical_covariance,
    least_squares,
    robust_covariance,
)
from analysis.statistics.regression_checks import influential_rows, regression_checks
from analysis.statistics.regression_terms import coefficient_rows, joint_test, term_rows
from analysis.statistics.samples import check_shares, require_scale
from analysis.statistics.values import numbers_of, require_rows
from analysis.task import Step
from analysis.wording import figure, muted, name_of, names_of, p_words, percent

Covariance = Literal["nonrobust", "HC0", "HC1", "HC2", "HC3"]
SumsOfSquaresType = Literal["2", "3"]
HIGH_INFLATION = 10

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


def add_standardised(
    coefficients: list[dict[str, Any]],
    design: Design,
    outcome: np.ndarray,
    fit: Fit,
    intercept: bool,
) -> None:
    """Adds each slope in standard deviations of its column and the outcome, and its VIF."""
    spread = float(outcome.std(ddof=1))
    slopes = coefficients[1:] if intercept else coefficients
    for at, row in enumerate(slopes):
        scale = float(design.values[:, at].std(ddof=1)) / spread
        row["standardised"] = row["estimate"] * scale
        row["standardised_ci_low"] = row["ci_low"] * scale
        row["standardised_ci_high"] = row["ci_high"] * scale
        row["vif"] = float(fit.inflation[at])


def whole_model_test(
    fit: Fit, cov: np.ndarray, covariance: str, dof: list[int], intercept: bool
) -> tuple[float, float] | None:
    """F and p that all slopes are zero: by sums of squares, or Wald's if robust."""
    if fit.exact:
        return None
    if covariance != "nonrobust":
        start = int(intercept)
        return joint_test(fit.coefficients[start:], cov[start:, start:], dof[1])
    f = fit.ess / dof[0] / (fit.rss / dof[1])
    return f, float(stats.f.sf(f, *dof))


def goodness_of_fit(
    fit: Fit, dof: list[int], intercept: bool, confidence_level: float
) -> dict[str, Any]:
    """R² and what else says how close the model comes to the data."""
    n_obs, p = fit.basis.shape
    rss = 0.0 if fit.exact else fit.rss
    share = rss / fit.tss
    low = high = log_likelihood = None
    if not fit.exact:
        f = fit.ess / dof[0] / (fit.rss / dof[1])
        bounds = noncentral_f_bounds(f, dof[0], dof[1], confidence_level)
        low, high = (None if b is None else b / (b + n_obs) for b in bounds)
        log_likelihood = -n_obs / 2 * (math.log(2 * math.pi * rss / n_obs) + 1)
    return {
        "r_squared": 1 - share,
        "r_squared_ci_low": low,
        "r_squared_ci_high": high,
        "adjusted_r_squared": 1 - share * (n_obs - intercept) / dof[1],
        "rmse": math.sqrt(rss / dof[1]),
        "log_likelihood": log_likelihood,
        "aic": None if log_likelihood is None else 2 * (p + 1) - 2 * log_likelihood,
        "bic": None
        if log_likelihood is None
        else math.log(n_obs) * (p + 1) - 2 * log_likelihood,
    }


def smaller_model(
    fit: Fit,
    cov: np.ndarray,
    design: Design,
    without: list[str] | None,
    intercept: bool,
    alpha: float,
) -> dict[str, Any] | None:
    """F and p of leaving predictors, and all terms that hold them, out of the model."""
    if not without or fit.exact:
        return None
    gone = [
        at + int(intercept)
        for at, term in enumerate(design.terms)
        if set(design.parts[term]) & set(without)
    ]
    if not gone or len(gone) == len(design.terms):
        raise DataError(
            f"The smaller model leaves out {names_of(without)}, which "
            + ("are all predictors." if gone else "is no predictor."),
            "Name some of the predictors to leave out.",
            without[0],
        )
    dof_error = fit.basis.shape[0] - fit.basis.shape[1]
    found = joint_test(fit.coefficients[gone], cov[np.ix_(gone, gone)], dof_error)
    if found is None:
        return None
    return {
        "without": list(without),
        "statistic_name": "F",
        "statistic": found[0],
        "p_value": found[1],
        "dof": [len(gone), dof_error],
        "significant": bool(found[1] < alpha),
    }


@operation.restate
def restate(outcome: str, predictors: list[str], degree: int = 1, **_: Any) -> str:
    title = "Linear regression" if degree == 1 else f"Regression of degree {degree}"
    return f"{title} of {name_of(outcome)} on {predictors_words(predictors)}"


@operation.present
def present(result: dict[str, Any], params: dict[str, Any]) -> Answer:
    outcome = name_of(params["outcome"])
    heads = {
        "standardised": ("beta", "number"),
        **({"vif": ("VIF", "number")} if len(result["coefficients"]) > 2 else {}),
    }
    blocks: list[Block] = [
        tiles(
            ("R²", result["r_squared"], "number"),
            ("adjusted R²", result["adjusted_r_squared"], "number"),
            ("F", result["statistic"], "number"),
            ("p", result["p_value"], "p_value"),
            ("residual standard error", result["rmse"], "number"),
            ("AIC", result["aic"], "number"),
            ("BIC", result["bic"], "number"),
            ("n", result["n_obs"], "integer"),
        ),
        coefficient_table(result, heads),
    ]
    slopes = [row for row in result["coefficients"] if row["term"] != "intercept"]
    if len(slopes) > 1 and not result["exact"]:
        blocks.append(coefficient_chart(slopes, "standardised", "beta", 0))
    if result["terms"]:
        kind = "I" * int(params.get("typ", "2"))
        blocks.append(terms_table(result["terms"], kind))
    if result["assumptions"]:
        blocks.append(assumptions_table(result["assumptions"]))
    if result["influential"]:
        blocks.append(influence_table(result["influential"]))
    blocks += warnings_of(result, params)
    blocks.append(
        muted(
            rows_words(result),
            f"Equation: {equation(outcome, result['coefficients'])}."
            if len(result["coefficients"]) <= 8
            else "",
            reference_words(result["levels"]),
            "beta is the coefficient in standard deviations; Durbin–Watson is unsuspicious from "
            "1.5 to 2.5. "
            + (
                ""
                if params.get("intercept", True)
                else "R² is about zero, not the mean. "
            )
            + "It assumes a linear relation, "
            "independent rows and residuals that are about normal with equal variance; a "
            "relation is not a cause.",
        )
    )
    return Answer(summary_of(result, params), tuple(blocks))


def summary_of(result: dict[str, Any], params: dict[str, Any]) -> str:
    """The finding, the model's fit and the verdict's rule in one sentence."""
    outcome, predictors = name_of(params["outcome"]), params["predictors"]
    share = percent(result["r_squared"])
    if result["exact"]:
        return (
            f"{outcome} is fitted exactly by {predictors_words(predictors)} "
            f"(R² = 1, n = {result['n_obs']:,}): "
            f"{equation(outcome, result['coefficients'])}."
        )
    slopes = [row for row in result["coefficients"] if row["term"] != "intercept"]
    fit = f"R² = {short(result['r_squared'])}, {statistic_words(result)}"
    if len(slopes) == 1:
        row, verb = slopes[0], "rises" if slopes[0]["estimate"] > 0 else "falls"
        change = f"{outcome} {verb} by {short(abs(row['estimate']))} per unit of {row['term']}"
        if result["levels"]:
            more = "higher" if row["estimate"] > 0 else "lower"
            change = (
                f"{outcome} is {short(abs(row['estimate']))} {more} for {row['term']}"
            )
        shown = f"{change} ({effect_phrase(row, result)})"
        explains = f"the model explains {share} of its variance ({fit})"
        body = f"{shown}; {explains}"
    else:
        rows = result["terms"][:-1] or slopes
        body = (
            f"{predictors_words(predictors)} explain {share} of the variance of {outcome} "
            f"({fit}); {named_by_verdict(rows)}"
        )
        if len(predictors) == 1:
            body = body.replace(" explain ", " explains ", 1)
    compared = result["comparison"]
    if compared:
        better = "is" if compared["significant"] else "is not"
        body += (
            f"; it {better} better than the model without {names_of(compared['without'])} "
            f"({statistic_words(compared)})"
        )
    verdict = "significant" if result["significant"] else "not significant"
    return (
        f"{body}; the model is {verdict} at alpha = {figure(result['alpha'])} "
        f"(n = {result['n_obs']:,})."
    )


def terms_table(terms: list[dict[str, Any]], kind: str) -> Block:
    """The analysis of variance of the model's terms."""
    heads = {
        "term": ("term", "text"),
        "sum_of_squares": ("sum of squares", "number"),
        "df": ("df", "integer"),
        "statistic": ("F", "number"),
        "p_value": ("p", "p_value"),
        "partial_eta_squared": ("partial eta²", "number"),
    }
    rows = [{**row, "df": row["dof"][0], "term": name_of(row["term"])} for row in terms]
    return table_of(rows, heads, f"Terms (type {kind} sums of squares)")


def influence_table(rows: list[dict[str, Any]]) -> Block:
    """The rows that pull the fit most."""
    heads = {
        "row": ("row", "integer"),
        "cooks_distance": ("Cook's distance", "number"),
        "leverage": ("leverage", "number"),
        "residual": ("residual", "number"),
        "studentised_residual": ("studentised", "number"),
    }
    return table_of(rows, heads, "Most influential rows")


def warnings_of(result: dict[str, Any], params: dict[str, Any]) -> list[Block]:
    """What the reader should mind: collinearity, and standard errors that may be wrong."""
    found: list[Block] = []
    products = params.get("degree", 1) > 1 or len(result["terms"]) > 1 + len(
        params["predictors"]
    )
    high = [
        row["term"]
        for row in result["coefficients"]
        if row.get("vif", 0) > HIGH_INFLATION
    ]
    if high and not products:
        found.append(
            Notice(
                text=f"{names_of(high[:6])} can nearly be computed from the other "
                f"predictors (VIF above {HIGH_INFLATION}), so their coefficients are "
                "uncertain.",
                level="warning",
                fix="Leave one of the related predictors out.",
            )
        )
    uneven = next(
        (c for c in result["assumptions"] if c["test"].startswith("Breusch")), None
    )
    if uneven and uneven["holds"] is False and "robust" not in result["method"]:
        found.append(
            Notice(
                text="The residuals' variance is not the same everywhere (Breusch–Pagan "
                f"{p_words(uneven['p_value'])}), so standard errors may be too small.",
                level="info",
                fix="Ask again “with robust standard errors”.",
            )
        )
    return found


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

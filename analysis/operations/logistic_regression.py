"""How the odds of one of two outcomes depend on other columns."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from analysis.columns import Schema
from analysis.inference import TEST_NUMBERS
from analysis.inference_words import short, statistic_words
from analysis.language import Example, Language, Phrase
from analysis.operation import Answer, Operation, Reference
from analysis.ratio_words import ratio_heads, ratio_summary
from analysis.reference_regression import MTCARS
from analysis.regression import (
    EVERY_PAIR,
    HELD_OUT,
    AnyOutcome,
    Interacting,
    Predictors,
)
from analysis.regression_words import (
    coefficient_chart,
    coefficient_table,
    predictors_words,
    reference_words,
    rows_words,
    tiles,
)
from analysis.statistics.binary_outcome import binary_model
from analysis.statistics.likelihood import area_under_curve, likelihood_fit
from analysis.statistics.regression_terms import add_ratios, coefficient_rows
from analysis.statistics.samples import check_shares
from analysis.task import Step
from analysis.wording import muted, name_of

operation = Operation(
    __name__,
    kind="analyse",
    title="Logistic regression",
    category="Relate",
    language=Language(
        phrases=(
            Phrase(r"\blogistic(?:al)? (?:regression|model|fit)?\b", 8),
            Phrase(r"\blogit\b", 7),
            Phrase(r"\bodds ratios?\b.{0,60}\b(?:adjust\w+|controll\w+) for\b", 8),
            Phrase(r"\bodds ratios? (?:of|for) \{col\} (?:from|by|for|on|with|using) ", 6),
        ),
        anti=(
            Phrase(HELD_OUT, 6),
            Phrase(r"\broc\b|\bmantel\b|\bfisher\b|\bcoefficient plot\b", 6),
        ),
        options={"all_interactions": EVERY_PAIR},
        numbers=TEST_NUMBERS,
        examples=(
            Example("logistic regression of survived on age and sex",
                    {"outcome": "survived", "predictors": ["age", "sex"]}),
            Example("logistic regression for alive using fare",
                    {"outcome": "alive", "predictors": ["fare"]}),
            Example("logit model of survived on fare and age",
                    {"outcome": "survived", "predictors": ["fare", "age"]}),
            Example("odds ratio of survived for sex adjusted for age and fare",
                    {"outcome": "survived", "predictors": ["sex", "age", "fare"]}),
            Example("logistic regression of survived on age with alpha = 0.01",
                    {"outcome": "survived", "predictors": ["age"], "alpha": 0.01}),
            Example("logistic regression of survived on age and sex with interactions",
                    {"outcome": "survived", "predictors": ["age", "sex"],
                     "all_interactions": True}),
        ),
    ),
    references=(
        Reference(
            MTCARS,
            {"outcome": "am", "predictors": ["wt"]},
            {"coefficients": [
                {"estimate": 12.040, "std_error": 4.510, "statistic": 2.670,
                 "p_value": 0.00759},
                {"estimate": -4.024, "std_error": 1.436, "statistic": -2.801,
                 "p_value": 0.00509}],
             "null_deviance": 43.230, "deviance": 19.176, "aic": 23.176},
            "R: summary(glm(am ~ wt, data = mtcars, family = binomial))",
            1e-3,
        ),
        Reference(
            MTCARS,
            {"outcome": "am", "predictors": ["hp", "wt"]},
            {"coefficients": [
                {"estimate": 18.86630, "std_error": 7.44356, "statistic": 2.535},
                {"estimate": 0.03626, "std_error": 0.01773, "statistic": 2.044},
                {"estimate": -8.08348, "std_error": 3.06868, "statistic": -2.634}],
             "deviance": 10.059, "aic": 16.059},
            "R: summary(glm(am ~ hp + wt, data = mtcars, family = binomial))",
            1e-3,
        ),
    ),
)  # fmt: skip


@operation.compute
def logistic_regression(
    data: pd.DataFrame,
    outcome: AnyOutcome,
    predictors: Predictors,
    interacting: Interacting | None = None,
    all_interactions: bool = False,
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> dict[str, Any]:
    """Binary logistic regression by maximum likelihood.

    Args:
        outcome: a column with two values; the event is the one that sorts last (1, yes).
        predictors: numbers as they are; words and yes/no as factors, in treatment coding
            with the first level as the reference.

    Returns the likelihood-ratio test against the intercept alone, coefficients with odds
    ratios and Wald intervals, McFadden's and Nagelkerke's R², AIC, BIC, the area under
    the ROC curve and the confusion matrix at probability 0.5.

    Raises:
        DataError: an outcome without exactly two values, too few complete rows,
            collinearity or separation; it names the column.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    design, events, levels, _ = binary_model(
        data, outcome, predictors, interacting, all_interactions
    )
    fit = likelihood_fit(design, events, "binomial", outcome)
    n_obs, k = len(events), design.values.shape[1]
    chi2 = max(0.0, 2 * (fit.log_likelihood - fit.null_log_likelihood))
    p_value = float(stats.chi2.sf(chi2, k))
    errors = np.sqrt(np.diag(fit.covariance))
    coefficients = coefficient_rows(
        ["intercept", *design.labels], fit.coefficients, errors, confidence_level, alpha
    )
    add_ratios(coefficients, "odds_ratio")
    called = fit.fitted >= 0.5
    cox_snell = -math.expm1(-chi2 / n_obs)
    return {
        "statistic": chi2,
        "p_value": p_value,
        "dof": k,
        "statistic_name": "chi²",
        "coefficients": coefficients,
        "coefficient_statistic": "z",
        "event": levels[1],
        "other": levels[0],
        "n_events": int(events.sum()),
        "mcfadden_r_squared": 1 - fit.log_likelihood / fit.null_log_likelihood,
        "nagelkerke_r_squared": cox_snell
        / -math.expm1(2 * fit.null_log_likelihood / n_obs),
        "log_likelihood": fit.log_likelihood,
        "deviance": -2 * fit.log_likelihood,
        "null_deviance": -2 * fit.null_log_likelihood,
        "aic": 2 * (k + 1) - 2 * fit.log_likelihood,
        "bic": math.log(n_obs) * (k + 1) - 2 * fit.log_likelihood,
        "auc": area_under_curve(fit.fitted, events),
        "accuracy": float((called == (events == 1)).mean()),
        "confusion": {
            "labels": levels,
            "counts": [
                [
                    int((called[events == actual] == call).sum())
                    for call in (False, True)
                ]
                for actual in (0, 1)
            ],
        },
        "levels": design.levels,
        "verdict": "the model is significant"
        if p_value < alpha
        else "the model is not significant",
        "significant": bool(p_value < alpha),
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": "logistic regression by maximum likelihood, likelihood-ratio test "
        "against the intercept alone",
        "n_obs": n_obs,
        "n_missing": len(data) - n_obs,
    }


@operation.restate
def restate(outcome: str, predictors: list[str], **_: Any) -> str:
    return (
        f"Logistic regression of {name_of(outcome)} on {predictors_words(predictors)}"
    )


@operation.present
def present(result: dict[str, Any], params: dict[str, Any]) -> Answer:
    event = f"{name_of(params['outcome'])} = {result['event']}"
    slopes = result["coefficients"][1:]
    fit = (
        f"{statistic_words(result)}, McFadden R² = {short(result['mcfadden_r_squared'])}, "
        f"AUC = {short(result['auc'])}"
    )
    return Answer(
        ratio_summary(result, "odds_ratio", f"odds of {event}", fit),
        (
            tiles(
                ("p", result["p_value"], "p_value"),
                ("chi²", result["statistic"], "number"),
                ("McFadden R²", result["mcfadden_r_squared"], "number"),
                ("AUC", result["auc"], "number"),
                ("accuracy at 0.5", result["accuracy"], "percent"),
                ("AIC", result["aic"], "number"),
                ("events", result["n_events"], "integer"),
                ("n", result["n_obs"], "integer"),
            ),
            coefficient_table(result, ratio_heads(result, "odds_ratio", "OR")),
            *(
                [coefficient_chart(slopes, "odds_ratio", "odds ratio", 1)]
                if len(slopes) > 1
                else []
            ),
            muted(
                rows_words(result),
                f"The event is {event}, against {result['other']}.",
                reference_words(result["levels"]),
                "An odds ratio above 1 makes the event likelier. It assumes independent rows "
                "and a linear relation with the log odds; a relation is not a cause.",
            ),
        ),
    )


@operation.companions
def companions(params: dict[str, Any], schema: Schema) -> list[Step]:
    model = {
        key: params[key]
        for key in ("outcome", "predictors", "interacting", "all_interactions")
        if key in params
    }
    return [Step(operation="roc_curve", params=model)]

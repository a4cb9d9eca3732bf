"""How the odds of one of two outcomes depend on other columns."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from analysis.base.columns import Schema
from analysis.base.grounds import Grounds
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.task import Step
from analysis.base.wording import muted, name_of
from analysis.references.regression import MTCARS
from analysis.results.regressions import (
    Classified,
    LikelihoodMeasures,
    LogisticRegressionResult,
)
from analysis.signatures.inference import TEST_NUMBERS
from analysis.signatures.regression import (
    EVERY_PAIR,
    HELD_OUT,
    ROBUST_ERRORS,
    AnyOutcome,
    ClusterColumn,
    Errors,
    FocusColumns,
    Interacting,
    Predictors,
)
from analysis.statistics.adjusted import adjusted_effects
from analysis.statistics.binary_outcome import binary_model
from analysis.statistics.likelihood import (
    LikelihoodFit,
    area_under_curve,
    likelihood_covariance,
    likelihood_fit,
    likelihood_rows,
)
from analysis.statistics.regression_terms import (
    exponential,
    model_judgement,
)
from analysis.statistics.samples import check_shares
from analysis.words.adjusted import ratio_effects
from analysis.words.inference import short, statistic_words
from analysis.words.ratio import ratio_heads, ratio_summary
from analysis.words.regression import (
    coefficient_chart,
    coefficient_table,
    predictors_words,
    reference_words,
    robust_words,
    rows_words,
    setting_words,
    tiles,
)

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
        options={"all_interactions": EVERY_PAIR, "errors": ROBUST_ERRORS},
        numbers=TEST_NUMBERS,
        examples=(
            Example("logistic regression of survived on age and sex",
                    {"outcome": "survived", "predictors": ["age", "sex"]}),
            Example("logistic regression for alive using fare",
                    {"outcome": "alive", "predictors": ["fare"]}),
            Example("logit model of survived on fare and age",
                    {"outcome": "survived", "predictors": ["fare", "age"]}),
            Example("odds ratio of survived for sex adjusted for age and fare",
                    {"outcome": "survived", "predictors": ["sex", "age", "fare"],
                     "focus": ["sex"]}),
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
        Reference(
            MTCARS,
            {"outcome": "am", "predictors": ["wt"], "event_level": "0"},
            {"coefficients": [
                {"estimate": -12.040, "std_error": 4.510, "statistic": -2.670},
                {"estimate": 4.024, "std_error": 1.436, "statistic": 2.801}],
             "deviance": 19.176, "event": "0"},
            "R: summary(glm(am == 0 ~ wt, data = mtcars, family = binomial)), the same "
            "with the signs turned",
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
    reference: dict[str, str] | None = None,
    errors: Errors = "model",
    cluster: ClusterColumn | None = None,
    focus: FocusColumns | None = None,
    event_level: str | None = None,
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> LogisticRegressionResult:
    """Binary logistic regression by maximum likelihood.

    Args:
        outcome: a column with two values.
        event_level: the one of them whose odds are modelled; without, the one that sorts
            last (1, yes).
        predictors: numbers as they are; words and yes/no as factors, in treatment coding
            with the first level as the reference, or that which ``reference`` names.
        errors: "robust" standard errors trust no more than the model's means; with
            ``cluster`` rows of one may go together.
        focus: predictors whose effect beside the others is the answer.

    Returns the likelihood-ratio test against the intercept alone, coefficients with odds
    ratios and Wald intervals, McFadden's and Nagelkerke's R², AIC, BIC, the area under
    the ROC curve and the confusion matrix at probability 0.5.

    Raises:
        DataError: an outcome without exactly two values, too few complete rows,
            collinearity or separation; it names the column.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    design, events, levels, _, groups = binary_model(
        data, outcome, predictors, interacting, all_interactions, reference, cluster,
        event_level,
    )  # fmt: skip
    fit = likelihood_fit(design, events, "binomial", outcome)
    n_obs, k = len(events), design.values.shape[1]
    chi2 = max(0.0, 2 * (fit.log_likelihood - fit.null_log_likelihood))
    p_value = float(stats.chi2.sf(chi2, k))
    cov = likelihood_covariance(
        fit, design, events, errors, None if cluster is None else groups
    )
    coefficients = likelihood_rows(fit, design, cov, confidence_level, alpha)
    for row in coefficients:
        row["odds_ratio"] = exponential(row["estimate"])
        row["odds_ratio_ci_low"] = exponential(row["ci_low"])
        row["odds_ratio_ci_high"] = exponential(row["ci_high"])
    return {
        "statistic": chi2,
        "p_value": p_value,
        "dof": k,
        "statistic_name": "chi²",
        "coefficients": coefficients,
        "coefficient_statistic": "z",
        "focus": adjusted_effects(
            focus or [], design, coefficients, fit.coefficients, cov, None, alpha
        ),
        "event": levels[1],
        "other": levels[0],
        "n_events": int(events.sum()),
        **likelihood_measures(fit, n_obs, k),
        **classified(fit.fitted, events, levels),
        "levels": design.levels,
        **model_judgement(p_value, alpha),
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": "logistic regression by maximum likelihood, likelihood-ratio test "
        "against the intercept alone" + robust_words(errors, cluster),
        "n_obs": n_obs,
        "n_missing": len(data) - n_obs,
    }


def likelihood_measures(fit: LikelihoodFit, n_obs: int, k: int) -> LikelihoodMeasures:
    """McFadden's and Nagelkerke's R², deviances, AIC and BIC of k slopes."""
    chi2 = max(0.0, 2 * (fit.log_likelihood - fit.null_log_likelihood))
    cox_snell = -math.expm1(-chi2 / n_obs)
    return {
        "mcfadden_r_squared": 1 - fit.log_likelihood / fit.null_log_likelihood,
        "nagelkerke_r_squared": cox_snell
        / -math.expm1(2 * fit.null_log_likelihood / n_obs),
        "log_likelihood": fit.log_likelihood,
        "deviance": -2 * fit.log_likelihood,
        "null_deviance": -2 * fit.null_log_likelihood,
        "aic": 2 * (k + 1) - 2 * fit.log_likelihood,
        "bic": math.log(n_obs) * (k + 1) - 2 * fit.log_likelihood,
    }


def classified(
    probabilities: np.ndarray, events: np.ndarray, levels: list[str]
) -> Classified:
    """How well the probabilities tell events (0 and 1) apart, called at 0.5."""
    called = probabilities >= 0.5
    counts = [
        [int((called[events == actual] == call).sum()) for call in (False, True)]
        for actual in (0, 1)
    ]
    return {
        "auc": area_under_curve(probabilities, events),
        "accuracy": float((called == (events == 1)).mean()),
        "confusion": {"labels": levels, "counts": counts},
    }


@operation.restate
def restate(
    outcome: str,
    predictors: list[str],
    event_level: str | None = None,
    **settings: Any,
) -> str:
    event = "" if event_level is None else f" = {event_level}"
    return (
        f"Logistic regression of {name_of(outcome)}{event} on {predictors_words(predictors)}"
        f"{setting_words(settings)}"
    )


@operation.present
def present(
    result: LogisticRegressionResult, outcome: str, predictors: list[str]
) -> Answer:
    event = f"{name_of(outcome)} = {result['event']}"
    slopes = result["coefficients"][1:]
    fit = (
        f"{statistic_words(result)}, McFadden R² = {short(result['mcfadden_r_squared'])}, "
        f"AUC = {short(result['auc'])}"
    )
    asked: Mapping[str, Any] = result["focus"][0] if result["focus"] else {}
    return Answer(
        ratio_effects(result, predictors, f"odds of {event}", "odds_ratio")
        if asked
        else ratio_summary(result, "odds_ratio", f"odds of {event}", fit),
        (
            tiles(
                (f"p of {asked.get('predictor')}", asked.get("p_value"), "p_value"),
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
def companions(schema: Schema, **params: Any) -> list[Step]:
    if params.get("event_level") is not None:
        return []  # the curve of the other level would stand beside it
    kept = ("outcome", "predictors", "interacting", "all_interactions")
    model = {key: params[key] for key in kept if key in params}
    return [Step(operation="roc_curve", params=model)]


operation.stands_on(
    Grounds(
        suits="how the chance of a yes depends on other columns",
        assumes=(
            "the rows are independent of each other",
            "the log odds depend on the predictors linearly",
            "about 10 events for each coefficient",
        ),
        without="A yes or no is not normal, and the model does not suppose it.",
    )
)

"""How the rate of counted events depends on other columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd
from scipy import stats

from analysis.base.columns import Schema
from analysis.base.grounds import Grounds
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.reply import Block, Notice
from analysis.base.task import Step
from analysis.base.wording import muted, name_of, p_words
from analysis.references.regression import DOBSON
from analysis.results.regressions import PoissonRegressionResult
from analysis.signatures.inference import TEST_NUMBERS
from analysis.signatures.regression import (
    EVERY_PAIR,
    HELD_OUT,
    ROBUST_ERRORS,
    ClusterColumn,
    Errors,
    FocusColumns,
    Interacting,
    NumericOutcome,
    Predictors,
)
from analysis.statistics.adjusted import adjusted_effects
from analysis.statistics.count_outcome import count_dispersion, count_model
from analysis.statistics.likelihood import (
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

CountModel = Literal["poisson", "quasi-poisson"]

operation = Operation(
    __name__,
    kind="analyse",
    title="Poisson regression",
    category="Relate",
    language=Language(
        phrases=(
            Phrase(r"\b(?:quasi[- ]?)?poisson (?:regression|model|glm)\b", 9),
            Phrase(r"\bcount (?:regression|model)\b|\blog[- ]?linear (?:regression|model)\b",
                   8),
            Phrase(r"\b(?:incidence )?rate ratios?\b", 7),
        ),
        anti=(Phrase(HELD_OUT, 5),),
        options={
            "all_interactions": EVERY_PAIR,
            "errors": ROBUST_ERRORS,
            "model": {"quasi-poisson": r"\bquasi[- ]?poisson\b"},
        },
        numbers=TEST_NUMBERS,
        examples=(
            Example("poisson regression of sibsp on age and sex",
                    {"outcome": "sibsp", "predictors": ["age", "sex"]}),
            Example("Poisson regression of parch on class",
                    {"outcome": "parch", "predictors": ["class"]}),
            Example("rate ratios of sibsp for sex adjusted for age",
                    {"outcome": "sibsp", "predictors": ["sex", "age"], "focus": ["sex"]}),
            Example("quasi-poisson regression of sibsp on age",
                    {"outcome": "sibsp", "predictors": ["age"],
                     "model": "quasi-poisson"}),
            Example("count model of parch on age and fare",
                    {"outcome": "parch", "predictors": ["age", "fare"]}),
        ),
    ),
    references=(
        Reference(
            DOBSON,
            {"outcome": "counts", "predictors": ["outcome", "treatment"]},
            {"coefficients": [
                {"estimate": 3.045, "std_error": 0.1709, "statistic": 17.815},
                {"estimate": -0.4543, "std_error": 0.2022, "statistic": -2.247,
                 "p_value": 0.0246},
                {"estimate": -0.2930, "std_error": 0.1927, "statistic": -1.520,
                 "p_value": 0.1285}],
             "null_deviance": 10.5814, "deviance": 5.1291, "aic": 56.76},
            "R, example of ?glm: glm(counts ~ outcome + treatment, family = poisson()); "
            "Dobson (1990)",
            3e-3,
        ),
    ),
)  # fmt: skip


@operation.compute
def poisson_regression(
    data: pd.DataFrame,
    outcome: NumericOutcome,
    predictors: Predictors,
    interacting: Interacting | None = None,
    all_interactions: bool = False,
    reference: dict[str, str] | None = None,
    errors: Errors = "model",
    cluster: ClusterColumn | None = None,
    focus: FocusColumns | None = None,
    model: CountModel = "poisson",
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> PoissonRegressionResult:
    """Poisson regression of counts by maximum likelihood, with the log link.

    Args:
        outcome: counts: whole numbers from 0.
        reference: the level that others of a factor are set against.
        errors: "robust" standard errors trust no more than the model's means; with
            ``cluster`` rows of one may go together.
        focus: predictors whose effect beside the others is the answer.
        model: "quasi-poisson" widens standard errors by the root of the dispersion and
            tests with t and F (McCullagh and Nelder 1989).

    Returns the test against the intercept alone, coefficients with rate ratios and Wald
    intervals, deviances, AIC, and Pearson's dispersion with its chi-square test.

    Raises:
        DataError: an outcome that does not count, too few complete rows, collinearity,
            or a predictor that leaves zeros only.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    design, counts, groups = count_model(
        data, outcome, predictors, interacting, all_interactions, reference, cluster
    )
    fit = likelihood_fit(design, counts, "poisson", outcome)
    n_obs, k = len(counts), design.values.shape[1]
    quasi, dof = model == "quasi-poisson", n_obs - k - 1
    spread = count_dispersion(counts, fit.fitted, dof)
    scale, dof_error = (spread["dispersion"], dof) if quasi else (1.0, None)
    chi2 = max(0.0, 2 * (fit.log_likelihood - fit.null_log_likelihood))
    whole = chi2 / k / scale if quasi else chi2
    p_value = float(stats.f.sf(whole, k, dof) if quasi else stats.chi2.sf(chi2, k))
    cov = likelihood_covariance(
        fit, design, counts, errors, None if cluster is None else groups, scale
    )
    coefficients = likelihood_rows(fit, design, cov, confidence_level, alpha, dof_error)
    for row in coefficients:
        row["rate_ratio"] = exponential(row["estimate"])
        row["rate_ratio_ci_low"] = exponential(row["ci_low"])
        row["rate_ratio_ci_high"] = exponential(row["ci_high"])
    return {
        "statistic": whole,
        "p_value": p_value,
        "dof": [k, dof] if quasi else k,
        "statistic_name": "F" if quasi else "chi²",
        "coefficients": coefficients,
        "coefficient_statistic": "t" if quasi else "z",
        "focus": adjusted_effects(
            focus or [], design, coefficients, fit.coefficients, cov, dof_error, alpha
        ),
        **spread,
        "log_likelihood": fit.log_likelihood,
        "aic": None if quasi else 2 * (k + 1) - 2 * fit.log_likelihood,
        "levels": design.levels,
        **model_judgement(p_value, alpha),
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": f"{model.replace('poisson', 'Poisson')} regression with log link by "
        "maximum likelihood" + robust_words(errors, cluster),
        "n_obs": n_obs,
        "n_missing": len(data) - n_obs,
    }


@operation.restate
def restate(outcome: str, predictors: list[str], **settings: Any) -> str:
    return (
        f"Poisson regression of {name_of(outcome)} on {predictors_words(predictors)}"
        f"{setting_words(settings)}"
    )


@operation.present
def present(
    result: PoissonRegressionResult,
    outcome: str,
    predictors: list[str],
    model: str = "poisson",
) -> Answer:
    slopes = result["coefficients"][1:]
    fit = f"{statistic_words(result)}, dispersion {short(result['dispersion'])}"
    asked: Mapping[str, Any] = result["focus"][0] if result["focus"] else {}
    blocks: list[Block] = [
        tiles(
            (f"p of {asked.get('predictor')}", asked.get("p_value"), "p_value"),
            ("p", result["p_value"], "p_value"),
            (result["statistic_name"], result["statistic"], "number"),
            ("dispersion", result["dispersion"], "number"),
            ("deviance", result["deviance"], "number"),
            ("AIC", result["aic"], "number"),
            ("n", result["n_obs"], "integer"),
        ),
        coefficient_table(result, ratio_heads(result, "rate_ratio", "RR")),
    ]
    if len(slopes) > 1:
        blocks.append(coefficient_chart(slopes, "rate_ratio", "rate ratio", 1))
    over = result["dispersion"] > 1 and result["dispersion_p_value"] < result["alpha"]
    if over and model == "poisson":
        blocks.append(
            Notice(
                text=f"The counts vary more than a Poisson model allows (dispersion "
                f"{short(result['dispersion'])}, {p_words(result['dispersion_p_value'])}), "
                "so its standard errors are too small.",
                level="warning",
                fix="Ask for a quasi-Poisson regression; a negative binomial model is the "
                "other way.",
            )
        )
    blocks.append(
        muted(
            rows_words(result),
            reference_words(result["levels"]),
            "A rate ratio above 1 raises the expected count. It assumes independent rows "
            "and a variance equal to the mean (dispersion 1).",
        )
    )
    rate = f"rate of {name_of(outcome)}"
    return Answer(
        ratio_effects(result, predictors, rate, "rate_ratio")
        if asked
        else ratio_summary(result, "rate_ratio", rate, fit),
        tuple(blocks),
    )


@operation.companions
def companions(schema: Schema, predictors: list[str], outcome: str) -> list[Step]:
    predictor = predictors[0]
    if schema[predictor].is_numeric:
        chosen = {"x": predictor, "y": outcome}
        return [Step(operation="scatter_plot", params=chosen)]
    return []


operation.stands_on(
    Grounds(
        suits="how a count depends on other columns",
        assumes=(
            "the rows are independent of each other",
            "the logarithm of the expected count depends on the predictors linearly",
            "the variance equals the mean (dispersion near 1), else quasi-Poisson",
        ),
        without="Counts are not normal, and the model does not suppose it.",
    )
)

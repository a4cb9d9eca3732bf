"""How the rate of counted events depends on other columns."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy import special, stats

from analysis.columns import Schema
from analysis.errors import DataError
from analysis.inference import TEST_NUMBERS
from analysis.inference_words import short, statistic_words
from analysis.language import Example, Language, Phrase
from analysis.operation import Answer, Operation, Reference
from analysis.ratio_words import ratio_heads, ratio_summary
from analysis.reference_regression import DOBSON
from analysis.regression import (
    EVERY_PAIR,
    HELD_OUT,
    Interacting,
    NumericOutcome,
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
from analysis.reply import Block, Notice
from analysis.statistics.design import complete_rows, design_of, paired
from analysis.statistics.likelihood import likelihood_fit
from analysis.statistics.regression_terms import add_ratios, coefficient_rows
from analysis.statistics.samples import check_shares
from analysis.statistics.values import numbers_of, require_rows
from analysis.task import Step
from analysis.wording import muted, name_of, p_words

CountModel = Literal["poisson", "quasi-poisson"]
LARGEST_COUNT = 1e12

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
            "model": {"quasi-poisson": r"\bquasi[- ]?poisson\b"},
        },
        numbers=TEST_NUMBERS,
        examples=(
            Example("poisson regression of sibsp on age and sex",
                    {"outcome": "sibsp", "predictors": ["age", "sex"]}),
            Example("Poisson regression of parch on class",
                    {"outcome": "parch", "predictors": ["class"]}),
            Example("rate ratios of sibsp for sex adjusted for age",
                    {"outcome": "sibsp", "predictors": ["sex", "age"]}),
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
    model: CountModel = "poisson",
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> dict[str, Any]:
    """Poisson regression of counts by maximum likelihood, with the log link.

    Args:
        outcome: counts: whole numbers from 0.
        model: "quasi-poisson" widens standard errors by the root of the dispersion and
            tests with t and F (McCullagh and Nelder 1989).

    Returns the test against the intercept alone, coefficients with rate ratios and Wald
    intervals, deviances, AIC, and Pearson's dispersion with its chi-square test.

    Raises:
        DataError: an outcome that does not count, too few complete rows, collinearity,
            or a predictor that leaves zeros only.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    require_rows(data)
    names, pairs = paired(predictors, interacting, all_interactions)
    numbers = numbers_of(data, outcome)
    kept = complete_rows(data, names, numbers, outcome)
    counts = numbers[kept].to_numpy(dtype="float64")
    require_counts(counts, outcome)
    design = design_of(data.loc[kept.to_numpy(), names], names, 1, pairs)
    fit = likelihood_fit(design, counts, "poisson", outcome)
    n_obs, k = len(counts), design.values.shape[1]
    dof = n_obs - k - 1
    pearson = float(((counts - fit.fitted) ** 2 / fit.fitted).sum())
    dispersion, quasi = pearson / dof, model == "quasi-poisson"
    chi2 = max(0.0, 2 * (fit.log_likelihood - fit.null_log_likelihood))
    whole = chi2 / k / dispersion if quasi else chi2
    p_value = float(stats.f.sf(whole, k, dof) if quasi else stats.chi2.sf(chi2, k))
    errors = np.sqrt(np.diag(fit.covariance) * (dispersion if quasi else 1))
    coefficients = coefficient_rows(
        ["intercept", *design.labels],
        fit.coefficients,
        errors,
        confidence_level,
        alpha,
        dof if quasi else None,
    )
    add_ratios(coefficients, "rate_ratio")
    return {
        "statistic": whole,
        "p_value": p_value,
        "dof": [k, dof] if quasi else k,
        "statistic_name": "F" if quasi else "chi²",
        "coefficients": coefficients,
        "coefficient_statistic": "t" if quasi else "z",
        "dispersion": dispersion,
        "dispersion_p_value": float(stats.chi2.sf(pearson, dof)),
        "log_likelihood": fit.log_likelihood,
        "deviance": poisson_deviance(counts, fit.fitted),
        "null_deviance": poisson_deviance(counts, np.full(n_obs, counts.mean())),
        "aic": None if quasi else 2 * (k + 1) - 2 * fit.log_likelihood,
        "levels": design.levels,
        "verdict": "the model is significant"
        if p_value < alpha
        else "the model is not significant",
        "significant": bool(p_value < alpha),
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": f"{model.replace('poisson', 'Poisson')} regression with log link by "
        "maximum likelihood",
        "n_obs": n_obs,
        "n_missing": len(data) - n_obs,
    }


def require_counts(counts: np.ndarray, outcome: str) -> None:
    """A DataError for values that are no counts, or all zero."""
    whole = np.array_equal(counts, np.rint(counts))
    if not whole or counts.min() < 0 or counts.max() > LARGEST_COUNT:
        raise DataError(
            f"“{outcome}” does not hold counts (whole numbers from 0).",
            "Ask for a linear regression, or choose a column of counts.",
            outcome,
        )
    if counts.max() == 0:
        raise DataError(
            f"All {len(counts):,} values of “{outcome}” are zero, so no rate can be "
            "explained.",
            "Check the filters, or choose another outcome.",
            outcome,
        )


def poisson_deviance(counts: np.ndarray, fitted: np.ndarray) -> float:
    """Twice the distance of the log likelihood from the saturated model's."""
    parts = special.xlogy(counts, counts / fitted) - (counts - fitted)
    return float(2 * parts.sum())


@operation.restate
def restate(outcome: str, predictors: list[str], **_: Any) -> str:
    return f"Poisson regression of {name_of(outcome)} on {predictors_words(predictors)}"


@operation.present
def present(result: dict[str, Any], params: dict[str, Any]) -> Answer:
    slopes = result["coefficients"][1:]
    fit = f"{statistic_words(result)}, dispersion {short(result['dispersion'])}"
    blocks: list[Block] = [
        tiles(
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
    if over and params.get("model", "poisson") == "poisson":
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
    return Answer(
        ratio_summary(
            result, "rate_ratio", f"rate of {name_of(params['outcome'])}", fit
        ),
        tuple(blocks),
    )


@operation.companions
def companions(params: dict[str, Any], schema: Schema) -> list[Step]:
    predictor = params["predictors"][0]
    if schema[predictor].is_numeric:
        chosen = {"x": predictor, "y": params["outcome"]}
        return [Step(operation="scatter_plot", params=chosen)]
    return []

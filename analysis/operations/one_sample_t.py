"""Whether a column's mean is a given number."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from analysis.base.columns import Schema
from analysis.base.errors import DataError
from analysis.base.grounds import Grounds
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import NumericColumn
from analysis.base.task import Step
from analysis.base.wording import figure, name_of
from analysis.references.small import SLEEP
from analysis.results.test_kinds import OneMeanResult
from analysis.signatures.inference import ALTERNATIVE_WORDS, TEST_NUMBERS, Alternative
from analysis.statistics.assumptions import check_normality
from analysis.statistics.effect_sizes import standardised_difference
from analysis.statistics.mean_tests import t_result
from analysis.statistics.moments import mean_and_deviations, variance_of
from analysis.statistics.robustness import paired_methods
from analysis.statistics.samples import (
    check_shares,
    require_scale,
    require_spread,
    sample_row,
)
from analysis.statistics.values import numbers_of, observed_numbers, require_rows
from analysis.words.inference import answer_of_test, sentence, test_title
from analysis.words.inference_charts import histogram

operation = Operation(
    __name__,
    kind="analyse",
    title="One-sample t-test",
    category="Compare",
    language=Language(
        phrases=(
            Phrase(r"\bone[- ]samples? t", 5),
            Phrase(r"\bsingle[- ]samples? t", 5),
            Phrase(r"\b(?:mean|average) (?:of )?(?:the )?\{num\}\w* (?:is |be )?"
                   r"(?:equal(?:s)?(?: to)?|different from|differs? from|greater than|"
                   r"above|below|less than|more than|=|exactly) ?\{n\}", 4),
            Phrase(r"\bt[- ]?test\b.{0,40}\b(?:against|versus|vs\.?|mu ?=|mean (?:of )?=?) ?"
                   r"\{n\}", 4.5),
            Phrase(r"\bdiffers? (?:significantly )?from \{n\}", 3.5),
        ),
        anti=(Phrase(r"\b(?:two|independent)[- ]samples?\b|\bpaired\b|\bwilcoxon\b", 4),),
        options={"alternative": ALTERNATIVE_WORDS},
        numbers={
            **TEST_NUMBERS,
            "mu": (r"(?:against|versus|vs\.?|mu ?=?|equals?(?: to)?|from|than|above|below|"
                   r"exactly|mean (?:of )?=?) ?{n}",),
        },
        examples=(
            Example("one-sample t-test of age against 30", {"column": "age", "mu": 30}),
            Example("Is the mean of age different from 28?", {"column": "age", "mu": 28}),
            Example("Is the average fare greater than 30?",
                    {"column": "fare", "mu": 30, "alternative": "greater"}),
            Example("Does the mean fare differ from 32?", {"column": "fare", "mu": 32}),
            Example("t-test of age against 25 with alpha = 0.01",
                    {"column": "age", "mu": 25, "alpha": 0.01}),
            Example("Is the average age less than 35?",
                    {"column": "age", "mu": 35, "alternative": "less"}),
        ),
    ),
    references=(
        Reference(
            SLEEP,
            {"column": "extra"},
            {"statistic": 3.413, "p_value": 0.002918, "dof": 19,
             "ci_low": 0.5955845, "ci_high": 2.4844155},
            "R: t.test(sleep$extra)",
            2e-4,
        ),
    ),
)  # fmt: skip


@operation.compute
def one_sample_t(
    data: pd.DataFrame,
    column: NumericColumn,
    mu: float = 0.0,
    alternative: Alternative = "two-sided",
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> OneMeanResult:
    """Student's (1908) t-test of a column's mean against ``mu``.

    Returns t, p, the mean with its interval, Cohen's d = (mean - mu) / sd with its
    interval, and the p-values of the signed-rank and the sign test.

    Raises:
        DataError: fewer than two values, or all equal.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    require_rows(data)
    values = observed_numbers(data, column)
    if len(values) < 2:
        raise DataError(
            f"“{column}” has one usable value; a t-test needs at least two.",
            "Check the filters.",
            column,
        )
    require_scale(values, column)
    require_spread(values, column, column)
    mean, deviations = mean_and_deviations(values)
    std, n_obs = math.sqrt(variance_of(deviations) or 0.0), len(values)
    found = t_result(
        mean, std / math.sqrt(n_obs), n_obs - 1, mu, alternative, confidence_level
    )
    significant = bool(found["p_value"] < alpha)
    return {
        **found,
        **standardised_difference(
            mean - mu,
            std,
            1 / math.sqrt(n_obs),
            n_obs - 1,
            "Cohen's d",
            confidence_level,
        ),
        "verdict": "mean differs" if significant else "no significant difference",
        "significant": significant,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": "one-sample t-test",
        "estimate_name": "mean",
        "mu": mu,
        "alternative": alternative,
        "n_obs": n_obs,
        "n_missing": int(numbers_of(data, column).isna().sum()),
        "groups": [sample_row(column, values)],
        "alternatives": paired_methods(values - mu, alternative, "paired t-test"),
        "assumptions": check_normality([column], [values], alpha),
    }


@operation.restate
def restate(column: str, mu: float = 0.0, **_: Any) -> str:
    return test_title("One-sample t-test", [column]) + f" against {figure(mu)}"


@operation.present
def present(result: OneMeanResult, column: str) -> Answer:
    name, mu = name_of(column), figure(result["mu"])
    side = {"greater": "is above", "less": "is below"}.get(
        result["alternative"], "differs from"
    )
    not_side = {
        "greater": "is not demonstrably above",
        "less": "is not demonstrably below",
    }
    no = not_side.get(result["alternative"], "does not differ demonstrably from")
    return answer_of_test(
        sentence(
            f"The mean of {name} {side} {mu}", f"The mean of {name} {no} {mu}", result
        ),
        result,
        "It assumes independent rows and a mean that is about normally distributed, "
        "which many rows ensure.",
    )


@operation.companions
def companions(schema: Schema, column: str) -> list[Step]:
    return [histogram(column)]


operation.stands_on(
    Grounds(
        suits="the mean of one column against a given value",
        assumes=(
            "the rows are independent of each other",
            "the values are about normally distributed, or many",
        ),
        design="one_sample_t",
        leads={
            "ranks": ("wilcoxon", {}),
            "assumptions": ("normality", {}),
            "normality": ("normality", {}),
        },
    )
)

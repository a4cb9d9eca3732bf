"""Whether two measurements of the same subjects have the same mean."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from analysis.base.errors import DataError
from analysis.base.grounds import Grounds
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.references.small import SLEEP
from analysis.results.tests import TestResult
from analysis.signatures.inference import (
    ALTERNATIVE_WORDS,
    TEST_NUMBERS,
    Alternative,
    FactorColumn,
    OneOutcome,
    SubjectColumn,
)
from analysis.statistics.assumptions import check_normality
from analysis.statistics.effect_sizes import standardised_difference
from analysis.statistics.matched_samples import matched_samples
from analysis.statistics.mean_tests import t_result
from analysis.statistics.moments import (
    mean_and_deviations,
    variance_of,
    written_differences,
)
from analysis.statistics.robustness import paired_methods
from analysis.statistics.samples import check_shares, sample_row
from analysis.words.inference import answer_of_test, sentence, test_title
from analysis.words.inference_charts import box_plots

_PAIRED_SLEEP = {"drug 1": SLEEP["extra"][:10], "drug 2": SLEEP["extra"][10:]}
_LONG_SLEEP = {**SLEEP, "patient": [str(number) for number in range(10)] * 2}
_EXPECTED = {
    "statistic": -4.0621, "p_value": 0.002833, "dof": 9, "estimate": -1.58,
    "ci_low": -2.4598858, "ci_high": -0.7001142,
}  # fmt: skip

operation = Operation(
    __name__,
    kind="analyse",
    title="Paired t-test",
    category="Compare",
    language=Language(
        phrases=(
            Phrase(r"\bpaired(?:[- ]samples?)? (?:student'?s? )?t[- ]?test", 6),
            Phrase(r"\b(?:dependent|matched|related)[- ](?:samples?|pairs?)\b", 4),
            Phrase(r"\b(?:dependent|matched)[- ](?:samples?|pairs?) t[- ]?test", 6),
            Phrase(r"\bpaired\b", 3.5),
            Phrase(r"\bbefore and after\b|\bpre[- ]?(?:and|/)? ?post\b", 3),
            Phrase(r"\brepeated[- ]measures? t", 5),
        ),
        anti=(Phrase(r"\b(?:wilcoxon|signed[- ]rank|sign test|anova|mcnemar)\b", 4),),
        options={"alternative": ALTERNATIVE_WORDS},
        numbers=TEST_NUMBERS,
        examples=(
            Example("paired t-test of sibsp and parch", {"columns": ["sibsp", "parch"]}),
            Example("Paired samples t-test between age and fare",
                    {"columns": ["age", "fare"]}),
            Example("dependent samples t test for sibsp and parch",
                    {"columns": ["sibsp", "parch"]}),
            Example("paired t test of age and fare with alpha = 0.01",
                    {"columns": ["age", "fare"], "alpha": 0.01}),
            Example("matched pairs t-test of parch and sibsp",
                    {"columns": ["parch", "sibsp"]}),
            Example("paired t-test of sibsp and parch, 99% confidence",
                    {"columns": ["sibsp", "parch"], "confidence_level": 0.99}),
        ),
    ),
    references=(
        Reference(
            _PAIRED_SLEEP,
            {"columns": ["drug 1", "drug 2"]},
            _EXPECTED,
            "R: t.test(drug1, drug2, paired = TRUE) on sleep",
            2e-4,
        ),
        Reference(
            _LONG_SLEEP,
            {"columns": ["extra"], "group": "group", "subject": "patient"},
            _EXPECTED,
            "R: t.test(drug1, drug2, paired = TRUE) on sleep in long form",
            2e-4,
        ),
    ),
)  # fmt: skip


@operation.compute
def paired_t(
    data: pd.DataFrame,
    columns: OneOutcome,
    group: FactorColumn | None = None,
    subject: SubjectColumn | None = None,
    levels: list[str] | None = None,
    alternative: Alternative = "two-sided",
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> TestResult:
    """Student's t of the differences of two measurements of the same subjects.

    Args:
        columns: the two measurements, a row per subject; or one column measured under
            the two conditions of ``group`` for each ``subject``.

    Returns t, p, the mean difference (first minus second) with its interval, Cohen's d of
    the differences with its interval, and the other paired methods' p-values.

    Raises:
        DataError: not two measurements, fewer than two complete pairs, or equal
            differences.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    labels, values, n_missing = matched_samples(
        data, columns, group, subject, levels, exactly=2
    )
    differences = written_differences(values[:, 0], values[:, 1])
    n_obs = len(differences)
    mean, deviations = mean_and_deviations(differences)
    std = math.sqrt(variance_of(deviations) or 0.0)
    if std == 0:
        raise DataError(
            f"All {n_obs:,} differences of {labels[0]} and {labels[1]} are equal, so "
            "there is no spread to judge them by.",
            "Choose other measurements.",
            columns[0],
        )
    found = t_result(
        mean, std / math.sqrt(n_obs), n_obs - 1, 0.0, alternative, confidence_level
    )
    significant = bool(found["p_value"] < alpha)
    return {
        **found,
        **standardised_difference(
            mean, std, 1 / math.sqrt(n_obs), n_obs - 1, "Cohen's d of the differences",
            confidence_level,
        ),
        "verdict": "means differ" if significant else "no significant difference",
        "significant": significant,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": "paired t-test",
        "estimate_name": "mean difference",
        "alternative": alternative,
        "n_obs": n_obs,
        "n_missing": n_missing,
        "groups": [sample_row(labels[i], values[:, i]) for i in (0, 1)],
        "alternatives": paired_methods(differences, alternative, "paired t-test"),
        "assumptions": check_normality(["differences"], [differences], alpha),
    }  # fmt: skip


@operation.restate
def restate(columns: list[str], group: str | None = None, **_: Any) -> str:
    return test_title("Paired t-test", columns, group)


@operation.present
def present(result: TestResult) -> Answer:
    first, second = (row["group"] for row in result["groups"])
    return answer_of_test(
        sentence(
            f"{first} and {second} differ within subjects",
            f"No significant difference between {first} and {second} was found",
            result,
        ),
        result,
        f"Difference: {first} minus {second}, in pairs.",
        "It assumes independent pairs and differences that are about normally "
        "distributed.",
    )


operation.companions(box_plots)


operation.stands_on(
    Grounds(
        suits="two measurements of the same rows",
        assumes=(
            "the pairs are independent of each other",
            "the differences are about normally distributed, or many",
        ),
        design="paired_t",
        leads={
            "ranks": ("wilcoxon", {}),
            "assumptions": ("check_assumptions", {"design": "paired"}),
            "normality": ("check_assumptions", {"design": "paired"}),
        },
    )
)

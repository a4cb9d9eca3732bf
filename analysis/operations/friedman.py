"""Whether several measurements of the same subjects differ, by ranks."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.base.errors import DataError
from analysis.base.grounds import Grounds
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.wording import names_of
from analysis.references.tables import ROUNDING_TIMES
from analysis.results.tests import TestResult
from analysis.signatures.inference import (
    TEST_NUMBERS,
    FactorColumn,
    RankedOutcomes,
    SubjectColumn,
)
from analysis.statistics.effect_sizes import effect
from analysis.statistics.matched_samples import matched_samples
from analysis.statistics.rank_tests import friedman_result
from analysis.statistics.repeated_measures import repeated_anova_result
from analysis.statistics.robustness import other_methods
from analysis.statistics.samples import check_shares, sample_row
from analysis.statistics.values import with_places
from analysis.words.inference import answer_of_test, sentence, test_title
from analysis.words.inference_charts import box_plots

operation = Operation(
    __name__,
    kind="analyse",
    title="Friedman test",
    category="Compare",
    language=Language(
        phrases=(
            Phrase(r"\bfriedman\b", 6),
            Phrase(r"\bkendall'?s w\b|\bcoefficient of concordance\b", 5),
            Phrase(r"\bnon-?parametric repeated[- ]measures\b", 7),
        ),
        numbers=TEST_NUMBERS,
        examples=(
            Example("Friedman test of sibsp, parch and pclass",
                    {"columns": ["sibsp", "parch", "pclass"]}),
            Example("friedman test for age, fare and sibsp",
                    {"columns": ["age", "fare", "sibsp"]}),
            Example("nonparametric repeated measures test of sibsp, parch and age",
                    {"columns": ["sibsp", "parch", "age"]}),
            Example("Run a Friedman test on sibsp, parch, survived",
                    {"columns": ["sibsp", "parch", "survived"]}),
            Example("Friedman test between age, fare, parch with alpha = 0.01",
                    {"columns": ["age", "fare", "parch"], "alpha": 0.01}),
            Example("Friedman's chi-square of sibsp, parch and fare",
                    {"columns": ["sibsp", "parch", "fare"]}),
        ),
    ),
    references=(
        Reference(
            ROUNDING_TIMES,
            {"columns": list(ROUNDING_TIMES)},
            {"statistic": 11.143, "p_value": 0.003805, "dof": 2},
            "R: friedman.test(RoundingTimes), help page; Hollander and Wolfe (1973)",
            2e-4,
        ),
    ),
)  # fmt: skip


@operation.compute
def friedman(
    data: pd.DataFrame,
    columns: RankedOutcomes,
    group: FactorColumn | None = None,
    subject: SubjectColumn | None = None,
    levels: list[str] | None = None,
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> TestResult:
    """Friedman's (1937) rank test of matched measurements, corrected for ties.

    Args:
        columns: the measurements, a row per subject; or one column measured under the
            conditions of ``group`` for each ``subject``.

    Returns chi-square, p, Kendall's W = chi² / (n (k - 1)), and the measurements with
    their mean ranks.

    Raises:
        DataError: fewer than three measurements or two subjects, or ties only.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    labels, values, n_missing = matched_samples(
        with_places(data, columns, together=True),
        columns,
        group,
        subject,
        levels,
        at_least=3,
    )
    found = friedman_result(values)
    if found is None:
        raise DataError(
            f"The measurements of {names_of(labels)} are equal within every subject.",
            "Choose measurements that differ.",
            columns[0],
        )
    n, k = values.shape
    significant = bool(found["p_value"] < alpha)
    others = {"repeated-measures analysis of variance": repeated_anova_result(values)}
    return {
        "statistic": found["statistic"],
        "p_value": found["p_value"],
        "dof": found["dof"],
        **effect("Kendall's W", found["statistic"] / (n * (k - 1)), None, None),
        "verdict": "they differ" if significant else "no significant difference",
        "significant": significant,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": "Friedman test",
        "statistic_name": "χ²",
        "n_obs": n,
        "n_missing": n_missing,
        "groups": [
            {**sample_row(label, values[:, i]), "mean_rank": found["mean_ranks"][i]}
            for i, label in enumerate(labels)
        ],
        "alternatives": other_methods(others, ""),
    }


@operation.restate
def restate(columns: list[str], group: str | None = None, **_: Any) -> str:
    return test_title("Friedman test", columns, group)


@operation.present
def present(result: TestResult) -> Answer:
    rows = result["groups"]
    names = names_of(row["group"] for row in rows)
    high = max(rows, key=lambda row: row["mean_rank"])["group"]
    low = min(rows, key=lambda row: row["mean_rank"])["group"]
    return answer_of_test(
        sentence(
            f"{names} differ, highest for {high} and lowest for {low}",
            f"No significant difference between {names} was found",
            result,
        ),
        result,
        "n counts subjects with all measurements. It assumes independent subjects only.",
    )


operation.companions(box_plots)


operation.stands_on(
    Grounds(
        suits="three or more measurements of the same subjects by their ranks",
        assumes=(
            "the subjects are independent of each other",
            "no normality",
        ),
        without="This is the rank test already; it needs no normality.",
        leads={
            "pairs": ("post_hoc_matched", {"method": "wilcoxon"}),
            "means": ("repeated_anova", {}),
        },
    )
)

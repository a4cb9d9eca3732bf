"""Whether several measurements of the same subjects have the same mean."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.base.errors import DataError
from analysis.base.grounds import Grounds
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.wording import names_of, p_words
from analysis.references.tables import WINER_DRUGS
from analysis.results.test_kinds import RepeatedMeansResult
from analysis.results.tests import Statistic
from analysis.signatures.inference import (
    TEST_NUMBERS,
    FactorColumn,
    Outcomes,
    SubjectColumn,
)
from analysis.statistics.assumptions import check_result
from analysis.statistics.effect_sizes import eta_squared
from analysis.statistics.matched_samples import matched_samples
from analysis.statistics.rank_tests import friedman_result
from analysis.statistics.repeated_measures import mauchly_test, repeated_anova_result
from analysis.statistics.robustness import other_methods
from analysis.statistics.samples import check_shares, sample_row
from analysis.words.inference import (
    answer_of_test,
    mean_of,
    sentence,
    short,
    test_title,
)
from analysis.words.inference_charts import box_plots

operation = Operation(
    __name__,
    kind="analyse",
    title="Repeated-measures analysis of variance",
    category="Compare",
    language=Language(
        phrases=(
            Phrase(r"\brepeated[- ]measures?\b", 5),
            Phrase(r"\bwithin[- ]subjects? (?:anova|analysis|design|effect)", 6),
            Phrase(r"\brm[- ]?anova\b", 6),
            Phrase(r"\b(?:dependent|matched|related) (?:samples? )?anova\b", 6),
        ),
        anti=(Phrase(r"\bfriedman\b|\bt[- ]?test\b", 4),),
        numbers=TEST_NUMBERS,
        examples=(
            Example("Repeated measures ANOVA of sibsp, parch and pclass",
                    {"columns": ["sibsp", "parch", "pclass"]}),
            Example("repeated-measures analysis of variance for age, fare and sibsp",
                    {"columns": ["age", "fare", "sibsp"]}),
            Example("RM ANOVA on sibsp, parch, survived",
                    {"columns": ["sibsp", "parch", "survived"]}),
            Example("within-subjects ANOVA of sibsp, parch and age",
                    {"columns": ["sibsp", "parch", "age"]}),
            Example("repeated measures anova of age, fare and parch, alpha = 0.01",
                    {"columns": ["age", "fare", "parch"], "alpha": 0.01}),
            Example("related samples ANOVA of sibsp, parch and fare",
                    {"columns": ["sibsp", "parch", "fare"]}),
        ),
    ),
    references=(
        Reference(
            WINER_DRUGS,
            {"columns": list(WINER_DRUGS)},
            {"statistic": 24.76, "dof": [3, 12],
             "epsilon_greenhouse_geisser": 0.6049, "epsilon_huynh_feldt": 1.0},
            "Stata manual, anova, repeated measures: Winer (1971), table 4.3",
            5e-4,
        ),
    ),
)  # fmt: skip


@operation.compute
def repeated_anova(
    data: pd.DataFrame,
    columns: Outcomes,
    group: FactorColumn | None = None,
    subject: SubjectColumn | None = None,
    levels: list[str] | None = None,
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> RepeatedMeansResult:
    """One-way analysis of variance of matched measurements.

    Args:
        columns: the measurements, a row per subject; or one column measured under the
            conditions of ``group`` for each ``subject``.

    Returns F, p, p after Greenhouse and Geisser's and Huynh and Feldt's corrections,
    partial eta² with its interval, Mauchly's check of sphericity and Friedman's p-value.
    The verdict follows Greenhouse and Geisser's p, which does not need sphericity.

    Raises:
        DataError: fewer than two measurements or subjects, or no variation left.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    labels, values, n_missing = matched_samples(data, columns, group, subject, levels)
    found = repeated_anova_result(values)
    if found is None:
        raise DataError(
            f"The measurements of {names_of(labels)} differ by the same amount in every "
            "subject, so there is no spread to judge by.",
            "Choose other measurements.",
            columns[0],
        )
    significant = bool(found["p_value_greenhouse_geisser"] < alpha)
    others: dict[str, Statistic | None] = {
        "without correction for sphericity": found,
        "Huynh–Feldt correction": {
            "statistic": found["statistic"],
            "p_value": found["p_value_huynh_feldt"],
        },
        "Friedman test": friedman_result(values),
    }
    return {
        **found,
        **eta_squared(
            found["statistic"], found["dof"], confidence_level, "partial eta²"
        ),
        "verdict": "means differ" if significant else "no significant difference",
        "significant": significant,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": "repeated-measures analysis of variance",
        "statistic_name": "F",
        "n_obs": len(values),
        "n_missing": n_missing,
        "groups": [sample_row(label, values[:, i]) for i, label in enumerate(labels)],
        "alternatives": other_methods(others, ""),
        "assumptions": [
            check_result("sphericity", "Mauchly", mauchly_test(values), alpha)
        ]
        if len(labels) > 2
        else [],
    }


@operation.restate
def restate(columns: list[str], group: str | None = None, **_: Any) -> str:
    return test_title("Repeated-measures analysis of variance", columns, group)


@operation.present
def present(result: RepeatedMeansResult) -> Answer:
    rows = result["groups"]
    names = names_of(row["group"] for row in rows)
    high = max(rows, key=mean_of)["group"]
    low = min(rows, key=mean_of)["group"]
    p_value = result["p_value_greenhouse_geisser"]
    shown: RepeatedMeansResult = {**result, "p_value": p_value}
    return answer_of_test(
        sentence(
            f"The means of {names} differ, highest for {high} and lowest for {low}",
            f"No significant difference in the means of {names} was found",
            shown,
        ),
        shown,
        "p is corrected after Greenhouse and Geisser (epsilon = "
        f"{short(result['epsilon_greenhouse_geisser'])}); uncorrected "
        f"{p_words(result['p_value'])}.",
        "n counts subjects with all measurements. It assumes independent subjects and "
        "normally distributed differences.",
    )


operation.companions(box_plots)


operation.stands_on(
    Grounds(
        suits="three or more measurements of the same subjects",
        assumes=(
            "the subjects are independent of each other",
            "the residuals are about normally distributed",
            "sphericity: differences between conditions vary alike, or a correction (Greenhouse–Geisser)",
        ),
        leads={
            "pairs": ("post_hoc_matched", {"method": "paired_t"}),
            "ranks": ("friedman", {}),
            "assumptions": ("check_assumptions", {"design": "paired"}),
            "normality": ("check_assumptions", {"design": "paired"}),
        },
    )
)

"""Whether differences are positive as often as negative."""

from __future__ import annotations

from typing import Any

import pandas as pd
from scipy import stats

from analysis.base.errors import DataError
from analysis.base.grounds import Grounds
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.references.tables import DEPRESSION
from analysis.results.test_kinds import SignResult
from analysis.signatures.inference import (
    ALTERNATIVE_WORDS,
    TEST_NUMBERS,
    Alternative,
    FactorColumn,
    RankedOutcome,
    SubjectColumn,
)
from analysis.statistics.effect_sizes import effect
from analysis.statistics.matched_samples import pairs_or_reference
from analysis.statistics.moments import written_differences
from analysis.statistics.rank_tests import sign_result
from analysis.statistics.robustness import paired_methods
from analysis.statistics.samples import check_shares, sample_row
from analysis.statistics.values import with_places
from analysis.words.inference import answer_of_test, paired_title, sentence
from analysis.words.inference_charts import box_plots

operation = Operation(
    __name__,
    kind="analyse",
    title="Sign test",
    category="Compare",
    language=Language(
        phrases=(
            Phrase(r"\bsign[- ]test\b", 6),
            Phrase(r"\bsign test\b|\bsigns of the differences\b", 5),
            Phrase(r"\bmedian\b.{0,40}\bsign\b", 3),
        ),
        anti=(Phrase(r"\bsigned[- ]ranks?\b", 5),),
        options={"alternative": ALTERNATIVE_WORDS},
        numbers={**TEST_NUMBERS, "mu": (r"(?:against|mu ?=?|median (?:of )?=?) ?{n}",
                                     r"\bmedian\b.{0,40}?\b(?:is|equals?|equal to|different "
                                     r"from|differs from|above|below|than) ?{n}")},
        examples=(
            Example("sign test of sibsp and parch", {"columns": ["sibsp", "parch"]}),
            Example("sign test that the median of age is 28", {"columns": ["age"], "mu": 28.0}),
            Example("Sign test between age and fare", {"columns": ["age", "fare"]}),
            Example("sign test of age against 28", {"columns": ["age"], "mu": 28}),
            Example("run a sign test on parch and sibsp",
                    {"columns": ["parch", "sibsp"]}),
            Example("sign test of fare against 15, alpha = 0.01",
                    {"columns": ["fare"], "mu": 15, "alpha": 0.01}),
            Example("two-sided sign test of age and fare",
                    {"columns": ["age", "fare"], "alternative": "two-sided"}),
        ),
    ),
    references=(
        Reference(
            DEPRESSION,
            {"columns": ["first", "second"], "alternative": "greater"},
            {"statistic": 7, "p_value": 0.08984375},
            "Binomial tail (36 + 9 + 1) / 512 of 7 of 9 positive differences: Hollander "
            "and Wolfe (1973), depression data",
            1e-9,
        ),
    ),
)  # fmt: skip


@operation.compute
def sign_test(
    data: pd.DataFrame,
    columns: RankedOutcome,
    group: FactorColumn | None = None,
    subject: SubjectColumn | None = None,
    levels: list[str] | None = None,
    mu: float = 0.0,
    alternative: Alternative = "two-sided",
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> SignResult:
    """The sign test (Arbuthnott 1710; exact binomial) of differences, or against ``mu``.

    Zero differences are dropped. Returns the number of positive differences, p, their
    share with its Clopper–Pearson interval, and the other paired methods' p-values.

    Raises:
        DataError: no two measurements, or all differences zero.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    labels, values, n_missing = pairs_or_reference(
        with_places(data, columns, together=True), columns, group, subject, levels, mu
    )
    differences = written_differences(values[:, 0], values[:, 1])
    found = sign_result(differences, alternative)
    if found is None:
        raise DataError(
            f"All differences of {labels[0]} and {labels[1]} are zero.",
            "Choose other measurements.",
            columns[0],
        )
    n_used = found["n_positive"] + found["n_negative"]
    share = found["n_positive"] / n_used
    interval = stats.binomtest(found["n_positive"], n_used).proportion_ci(
        confidence_level
    )
    significant = bool(found["p_value"] < alpha)
    return {
        "statistic": found["statistic"],
        "p_value": found["p_value"],
        "estimate": share,
        "ci_low": float(interval.low),
        "ci_high": float(interval.high),
        **effect(
            "sign difference",
            2 * share - 1,
            2 * float(interval.low) - 1,
            2 * float(interval.high) - 1,
        ),
        "n_positive": found["n_positive"],
        "n_negative": found["n_negative"],
        "n_zero": found["n_zero"],
        "verdict": "they differ" if significant else "no significant difference",
        "significant": significant,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": "sign test",
        "statistic_name": "positive differences",
        "estimate_name": "share of positive differences",
        "alternative": alternative,
        "n_obs": len(differences),
        "n_missing": n_missing,
        "groups": [sample_row(label, values[:, i]) for i, label in enumerate(labels)],
        "alternatives": paired_methods(differences, alternative, "sign test")
        if len(differences) > 1
        else [],
    }


@operation.restate
def restate(
    columns: list[str], group: str | None = None, mu: float = 0.0, **_: Any
) -> str:
    return paired_title("Sign test", columns, group, mu)


@operation.present
def present(result: SignResult) -> Answer:
    first, second = (row["group"] for row in result["groups"])
    higher = first if (result["estimate"] or 0.0) > 0.5 else second
    return answer_of_test(
        sentence(
            f"{first} and {second} differ, {higher} is higher more often",
            f"No significant difference between {first} and {second} was found",
            result,
        ),
        result,
        f"{result['n_positive']:,} differences are positive, {result['n_negative']:,} "
        f"negative, {result['n_zero']:,} zero (dropped).",
        "It assumes independent pairs only.",
    )


operation.companions(box_plots)


operation.stands_on(
    Grounds(
        suits="two measurements of the same rows by the direction of change alone",
        assumes=(
            "the pairs are independent of each other",
            "no normality and no symmetry",
        ),
        without="This test needs no normality.",
    )
)

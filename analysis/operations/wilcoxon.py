"""Whether two measurements of the same subjects differ, by signed ranks."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from analysis.base.errors import DataError
from analysis.base.grounds import Grounds
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.references.small import SLEEP
from analysis.references.tables import DEPRESSION
from analysis.results.test_kinds import SignedRankResult
from analysis.signatures.inference import (
    ALTERNATIVE_WORDS,
    TEST_NUMBERS,
    Alternative,
    FactorColumn,
    RankedOutcome,
    SubjectColumn,
)
from analysis.statistics.effect_sizes import effect, tanh_interval
from analysis.statistics.matched_samples import pairs_or_reference
from analysis.statistics.moments import written_differences
from analysis.statistics.rank_tests import signed_rank_result
from analysis.statistics.robustness import paired_methods
from analysis.statistics.samples import check_shares, sample_row
from analysis.statistics.values import with_places
from analysis.words.inference import answer_of_test, paired_title, sentence
from analysis.words.inference_charts import box_plots

WALSH_LIMIT = 2_000

operation = Operation(
    __name__,
    kind="analyse",
    title="Wilcoxon signed-rank test",
    category="Compare",
    language=Language(
        phrases=(
            Phrase(r"\bwilcoxon\b", 4),
            Phrase(r"\bsigned[- ]ranks?\b", 5),
            Phrase(r"\bnon-?parametric paired\b|\bpaired non-?parametric\b", 5),
        ),
        anti=(Phrase(r"\brank[- ]sum\b|\bmann[- –]whitney\b|\bunpaired\b", 4),),
        options={
            "alternative": ALTERNATIVE_WORDS,
            "exact": {"true": r"\bexact\b", "false": r"\basymptotic\b"},
            "correction": {"false": r"\b(?:no|without)(?: a)? continuity correction\b"},
        },
        numbers={**TEST_NUMBERS, "mu": (r"(?:against|mu ?=?|median (?:of )?=?) ?{n}",
                                     r"\bmedian\b.{0,40}?\b(?:is|equals?|equal to|different "
                                     r"from|differs from|above|below|than) ?{n}")},
        examples=(
            Example("Wilcoxon test of sibsp and parch", {"columns": ["sibsp", "parch"]}),
            Example("one-sample Wilcoxon test that the median of fare is 30",
                    {"columns": ["fare"], "mu": 30.0}),
            Example("Wilcoxon signed-rank test between age and fare",
                    {"columns": ["age", "fare"]}),
            Example("signed rank test of parch and sibsp",
                    {"columns": ["parch", "sibsp"]}),
            Example("Wilcoxon signed rank test of age against 28",
                    {"columns": ["age"], "mu": 28}),
            Example("exact Wilcoxon test of sibsp and parch",
                    {"columns": ["sibsp", "parch"], "exact": True}),
            Example("paired Wilcoxon test for age and fare, alpha = 0.01",
                    {"columns": ["age", "fare"], "alpha": 0.01}),
        ),
    ),
    references=(
        Reference(
            DEPRESSION,
            {"columns": ["first", "second"], "alternative": "greater"},
            {"statistic": 40, "p_value": 0.01953},
            "R: wilcox.test(x, y, paired = TRUE, alternative = \"greater\"), help page",
            5e-4,
        ),
        Reference(
            {"drug 1": SLEEP["extra"][:10], "drug 2": SLEEP["extra"][10:]},
            {"columns": ["drug 1", "drug 2"]},
            {"statistic": 0, "p_value": 0.009091},
            "R: wilcox.test(drug1, drug2, paired = TRUE, exact = FALSE) on sleep",
            5e-4,
        ),
    ),
)  # fmt: skip


@operation.compute
def wilcoxon(
    data: pd.DataFrame,
    columns: RankedOutcome,
    group: FactorColumn | None = None,
    subject: SubjectColumn | None = None,
    levels: list[str] | None = None,
    mu: float = 0.0,
    alternative: Alternative = "two-sided",
    exact: bool | None = None,
    correction: bool = True,
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> SignedRankResult:
    """Wilcoxon's (1945) signed-rank test of two measurements, or of one against ``mu``.

    Args:
        columns: two measurements, a row per subject; or one, with ``group`` and
            ``subject``, or alone to be compared with ``mu``.
        exact: without, exact below 50 differences without ties or zeros, as in R.

    Returns V, the rank sum of positive differences (R's statistic; the smaller of the two
    sums, which other programs report, is ``smaller_rank_sum``), p, the pseudomedian, and
    the matched rank-biserial correlation with its interval.

    Raises:
        DataError: no two measurements, or all differences zero.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    labels, values, n_missing = pairs_or_reference(
        with_places(data, columns, together=True), columns, group, subject, levels, mu
    )
    differences = written_differences(values[:, 0], values[:, 1])
    found = signed_rank_result(differences, alternative, exact, correction)
    if found is None:
        raise DataError(
            f"All differences of {labels[0]} and {labels[1]} are zero.",
            "Choose other measurements.",
            columns[0],
        )
    n = found["n_used"]
    total = n * (n + 1) / 2
    biserial = (found["statistic"] - found["rank_sum_negative"]) / total
    error = math.sqrt((2 * n**3 + 3 * n**2 + n) / 6) / total
    quantile = float(stats.norm.ppf((1 + confidence_level) / 2))
    significant = bool(found["p_value"] < alpha)
    return {
        "statistic": found["statistic"],
        "p_value": found["p_value"],
        "smaller_rank_sum": min(found["statistic"], found["rank_sum_negative"]),
        "estimate": pseudomedian(differences),
        **effect(
            "rank-biserial r", biserial, *tanh_interval(biserial, error, quantile)
        ),
        "verdict": "they differ" if significant else "no significant difference",
        "significant": significant,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": "Wilcoxon signed-rank test",
        "how": found["how"],
        "statistic_name": "V",
        "estimate_name": "pseudomedian of the differences",
        "alternative": alternative,
        "n_obs": len(differences),
        "n_missing": n_missing,
        "n_zero": len(differences) - n,
        "groups": [sample_row(label, values[:, i]) for i, label in enumerate(labels)],
        "alternatives": paired_methods(
            differences, alternative, "Wilcoxon signed-rank test"
        )
        if len(differences) > 1
        else [],
    }


def pseudomedian(differences: np.ndarray) -> float | None:
    """The median of all pairs' means (Hodges and Lehmann 1963), up to 2,000 values."""
    if len(differences) > WALSH_LIMIT:
        return None
    rows, columns = np.triu_indices(len(differences))
    return float(np.median((differences[rows] + differences[columns]) / 2))


@operation.restate
def restate(
    columns: list[str], group: str | None = None, mu: float = 0.0, **_: Any
) -> str:
    return paired_title("Wilcoxon signed-rank test", columns, group, mu)


@operation.present
def present(result: SignedRankResult) -> Answer:
    first, second = (row["group"] for row in result["groups"])
    higher = first if (result["effect_size"] or 0.0) > 0 else second
    return answer_of_test(
        sentence(
            f"{first} and {second} differ, {higher} is higher",
            f"No significant difference between {first} and {second} was found",
            result,
        ),
        result,
        f"p-value: {result['how']}; {result['n_zero']:,} zero differences dropped.",
        "It assumes independent pairs and differences that are distributed symmetrically.",
    )


operation.companions(box_plots)


operation.stands_on(
    Grounds(
        suits="two measurements of the same rows by the ranks of their differences",
        assumes=(
            "the pairs are independent of each other",
            "no normality, but differences spread evenly about their middle",
        ),
        without="This is the rank test already; the sign test asks for even less.",
        leads={
            "normality": ("check_assumptions", {"design": "paired"}),
            "means": ("paired_t", {}),
        },
    )
)

"""Whether values in one group tend to be larger than in another."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from scipy import stats

from analysis.base.errors import DataError
from analysis.base.grounds import Grounds
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.wording import (
    name_of,
    side_words,
)
from analysis.references.small import SLEEP
from analysis.references.tables import PERMEABILITY
from analysis.results.test_kinds import RankSumResult
from analysis.signatures.inference import (
    ALTERNATIVE_WORDS,
    TEST_NUMBERS,
    Alternative,
    FactorColumn,
    RankedOutcome,
)
from analysis.statistics.effect_sizes import effect, tanh_interval
from analysis.statistics.rank_tests import rank_sum_result, shift_interval
from analysis.statistics.robustness import two_sample_methods
from analysis.statistics.samples import check_shares, independent_samples, sample_row
from analysis.statistics.values import with_places
from analysis.words.inference import answer_of_test, sentence, test_title
from analysis.words.inference_charts import box_plots

operation = Operation(
    __name__,
    kind="analyse",
    title="Mann–Whitney U test",
    category="Compare",
    language=Language(
        phrases=(
            Phrase(r"\bmann[- –]whitney\b", 5),
            Phrase(r"\bu[- ]test\b", 4),
            Phrase(r"\b(?:wilcoxon )?rank[- ]sum\b", 5),
            Phrase(r"\bmwu\b", 4),
            Phrase(r"\bcliff'?s delta\b|\bhodges[- –]lehmann\b|\brank[- ]biserial\b"
                   r"|\bcommon language effect\b|\bprobability of superiority\b", 6),
            Phrase(r"\bnon-?parametric (?:comparison|test)\b", 2.5),
            Phrase(r"\b(?:difference (?:in|of|between) )?medians? (?:differ\w*|different)\b",
                   2.5),
        ),
        anti=(Phrase(r"\b(?:paired|signed[- ]rank|kruskal|friedman)\b", 4),),
        options={
            "alternative": ALTERNATIVE_WORDS,
            "exact": {"true": r"\bexact\b", "false": r"\basymptotic\b"},
            "correction": {"false": r"\b(?:no|without)(?: a)? continuity correction\b"},
        },
        numbers=TEST_NUMBERS,
        examples=(
            Example("Mann-Whitney test of fare by sex",
                    {"columns": ["fare"], "group": "sex"}),
            Example("Hodges-Lehmann estimate of fare by sex",
                    {"columns": ["fare"], "group": "sex"}),
            Example("Mann Whitney U for age between male and female",
                    {"columns": ["age"], "group": "sex", "levels": ["male", "female"]}),
            Example("rank-sum test of fare by alone",
                    {"columns": ["fare"], "group": "alone"}),
            Example("U-test of age by survived", {"columns": ["age"], "group": "survived"}),
            Example("Wilcoxon rank sum test for fare by alive, alpha = 0.01",
                    {"columns": ["fare"], "group": "alive", "alpha": 0.01}),
            Example("exact Mann-Whitney test of age by alone",
                    {"columns": ["age"], "group": "alone", "exact": True}),
        ),
    ),
    references=(
        Reference(
            PERMEABILITY,
            {"columns": ["y"], "group": "age", "levels": ["at term", "early"],
             "alternative": "greater"},
            {"statistic": 35, "p_value": 0.1272},
            "R: wilcox.test(x, y, alternative = \"g\"), Hollander and Wolfe (1973), p. 69",
            5e-4,
        ),
        Reference(
            SLEEP,
            {"columns": ["extra"], "group": "group"},
            {"statistic": 25.5, "p_value": 0.06933},
            "R: wilcox.test(extra ~ group, data = sleep, exact = FALSE)",
            5e-4,
        ),
    ),
)  # fmt: skip


@operation.compute
def mann_whitney(
    data: pd.DataFrame,
    columns: RankedOutcome,
    group: FactorColumn | None = None,
    levels: list[str] | None = None,
    alternative: Alternative = "two-sided",
    exact: bool | None = None,
    correction: bool = True,
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> RankSumResult:
    """Mann and Whitney's (1947) U test of two independent samples.

    Args:
        exact: without, exact below 50 values per group without ties, as in R.
        correction: for continuity, in the normal approximation.

    Returns U of the first group (R's W), p, the Hodges–Lehmann shift with its interval,
    the rank-biserial correlation with its interval, and the chance that a value of the
    first group is above one of the second (ties count half).

    Raises:
        DataError: not two groups, an empty one, or all values equal.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    labels, (first, second), n_missing = independent_samples(
        with_places(data, columns, together=group is None), columns, group, levels, exactly=2, minimum=1,
        otherwise="ask for a Kruskal–Wallis test",
    )  # fmt: skip
    found = rank_sum_result(first, second, alternative, exact, correction)
    n1, n2 = len(first), len(second)
    if found is None or (n1 + n2) < 3:
        raise DataError(
            f"All values of “{columns[0]}” are equal, or there are only two.",
            "Choose a column that varies.",
            columns[0],
        )
    shift, low, high = shift_interval(first, second, confidence_level)
    biserial = 2 * found["statistic"] / (n1 * n2) - 1
    quantile = float(stats.norm.ppf((1 + confidence_level) / 2))
    error = math.sqrt((n1 + n2 + 1) / (3 * n1 * n2))
    significant = bool(found["p_value"] < alpha)
    return {
        "statistic": found["statistic"],
        "p_value": found["p_value"],
        "estimate": shift,
        "ci_low": low,
        "ci_high": high,
        **effect(
            "rank-biserial r", biserial, *tanh_interval(biserial, error, quantile)
        ),
        "probability_of_superiority": found["statistic"] / (n1 * n2),
        "verdict": "groups differ" if significant else "no significant difference",
        "significant": significant,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": "Mann–Whitney U test",
        "how": found["how"],
        "statistic_name": "U",
        "estimate_name": "Hodges–Lehmann shift",
        "alternative": alternative,
        "n_obs": n1 + n2,
        "n_missing": n_missing,
        "groups": [sample_row(labels[0], first), sample_row(labels[1], second)],
        "alternatives": two_sample_methods(
            first, second, alternative, "Mann–Whitney U test"
        )
        if min(n1, n2) > 1
        else [],
    }


@operation.restate
def restate(columns: list[str], group: str | None = None, **_: Any) -> str:
    return test_title("Mann–Whitney U test", columns, group)


@operation.present
def present(
    result: RankSumResult, columns: list[str], group: str | None = None
) -> Answer:
    first, second = (side_words(group, row["group"]) for row in result["groups"])
    higher = first if (result["effect_size"] or 0.0) > 0 else second
    what = f"{name_of(columns[0])} of " if group else ""
    chance = result["probability_of_superiority"]
    return answer_of_test(
        sentence(
            f"{what}{first} and {second} differs, higher for {higher}",
            f"No significant difference in {what or 'the values of '}{first} and {second} "
            "was found",
            result,
        ),
        result,
        f"p-value: {result['how']}.",
        f"A value of {first} is above one of {second} in {100 * chance:.1f} % of pairs "
        "(ties count half).",
        "It assumes independent rows; it compares medians only where both groups are "
        "distributed in the same shape.",
    )


operation.companions(box_plots)


operation.stands_on(
    Grounds(
        suits="values of two independent groups by their ranks",
        assumes=(
            "the rows are independent of each other",
            "no normality; to read it as a shift, distributions of similar shape",
        ),
        without="This is the rank test already; it needs no normality.",
        leads={
            "variances": ("variance_equality", {}),
            "normality": ("check_assumptions", {}),
            "means": ("two_sample_t", {}),
        },
    )
)

"""Whether two groups or columns have the same distribution."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.references.tables import PERMEABILITY
from analysis.results.test_kinds import DistributionsResult
from analysis.signatures.inference import (
    ALTERNATIVE_WORDS,
    TEST_NUMBERS,
    Alternative,
    FactorColumn,
    OneOutcome,
)
from analysis.statistics.effect_sizes import effect
from analysis.statistics.rank_tests import rank_sum_result
from analysis.statistics.robustness import other_methods
from analysis.statistics.samples import (
    check_shares,
    independent_samples,
    require_spread,
    sample_row,
)
from analysis.words.inference import answer_of_test, compared, sentence, test_title
from analysis.words.inference_charts import box_plots

EXACT_PRODUCT = 10_000

operation = Operation(
    __name__,
    kind="analyse",
    title="Two-sample Kolmogorov–Smirnov test",
    category="Distribution",
    language=Language(
        phrases=(
            Phrase(r"\b(?:two[- ]sample )?kolmogorov\w*(?:[- –]smirnov\w*)?\b", 4),
            Phrase(r"\bks[- ](?:2[- ]?samp|two[- ]sample)|\bk-?s test\b", 4),
            Phrase(r"\b(?:same|identical|different|equal|similar) (?:underlying )?"
                   r"(?:probability |frequency )?distributions?\b(?! of frequenc)", 4),
            Phrase(r"\bdistributions? (?:shapes? |profiles? )?(?:of|between) .{0,120}"
                   r"\b(?:differs?|differing|difference|different(?! (?:values|levels|groups|categor|types))|same|identical|equal|similar|compar\w+)\b", 3.5),
            Phrase(r"\bdifferen\w+ (?:exist )?(?:in|between) (?:the )?(?:frequency )?"
                   r"distributions?(?: shapes?| profiles?)?\b", 4),
            Phrase(r"\bdistributions? (?:shapes?|profiles?)\b", 3),
            Phrase(r"\bdistribution(?:al)? (?:patterns?|characteristics|forms?)\b", 3),
            Phrase(r"\b(?:similar\w*|same|differ\w*|compar\w+|equivalent|identical|match\w*)\b"
                   r".{0,60}\bdistributions?\b.{0,120}\{num\}.{0,120}\{num\}", 3.5),
            Phrase(r"\bdistributions?\b.{0,80}\{num\}.{0,120}\{num\}.{0,60}\b(?:similar\w*"
                   r"|same|differ\w*|compar\w+|equivalent|identical|match\w*|alike)\b", 3.5),
            Phrase(r"\bdistributions?\b.{0,80}\{num\}.{0,30}\b(?:compare[ds]?|comparable"
                   r"|similar|match\w*|differ\w*|relative|equal)\b.{0,60}\{num\}", 3.5),
        ),
        anti=(
            Phrase(r"\bnormal(?:ity|ly)?\b|\b(?:exponential|gamma|uniform)\b", 4),
        ),
        options={"alternative": ALTERNATIVE_WORDS},
        numbers=TEST_NUMBERS,
        examples=(
            Example("Kolmogorov-Smirnov test of fare by sex",
                    {"columns": ["fare"], "group": "sex"}),
            Example("Do age and fare have the same distribution?",
                    {"columns": ["age", "fare"]}),
            Example("Is there a difference in the distribution of age between male and "
                    "female?",
                    {"columns": ["age"], "group": "sex", "levels": ["male", "female"]}),
            Example("two-sample KS test for fare by alone",
                    {"columns": ["fare"], "group": "alone"}),
            Example("Are the distribution shapes of sibsp and parch different?",
                    {"columns": ["sibsp", "parch"]}),
            Example("KS test of age by alive, alpha = 0.01",
                    {"columns": ["age"], "group": "alive", "alpha": 0.01}),
        ),
    ),
    references=(
        Reference(
            PERMEABILITY,
            {"columns": ["y"], "group": "age"},
            {"statistic": 0.6},
            "By hand from the empirical distributions, Hollander and Wolfe (1973), p. 69: "
            "at 1.21 all 5 early ones and 4 of 10 at term are passed",
            1e-12,
        ),
        Reference(
            {"y": [1, 2, 3, 4, 5, 6], "g": ["a"] * 3 + ["b"] * 3},
            {"columns": ["y"], "group": "g"},
            {"statistic": 1.0, "p_value": 0.1},
            "Exact: 2 of the 20 orders of 3 and 3 values are fully separated",
            1e-12,
        ),
    ),
)  # fmt: skip


@operation.compute
def two_sample_ks(
    data: pd.DataFrame,
    columns: OneOutcome,
    group: FactorColumn | None = None,
    levels: list[str] | None = None,
    alternative: Alternative = "two-sided",
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> DistributionsResult:
    """Kolmogorov (1933) and Smirnov's (1939) test of two empirical distributions.

    Args:
        alternative: "greater" means that the first distribution function lies above the
            second, so that its values tend to be smaller (as in R and scipy).

    Returns D, the value where the distributions are furthest apart, p (exact up to 10,000
    pairs), the groups and the rank-sum test's p-value.

    Raises:
        DataError: not two groups, an empty one, or all values equal.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    labels, (first, second), n_missing = independent_samples(
        data, columns, group, levels, exactly=2, minimum=1,
        otherwise="ask for a Kruskal–Wallis test",
    )  # fmt: skip
    require_spread(np.concatenate([first, second]), columns[0], columns[0])
    exact = len(first) * len(second) <= EXACT_PRODUCT
    found = stats.ks_2samp(
        first, second, alternative=alternative, method="exact" if exact else "asymp"
    )
    p_value = float(found.pvalue)
    significant = p_value < alpha
    others = {"Mann–Whitney U test": rank_sum_result(first, second, "two-sided")}
    return {
        "statistic": float(found.statistic),
        "p_value": p_value,
        **effect("D", float(found.statistic), None, None),
        "location": float(found.statistic_location),
        "verdict": "distributions differ"
        if significant
        else "no significant difference",
        "significant": significant,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": "two-sample Kolmogorov–Smirnov test",
        "how": "exact" if exact else "asymptotic",
        "statistic_name": "D",
        "alternative": alternative,
        "n_obs": len(first) + len(second),
        "n_missing": n_missing,
        "groups": [sample_row(labels[0], first), sample_row(labels[1], second)],
        "alternatives": other_methods(others, "")
        if len(first) + len(second) > 2
        else [],
    }


@operation.restate
def restate(columns: list[str], group: str | None = None, **_: Any) -> str:
    return test_title("Two-sample Kolmogorov–Smirnov test", columns, group)


@operation.present
def present(
    result: DistributionsResult, columns: list[str], group: str | None = None
) -> Answer:
    labels = [row["group"] for row in result["groups"]]
    what = compared(columns, group, labels)
    shown: DistributionsResult = {**result, "effect_size": None}
    return answer_of_test(
        sentence(
            f"The distributions of {what} differ",
            f"No significant difference in the distributions of {what} was found",
            shown,
        ),
        shown,
        f"p-value: {result['how']}. They are furthest apart at {result['location']:g}.",
        "It answers any difference: in position, spread or shape. It assumes independent "
        "rows; with many ties its p-value is too large.",
    )


operation.companions(box_plots)

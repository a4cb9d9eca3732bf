"""Whether two grouping columns are independent, exactly, also in small tables."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.base.columns import Schema
from analysis.base.grounds import Grounds
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.task import Step
from analysis.base.wording import names_of
from analysis.references.tables import CONVICTIONS, JOB, TEA
from analysis.results.test_kinds import IndependenceResult, OddsFound
from analysis.results.tests import ExactFound
from analysis.signatures.inference import (
    ALTERNATIVE_WORDS,
    TEST_NUMBERS,
    Alternative,
    CountColumn,
    TwoFactors,
)
from analysis.statistics.contingency import (
    chi_square_result,
    count_table,
    expected_counts,
    odds_ratio_interval,
    require_levels,
    table_records,
    without_empty,
)
from analysis.statistics.effect_sizes import cramers_v
from analysis.statistics.fisher import (
    conditional_odds_ratio,
    fisher_larger,
    fisher_two_by_two,
)
from analysis.statistics.robustness import other_methods
from analysis.statistics.samples import check_shares
from analysis.words.contingency import counts_block
from analysis.words.inference import answer_of_test, sentence, test_title
from analysis.words.inference_charts import grouped_bars

# the conditional estimate takes time with the square of the cases
EXACT_ODDS = 5_000
_TABLE = {"columns": ["row", "column"], "frequency": "n"}

operation = Operation(
    __name__,
    kind="analyse",
    title="Fisher's exact test",
    category="Relate",
    language=Language(
        phrases=(
            Phrase(r"\bfisher(?:'s)?(?: exact)?\b(?! z)(?![- ]pearson)(?! def)(?! method)", 5),
            Phrase(r"\bexact test of (?:independence|association)\b", 5),
            Phrase(r"\bodds ratio\b", 3),
        ),
        anti=(
            Phrase(r"\bskew\w*|\bkurtosis\b", 5),
            Phrase(r"\bfisher(?:'s)? (?:z|f|anova)\b", 5),
            Phrase(r"\bmantel\b|\blogistic\b", 4),
        ),
        options={"alternative": ALTERNATIVE_WORDS},
        numbers=TEST_NUMBERS,
        examples=(
            Example("Fisher's exact test of sex and alone", {"columns": ["sex", "alone"]}),
            Example("Fisher exact test between alive and alone",
                    {"columns": ["alive", "alone"]}),
            Example("odds ratio of sex and survived", {"columns": ["sex", "survived"]}),
            Example("fisher test for sex and alive", {"columns": ["sex", "alive"]}),
            Example("exact test of independence of alone and survived",
                    {"columns": ["alone", "survived"]}),
            Example("Fisher's exact test of sex and alone, alpha = 0.01",
                    {"columns": ["sex", "alone"], "alpha": 0.01}),
        ),
    ),
    references=(
        Reference(
            TEA,
            {**_TABLE, "alternative": "greater"},
            {"p_value": 0.2429, "estimate": 6.408309, "ci_low": 0.3135693},
            "R: fisher.test(TeaTasting, alternative = \"greater\"), help page",
            3e-4,
        ),
        Reference(
            CONVICTIONS,
            {**_TABLE, "alternative": "less"},
            {"p_value": 0.0004652, "estimate": 0.04693661, "ci_high": 0.2849601},
            "R: fisher.test(Convictions, alternative = \"less\"), help page",
            3e-4,
        ),
        Reference(
            JOB,
            _TABLE,
            {"p_value": 0.7827},
            "R: fisher.test(Job), help page; here by random tables",
            1e-2,
        ),
    ),
)  # fmt: skip


@operation.compute
def fisher_exact(
    data: pd.DataFrame,
    columns: TwoFactors,
    frequency: CountColumn | None = None,
    alternative: Alternative = "two-sided",
    alpha: float = 0.05,
    confidence_level: float = 0.95,
    random_state: int = 42,
) -> IndependenceResult:
    """Fisher's (1935) exact test of independence; larger tables by Freeman and Halton.

    Args:
        frequency: a column of counts, where each row stands for several cases.
        alternative: of the odds ratio, for 2 × 2 tables.
        random_state: of the random tables, where exact enumeration is too long.

    Returns p, for 2 × 2 the conditional odds ratio with its exact interval (as in R),
    Cramér's V, the table, and the p-value of the chi-square test.

    Raises:
        DataError: a column with one value, or with more than 50.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    levels, table, n_missing = count_table(data, columns, frequency)
    levels, table = without_empty(levels, table)
    for column, labels in zip(columns, levels, strict=True):
        require_levels(column, labels, test="a test of independence")
    small = table.shape == (2, 2)
    odds: OddsFound = {}
    if small:
        found: ExactFound = {
            **fisher_two_by_two(table, alternative),
            "how": "exact",
        }
        odds = odds_of(table, alternative, confidence_level)
    else:
        found = fisher_larger(table, random_state)
    chi2 = chi_square_result(table, False)
    significant = bool(found["p_value"] < alpha)
    return {
        **found,
        **odds,
        **cramers_v(
            chi2["statistic"], float(table.sum()), table.shape, confidence_level
        ),
        "verdict": "associated" if significant else "no significant association",
        "significant": significant,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": "Fisher's exact test"
        if small
        else "Fisher–Freeman–Halton exact test",
        "alternative": alternative if small else "two-sided",
        "n_obs": int(table.sum()),
        "n_missing": n_missing,
        "alternatives": other_methods({"chi-square test of independence": chi2}, ""),
        "levels": levels[1],
        "table": table_records(levels, table, expected_counts(table)),
    }


def odds_of(table: np.ndarray, alternative: str, confidence_level: float) -> OddsFound:
    """The odds ratio: conditional and exact, above 5,000 cases the sample's (Woolf)."""
    if table.sum() <= EXACT_ODDS:
        found = conditional_odds_ratio(table, alternative, confidence_level)
        return {**found, "estimate_name": "odds ratio", "odds_how": "conditional"}
    sample = odds_ratio_interval(table, confidence_level)
    return {
        "estimate": sample["odds_ratio"],
        "ci_low": sample["odds_ratio_ci_low"],
        "ci_high": sample["odds_ratio_ci_high"],
        "estimate_name": "odds ratio",
        "odds_how": "sample, two-sided interval by Woolf",
    }


@operation.restate
def restate(columns: list[str], **_: Any) -> str:
    return test_title("Fisher's exact test", columns)


@operation.present
def present(result: IndependenceResult, columns: list[str]) -> Answer:
    names = names_of(columns)
    rows, levels = result["table"], result["levels"]
    odds = (
        f"Odds ratio: the odds of {levels[0]} against {levels[1]} in {rows[0]['row']} "
        f"over those in {rows[1]['row']} ({result['odds_how']})."
        if result.get("estimate") is not None
        else ""
    )
    return answer_of_test(
        sentence(
            f"{names} are associated",
            f"No significant association of {names} was found",
            result,
        ),
        result,
        f"p-value: {result['how']}.",
        odds,
        "It takes the table's margins as given. An association is not a cause.",
        tables=[counts_block(rows, levels, columns)],
    )


@operation.companions
def companions(
    schema: Schema, columns: list[str], frequency: str | None = None
) -> list[Step]:
    return grouped_bars(columns, frequency)


operation.stands_on(
    Grounds(
        suits="whether two columns of groups are independent, in small tables",
        assumes=(
            "every case is counted once, and the cases are independent of each other",
            "no least count: it is exact",
        ),
        without="It compares counts, so normality plays no part.",
    )
)

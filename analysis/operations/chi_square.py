"""Whether two grouping columns are independent of each other."""

from __future__ import annotations

from math import log
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.base.columns import Schema
from analysis.base.grounds import Grounds
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.task import Step
from analysis.base.wording import names_of, percent
from analysis.references.tables import PARTY, UCB
from analysis.results.test_kinds import IndependenceResult, OddsRatio
from analysis.results.tests import OtherMethod, Statistic
from analysis.signatures.inference import TEST_NUMBERS, CountColumn, TwoFactors
from analysis.statistics.contingency import (
    chi_square_result,
    count_table,
    expected_counts,
    likelihood_ratio_result,
    odds_ratio_interval,
    require_levels,
    table_records,
    without_empty,
)
from analysis.statistics.effect_sizes import cramers_v
from analysis.statistics.fisher import fisher_two_by_two
from analysis.statistics.robustness import other_methods
from analysis.statistics.samples import check_shares
from analysis.words.contingency import association_strength, counts_block
from analysis.words.inference import answer_of_test, sentence, test_title
from analysis.words.inference_charts import grouped_bars

SMALL_EXPECTED = 5
IndependenceStatistic = Literal["pearson", "likelihood ratio"]

operation = Operation(
    __name__,
    kind="analyse",
    title="Chi-square test of independence",
    category="Relate",
    language=Language(
        phrases=(
            Phrase(r"\bchi[- ]?(?:squared?|2)\b|χ²?", 4.5),
            Phrase(r"\b(?:contingency table|cram[eé]r)", 3),
            Phrase(r"\bphi[- ]coefficient\b", 6),
            Phrase(r"\bg[- ]tests?\b|\blikelihood[- ]ratio (?:chi\S*|g)? ?test\b.{0,40}\{cat\}",
                   6),
            Phrase(r"\bindependen(?:t|ce)\b.{0,60}\{cat\}", 2),
            Phrase(r"\{cat\}.{0,60}\bindependent\b", 2.5),
            Phrase(r"\b(?:is|are) (?:the )?\{cat\}\w* and (?:the )?\{cat\}\w* "
                   r"independent\b", 3),
            Phrase(r"\b(?:association|relationship|relation|connection|link|dependence)"
                   r" between (?:the )?\{cat\}\w* and (?:the )?\{cat\}", 3),
            Phrase(r"\bdoes (?:the )?\{cat\} (?:depend on|influence|affect) (?:the )?\{cat\}",
                   3),
            Phrase(r"\b(?:frequency|distribution|proportions?) of \{cat\} "
                   r"(?:var\w+|differ\w*|change\w*) (?:across|between|by|among|with)\b", 3),
        ),
        anti=(
            Phrase(r"\bgoodness[- ]of[- ]fit\b|\bfisher\b|\bmcnemar\b|\bmantel\b", 4),
            Phrase(r"\b(?:independent samples?|t[- ]?test|anova)\b", 3),
        ),
        options={
            "correction": {
                "false": r"\b(?:no|without)(?: the)? (?:yates|continuity)\b|\buncorrected\b",
                "true": r"\b(?:with|using) (?:the )?(?:yates|continuity)\b",
            },
            "statistic": {
                "likelihood ratio": r"\bg[- ]tests?\b|\blikelihood[- ]ratio\b",
                "pearson": r"\bpearson(?:'s)? chi",
            },
        },
        numbers=TEST_NUMBERS,
        examples=(
            Example("chi-square test of sex and survived",
                    {"columns": ["sex", "survived"]}),
            Example("G-test of sex and class",
                    {"columns": ["sex", "class"], "statistic": "likelihood ratio"}),
            Example("phi coefficient of sex and alive", {"columns": ["sex", "alive"]}),
            Example("Chi-squared test of independence between class and alive",
                    {"columns": ["class", "alive"]}),
            Example("Are embarked and class independent?",
                    {"columns": ["embarked", "class"]}),
            Example("chi-square test of association between sex and class",
                    {"columns": ["sex", "class"]}),
            Example("chi2 test for who and deck", {"columns": ["who", "deck"]}),
            Example("chi square of sex and alone without Yates correction",
                    {"columns": ["sex", "alone"], "correction": False}),
        ),
    ),
    references=(
        Reference(
            {"a": ["u"] * 40 + ["v"] * 60,
             "b": ["s"] * 30 + ["t"] * 10 + ["s"] * 10 + ["t"] * 50},
            {"columns": ["a", "b"], "statistic": "likelihood ratio"},
            # 2 Σ O ln(O / E) with E = 16, 24, 24, 36
            {"statistic": 2 * (30 * log(30 / 16) + 10 * log(10 / 24) * 2
                               + 50 * log(50 / 36)), "dof": 1},
            "by hand: G of Sokal and Rohlf (1995), 2 Σ O ln(O / E)",
            1e-12,
        ),
        Reference(
            PARTY,
            {"columns": ["row", "column"], "frequency": "n"},
            {"statistic": 30.070, "p_value": 2.954e-07, "dof": 2, "n_obs": 2757},
            "R: chisq.test(M), help page; Agresti (2007), p. 39",
            3e-4,
        ),
        Reference(
            UCB,
            {"columns": ["admit", "gender"], "frequency": "n", "correction": False},
            {"statistic": 92.205, "dof": 1, "n_obs": 4526},
            "R: summary(xtabs(Freq ~ Gender + Admit, data = UCBAdmissions)); Bickel and "
            "others (1975)",
            3e-4,
        ),
        Reference(
            UCB,
            {"columns": ["admit", "gender"], "frequency": "n"},
            {"statistic": 91.610},
            "R: chisq.test(apply(UCBAdmissions, c(1, 2), sum)), with Yates' correction",
            3e-4,
        ),
    ),
)  # fmt: skip


@operation.compute
def chi_square(
    data: pd.DataFrame,
    columns: TwoFactors,
    frequency: CountColumn | None = None,
    correction: bool = True,
    statistic: IndependenceStatistic = "pearson",
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> IndependenceResult:
    """Pearson's (1900) chi-square test of independence of two grouping columns.

    Args:
        frequency: a column of counts, where each row stands for several cases.
        correction: Yates' (1934), for two by two values only, as in R and scipy.
        statistic: Pearson's, or the likelihood ratio G (Wilks 1938), never corrected.

    Returns chi-square, p, Cramér's V with its interval, the table with expected counts,
    and the p-values of the G test, of Fisher's exact test (2 × 2) and without or with the
    correction. ``warnings`` says where expected counts are too small.

    Raises:
        DataError: a column with one value, or with more than 50.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    levels, table, n_missing = count_table(data, columns, frequency)
    levels, table = without_empty(levels, table)
    for column, labels in zip(columns, levels, strict=True):
        require_levels(column, labels, test="a test of independence")
    is_ratio = statistic == "likelihood ratio"
    found = (
        likelihood_ratio_result(table)
        if is_ratio
        else chi_square_result(table, correction)
    )
    plain_chi2 = chi_square_result(table, False)
    corrected = correction and table.shape == (2, 2) and not is_ratio
    expected = expected_counts(table)
    n_small = int((expected < SMALL_EXPECTED).sum())
    significant = bool(found["p_value"] < alpha)
    size = cramers_v(
        plain_chi2["statistic"], float(table.sum()), table.shape, confidence_level
    )
    odds: OddsRatio = {}
    if table.shape == (2, 2):
        odds = odds_ratio_interval(table, confidence_level)
    return {
        **found,
        **size,
        **odds,
        "verdict": "associated" if significant else "no significant association",
        "significant": significant,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": "G test of independence (likelihood ratio)"
        if is_ratio
        else "chi-square test of independence"
        + (" with Yates' correction" if corrected else ""),
        "statistic_name": "G" if is_ratio else "χ²",
        "n_obs": int(table.sum()),
        "n_missing": n_missing,
        "smallest_expected": float(expected.min()),
        "warnings": [
            f"{n_small} of {expected.size} expected counts are below {SMALL_EXPECTED}, so "
            "this p-value is rough; Fisher's exact test does not need that."
        ]
        if n_small
        else [],
        "alternatives": independence_methods(table, corrected, is_ratio),
        "levels": levels[1],
        "table": table_records(levels, table, expected),
    }


def independence_methods(
    table: np.ndarray, corrected: bool, is_ratio: bool = False
) -> list[OtherMethod]:
    """Other tests of the same table."""
    found: dict[str, Statistic | None] = {
        "chi-square test": chi_square_result(table, False)
    }
    if not is_ratio:
        found = {"G test (likelihood ratio)": likelihood_ratio_result(table)}
    if table.shape == (2, 2):
        name = "without" if corrected else "with"
        found[f"chi-square test {name} Yates' correction"] = chi_square_result(
            table, not corrected
        )
        found["Fisher's exact test"] = fisher_two_by_two(table, "two-sided")
    return other_methods(found, "")


@operation.restate
def restate(columns: list[str], **_: Any) -> str:
    return test_title("Chi-square test", columns)


@operation.present
def present(result: IndependenceResult, columns: list[str]) -> Answer:
    names = names_of(columns)
    smaller = min(len(result["table"]), len(result["levels"]))
    strength = association_strength(result["effect_size"], smaller)
    summary = sentence(
        f"{names} are associated ({strength})",
        f"No significant association of {names} was found",
        result,
    )
    level = percent(result["confidence_level"])
    low, high = result["effect_ci_low"], result["effect_ci_high"]
    interval = (
        f"Cramér's V, {level} interval: {low:.3f} to {high:.3f}."
        if low is not None and high is not None
        else ""
    )
    return answer_of_test(
        summary,
        result,
        interval,
        "Strength after Cohen (1988). It assumes independent cases. An association is "
        "not a cause.",
        tables=[counts_block(result["table"], result["levels"], columns)],
    )


@operation.companions
def companions(
    schema: Schema, columns: list[str], frequency: str | None = None
) -> list[Step]:
    return grouped_bars(columns, frequency)


operation.stands_on(
    Grounds(
        suits="whether two columns of groups are independent",
        assumes=(
            "every case is counted once, and the cases are independent of each other",
            "expected counts of 5 or more in nearly all cells",
        ),
        without="It compares counts, so normality plays no part.",
        design="chi_square",
        leads={
            "pairs": ("compare_shares", {}),
        },
    )
)

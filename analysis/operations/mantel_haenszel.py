"""Whether two grouping columns are associated within the levels of a third."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
import pandas as pd

from analysis.base.columns import Schema
from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import ColumnRole
from analysis.base.task import Step
from analysis.base.wording import name_of, names_of
from analysis.references.tables import UCB
from analysis.results.test_kinds import OddsFound, StrataResult, Stratum
from analysis.signatures.inference import TEST_NUMBERS, CountColumn, TwoFactors
from analysis.statistics.assumptions import check_result
from analysis.statistics.contingency import (
    chi_square_result,
    count_table,
    require_levels,
    without_empty,
)
from analysis.statistics.robustness import other_methods
from analysis.statistics.samples import check_shares
from analysis.statistics.stratified import (
    breslow_day_result,
    common_odds_ratio,
    mantel_haenszel_result,
)
from analysis.words.inference import answer_of_test, sentence, table_of

StrataColumn = Annotated[
    str,
    ColumnRole(
        "grouping",
        markers=(
            "stratified by", "strata", "controlling for", "adjusting for",
            "adjusted for", "across levels of", "across different levels of",
            "within levels of", "in each level of", "across", "within", "considering",
        ),
    ),
]  # fmt: skip

RELATION = (
    r"\b(?:impact|influences?|effect|relation\w*|associat\w*|correlat\w*|link\w*|connection"
    r"|interplay)\b"
)

operation = Operation(
    __name__,
    kind="analyse",
    title="Mantel–Haenszel test",
    category="Relate",
    language=Language(
        phrases=(
            Phrase(r"\bmantel\b|\bcmh\b", 6),
            Phrase(r"\bstratif\w+\b|\bstrata\b", 4),
            Phrase(r"\bcommon odds ratio\b", 5),
            Phrase(r"\{cat\}.{0,60}\{cat\}.{0,40}\b(?:across|within|in) (?:the )?(?:different |"
                   r"various |all |each )?(?:levels?|categor\w+|groups?|values|strata) of "
                   r"(?:the )?\{cat\}", 4),
            Phrase(r"\{cat\}.{0,60}\{cat\}.{0,40}\b(?:controlling|adjusting|accounting|"
                   r"adjusted|controlled) for (?:the )?\{cat\}", 4.5),
            Phrase(rf"{RELATION}.{{0,60}}\{{cat\}}.{{0,80}}\{{cat\}}.{{0,80}}"
                   r"\b(?:across|within|among|between|in|for|by|when|while|under)\b.{0,60}"
                   r"\{cat\}", 4),
            Phrase(rf"\{{cat\}}.{{0,80}}\b(?:modif\w+|moderat\w+|alter\w*|chang\w+)\b.{{0,40}}"
                   rf"{RELATION}.{{0,60}}\{{cat\}}.{{0,80}}\{{cat\}}", 4.5),
            Phrase(rf"{RELATION}.{{0,200}}\b(?:consistent|stable|same|differ\w*|var(?:y|ies)"
                   r"|variations?|varying|hold|uniform\w*)\b.{0,60}\b(?:across|within"
                   r"|among|between|when|for|in)\b.{0,60}\b(?:different|various|levels?"
                   r"|categor\w+|groups?|types?|segments?|considering|controlling"
                   r"|accounting|taking)\b", 1.5),
        ),
        anti=(Phrase(r"\b(?:partial|pearson|spearman)\b|\bregress\w+|\{num\}", 2),),
        options={
            "correction": {
                "false": r"\b(?:no|without)(?: a| the)? (?:continuity|yates)\b",
            }
        },
        numbers=TEST_NUMBERS,
        examples=(
            Example("Mantel-Haenszel test of sex and survived stratified by class",
                    {"columns": ["sex", "survived"], "strata": "class"}),
            Example("Is alive associated with alone, controlling for sex?",
                    {"columns": ["alive", "alone"], "strata": "sex"}),
            Example("common odds ratio of sex and alive across class",
                    {"columns": ["sex", "alive"], "strata": "class"}),
            Example("Does the relation of sex and alive hold across levels of class?",
                    {"columns": ["sex", "alive"], "strata": "class"}),
            Example("CMH test for alone and survived with strata embarked",
                    {"columns": ["alone", "survived"], "strata": "embarked"}),
            Example("Mantel-Haenszel of alone and alive within who",
                    {"columns": ["alone", "alive"], "strata": "who"}),
        ),
    ),
    references=(
        Reference(
            UCB,
            {"columns": ["admit", "gender"], "strata": "dept", "frequency": "n"},
            {"statistic": 1.4269, "p_value": 0.2323, "dof": 1},
            "R: mantelhaen.test(UCBAdmissions), help page",
            3e-4,
        ),
        Reference(
            {**UCB,
             "sex": ["1 male" if g == "Male" else "2 female" for g in UCB["gender"]]},
            {"columns": ["admit", "sex"], "strata": "dept", "frequency": "n"},
            {"estimate": 0.9046968, "ci_low": 0.7719074, "ci_high": 1.0603298},
            "R: mantelhaen.test(UCBAdmissions): common odds ratio",
            1e-6,
        ),
    ),
)  # fmt: skip


@operation.compute
def mantel_haenszel(
    data: pd.DataFrame,
    columns: TwoFactors,
    strata: StrataColumn,
    frequency: CountColumn | None = None,
    correction: bool = True,
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> StrataResult:
    """The Cochran–Mantel–Haenszel test: two columns, given a third.

    Args:
        strata: the association is tested within its levels, all together.
        frequency: a column of counts, where each row stands for several cases.
        correction: for continuity, for two by two values, as in R.

    Returns chi-square, p, for two by two values the common odds ratio with its interval
    and the Breslow–Day check that it is the same in all strata, and each stratum's own
    test.

    Raises:
        DataError: a column with one value, or no stratum in which both vary.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    levels, counts, n_missing = count_table(data, [strata, *columns], frequency)
    for column, labels in zip(columns, levels[1:], strict=True):
        require_levels(column, labels, test="a test of association")
    found = mantel_haenszel_result(counts, correction)
    if found is None:
        raise DataError(
            f"In no level of “{strata}” do both “{columns[0]}” and “{columns[1]}” vary "
            "enough.",
            "Choose other strata, or test the two columns without them.",
            strata,
        )
    small = counts.shape[1:] == (2, 2)
    odds: OddsFound = {}
    if small:
        ratio = common_odds_ratio(counts, confidence_level)
        odds = {**ratio, "estimate_name": "common odds ratio"}
    homogeneity = breslow_day_result(counts, odds.get("estimate")) if small else None
    significant = bool(found["p_value"] < alpha)
    pooled = without_empty(levels[1:], counts.sum(axis=0))[1]
    others = {"chi-square test without strata": chi_square_result(pooled, correction)}
    return {
        **found,
        **odds,
        "verdict": "associated" if significant else "no significant association",
        "significant": significant,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": "Mantel–Haenszel test"
        + (" with continuity correction" if correction and small else ""),
        "statistic_name": "χ²",
        "n_obs": int(counts.sum()),
        "n_missing": n_missing,
        "levels": levels[1:],
        "alternatives": other_methods(others, ""),
        "assumptions": [
            check_result("the same odds ratio in all strata", "Breslow–Day (Tarone)",
                         homogeneity, alpha)
        ]
        if small
        else [],
        "strata": [
            stratum_row(label, table, levels[1:])
            for label, table in zip(levels[0], counts, strict=True)
        ],
    }  # fmt: skip


def stratum_row(label: str, table: np.ndarray, levels: list[list[str]]) -> Stratum:
    """One stratum's size and its own chi-square test, where both columns vary."""
    row: Stratum = {"stratum": label, "n_obs": int(table.sum())}
    if table.sum() > 0:
        kept = without_empty(levels, table)[1]
        if min(kept.shape) > 1:
            found = chi_square_result(kept, False)
            row["statistic"] = found["statistic"]
            row["p_value"] = found["p_value"]
        if table.shape == (2, 2) and table[0, 1] * table[1, 0] > 0:
            row["odds_ratio"] = float(
                table[0, 0] * table[1, 1] / (table[0, 1] * table[1, 0])
            )
    return row


@operation.restate
def restate(columns: list[str], strata: str, **_: Any) -> str:
    return (
        f"Mantel–Haenszel test of {names_of(columns)}, stratified by {name_of(strata)}"
    )


@operation.present
def present(result: StrataResult, columns: list[str], strata: str) -> Answer:
    names, levels = names_of(columns), name_of(strata)
    heads = {
        "stratum": (levels, "text"),
        "n_obs": ("n", "integer"),
        "odds_ratio": ("odds ratio", "number"),
        "statistic": ("χ²", "number"),
        "p_value": ("p", "p_value"),
    }
    if not any("odds_ratio" in row for row in result["strata"]):
        del heads["odds_ratio"]
    return answer_of_test(
        sentence(
            f"{names} are associated within the levels of {levels}",
            f"No significant association of {names} within the levels of {levels} was "
            "found",
            result,
        ),
        result,
        "The test is about one association common to all strata; opposite ones cancel "
        "out. It assumes independent cases.",
        tables=[table_of(result["strata"], heads, "Strata")],
    )


@operation.companions
def companions(schema: Schema) -> list[Step]:
    return []

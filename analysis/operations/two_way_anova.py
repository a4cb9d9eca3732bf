"""Whether means differ by two factors, and whether these interact."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.base.columns import Schema
from analysis.base.errors import DataError
from analysis.base.grounds import Grounds
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import NumericColumn
from analysis.base.task import Step
from analysis.base.wording import name_of, names_of
from analysis.references.tables import TOOTH_GROWTH, WARPBREAKS
from analysis.results.test_kinds import FactorTerm, TwoWayResult
from analysis.results.tests import Group
from analysis.signatures.inference import TEST_NUMBERS, TwoFactors
from analysis.statistics.effect_sizes import eta_squared
from analysis.statistics.samples import check_shares, require_scale, sample_row
from analysis.statistics.two_way import cell_summary, two_way_terms
from analysis.statistics.values import numbers_of, one_column, require_rows
from analysis.words.inference import answer_of_test, short, statistic_words, table_of

SumsOfSquares = Literal["1", "2", "3"]
MAX_FACTOR_LEVELS = 50

operation = Operation(
    __name__,
    kind="analyse",
    title="Two-way analysis of variance",
    category="Compare",
    language=Language(
        phrases=(
            Phrase(r"\b(?:two|2)[- ]way (?:anova|analysis of variance)\b", 6),
            Phrase(r"\bfactorial (?:anova|analysis)\b", 6),
            Phrase(r"\binteraction(?: effect)? (?:of|between)\b", 4),
            Phrase(r"\banova\b.{0,60}\binteraction\b", 3),
            Phrase(r"\banova\b.{0,40}\{cat\} and \{cat\}", 2.5),
        ),
        anti=(Phrase(r"\bone[- ]way\b|\brepeated\b|\bregress\w+", 4),),
        options={
            "typ": {
                "1": r"\btype (?:1|i)\b|\bsequential (?:sums?|ss)\b",
                "2": r"\btype (?:2|ii)\b",
                "3": r"\btype (?:3|iii)\b",
            },
            "interaction": {
                "false": r"\b(?:no|without)(?: an?| the)? interactions?\b|\badditive\b",
            },
        },
        numbers=TEST_NUMBERS,
        examples=(
            Example("Two-way ANOVA of fare by sex and class",
                    {"outcome": "fare", "factors": ["sex", "class"]}),
            Example("two way anova for age by sex and embarked",
                    {"outcome": "age", "factors": ["sex", "embarked"]}),
            Example("Is there an interaction between sex and class for fare?",
                    {"outcome": "fare", "factors": ["sex", "class"]}),
            Example("factorial ANOVA of age by class and alone",
                    {"outcome": "age", "factors": ["class", "alone"]}),
            Example("two-way ANOVA of fare by sex and class, type III",
                    {"outcome": "fare", "factors": ["sex", "class"], "typ": "3"}),
            Example("two-way ANOVA of fare by sex and alone without interaction",
                    {"outcome": "fare", "factors": ["sex", "alone"],
                     "interaction": False}),
        ),
    ),
    references=(
        Reference(
            TOOTH_GROWTH,
            {"outcome": "len", "factors": ["supp", "dose"]},
            {"terms": [{"statistic": 15.572, "p_value": 0.0002312},
                       {"statistic": 92.0, "sum_of_squares": 2426.43},
                       {"statistic": 4.107, "p_value": 0.0218603}]},
            "R: summary(aov(len ~ supp * factor(dose), data = ToothGrowth))",
            2e-4,
        ),
        Reference(
            WARPBREAKS,
            {"outcome": "breaks", "factors": ["wool", "tension"]},
            {"terms": [{"statistic": 3.7653, "p_value": 0.0582130},
                       {"statistic": 8.4980, "p_value": 0.0006926},
                       {"statistic": 4.1891, "p_value": 0.0210442}]},
            "R: anova(lm(breaks ~ wool * tension, data = warpbreaks))",
            2e-4,
        ),
        Reference(
            {key: values[5:] for key, values in WARPBREAKS.items()},
            {"outcome": "breaks", "factors": ["wool", "tension"], "typ": "1"},
            {"terms": [{"statistic": 1.61235694284, "p_value": 0.210989715304},
                       {"statistic": 7.80461414314}, {"statistic": 6.04153394333}]},
            "R: anova(lm(breaks ~ wool * tension, data = warpbreaks[-(1:5), ]))",
            1e-8,
        ),
    ),
)  # fmt: skip


@operation.compute
def two_way_anova(
    data: pd.DataFrame,
    outcome: NumericColumn,
    factors: TwoFactors,
    interaction: bool = True,
    typ: SumsOfSquares = "2",
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> TwoWayResult:
    """Two-way analysis of variance of independent rows, also unbalanced.

    Args:
        factors: two grouping columns.
        typ: sums of squares, type 1 (each term after those named before it), type 2 (each factor after the other) or 3 (each term after
            all others, in sum-to-zero coding). They are equal in balanced data.

    Returns the last term's F and p (the interaction, if asked), ``terms`` with F, p, sums
    of squares and partial eta² each, and the cells' means.

    Raises:
        DataError: a factor with one level, an empty cell with the interaction asked for,
            or no values left to judge by.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    require_rows(data)
    table, levels = two_way_table(data, outcome, factors)
    codes = [table[key].to_numpy() for key in ("a", "b")]
    values = table["y"].to_numpy()
    require_scale(values, outcome)
    sizes, means, ss_within = cell_summary(values, *codes)
    require_cells(sizes, levels, factors, interaction)
    terms = two_way_terms(sizes, means, ss_within, int(typ), interaction)
    if terms is None:
        raise DataError(
            f"“{outcome}” does not vary within the groups of {factors[0]} and "
            f"{factors[1]}, or there is one row per group only.",
            "Leave the interaction out, or choose other factors.",
            outcome,
        )
    names = {"a": factors[0], "b": factors[1], "ab": f"{factors[0]} × {factors[1]}"}
    named: list[FactorTerm] = [
        {**term, "term": names.get(term["term"], term["term"])} for term in terms
    ]
    for term in named[:-1]:
        term["significant"] = (term["p_value"] or 0.0) < alpha
    last = named[-2]
    statistic, p_value = last["statistic"] or 0.0, last["p_value"] or 0.0
    return {
        "statistic": statistic,
        "p_value": p_value,
        "dof": last["dof"],
        **eta_squared(statistic, last["dof"], confidence_level, "partial eta²"),
        "term": last["term"],
        "verdict": f"{last['term']}: "
        + ("significant" if last["significant"] else "not significant"),
        "significant": p_value < alpha,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "method": f"two-way analysis of variance, type {'I' * int(typ)} sums of squares",
        "statistic_name": "F",
        "n_obs": len(table),
        "n_missing": len(data) - len(table),
        "terms": named,
        "groups": cell_rows(values, codes, levels),
    }


def two_way_table(
    data: pd.DataFrame, outcome: str, factors: list[str]
) -> tuple[pd.DataFrame, list[list[str]]]:
    """Complete rows as numbers and factor codes, and the factors' levels."""
    if len(set(factors)) != 2 or outcome in factors:
        raise DataError(
            "A two-way analysis of variance needs a column of numbers and two different "
            "grouping columns.",
            "Name two factors.",
            factors[0] if factors else outcome,
        )
    numbers = numbers_of(data, outcome)
    keys = [one_column(data, name) for name in factors]
    kept = numbers.notna() & keys[0].notna() & keys[1].notna()
    table, levels = pd.DataFrame({"y": numbers[kept]}), []
    for label, key, name in zip("ab", keys, factors, strict=True):
        codes, found = pd.factorize(key[kept], sort=True)
        if not 2 <= len(found) <= MAX_FACTOR_LEVELS:
            raise DataError(
                f"“{name}” has {len(found)} groups with values of “{outcome}”; a factor "
                f"needs 2 to {MAX_FACTOR_LEVELS}.",
                "Choose another factor, or check the filters.",
                name,
            )
        table[label] = codes
        levels.append([name_of(level) for level in found])
    return table, levels


def require_cells(
    sizes: np.ndarray, levels: list[list[str]], factors: list[str], interaction: bool
) -> None:
    """A DataError for a combination without rows, where the interaction needs it."""
    empty = np.argwhere(sizes == 0)
    if interaction and len(empty):
        a, b = empty[0]
        raise DataError(
            f"No row has {factors[0]} = {levels[0][a]} and {factors[1]} = {levels[1][b]}, "
            "so the interaction cannot be tested.",
            "Ask without interaction, or leave that group out.",
            factors[0],
        )


def cell_rows(
    values: np.ndarray, codes: list[np.ndarray], levels: list[list[str]]
) -> list[Group]:
    """Each combination of the factors described."""
    rows = []
    for a, first in enumerate(levels[0]):
        for b, second in enumerate(levels[1]):
            part = values[(codes[0] == a) & (codes[1] == b)]
            rows.append(sample_row(f"{first} · {second}", part))
    return rows


@operation.restate
def restate(outcome: str, factors: list[str], **_: Any) -> str:
    return f"Two-way analysis of variance of {name_of(outcome)} by {names_of(factors)}"


@operation.present
def present(result: TwoWayResult, outcome: str, factors: list[str]) -> Answer:
    terms = result["terms"][:-1]
    shown: list[Any] = [{**term, "statistic_name": "F"} for term in terms]
    parts = [
        f"{name_of(term['term'])} {_has(term)} ({statistic_words(term)}, "
        f"partial eta² = {short(term['partial_eta_squared'])})"
        for term in shown
    ]
    summary = (
        f"For {name_of(outcome)}, {'; '.join(parts)} at alpha = {result['alpha']:g}."
    )
    heads = {
        "term": ("term", "text"),
        "sum_of_squares": ("sum of squares", "number"),
        "df": ("df", "number"),
        "statistic": ("F", "number"),
        "p_value": ("p", "p_value"),
        "partial_eta_squared": ("partial eta²", "number"),
    }
    rows = [{**term, "df": term["dof"][0]} for term in result["terms"]]
    tables = [
        table_of(rows, heads, "Analysis of variance"),
        table_of(
            result["groups"],
            {"group": (" · ".join(factors), "text"), "n_obs": ("n", "integer"),
             "mean": ("mean", "number"), "std": ("sd", "number")},
            "Groups",
        ),
    ]  # fmt: skip
    interaction = (
        "Where factors interact, each one's effect depends on the other."
        if len(terms) == 3
        else ""
    )
    return answer_of_test(
        summary, result, interaction,
        "It assumes independent rows, normally distributed residuals and equal variances.",
        tables=tables,
    )  # fmt: skip


def _has(term: FactorTerm) -> str:
    return (
        "makes a significant difference"
        if term["significant"]
        else "makes no significant difference"
    )


@operation.companions
def companions(schema: Schema, factors: list[str], outcome: str) -> list[Step]:
    first, second = factors[:2]
    chosen = {
        "category": first,
        "value": outcome,
        "statistic": "mean",
        "group_by": second,
    }
    return [Step(operation="bar_chart", params=chosen)]


operation.stands_on(
    Grounds(
        suits="the effects of two factors and of their interaction on a mean",
        assumes=(
            "the rows are independent of each other",
            "the residuals are about normally distributed",
            "equal variances in all cells",
        ),
        without="A rank version of a two-way analysis is not offered; a regression with robust standard errors does without equal variances.",
    )
)

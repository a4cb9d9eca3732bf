"""Whether groups differ in several outcomes at once, or one outcome over several groups."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pandas as pd

from analysis.base.columns import Schema
from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import GROUP_MARKERS, ColumnRole
from analysis.base.task import Step
from analysis.base.wording import muted, names_of, p_words
from analysis.operations.compare_groups import compare_groups
from analysis.references.small import SLEEP
from analysis.results.comparisons import CompareOutcomesResult, OutcomeComparison
from analysis.results.test_kinds import ChosenResult
from analysis.signatures.inference import TEST_NUMBERS
from analysis.statistics.adjustment import adjusted_p_values
from analysis.statistics.samples import check_shares
from analysis.statistics.values import require_rows
from analysis.words.chart import capitalised
from analysis.words.inference import statistic_words, table_of

OutcomeColumns = Annotated[list[str], ColumnRole("any", many=True)]
GroupingColumns = Annotated[
    list[str], ColumnRole("grouping", many=True, markers=GROUP_MARKERS)
]
ComparisonAdjustment = Literal["holm", "bh", "none"]
# More than a table of a paper holds; beyond it the columns were hardly meant one by one.
MOST_COMPARISONS = 60

operation = Operation(
    __name__,
    kind="analyse",
    title="Comparison of groups in several outcomes",
    category="Compare",
    language=Language(
        phrases=(Phrase(r"\bbaseline table\b|\btable (?:1|one)\b", 6),),
        numbers=TEST_NUMBERS,
        examples=(
            Example("baseline table of age and fare by sex",
                    {"outcomes": ["age", "fare"], "groups": ["sex"]}),
            Example("table 1: age, fare and sibsp by class with p values",
                    {"outcomes": ["age", "fare", "sibsp"], "groups": ["class"]}),
            Example("Do age, fare and sibsp differ by sex?",
                    {"outcomes": ["age", "fare", "sibsp"], "groups": ["sex"]}),
            Example("differences in fare and age between classes",
                    {"outcomes": ["fare", "age"], "groups": ["class"]}),
            Example("does fare differ by sex, by class and by embarked?",
                    {"outcomes": ["fare"], "groups": ["sex", "class", "embarked"]}),
            Example("baseline table of age, fare and alone by survived",
                    {"outcomes": ["age", "fare", "alone"], "groups": ["survived"]}),
        ),
    ),
    references=(
        Reference(
            SLEEP | {"other": [-value for value in SLEEP["extra"]]},
            {"outcomes": ["extra", "other"], "groups": ["group"]},
            {"comparisons": [{"p_value": 0.07939, "p_adjusted": 0.15878},
                             {"p_value": 0.07939, "p_adjusted": 0.15878}]},
            "R: p.adjust(c(p, p), 'holm') with p of t.test(extra ~ group, data = sleep)",
            1e-3,
        ),
    ),
)  # fmt: skip


@operation.compute
def compare_outcomes(
    data: pd.DataFrame,
    outcomes: OutcomeColumns,
    groups: GroupingColumns,
    levels: list[str] | None = None,
    adjust: ComparisonAdjustment = "holm",
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> CompareOutcomesResult:
    """Compares groups in each outcome by the method that its kind asks for.

    Args:
        levels: the groups to compare, where there is one grouping column.
        adjust: for the number of comparisons: Holm (1979), Benjamini and Hochberg (1995).

    Returns ``comparisons``, one for each outcome and grouping column, with the chosen
    method, its statistic, p and the adjusted p.

    Raises:
        DataError: a column is compared with itself, or there are too many comparisons.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    require_rows(data)
    pairs = [(outcome, group) for group in groups for outcome in outcomes]
    if len(pairs) > MOST_COMPARISONS:
        raise DataError(
            f"That makes {len(pairs):,} comparisons.",
            f"Name columns for at most {MOST_COMPARISONS}.",
        )
    found = [
        compared(data, outcome, group, levels, alpha, confidence_level)
        for outcome, group in pairs
    ]
    adjusted = (
        [row["p_value"] for row in found]
        if adjust == "none"
        else adjusted_p_values([row["p_value"] for row in found], adjust)
    )
    for row, p_adjusted in zip(found, adjusted, strict=True):
        row["p_adjusted"] = float(p_adjusted)
        row["significant"] = bool(p_adjusted < alpha)
    n_significant = sum(row["significant"] for row in found)
    return {
        "comparisons": found,
        "n_significant": n_significant,
        "n_comparisons": len(found),
        "verdict": f"{n_significant} of {len(found)} differ",
        "significant": n_significant > 0,
        "adjust": adjust,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "n_obs": max(row["n_obs"] for row in found),
        "n_missing": max(row["n_missing"] for row in found),
    }


def compared(
    data: pd.DataFrame,
    outcome: str,
    group: str,
    levels: list[str] | None,
    alpha: float,
    confidence_level: float,
) -> OutcomeComparison:
    """One comparison as a row of the table."""
    if outcome == group:
        raise DataError(
            f"“{outcome}” cannot be compared by itself.",
            "Name another column.",
            outcome,
        )
    found = compare_groups(
        data, [outcome], group, None, levels, alpha, confidence_level
    )
    return {
        "statistic": found["statistic"],
        "statistic_name": found.get("statistic_name"),
        "p_value": found["p_value"],
        "method": found["method"],
        "n_obs": found["n_obs"],
        "n_missing": found["n_missing"],
        "chosen": found["chosen"],
        "effect_size": found.get("effect_size"),
        "effect_size_name": found.get("effect_size_name"),
        "outcome": outcome,
        "group": group,
        "dof": found.get("dof"),
        "estimate": found.get("estimate"),
        "means": group_figures(found),
    }


def group_figures(found: ChosenResult) -> str:
    """The mean or the share of each group, in one cell."""
    rows = found.get("groups") or []
    parts = []
    for row in rows:
        if "mean" in row:
            parts.append(f"{row['group']} {row['mean']:,.4g}")
        elif "proportion" in row:
            parts.append(f"{row['group']} {100 * row['proportion']:,.3g} %")
    return " · ".join(parts)


@operation.restate
def restate(outcomes: list[str], groups: list[str], **_: Any) -> str:
    return f"Comparison of {names_of(outcomes)} by {names_of(groups)}"


@operation.present
def present(
    result: CompareOutcomesResult, outcomes: list[str], groups: list[str]
) -> Answer:
    rows = result["comparisons"]
    several = len(groups) > 1
    differing = [row for row in rows if row["significant"]]
    shown = [
        f"{row['outcome']}{' by ' + row['group'] if several else ''} "
        f"({statistic_words(row)})"
        for row in (differing or rows)[:6]
    ]
    more = len(differing) - 6
    rest = f" and {more} more" if more > 0 else ""
    adjusted = "" if result["adjust"] == "none" else ", p-values adjusted"
    if differing:
        summary = (
            f"{len(differing)} of {len(rows)} comparisons show a significant difference"
            f"{adjusted}: {names_of(shown)}{rest}."
        )
    else:
        least = min(row["p_adjusted"] for row in rows)
        summary = (
            f"None of {len(rows)} comparisons shows a significant difference{adjusted}: "
            f"{names_of(shown)}; smallest adjusted {p_words(least)}."
        )
    heads: dict[str, tuple[str, Any]] = {"outcome": ("outcome", "text")}
    if several:
        heads["group"] = ("by", "text")
    heads |= {
        "means": ("groups", "text"),
        "estimate": ("difference", "number"),
        "method": ("method", "text"),
        "statistic": ("statistic", "number"),
        "p_value": ("p", "p_value"),
        "p_adjusted": ("adjusted p", "p_value"),
    }
    by = {"holm": "Holm (1979)", "bh": "Benjamini and Hochberg (1995)"}
    note = by.get(result["adjust"])
    return Answer(
        summary,
        (
            table_of(rows, heads, capitalised(restate(outcomes, groups))),
            muted(
                f"P-values adjusted by {note}."
                if note
                else "P-values are not adjusted.",
                "Each method follows from the kind of the outcome.",
            ),
        ),
    )


@operation.companions
def companions(schema: Schema) -> list[Step]:
    return []

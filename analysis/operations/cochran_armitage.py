"""Whether a share rises or falls over groups that have an order."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd

from analysis.base.columns import Schema
from analysis.base.errors import DataError
from analysis.base.grounds import Grounds
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import ColumnRole
from analysis.base.task import Step
from analysis.base.wording import name_of, percent
from analysis.operations.proportion_test import proportion_rows, success_counts
from analysis.references.tables import SMOKERS
from analysis.results.test_kinds import OneLevelResult
from analysis.signatures.inference import (
    ALTERNATIVE_WORDS,
    TEST_NUMBERS,
    Alternative,
    CountColumn,
    FactorColumn,
)
from analysis.statistics.contingency import require_levels
from analysis.statistics.effect_sizes import effect
from analysis.statistics.ordered import (
    chi_square_of,
    normal_p,
    require_order,
    scores_of,
    table_correlation,
)
from analysis.statistics.samples import check_shares
from analysis.words.inference import answer_of_test, sentence, table_of

OutcomeColumn = Annotated[str, ColumnRole("grouping")]
Scores = Literal["steps", "values"]
SCORE_OPTIONS = {
    "values": r"\bscores? (?:by|are|as|of) (?:the |its |their )?values?\b",
    "steps": r"\bequally spaced\b|\bequal spac\w+\b",
}

operation = Operation(
    __name__,
    kind="analyse",
    title="Cochran–Armitage test",
    category="Relate",
    language=Language(
        phrases=(
            Phrase(r"\bcochran[- –]armitage\b", 7),
            Phrase(r"\btrends? (?:in|of) (?:the )?(?:proportions?|shares?)\b", 6),
            Phrase(r"\bchi[- ]?squared? (?:test )?for (?:a )?(?:linear )?trend\b", 7),
        ),
        options={"alternative": ALTERNATIVE_WORDS, "scores": SCORE_OPTIONS},
        numbers=TEST_NUMBERS,
        examples=(
            Example("Cochran-Armitage test of survived by pclass",
                    {"column": "survived", "group": "pclass"}),
            Example("cochran armitage trend test for alive across pclass",
                    {"column": "alive", "group": "pclass"}),
            Example("chi-square test for trend of survived by parch",
                    {"column": "survived", "group": "parch"}),
            Example("test for trend in proportions of alone by pclass",
                    {"column": "alone", "group": "pclass"}),
            Example("Cochran-Armitage of survived by sibsp, alpha = 0.01",
                    {"column": "survived", "group": "sibsp", "alpha": 0.01}),
        ),
    ),
    references=(
        Reference(
            SMOKERS,
            {"column": "column", "group": "row", "frequency": "n",
             "levels": ["1", "2", "3", "4"]},
            {"statistic": 8.2249222852, "p_value": 0.00413189747764, "dof": 1},
            "R 4.2: prop.trend.test(smokers, patients), help page",
            1e-9,
        ),
        Reference(
            {"column": ["yes", "no"] * 4, "dose": [0, 0, 0, 0, 0, 0, 1, 1],
             "n": [83, 3, 90, 3, 129, 7, 70, 12]},
            {"column": "column", "group": "dose", "frequency": "n", "scores": "values"},
            {"statistic": 12.1731462207, "dof": 1},
            "R 4.2: prop.trend.test(smokers, patients, c(0, 0, 0, 1)), help page",
            1e-9,
        ),
    ),
)  # fmt: skip


@operation.compute
def cochran_armitage(
    data: pd.DataFrame,
    column: OutcomeColumn,
    group: FactorColumn,
    success: str | None = None,
    levels: list[str] | None = None,
    frequency: CountColumn | None = None,
    scores: Scores = "steps",
    alternative: Alternative = "two-sided",
    alpha: float = 0.05,
    confidence_level: float = 0.95,
) -> OneLevelResult:
    """Cochran's (1954) and Armitage's (1955) test of a trend of shares.

    Args:
        success: the value that is counted; without, the one that says yes, else the last.
        levels: only these groups, in this order.
        frequency: a column of counts, where each row stands for several cases.
        scores: the groups count as 1, 2, 3 … in their order, or as the numbers they are.

    Returns chi-square = n r² with one degree of freedom (as R's prop.trend.test), r being
    the correlation of score and success; each group's share with Wilson's interval.

    Raises:
        DataError: the groups have no order, or all have or lack the value.
    """
    check_shares(alpha=alpha, confidence_level=confidence_level)
    require_order(data, group, levels)
    labels, counts, totals, level, n_missing = success_counts(
        data, column, group, success, levels, frequency
    )
    require_levels(group, labels, test="a trend of shares")
    table = np.column_stack([counts, totals - counts])
    own = scores_of(labels, scores == "values", group)
    r = table_correlation(table, own, np.array([1.0, 0.0]))
    if r is None:
        raise DataError(
            f"“{column}” is “{level}” in {'no' if counts.sum() == 0 else 'every'} row, so "
            "its share has no trend.",
            "Choose another column or value.",
            column,
        )
    n = float(totals.sum())
    found = chi_square_of(r, n)
    if alternative != "two-sided":
        found = {**found, "p_value": normal_p(math.sqrt(n) * r, alternative)}
    significant = bool(found["p_value"] < alpha)
    way = "rising" if r > 0 else "falling"
    return {
        **found,
        **effect("correlation r", r, None, None),
        "statistic_name": "χ²",
        "verdict": f"{way} share" if significant else "no significant trend",
        "significant": significant,
        "alpha": alpha,
        "confidence_level": confidence_level,
        "alternative": alternative,
        "method": "Cochran–Armitage test of a trend in shares",
        "how": "scores " + ", ".join(f"{score:g}" for score in own[:8]),
        "success": level,
        "n_obs": round(n),
        "n_missing": n_missing,
        "groups": proportion_rows(labels, counts, totals, confidence_level),
    }


@operation.restate
def restate(column: str, group: str, success: str | None = None, **_: Any) -> str:
    what = f"{name_of(column)} = {success}" if success is not None else name_of(column)
    return f"Cochran–Armitage test of {what} by {name_of(group)}"


@operation.present
def present(result: OneLevelResult, column: str, group: str) -> Answer:
    rows = result["groups"]
    size = result["effect_size"]
    way = "rises" if size is not None and size > 0 else "falls"
    share = f"share of {result['success']} in {name_of(column)}"
    ends = [percent(row["proportion"]) for row in (rows[0], rows[-1])]
    over = f"over {name_of(group)}, from {ends[0]} ({rows[0]['group']}) to {ends[1]} ({rows[-1]['group']})"
    heads = {
        "group": (name_of(group), "text"),
        "count": (result["success"], "integer"),
        "n_obs": ("n", "integer"),
        "proportion": ("share", "percent"),
        "ci_low": ("low", "percent"),
        "ci_high": ("high", "percent"),
    }
    return answer_of_test(
        sentence(
            f"The {share} {way} {over}",
            f"No significant trend of the {share} {over} was found",
            result,
        ),
        result,
        f"Groups in their order with {result['how']}. Intervals by Wilson. It assumes "
        "independent cases and asks for a change in one direction.",
        tables=[table_of(rows, heads)],
    )


@operation.companions
def companions(
    schema: Schema, column: str, group: str, frequency: str | None = None
) -> list[Step]:
    if frequency:
        return []
    chosen = {"category": group, "group_by": column}
    return [Step(operation="bar_chart", params=chosen)]


operation.stands_on(
    Grounds(
        suits="shares in groups that have an order, for a trend in one direction",
        assumes=(
            "every case is counted once, and the cases are independent of each other",
            "the scores say how far the groups are apart",
        ),
        without="It compares shares, so normality plays no part.",
    )
)

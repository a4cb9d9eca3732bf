"""A statistic of columns for each group: which class pays the highest average fare."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from analysis.columns import Schema
from analysis.errors import DataError
from analysis.group_words import group_sentence, group_table
from analysis.language import Example, Language, Phrase
from analysis.operation import Answer, Operation, Reference
from analysis.parameters import AnyColumns, GroupColumns
from analysis.reference_data import SLEEP
from analysis.statistics.grouping import group_statistic, order_groups
from analysis.statistics.values import count_groupless
from analysis.task import Step
from analysis.wording import (
    STATISTIC_WORDS,
    by_words,
    counted,
    muted,
    names_of,
    std_convention,
)

GroupStatistic = Literal[
    "mean", "sum", "count", "median", "min", "max", "std", "unique"
]  # fmt: skip
GroupSort = Literal["descending", "ascending", "group"]

operation = Operation(
    __name__,
    kind="analyse",
    title="Statistic by group",
    category="Describe",
    language=Language(
        phrases=(
            Phrase(r"\b(?:mean|average|avg|median|total|sum|min(?:imum)?|max(?:imum)?)\b"
                   r".{0,40}\b(?:by|per|for each|for every|in each|across)\b", 3.5),
            Phrase(r"\bwhich \{?\w+\}? (?:has|have|had|shows?|pays?|paid)\b", 3.5),
            Phrase(r"\b(?:highest|lowest|largest|smallest|greatest|most|least) "
                   r"(?:average|mean|median|total|sum)\b", 3),
            Phrase(r"\bgroup(?:ed)? by\b", 2.5),
            Phrase(r"\b(?:top|bottom) {n} \{cat\}", 3),
            Phrase(r"\bpivot\b", 3),
            Phrase(r"\b(?:mean|average|avg|sum|total|median) of each\b", 2),
        ),
        anti=(
            Phrase(r"\bcorrelat\w+\b|\bt[- ]?test\b|\banova\b", 3),
            Phrase(r"\b(?:chart|plot|graph)\b", 2),
            Phrase(r"\b(?:describe|statistics|skewness|kurtosis|quartiles?)\b", 2),
        ),
        options={
            "statistic": {
                "mean": r"\b(?:means?|averages?|avg|rates?|typical)\b",
                "sum": r"\b(?:sums?|totals?|overall)\b",
                "median": r"\bmedians?\b",
                "count": r"\b(?:counts?|number of)\b",
                "min": r"\b(?:min(?:imum)?|lowest|smallest|earliest)\b",
                "max": r"\b(?:max(?:imum)?|highest|largest|latest)\b",
                "std": r"\b(?:std(?:ev)?|sd|standard deviations?)\b",
                "unique": r"\b(?:unique|distinct|different)\b",
            },
            "sort": {
                "ascending": r"\b(?:ascending|increasing|lowest first)\b",
                "descending": r"\b(?:descending|decreasing|highest first)\b",
                "group": r"\b(?:alphabetical\w*|in order of the group)\b",
            },
        },
        numbers={"top": (r"\b(?:top|highest|first|largest|best) {n}",),
                 "bottom": (r"\b(?:bottom|lowest|last|smallest|worst) {n}",)},
        examples=(
            Example("average fare by class",
                    {"columns": ["fare"], "statistic": "mean", "group_by": ["class"]}),
            Example("which class has the highest average fare?",
                    {"columns": ["fare"], "statistic": "mean", "group_by": ["class"]}),
            Example("total fare per embark_town",
                    {"columns": ["fare"], "statistic": "sum",
                     "group_by": ["embark_town"]}),
            Example("median age by sex and class",
                    {"columns": ["age"], "statistic": "median",
                     "group_by": ["sex", "class"]}),
            Example("top 2 embark_town by total fare",
                    {"columns": ["fare"], "statistic": "sum",
                     "group_by": ["embark_town"], "top": 2}),
            Example("maximum fare for each class",
                    {"columns": ["fare"], "statistic": "max", "group_by": ["class"]}),
        ),
    ),
    references=(
        Reference(
            dict(SLEEP),
            {"columns": ["extra"], "statistic": "mean", "group_by": ["group"]},
            {"rows": [{"group": {"group": "2"}, "value": 2.33, "n_obs": 10},
                      {"group": {"group": "1"}, "value": 0.75, "n_obs": 10}]},
            "R: aggregate(extra ~ group, data = sleep, mean)",
            1e-12,
        ),
        Reference(
            dict(SLEEP),
            {"columns": ["extra"], "statistic": "std", "group_by": ["group"],
             "sort": "group"},
            {"rows": [{"value": 1.789010}, {"value": 2.002249}]},
            "R: aggregate(extra ~ group, data = sleep, sd)",
            1e-6,
        ),
    ),
)  # fmt: skip


@operation.compute
def aggregate(
    data: pd.DataFrame,
    columns: AnyColumns,
    group_by: GroupColumns,
    statistic: GroupStatistic = "mean",
    top: int | None = None,
    bottom: int | None = None,
    sort: GroupSort = "descending",
    ddof: int = 1,
) -> dict[str, Any]:
    """A statistic of each column's observed values for each group of rows.

    Args:
        group_by: one or more columns; rows that miss one are left out.
        statistic: "count" counts values that are there, "unique" different ones.
        top, bottom: only so many groups with the highest or lowest values.
        sort: by value, or in the order of the groups.
        ddof: the standard deviation divides by n - ddof.
    """
    if not group_by:
        raise DataError("There is no column to group by.", "Say, for example, by sex.")
    rows, n_groups = [], 0
    for column in columns:
        found = group_statistic(data, group_by, column, statistic, ddof)
        n_groups = len(found)
        rows += [
            {"column": column, **row} for row in order_groups(found, sort, top, bottom)
        ]
    return {
        "rows": rows,
        "statistic": statistic,
        "n_groups": n_groups,
        "n_obs": sum(row["n_obs"] for row in rows),
        "n_missing": sum(row["n_missing"] for row in rows),
        "n_no_group": count_groupless(data, group_by),
        "n_rows": len(data),
        "ddof": ddof,
    }


@operation.restate
def restate(
    columns: list[str],
    group_by: list[str],
    statistic: str = "mean",
    top: int | None = None,
    bottom: int | None = None,
    **_: Any,
) -> str:
    words = STATISTIC_WORDS[statistic]
    cut = f", top {top}" if top else f", bottom {bottom}" if bottom else ""
    return (
        f"{words[0].upper()}{words[1:]} of {names_of(columns)}{by_words(group_by)}{cut}"
    )


@operation.present
def present(result: dict[str, Any], params: dict[str, Any]) -> Answer:
    words = STATISTIC_WORDS[result["statistic"]]
    convention = (
        f"Spread: {std_convention(result['ddof'])}."
        if result["statistic"] == "std"
        else ""
    )
    left_out = [
        counted(result["n_missing"], "missing value") if result["n_missing"] else "",
        f"{counted(result['n_no_group'], 'row')} without a group"
        if result["n_no_group"]
        else "",
    ]
    out = " and ".join(part for part in left_out if part)
    how = muted(
        f"{counted(result['n_groups'], 'group')}; observed values only"
        + (f", {out} left out." if out else ", none missing."),
        convention,
    )
    return Answer(
        group_sentence(result["rows"], words), (group_table(result["rows"], words), how)
    )


@operation.companions
def companions(params: dict[str, Any], schema: Schema) -> list[Step]:
    columns, group_by = params.get("columns") or [], params.get("group_by") or []
    statistic = params.get("statistic", "mean")
    charted = statistic in ("mean", "sum", "median", "min", "max")
    if len(columns) != 1 or not 1 <= len(group_by) <= 2 or not charted:
        return []
    chart: dict[str, Any] = {
        "category": group_by[0], "value": columns[0], "statistic": statistic,
    }  # fmt: skip
    if len(group_by) == 2:
        chart["group_by"] = group_by[1]
    if params.get("bottom"):
        return []
    if params.get("top") and len(group_by) == 1:
        chart["top"] = params["top"]
    return [Step(operation="bar_chart", params=chart)]

"""Make one row of each group, to go on working with its statistic."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from analysis.base.columns import Column, Schema
from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import AnyColumn, GroupColumns
from analysis.base.wording import STATISTIC_WORDS, by_words, counted, name_of
from analysis.references.small import SLEEP
from analysis.results.preparing import GroupRowsInfo
from analysis.statistics.grouping import groupable_values, grouped_value
from analysis.statistics.values import count_groupless, one_column, require_rows

RowStatistic = Literal["mean", "sum", "count", "median", "min", "max", "std", "unique"]

operation = Operation(
    __name__,
    kind="prepare",
    effect="reshape",
    title="One row per group",
    category="Prepare",
    language=Language(
        phrases=(
            Phrase(r"\b(?:collapse|aggregate|roll up|condense) (?:the )?(?:rows|data|table)?"
                   r" ?(?:by|per|to)\b", 4),
            Phrase(r"\bone row per\b", 4.5),
            Phrase(r"\bfirst (?:compute|calculate|take) (?:the )?\w+ (?:\S+ ){0,4}?"
                   r"(?:per|by|for each)\b", 2.5),
        ),
        anti=(Phrase(r"\b(?:chart|plot)\b", 2),),
        options={"statistic": {
            "mean": r"\b(?:mean|average|avg)\b", "sum": r"\b(?:sum|total)\b",
            "median": r"\bmedian\b", "count": r"\b(?:count|number)\b",
            "min": r"\bmin(?:imum)?\b", "max": r"\bmax(?:imum)?\b"}},
        examples=(
            Example("collapse the rows by class with the mean of fare",
                    {"group_by": ["class"], "column": "fare", "statistic": "mean"}),
            Example("one row per embark_town with the total fare",
                    {"group_by": ["embark_town"], "column": "fare", "statistic": "sum"}),
            Example("one row per sex with the median age",
                    {"group_by": ["sex"], "column": "age", "statistic": "median"}),
            Example("one row per deck with the maximum fare",
                    {"group_by": ["deck"], "column": "fare", "statistic": "max"}),
            Example("collapse the data per class with the sum of fare",
                    {"group_by": ["class"], "column": "fare", "statistic": "sum"}),
            Example("one row per who with the average age",
                    {"group_by": ["who"], "column": "age", "statistic": "mean"}),
        ),
    ),
    references=(
        Reference(
            dict(SLEEP),
            {"group_by": ["group"], "column": "extra", "statistic": "mean"},
            {"n_groups": 2, "name": "extra"},
            "R: nrow(aggregate(extra ~ group, data = sleep, mean))",
        ),
    ),
)  # fmt: skip


@operation.compute
def group_rows(
    data: pd.DataFrame,
    group_by: GroupColumns,
    column: AnyColumn | None = None,
    statistic: RowStatistic = "mean",
    name: str | None = None,
) -> tuple[pd.DataFrame, GroupRowsInfo]:
    """A table with one row per group: the grouping columns and the column's statistic.

    Args:
        column: which; without, the rows of each group are counted.
        name: of the new column; without, the column's own, or "count".
    """
    require_rows(data)
    if not group_by:
        raise DataError("There is no column to group by.", "Say, for example, by sex.")
    new_name = name or column or "count"
    if new_name in group_by:
        raise DataError(
            f"“{new_name}” would be both the group and its statistic.",
            "Give the new column another name.",
            new_name,
        )
    keys = [one_column(data, each) for each in group_by]
    values = groupable_values(data, column, statistic)
    grouped = values.groupby(keys, sort=True, observed=True)
    if grouped.ngroups == 0:
        raise DataError(
            f"“{group_by[0]}” has missing values only, so there are no groups.",
            "Group by another column.",
            group_by[0],
        )
    found = grouped.size() if column is None else grouped_value(grouped, statistic, 1)
    table = found.index.to_frame(index=False)
    table.columns = pd.Index(group_by)
    info: GroupRowsInfo = {
        "n_groups": len(table),
        "n_no_group": count_groupless(data, group_by),
        "name": new_name,
    }
    return table.assign(**{new_name: found.to_numpy()}), info


@operation.reshapes
def columns_after(
    schema: Schema,
    group_by: list[str],
    column: str | None = None,
    name: str | None = None,
    statistic: str | None = None,
) -> list[Column]:
    """The grouping columns and the statistic's."""
    kept = [one for one in schema.columns if one.name in group_by]
    name = name or column or "count"
    whole = statistic in ("count", "unique") or not column
    return [*kept, Column(name=name, kind="integer" if whole else "number")]


@operation.restate
def restate(
    group_by: list[str],
    column: str | None = None,
    statistic: str = "mean",
    name: str | None = None,
) -> str:
    words = STATISTIC_WORDS[statistic] if column else "number of rows"
    of = f" of {name_of(column)}" if column else ""
    return f"One row per group: {words}{of}{by_words(group_by)}"


@operation.present
def present(result: GroupRowsInfo) -> Answer:
    lost = ""
    if result["n_no_group"]:
        lost = f"; {counted(result['n_no_group'], 'row')} without a group left out"
    return Answer(
        f"Made one row for each of {counted(result['n_groups'], 'group')}{lost}."
    )

"""How many rows there are, also by group, and their share."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.base.columns import Schema
from analysis.base.language import Language, Phrase
from analysis.base.operation import Answer, Asked, Operation, Reference
from analysis.base.parameters import GroupColumns, Where
from analysis.base.reply import Item, KeyValues, Table, TableColumn
from analysis.base.task import Step
from analysis.base.wording import (
    by_words,
    counted,
    group_words,
    muted,
    name_of,
    percent,
)
from analysis.formulas.conditions import where_words
from analysis.references.small import SLEEP
from analysis.results.descriptions import CountedGroup, CountRowsResult
from analysis.statistics.grouping import group_statistic
from analysis.statistics.selection import rows_where
from analysis.statistics.values import count_groupless

MAX_ROWS = 1_000

operation = Operation(
    __name__,
    kind="analyse",
    title="Count rows",
    category="Describe",
    by_itself=False,  # its questions are calculations now; recorded runs go on
    language=Language(
        phrases=(
            Phrase(r"\bhow many\b", 3.5),
            Phrase(r"\b(?:count|number) (?:of )?(?:the )?(?:rows|records|entries|cases|"
                   r"observations|people|passengers|customers|items)\b", 4),
            Phrase(r"\bcount (?:of )?(?:the )?\{cat\}", 2),
            Phrase(r"\b(?:what )?(?:percentage|percent|proportion|share|fraction) of\b", 3),
            Phrase(r"\bcount\b", 1.5),
        ),
        anti=(
            Phrase(r"\b(?:missing|null|nan|outliers?|unique|distinct|columns)\b", 3),
            Phrase(r"\b(?:average|mean|median|sum|total)\b", 1.5),
        ),
        options={"share": {
            "true": r"\b(?:percent(?:age)?s?|proportions?|shares?|fractions?)\b"}},
        examples=(),
        column_free=True,
    ),
    references=(
        Reference(
            dict(SLEEP),
            {"group_by": ["group"]},
            {"count": 20, "rows": [{"group": {"group": "1"}, "count": 10, "share": 0.5},
                                   {"group": {"group": "2"}, "count": 10}]},
            "R: table(sleep$group)",
        ),
    ),
)  # fmt: skip


@operation.compute
def count_rows(
    data: pd.DataFrame,
    group_by: GroupColumns | None = None,
    share: bool = False,
    where: Where | None = None,
) -> CountRowsResult:
    """Count the rows, or those that satisfy a condition with their share of all rows.

    Args:
        group_by: also for each group; the most frequent first. With a condition,
            shares are within each group; without, of all rows that have a group.
        share: whether the share is what was asked.
        where: which rows count; see the project's conditions.
    """
    counting = data if where is None else data[rows_where(data, where)]
    return {
        "count": len(counting),
        "share": len(counting) / len(data) if len(data) else None,
        "rows": counted_groups(data, counting, group_by) if group_by else [],
        "n_obs": len(data),
        "n_missing": count_groupless(data, group_by),
        "conditional": where is not None,
    }


def counted_groups(
    data: pd.DataFrame, counting: pd.DataFrame, group_by: list[str]
) -> list[CountedGroup]:
    """Per group the rows that count, and their share.

    Shares are of the group's rows if only some rows count, else of all rows that have a
    group; with several groupings also of the rows of the first one's group.
    """
    totals = rows_per_group(data, group_by)
    counts = totals if counting is data else rows_per_group(counting, group_by)
    n_grouped = sum(totals.values())
    n_first: dict[Any, int] = {}
    for group, total in totals.items():
        n_first[group[0]] = n_first.get(group[0], 0) + total
    rows: list[CountedGroup] = []
    for group, total in totals.items():
        count = counts.get(group, 0)
        base = n_grouped if counting is data else total
        row: CountedGroup = {
            "group": dict(zip(group_by, group, strict=True)),
            "count": count,
        }
        row["share"] = count / base
        if counting is data and len(group_by) > 1:
            row["share_within"] = count / n_first[group[0]]
        rows.append(row)
    if counting is data:
        return sorted(rows, key=lambda row: -row["count"])
    return sorted(rows, key=lambda row: -row["share"])


def rows_per_group(data: pd.DataFrame, group_by: list[str]) -> dict[Any, int]:
    """How many rows each group has, by the tuple of its values."""
    if len(data) == 0:
        return {}
    found = group_statistic(data, group_by, None, "count")
    return {tuple(row["group"].values()): int(row["value"] or 0) for row in found}


@operation.restate
def restate(
    group_by: list[str] | None = None,
    share: bool = False,
    where: dict[str, Any] | None = None,
) -> str:
    what = "Share" if share else "Number"
    which = f" with {where_words(where)}" if where else ""
    return f"{what} of rows{which}{by_words(group_by)}"


@operation.present
def present(
    result: CountRowsResult, where: dict[str, Any] | None = None, share: bool = False
) -> Answer:
    which = f" with {where_words(where)}" if where else ""
    total = f"There are {counted(result['count'], 'row')}{which}"
    if where:
        total = (
            f"{result['count']:,} of {counted(result['n_obs'], 'row')} "
            f"({percent(result['share'])}) have {where_words(where)}"
        )
    if not result["rows"]:
        items = [Item(label="rows", value=result["count"], format="integer")]
        if where:
            items.append(Item(label="share", value=result["share"], format="percent"))
            if share:
                items.reverse()
        return Answer(f"{total}.", (KeyValues(items=tuple(items), style="tiles"),))
    return Answer(_groups_sentence(result, total), (_table(result), _how(result)))


def _groups_sentence(result: CountRowsResult, total: str) -> str:
    rows = result["rows"]
    parts = [
        f"{row['count']:,} for {group_words(row['group'])} ({percent(row['share'])})"
        for row in rows[:6]
    ]
    more = f"; and {len(rows) - 6:,} more groups" if len(rows) > 6 else ""
    return f"{total}: {'; '.join(parts)}{more}."


def _table(result: CountRowsResult) -> Table:
    rows = result["rows"]
    names = [name_of(name) for name in rows[0]["group"]]
    within = "share_within" in rows[0]
    share = "share of the group" if result["conditional"] else "share"
    heads = [TableColumn(label=name, format="text") for name in names]
    heads.append(TableColumn(label="rows", format="integer"))
    heads.append(TableColumn(label=share, format="percent"))
    if within:
        heads.append(TableColumn(label=f"share within {names[0]}", format="percent"))
    cells = [
        (
            *(name_of(value) for value in row["group"].values()),
            row["count"],
            row["share"],
            *([row["share_within"]] if within else []),
        )
        for row in rows[:MAX_ROWS]
    ]
    n_total = len(rows) if len(rows) > MAX_ROWS else None
    return Table(columns=tuple(heads), rows=tuple(cells), n_total=n_total)


def _how(result: CountRowsResult) -> Any:
    left_out = counted(result["n_missing"], "row")
    return muted(
        f"n = {result['n_obs']:,} rows.",
        f"{left_out} without a group left out." if result["n_missing"] else "",
    )


@operation.companions
def companions(
    schema: Schema,
    group_by: list[str] | None = None,
    where: dict[str, Any] | None = None,
) -> list[Step]:
    group_by = group_by or []
    if not 1 <= len(group_by) <= 2 or where:
        return []
    chart = {"category": group_by[0]}
    if len(group_by) == 2:
        chart["group_by"] = group_by[1]
    return [Step(operation="bar_chart", params=chart)]


@operation.further("percent")
def shares(asked: Asked) -> tuple[Step, ...]:
    """The same count as a share."""
    return (Step(operation="count_rows", params={**asked.params, "share": True}),)


@operation.further("test")
def tested(asked: Asked) -> tuple[Step, ...] | None:
    """Whether the two columns that rows were counted by go together."""
    group_by = asked.params.get("group_by") or []
    if len(group_by) != 2:
        return None
    return (Step(operation="chi_square", params={"columns": group_by}),)


@operation.further("pairs")
def pairs(asked: Asked) -> tuple[Step, ...] | None:
    """Which groups differ in their shares."""
    group_by = asked.params.get("group_by") or []
    if len(group_by) != 2:
        return None
    return (Step(operation="compare_shares", params={"columns": group_by}),)

"""A statistic of columns for each group: which class pays the highest average fare."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from analysis.base.columns import Schema
from analysis.base.errors import DataError
from analysis.base.language import Language, Phrase
from analysis.base.operation import Answer, Asked, Operation, Reference
from analysis.base.parameters import AnyColumns, GroupColumns
from analysis.base.reply import Table, TableColumn
from analysis.base.task import Step
from analysis.base.wording import (
    STATISTIC_WORDS,
    by_words,
    counted,
    figure,
    group_label,
    muted,
    name_of,
    names_of,
    percent,
    std_convention,
)
from analysis.references.small import SLEEP
from analysis.results.descriptions import AggregateResult, AggregateRow
from analysis.statistics.grouping import group_statistic, order_groups
from analysis.statistics.values import count_groupless
from analysis.words.group import group_sentence, group_table

GroupStatistic = Literal[
    "mean", "sum", "count", "median", "min", "max", "std", "unique"
]  # fmt: skip
GroupSort = Literal["descending", "ascending", "group"]

operation = Operation(
    __name__,
    kind="analyse",
    title="Statistic by group",
    category="Describe",
    by_itself=False,  # its questions are calculations now; recorded runs go on
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
        examples=(),
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
) -> AggregateResult:
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
    rows: list[AggregateRow] = []
    n_groups = 0
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
def present(result: AggregateResult) -> Answer:
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
def companions(
    schema: Schema,
    columns: list[str] | None = None,
    group_by: list[str] | None = None,
    statistic: str = "mean",
    top: int | None = None,
    bottom: int | None = None,
) -> list[Step]:
    columns, group_by = columns or [], group_by or []
    charted = statistic in ("mean", "sum", "median", "min", "max")
    if len(columns) != 1 or not 1 <= len(group_by) <= 2 or not charted:
        return []
    chart: dict[str, str | int] = {
        "category": group_by[0], "value": columns[0], "statistic": statistic,
    }  # fmt: skip
    if len(group_by) == 2:
        chart["group_by"] = group_by[1]
    if bottom:
        return []
    if top and len(group_by) == 1:
        chart["top"] = top
    return [Step(operation="bar_chart", params=chart)]


@operation.further("sort")
def sorted_otherwise(asked: Asked) -> tuple[Step, ...]:
    """The same groups in another order: by value, or by their names."""
    rest = {key: value for key, value in asked.params.items() if key != "sort"}
    return (Step(operation="aggregate", params={**rest, "sort": asked.setting}),)


@operation.further("top")
def first_groups(asked: Asked) -> tuple[Step, ...]:
    """The groups with the highest or lowest values only."""
    cut = ("top", "bottom", "sort")
    rest = {key: value for key, value in asked.params.items() if key not in cut}
    end = "bottom" if asked.setting == "bottom" else "top"
    params = {**rest, end: int(asked.number or 10)}
    return (Step(operation="aggregate", params=params),)


@operation.further("percent")
def shares(asked: Asked) -> Answer | None:
    """Each group's share of the whole, where the values add up to one."""
    result = asked.result
    rows = result["rows"]
    if result["statistic"] not in ("sum", "count") or len(asked.params["columns"]) != 1:
        words = STATISTIC_WORDS[result["statistic"]]
        return Answer(
            f"A {words} has no shares: only totals and counts add up to a whole. "
            "Ask for the total first."
        )
    whole = sum(row["value"] for row in rows)
    if (
        len(rows) < result["n_groups"]
        or whole <= 0
        or min(r["value"] for r in rows) < 0
    ):
        return None
    parts = [{**row, "share": row["value"] / whole} for row in rows]
    shown = names_of(
        f"{group_label(row['group'])} {percent(row['share'])}" for row in parts[:6]
    )
    more = f" and {len(parts) - 6} more" if len(parts) > 6 else ""
    table = Table(
        columns=(
            TableColumn(label=names_of(asked.params["group_by"]), format="text"),
            TableColumn(label="share", format="percent"),
            TableColumn(label=STATISTIC_WORDS[result["statistic"]]),
        ),
        rows=tuple(
            (group_label(row["group"]), row["share"], row["value"]) for row in parts
        ),
    )
    what = name_of(asked.params["columns"][0])
    return Answer(
        f"Of the {STATISTIC_WORDS[result['statistic']]} of {what}: {shown}{more}.",
        (table, muted(f"100 % is {figure(whole)}.")),
    )


@operation.further("test")
def tested(asked: Asked) -> tuple[Step, ...] | None:
    """Whether the groups differ beyond chance."""
    columns, group_by = asked.params["columns"], asked.params["group_by"]
    numeric = len(columns) == 1 and asked.schema[columns[0]].is_numeric
    if not numeric or len(group_by) != 1:
        return None
    params = {"columns": columns, "group": group_by[0]}
    return (Step(operation="compare_groups", params=params),)


@operation.further("grain")
def by_period(asked: Asked) -> tuple[Step, ...] | None:
    """The same statistic along the table's dates instead of by group."""
    dates = [c.name for c in asked.schema.columns if c.kind == "datetime"]
    statistic = asked.params.get("statistic", "mean")
    known = statistic in ("mean", "sum", "count", "median", "min", "max")
    if len(dates) != 1 or len(asked.params["columns"]) != 1 or not known:
        return None
    params = {"x": dates[0], "y": asked.params["columns"][0], "statistic": statistic,
              "grain": asked.setting}  # fmt: skip
    return (Step(operation="line_chart", params=params),)


@operation.further("meaning")
def in_words(asked: Asked) -> Answer | None:
    """The ends and the distance between them."""
    rows = [row for row in asked.result["rows"] if row["value"] is not None]
    if len(rows) < 2 or len(asked.params["columns"]) != 1:
        return None
    ranked = sorted(rows, key=lambda row: -row["value"])
    high, low = ranked[0], ranked[-1]
    what = (
        f"{STATISTIC_WORDS[asked.result['statistic']]} of {asked.params['columns'][0]}"
    )
    times = ""
    if low["value"] > 0:
        times = f", {high['value'] / low['value']:.3g} times as much"
    return Answer(
        f"In plain words: the {what} is highest for {group_label(high['group'])} "
        f"({figure(high['value'])}) and lowest for {group_label(low['group'])} "
        f"({figure(low['value'])}), a distance of {figure(high['value'] - low['value'])}"
        f"{times}. Whether that is more than chance is a test's question: say “test it”.",
    )


@operation.further("pairs")
def pairs(asked: Asked) -> tuple[Step, ...] | None:
    """Which of the groups differ, all pairs together."""
    columns = asked.params.get("columns") or []
    group_by = asked.params.get("group_by") or []
    if len(columns) != 1 or len(group_by) != 1 or columns[0] not in asked.schema.names:
        return None
    if not asked.schema[columns[0]].is_numeric:
        return None
    params = {"columns": columns, "group": group_by[0]}
    return (Step(operation="post_hoc", params=params),)

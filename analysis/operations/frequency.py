"""How often each value of a column occurs."""

from __future__ import annotations

import pandas as pd

from analysis.base.columns import Schema
from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Asked, Operation, Reference
from analysis.base.parameters import AnyColumns, GroupColumns
from analysis.base.plain import plain
from analysis.base.reply import Block, Table, TableColumn
from analysis.base.task import Step
from analysis.base.wording import (
    by_words,
    counted,
    group_label,
    group_words,
    muted,
    name_of,
    names_of,
    percent,
)
from analysis.references.small import CARS, SLEEP
from analysis.results.descriptions import FrequencyResult, FrequencyRow
from analysis.statistics.values import (
    count_groupless,
    one_column,
    require_rows,
    split_by,
    stands_in_order,
)

MAX_LEVELS = 1_000

operation = Operation(
    __name__,
    kind="analyse",
    title="Frequencies",
    category="Describe",
    language=Language(
        phrases=(
            Phrase(r"\b(?:frequenc(?:y|ies)|value counts?|tally|tabulate)\b", 4),
            Phrase(r"\bhow often\b", 3.5),
            Phrase(r"\b(?:unique|distinct|different) (?:values?|categories|levels)\b", 3),
            Phrase(r"\bmost (?:common|frequent|popular) \{(?:cat|col|num)\}", 4),
            Phrase(r"\b(?:most|least) (?:common|frequent|popular)\b", 2.5),
            Phrase(r"\bcount(?:s)? (?:of|for) (?:each|every) (?:value|category|level)\b",
                   4),
            Phrase(r"\b(?:distribution|breakdown|shares?|percentages?) of (?:the )?\{cat\}",
                   2.5),
            Phrase(r"\bhow many (?:different|unique|distinct)\b", 4),
        ),
        anti=(
            Phrase(r"\b(?:var(?:y|ies)|differ|change)\b.{0,40}\b(?:across|among|between|with)\b",
                   2),
            Phrase(r"\b(?:independen(?:t|ce)|correspond\w*|in line with|conform\w*|influenc\w+"
                   r"|affect\w*|indicative)\b", 4),
            Phrase(r"\b(?:mean|average|median|sum|histogram|chart|plot)\b", 2),
            Phrase(r"\bmissing\b", 2),
        ),
        options={"normalize": {
            "true": r"\b(?:percent(?:age)?s?|proportions?|shares?|relative)\b"}},
        numbers={"top": (r"\b(?:top|first) {n}", r"{n} most (?:common|frequent|popular)")},
        examples=(
            Example("frequency of class", {"columns": ["class"]}),
            Example("value counts of embark_town", {"columns": ["embark_town"]}),
            Example("frequencies of who by class",
                    {"columns": ["who"], "group_by": ["class"]}),
            Example("unique values of deck", {"columns": ["deck"]}),
            Example("relative frequencies of sex",
                    {"columns": ["sex"], "normalize": True}),
        ),
    ),
    references=(
        Reference(
            {"group": SLEEP["group"]},
            {"columns": ["group"]},
            {"rows": [{"value": "1", "count": 10, "share": 0.5}, {"count": 10}]},
            "R: table(sleep$group)",
        ),
        Reference(
            {"dist": CARS["dist"]},
            {"columns": ["dist"], "top": 1},
            {"rows": [{"value": 26, "count": 4, "share": 0.08}],
             "levels": {"dist": 35}},
            "R: sort(table(cars$dist)); length(unique(cars$dist))",
        ),
    ),
)  # fmt: skip


@operation.compute
def frequency(
    data: pd.DataFrame,
    columns: AnyColumns,
    group_by: GroupColumns | None = None,
    top: int | None = None,
    normalize: bool = False,
) -> FrequencyResult:
    """Counts and shares of each column's values, the most frequent first.

    Words with an order of their own stand in that, unless only the first few are asked.

    Shares are of the rows in which the value is there, within each group.

    Args:
        top: only so many values. normalize: whether shares were asked.

    Returns ``rows``, and ``levels``: how many different values each column has.
    """
    require_rows(data)
    if top is not None and top < 1:
        raise DataError("The number of values to show is at least 1.")
    rows: list[FrequencyRow] = []
    levels: dict[str, int] = {}
    missing: dict[str, int] = {}
    n_obs: dict[str, int] = {}
    for column in columns:
        values = one_column(data, column)
        levels[column] = int(values.nunique())
        missing[column] = int(values.isna().sum())
        n_obs[column] = len(values) - missing[column]
        for group, part in split_by(data, group_by):
            counts = ordered_counts(one_column(part, column), top)
            counts = counts.head(top or MAX_LEVELS)
            n_part = int(one_column(part, column).notna().sum())
            rows += [
                {
                    "column": column,
                    "group": group,
                    "value": plain(value),
                    "count": int(count),
                    "share": int(count) / n_part,
                }
                for value, count in counts.items()
            ]
    return {
        "rows": rows,
        "levels": levels,
        "n_obs": n_obs,
        "n_missing": missing,
        "n_no_group": count_groupless(data, group_by),
        "normalize": normalize,
    }


def ordered_counts(values: pd.Series, top: int | None = None) -> pd.Series:
    """Counts of the values that occur, most frequent first, ties by value.

    Words with an order of their own stand in it, unless only the first few are asked.
    """
    counts = values.value_counts(sort=False)
    counts = counts[counts > 0].sort_index()
    if stands_in_order(values) and top is None:
        return counts
    return counts.sort_values(ascending=False, kind="stable")


@operation.restate
def restate(
    columns: list[str],
    group_by: list[str] | None = None,
    top: int | None = None,
    normalize: bool = False,
) -> str:
    what = "Shares" if normalize else "Frequencies"
    cut = f", top {top}" if top else ""
    return f"{what} of the values of {names_of(columns)}{by_words(group_by)}{cut}"


@operation.present
def present(result: FrequencyResult) -> Answer:
    sentences: list[str] = []
    blocks: list[Block] = []
    for column in result["levels"]:
        rows = [row for row in result["rows"] if row["column"] == column]
        sentences.append(_sentence(column, rows, result))
        if rows:
            blocks.append(_table(column, rows, result))
        n_missing = result["n_missing"][column]
        left_out = (
            f"; {n_missing:,} missing left out" if n_missing else ", none missing"
        )
        blocks.append(muted(f"n = {result['n_obs'][column]:,}{left_out}."))
    return Answer(" ".join(sentences), tuple(blocks))


def _sentence(column: str, rows: list[FrequencyRow], result: FrequencyResult) -> str:
    name = name_of(column)
    if not rows:
        return f"{name} has missing values only."
    levels = counted(result["levels"][column], "different value")
    rows = sorted(rows, key=lambda row: -row["count"])
    if rows[0]["group"]:
        firsts: dict[str, FrequencyRow] = {}
        for row in rows:
            firsts.setdefault(group_words(row["group"]), row)
        parts = [f"{_value(row)} for {group}" for group, row in firsts.items()]
        return f"Most frequent {name}: {'; '.join(parts[:6])}."
    tied = [row for row in rows if row["count"] == rows[0]["count"]]
    if len(tied) > 1:
        each = f"{rows[0]['count']:,}, {percent(rows[0]['share'])}"
        if len(tied) > 5:
            return f"{name} has {levels}; {len(tied):,} occur most often ({each} each)."
        ties = names_of(row["value"] for row in tied)
        return f"{name} has {levels}; most frequent are {ties} ({each} each)."
    return (
        f"{name} has {levels}; most frequent is {_value(rows[0])}, "
        f"n = {result['n_obs'][column]:,}."
    )


def _value(row: FrequencyRow) -> str:
    return f"{name_of(row['value'])} ({row['count']:,}, {percent(row['share'])})"


def _table(column: str, rows: list[FrequencyRow], result: FrequencyResult) -> Table:
    grouped = bool(rows[0]["group"])
    heads = [TableColumn(label="group", format="text")] if grouped else []
    heads += [
        TableColumn(label=name_of(column), format="text"),
        TableColumn(label="count", format="integer"),
        TableColumn(label="share", format="percent"),
    ]
    cells = [
        (
            *([group_label(row["group"])] if grouped else []),
            name_of(row["value"]),
            row["count"],
            row["share"],
        )
        for row in rows[:MAX_LEVELS]
    ]
    n_total = result["levels"][column]
    cut = not grouped and n_total > len(cells)
    return Table(
        columns=tuple(heads), rows=tuple(cells), n_total=n_total if cut else None
    )


@operation.companions
def companions(
    schema: Schema,
    columns: list[str] | None = None,
    group_by: list[str] | None = None,
    top: int | None = None,
) -> list[Step]:
    columns, group_by = columns or [], group_by or []
    if len(columns) != 1 or len(group_by) > 1:
        return []
    if columns[0] in schema.names and not schema[columns[0]].is_grouping:
        return []
    chart: dict[str, str | int] = {"category": columns[0]}
    if group_by:
        chart["group_by"] = group_by[0]
    elif top:
        chart["top"] = top
    return [Step(operation="bar_chart", params=chart)]


@operation.further("percent")
def shares(asked: Asked) -> tuple[Step, ...]:
    """The same values as shares."""
    return (Step(operation="frequency", params={**asked.params, "normalize": True}),)


@operation.further("top")
def first_values(asked: Asked) -> tuple[Step, ...] | None:
    """The most frequent values only."""
    if asked.setting == "bottom":
        return None
    params = {**asked.params, "top": int(asked.number or 10)}
    return (Step(operation="frequency", params=params),)


@operation.further("test")
def tested(asked: Asked) -> tuple[Step, ...] | None:
    """Whether the shares differ between the groups, or from equal shares."""
    columns, group_by = asked.params["columns"], asked.params.get("group_by") or []
    both = [*columns, *group_by]
    if len(both) == 2:
        return (Step(operation="chi_square", params={"columns": both}),)
    if len(both) == 1:
        return (Step(operation="chi_square_fit", params={"column": both[0]}),)
    return None

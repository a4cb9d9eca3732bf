"""Columns put below each other: a row for each of their values."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.base.columns import Column, Schema
from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import AnyColumns
from analysis.base.plain import plain
from analysis.base.wording import counted, names_of
from analysis.results.preparing import ReshapeLongInfo
from analysis.statistics.values import one_column
from analysis.statistics.widening import unused

MOST_ROWS = 20_000_000

operation = Operation(
    __name__,
    kind="prepare",
    effect="reshape",
    title="Reshape to long",
    category="Prepare",
    language=Language(
        phrases=(
            Phrase(r"\breshape\b.*\blong\b", 6),
            Phrase(r"\b(?:wide[- ]to[- ]long|to long (?:form|format)?|pivot longer)\b", 6),
            Phrase(r"\b(?:melt|unpivot)\b", 6),
            Phrase(r"\bstack (?:the )?(?:columns )?\{(?:num|cat|col)\}", 4.5),
        ),
        examples=(
            Example("reshape sibsp and parch to long", {"columns": ["sibsp", "parch"]}),
            Example("melt sibsp, parch and pclass", {"columns": ["sibsp", "parch", "pclass"]}),
            Example("unpivot age and fare", {"columns": ["age", "fare"]}),
            Example("pivot longer age, fare", {"columns": ["age", "fare"]}),
            Example("wide to long of sibsp and parch", {"columns": ["sibsp", "parch"]}),
        ),
    ),
    references=(
        Reference(
            {"id": [1, 2], "a": [3, 4], "b": [5, 6]},
            {"columns": ["a", "b"]},
            {"n_before": 2, "n_after": 4, "names_to": "variable", "values_to": "value"},
            "by hand: rows × columns put below each other",
        ),
    ),
)  # fmt: skip


@operation.compute
def reshape_long(
    data: pd.DataFrame,
    columns: AnyColumns,
    names_to: str | None = None,
    values_to: str | None = None,
) -> tuple[pd.DataFrame, ReshapeLongInfo]:
    """A row per value of the columns: which column it was, and the value.

    The other columns are repeated. Names that are whole numbers (years) become numbers.

    Args:
        names_to: what the column of names is called; without, "variable".
        values_to: what the column of values is called; without, "value". Both get a
            number behind where the table has such a column.
    """
    names = list(dict.fromkeys(columns))
    measured = [one_column(data, name) for name in names]
    numeric = {bool(pd.api.types.is_numeric_dtype(part.dtype)) for part in measured}
    if len(numeric) > 1:
        raise DataError(
            f"{names_of(names)} mix numbers with other values.",
            "Reshape columns of one kind.",
            names[0],
        )
    if len(data) * len(names) > MOST_ROWS:
        raise DataError(
            f"The long table would have {len(data) * len(names):,} rows; at most "
            f"{MOST_ROWS:,} work.",
            "Filter rows first.",
            names[0] if names else "",
        )
    kept = data.loc[:, ~data.columns.isin(names)]
    taken = {str(name) for name in kept.columns}
    names_to = unused(names_to or "variable", taken)
    values_to = unused(values_to or "value", taken)
    parts = []
    for name, part in zip(names, measured, strict=True):
        labels = pd.Series(name, index=data.index, dtype="str")
        long = pd.concat([kept, labels, part], axis=1)
        long.columns = pd.Index([*kept.columns, names_to, values_to])
        parts.append(long)
    table = pd.concat(parts, ignore_index=True)
    if all(name.isascii() and name.isdigit() for name in names):
        table[names_to] = table[names_to].astype("int64")
    info: ReshapeLongInfo = {
        "n_before": len(data),
        "n_after": len(table),
        "names_to": names_to,
        "values_to": values_to,
    }
    return table, plain(info)


@operation.reshapes
def columns_after(
    schema: Schema,
    columns: list[str],
    names_to: str | None = None,
    values_to: str | None = None,
) -> list[Column]:
    """The other columns, and those of the names and of the values."""
    names = columns
    put = [column for column in schema.columns if column.name in names]
    kept = [column for column in schema.columns if column.name not in names]
    taken = {column.name for column in kept}
    levels = tuple((column.name, schema.n_rows) for column in put)
    numbers = all(column.is_numeric for column in put)
    kind = "number" if numbers else put[0].kind if put else "text"
    return [
        *kept,
        _named(unused(names_to or "variable", taken), columns, levels),
        Column(
            name=unused(values_to or "value", taken),
            kind=kind,
            n_unique=max((column.n_unique for column in put), default=0),
        ),
    ]


def _named(
    name: str, columns: list[str], levels: tuple[tuple[str, int], ...]
) -> Column:
    if all(one.isascii() and one.isdigit() for one in columns):
        numbers = [int(one) for one in columns]
        facts = {"minimum": min(numbers, default=0), "maximum": max(numbers, default=0)}
        found = tuple((int(level), n) for level, n in levels)
        return Column(
            name=name, kind="integer", levels=found, n_unique=len(found), **facts
        )
    return Column(name=name, kind="category", levels=levels, n_unique=len(levels))


@operation.restate
def restate(columns: list[str], **_: Any) -> str:
    return f"{names_of(columns)} reshaped to long form"


@operation.present
def present(result: ReshapeLongInfo) -> Answer:
    return Answer(
        f"Reshaped {counted(result['n_before'], 'row')} to "
        f"{counted(result['n_after'], 'row')}: names in {result['names_to']}, values in "
        f"{result['values_to']}."
    )

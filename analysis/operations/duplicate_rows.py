"""Rows that occur more than once."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import AllColumns
from analysis.base.plain import plain
from analysis.base.reply import Block, Table, TableColumn
from analysis.base.wording import cell, counted, muted, of_words
from analysis.references.small import CARS
from analysis.results.descriptions import DuplicateRowsResult, RepeatedRow
from analysis.statistics.values import one_column, require_rows

SHOWN_GROUPS = 20
MOST_COLUMNS = 12

operation = Operation(
    __name__,
    kind="analyse",
    title="Duplicate rows",
    category="Describe",
    language=Language(
        phrases=(
            Phrase(r"\b(?:are|is) there (?:any |some )?duplicate", 6),
            Phrase(r"\b(?:how many|count|find|show|list|any) (?:\S+ ){0,3}?duplicate", 6),
        ),
        anti=(Phrase(r"\b(?:drop|remove|delete|exclude|discard)\b", 8),),
        examples=(
            Example("are there any duplicate rows?", {}),
            Example("how many duplicate rows are there?", {}),
            Example("count duplicates", {}),
            Example("find duplicate rows", {}),
            Example("show the duplicates", {}),
        ),
        column_free=True,
    ),
    references=(
        Reference(
            dict(CARS),
            {},
            {"n_duplicates": 1, "n_groups": 1, "n_obs": 50},
            "R: sum(duplicated(cars))",
        ),
    ),
)  # fmt: skip


@operation.compute
def duplicate_rows(
    data: pd.DataFrame, columns: AllColumns | None = None
) -> DuplicateRowsResult:
    """How many rows repeat an earlier one, in all columns or in those named.

    Returns ``n_duplicates`` (rows beyond the first of their kind), ``n_groups`` (how
    many different rows are repeated) and the first of them with how often they occur.
    """
    require_rows(data)
    names = list(columns or [str(name) for name in data.columns])
    table = pd.DataFrame({name: one_column(data, name) for name in names})
    again = table.duplicated()
    repeated = table[table.duplicated(keep=False)]
    sizes = repeated.groupby(names, dropna=False, sort=False, observed=True).size()
    shown = sizes.sort_values(ascending=False, kind="stable").head(SHOWN_GROUPS)
    first = table[~again & table.duplicated(keep=False)]
    rows: list[RepeatedRow] = [
        {"times": int(times), "values": [plain(value) for value in key]}
        for key, times in (
            ((key if isinstance(key, tuple) else (key,)), times)
            for key, times in shown.items()
        )
    ]
    return {
        "n_duplicates": int(again.sum()),
        "n_groups": len(first),
        "share": float(again.mean()),
        "columns": names,
        "rows": rows,
        "n_obs": len(data),
    }


@operation.restate
def restate(columns: list[str] | None = None) -> str:
    return f"Duplicate rows{of_words(columns, 'whole rows')}"


@operation.present
def present(result: DuplicateRowsResult, columns: list[str] | None = None) -> Answer:
    n_obs, n = result["n_obs"], result["n_duplicates"]
    where = " in these columns" if columns else ""
    if not n:
        return Answer(
            f"No row is a duplicate{where}: all {n_obs:,} rows are different."
        )
    kinds = counted(result["n_groups"], "row occurs", "rows occur")
    summary = (
        f"{counted(n, 'duplicate row repeats', 'duplicate rows repeat')} an earlier row"
        f"{where} ({kinds} more than once), of {n_obs:,} rows."
    )
    names = result["columns"][:MOST_COLUMNS]
    table = Table(
        columns=(
            TableColumn(label="times", format="integer"),
            *(TableColumn(label=name, format="text") for name in names),
        ),
        rows=tuple(
            (
                row["times"],
                *(_shown(value) for value in row["values"][:MOST_COLUMNS]),
            )
            for row in result["rows"]
        ),
        n_total=result["n_groups"] if result["n_groups"] > SHOWN_GROUPS else None,
    )
    blocks: tuple[Block, ...] = (
        table,
        muted("Say “drop duplicates” if they are mistakes; the first of each stays."),
    )
    return Answer(summary, blocks)


def _shown(value: Any) -> Any:
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, str):
        return value.removesuffix("T00:00:00")
    return None if value is None else str(cell(value))

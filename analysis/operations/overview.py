"""The whole table at a glance, with alerts about its quality."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import AllColumns
from analysis.base.reply import Block, Item, KeyValues, Notice, Table, TableColumn
from analysis.base.wording import counted, name_of, names_of, percent
from analysis.references.small import CARS
from analysis.results.descriptions import OverviewResult
from analysis.statistics.column_facts import column_facts, quality_alerts
from analysis.statistics.values import require_rows

operation = Operation(
    __name__,
    kind="analyse",
    title="Dataset overview",
    category="Describe",
    language=Language(
        phrases=(
            Phrase(r"\boverview\b", 5),
            Phrase(r"\b(?:data|dataset|table) (?:quality|profile|summary|info)\b", 4),
            Phrase(r"\b(?:describe|summari[sz]e|profile) (?:the |this |my )?"
                   r"(?:data(?:set)?|table|file)\b", 5),
            Phrase(r"\bwhat(?:'s| is) (?:in )?(?:the |this |my )?(?:data(?:set)?|table|file)",
                   4),
            Phrase(r"\b(?:which|what|list|show) (?:\S+ ){0,3}?(?:columns|variables)\b", 2.5),
            Phrase(r"\bhow (?:many columns|big)\b", 4),
            Phrase(r"\b(?:shape|dimensions|size) of (?:the |this |my )?(?:data|table)", 4),
        ),
        anti=(Phrase(r"\b(?:missing|correlat\w+|outliers?)\b", 2.5),),
        examples=(
            Example("overview", {}),
            Example("give me an overview of the data", {}),
            Example("describe the dataset", {}),
            Example("what is in this table?", {}),
            Example("how many columns are there?", {}),
            Example("show the data quality", {}),
        ),
        column_free=True,
    ),
    references=(
        Reference(
            dict(CARS),
            {},
            {"n_rows": 50, "n_columns": 2, "n_duplicates": 1, "n_missing": 0},
            "R: dim(cars); sum(duplicated(cars))",
        ),
    ),
)  # fmt: skip


@operation.compute
def overview(data: pd.DataFrame, columns: AllColumns | None = None) -> OverviewResult:
    """Size, columns and quality of the table.

    Returns numbers of rows, columns, missing cells and duplicate rows, ``columns`` with
    kind, missing, unique and typical values, and ``alerts``.
    """
    require_rows(data)
    names = list(columns or [str(name) for name in data.columns])
    facts = [column_facts(data, name) for name in names]
    n_duplicates = int(data[names].duplicated().sum())
    n_missing = sum(each["n_missing"] for each in facts)
    return {
        "n_rows": len(data),
        "n_columns": len(names),
        "n_missing": n_missing,
        "missing_share": n_missing / (len(data) * len(names)),
        "n_duplicates": n_duplicates,
        "alerts": quality_alerts(facts, n_duplicates, len(data)),
        "columns": facts,
    }


@operation.restate
def restate(columns: list[str] | None = None) -> str:
    return f"Overview of {names_of(columns)}" if columns else "Overview of the table"


@operation.present
def present(result: OverviewResult) -> Answer:
    items = (
        Item(label="rows", value=result["n_rows"], format="integer"),
        Item(label="columns", value=result["n_columns"], format="integer"),
        Item(label="missing cells", value=result["missing_share"], format="percent"),
        Item(label="duplicate rows", value=result["n_duplicates"], format="integer"),
    )
    blocks: list[Block] = [KeyValues(items=items, style="tiles"), _table(result)]
    blocks += [
        Notice(text=alert["text"], level=alert["level"], fix=alert["fix"])
        for alert in result["alerts"]
    ]
    numeric = sum(each["kind"] == "number" for each in result["columns"])
    return Answer(
        f"The table has {counted(result['n_rows'], 'row')} and "
        f"{counted(result['n_columns'], 'column')} ({numeric} of numbers); "
        f"{percent(result['missing_share'])} of the cells are missing and "
        f"{counted(result['n_duplicates'], 'row is', 'rows are')} duplicated.",
        tuple(blocks),
    )


def _table(result: OverviewResult) -> Table:
    heads = (
        TableColumn(label="column", format="code"),
        TableColumn(label="kind", format="text"),
        TableColumn(label="missing", format="integer"),
        TableColumn(label="different", format="integer"),
        TableColumn(label="mean"),
        TableColumn(label="lowest", format="text"),
        TableColumn(label="highest", format="text"),
        TableColumn(label="most frequent", format="text"),
    )
    rows = tuple(
        (
            each["column"],
            each["kind"],
            each["n_missing"],
            each["n_unique"],
            each["mean"],
            _text(each["min"]),
            _text(each["max"]),
            _text(each["mode"]),
        )
        for each in result["columns"]
    )
    return Table(columns=heads, rows=rows)


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6g}"
    return name_of(value).removesuffix("T00:00:00")

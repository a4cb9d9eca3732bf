"""Give a column another name."""

from __future__ import annotations

import pandas as pd

from analysis.base.columns import Column, Schema
from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation
from analysis.base.parameters import AnyColumn
from analysis.base.wording import name_of
from analysis.results.preparing import RenameColumnInfo
from analysis.statistics.values import one_column

operation = Operation(
    __name__,
    kind="prepare",
    effect="row",
    title="Rename a column",
    category="Prepare",
    language=Language(
        phrases=(
            Phrase(r"\brenam(?:e|ed|ing)\b", 4.5),
            Phrase(r"\b(?:call|name) (?:the )?(?:column )?\{col\}", 3),
            Phrase(r"\bchange the name of\b", 4),
        ),
        anti=(Phrase(r"\bvalues?\b", 2),),
        examples=(
            Example("rename sibsp to siblings", {"column": "sibsp", "name": "siblings"}),
            Example("rename the column parch to relatives",
                    {"column": "parch", "name": "relatives"}),
            Example("rename fare as price", {"column": "fare", "name": "price"}),
            Example("change the name of embark_town to harbour",
                    {"column": "embark_town", "name": "harbour"}),
            Example("rename pclass into passenger_class",
                    {"column": "pclass", "name": "passenger_class"}),
        ),
    ),
)  # fmt: skip


@operation.compute
def rename_column(
    data: pd.DataFrame, column: AnyColumn, name: str
) -> tuple[pd.DataFrame, RenameColumnInfo]:
    """Give a column another name; everything else stays.

    Raises:
        DataError: another column has that name already, or it is empty.
    """
    one_column(data, column)
    if not name.strip():
        raise DataError("A column needs a name.", "Say, for example, rename a to b.")
    if name != column and name in data.columns:
        raise DataError(
            f"There is a column “{name}” already.", "Choose another name.", name
        )
    return data.rename(columns={column: name}), {"column": column, "name": name}


@operation.reshapes
def columns_after(schema: Schema, column: str, name: str) -> list[Column]:
    """The same columns, one under its new name."""
    return [
        one.model_copy(update={"name": name}) if one.name == column else one
        for one in schema.columns
    ]


@operation.restate
def restate(column: str, name: str) -> str:
    return f"{name_of(column)} renamed to {name_of(name)}"


@operation.present
def present(result: RenameColumnInfo) -> Answer:
    return Answer(f"Renamed {name_of(result['column'])} to {name_of(result['name'])}.")

"""Leave out columns."""

from __future__ import annotations

from analysis.base.columns import Column, Schema
from analysis.base.errors import TaskError
from analysis.base.language import Example, Language, Phrase
from analysis.base.literals import literal
from analysis.base.operation import Operation
from analysis.base.parameters import AnyColumns
from analysis.base.wording import names_of

operation = Operation(
    __name__,
    kind="prepare",
    effect="row",
    title="Drop columns",
    category="Prepare",
    language=Language(
        phrases=(
            Phrase(r"\b(?:drop|remove|delete|exclude|omit|discard) (?:the )?"
                   r"(?:columns?|variables?|features?|fields?)\b", 4),
            Phrase(r"\b(?:drop|remove|delete) \{(?:num|cat|date|col)\}", 2.5),
            Phrase(r"\bwithout (?:the )?columns?\b", 3),
        ),
        anti=(Phrase(r"\b(?:rows?|outliers?|duplicates?|missing|where)\b", 2.5),),
        examples=(
            Example("drop the column deck", {"columns": ["deck"]}),
            Example("remove columns who and alone", {"columns": ["who", "alone"]}),
            Example("delete the column parch", {"columns": ["parch"]}),
            Example("drop columns sibsp, parch", {"columns": ["sibsp", "parch"]}),
            Example("exclude the column alive", {"columns": ["alive"]}),
            Example("drop deck", {"columns": ["deck"]}),
        ),
    ),
)  # fmt: skip


@operation.code
def drop_columns(columns: AnyColumns) -> str:
    """Leave out these columns."""
    return f"data = data.drop(columns=[{', '.join(map(literal, columns))}])"


@operation.checks
def check(schema: Schema, columns: list[str]) -> None:
    """Whether a column is left: nothing can be asked of a table without any."""
    if schema.names and set(schema.names) <= set(columns):
        raise TaskError(
            "No column would be left.", hint="Say which columns are to be kept."
        )


@operation.reshapes
def columns_after(schema: Schema, columns: list[str]) -> list[Column]:
    """The columns that are not named."""
    return [one for one in schema.columns if one.name not in columns]


@operation.restate
def restate(columns: list[str]) -> str:
    return f"Without the columns {names_of(columns)}"

"""Keep some columns only."""

from __future__ import annotations

from analysis.base.columns import Column, Schema
from analysis.base.language import Example, Language, Phrase
from analysis.base.literals import literal
from analysis.base.operation import Operation
from analysis.base.parameters import AnyColumns
from analysis.base.wording import names_of

operation = Operation(
    __name__,
    kind="prepare",
    effect="row",
    title="Keep columns",
    category="Prepare",
    language=Language(
        phrases=(
            Phrase(r"\b(?:keep|select|use) (?:only )?(?:the )?columns?\b", 4),
            Phrase(r"\bkeep only \{(?:num|cat|col)\}", 2.5),
            Phrase(r"\bonly (?:the )?columns?\b", 3),
        ),
        anti=(Phrase(r"\brows?\b|\bwhere\b", 2),),
        examples=(
            Example("keep columns age and fare", {"columns": ["age", "fare"]}),
            Example("select the columns sex, age", {"columns": ["sex", "age"]}),
            Example("keep only the columns fare and class",
                    {"columns": ["fare", "class"]}),
            Example("use only the columns age, sex and fare",
                    {"columns": ["age", "sex", "fare"]}),
            Example("keep only the column age", {"columns": ["age"]}),
            Example("select columns who and alone", {"columns": ["who", "alone"]}),
        ),
    ),
)  # fmt: skip


@operation.code
def keep_columns(columns: AnyColumns) -> str:
    """Keep these columns, in this order, and leave out all others."""
    return f"data = data[[{', '.join(map(literal, dict.fromkeys(columns)))}]]"


@operation.reshapes
def columns_after(schema: Schema, columns: list[str]) -> list[Column]:
    """The columns that are named, in that order."""
    found = {column.name: column for column in schema.columns}
    return [found[name] for name in dict.fromkeys(columns) if name in found]


@operation.restate
def restate(columns: list[str]) -> str:
    return f"Only {names_of(columns)}"

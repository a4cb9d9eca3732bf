"""Leave out columns."""

from __future__ import annotations

from analysis.language import Example, Language, Phrase
from analysis.literals import literal
from analysis.operation import Operation
from analysis.parameters import AnyColumns
from analysis.wording import names_of

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


@operation.restate
def restate(columns: list[str]) -> str:
    return f"Without the columns {names_of(columns)}"

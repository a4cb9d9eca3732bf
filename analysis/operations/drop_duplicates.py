"""Leave out rows that repeat an earlier one."""

from __future__ import annotations

from analysis.base.language import Example, Language, Phrase
from analysis.base.literals import literal
from analysis.base.operation import Operation
from analysis.base.parameters import AllColumns
from analysis.base.wording import of_words

operation = Operation(
    __name__,
    kind="prepare",
    effect="subset",
    title="Drop duplicates",
    category="Prepare",
    language=Language(
        phrases=(
            Phrase(r"\b(?:drop|remove|delete|exclude|discard) (?:\S+ ){0,3}?"
                   r"duplicate[sd]?\b", 4.5),
            Phrase(r"\bde-?duplicat\w+\b|\bdedup\w*\b", 4.5),
            Phrase(r"\bwithout duplicates\b", 4),
        ),
        anti=(Phrase(r"\b(?:how many|count|any) duplicates?\b", 3),),
        examples=(
            Example("drop duplicates", {}),
            Example("remove duplicate rows", {}),
            Example("deduplicate by who and class", {"columns": ["who", "class"]}),
            Example("remove duplicates of embark_town", {"columns": ["embark_town"]}),
            Example("delete duplicated rows", {}),
            Example("dedup the table", {}),
        ),
        column_free=True,
    ),
)  # fmt: skip


@operation.code
def drop_duplicates(columns: AllColumns | None = None) -> str:
    """Keep the first of the rows that are equal in the columns, or in all of them."""
    if not columns:
        return "data = data.drop_duplicates()"
    return f"data = data.drop_duplicates([{', '.join(map(literal, columns))}])"


@operation.restate
def restate(columns: list[str] | None = None) -> str:
    return f"Without duplicates{of_words(columns, 'whole rows')}"

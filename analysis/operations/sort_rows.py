"""Bring the rows in an order, and keep only the first."""

from __future__ import annotations

from analysis.base.language import Example, Language, Phrase
from analysis.base.literals import literal
from analysis.base.operation import Operation
from analysis.base.parameters import AnyColumns
from analysis.base.wording import names_of

operation = Operation(
    __name__,
    kind="prepare",
    effect="subset",
    title="Sort rows",
    category="Prepare",
    language=Language(
        phrases=(
            Phrase(r"\b(?:sort|order|arrange|rank) (?:the )?(?:rows|data|table|records|it) "
                   r"(?:by|on)\b", 4),
            Phrase(r"\bsort (?:by|on) ", 3),
            Phrase(r"\b(?:first|top|last|bottom) {n} rows (?:by|of)\b", 2),
        ),
        anti=(Phrase(r"\b(?:list|show|display|chart|plot)\b", 2),),
        options={
            "descending": {
                "true": r"\b(?:descending|decreasing|desc|largest first|highest first)\b"
            }
        },
        numbers={"limit": (r"\b(?:first|top|keep|limit) {n}",)},
        examples=(
            Example("sort the rows by fare", {"columns": ["fare"]}),
            Example("sort the data by age descending",
                    {"columns": ["age"], "descending": True}),
            Example("order the table by class and fare", {"columns": ["class", "fare"]}),
            Example("sort rows by fare, largest first",
                    {"columns": ["fare"], "descending": True}),
            Example("sort by age", {"columns": ["age"]}),
            Example("arrange the rows by embark_town", {"columns": ["embark_town"]}),
        ),
    ),
)  # fmt: skip


@operation.code
def sort_rows(
    columns: AnyColumns, descending: bool = False, limit: int | None = None
) -> str:
    """Sort the rows by columns, ties in their old order, and keep the first ``limit``.

    Missing values come last.
    """
    by = "[" + ", ".join(literal(name) for name in columns) + "]"
    order = f', ascending={not descending}, kind="stable"'
    head = f".head({int(limit)})" if limit is not None else ""
    return f"data = data.sort_values({by}{order}){head}"


@operation.restate
def restate(
    columns: list[str], descending: bool = False, limit: int | None = None
) -> str:
    first = f"First {limit} rows, sorted" if limit is not None else "Sorted"
    return f"{first} by {names_of(columns)}{', descending' if descending else ''}"

"""Add a column computed from others by a formula."""

from __future__ import annotations

from analysis.base.language import Example, Language, Phrase
from analysis.base.literals import literal
from analysis.base.operation import Effect, Operation
from analysis.base.parameters import Expression
from analysis.formulas.expressions import expression_code, looks_beyond_row

operation = Operation(
    __name__,
    kind="prepare",
    title="Computed column",
    category="Prepare",
    language=Language(
        phrases=(
            Phrase(
                r"\b(?:add|create|make|generate|define|compute|calculate) (?:a |the )?"
                r"(?:new |computed |derived )?(?:column|variable|feature|field)\b",
                4,
            ),
            Phrase(r"\b(?:add|create|define|let|set) \S+ ?= ?\S", 4),
            Phrase(r"\bnew (?:column|feature|variable)\b", 3),
            Phrase(r"\b(?:log|logarithm|square root|sqrt|square) of\b", 2),
            Phrase(r"\b(?:z-?scores?) of\b", 2),
            Phrase(
                r"\b(?:ratio|product|difference|sum) (?:of|between) \{num\} and \{num\}",
                2,
            ),
            Phrase(r"\b(?:year|month|weekday|hour|quarter) of \{date\}", 2.5),
        ),
        anti=(Phrase(r"\b(?:outliers?|t[- ]?test)\b", 2),),
        examples=(
            Example(
                "add total = sibsp + parch",
                {"name": "total", "expression": "sibsp + parch"},
            ),
            Example(
                "create a column logfare = log(fare + 1)",
                {"name": "logfare", "expression": "log(fare + 1)"},
            ),
            Example(
                "add a column called ratio = fare / age",
                {"name": "ratio", "expression": "fare / age"},
            ),
            Example(
                "add child = age < 18", {"name": "child", "expression": "age < 18"}
            ),
            Example(
                "create column z = zscore(age)",
                {"name": "z", "expression": "zscore(age)"},
            ),
            Example(
                "add family = sibsp + parch + 1",
                {"name": "family", "expression": "sibsp + parch + 1"},
            ),
        ),
    ),
)


@operation.code
def add_column(name: str, expression: Expression) -> str:
    """Add a column, or replace the one of that name, by a formula over columns.

    Formulas are described in :mod:`analysis.formulas.expressions`. Where a value is missing or
    outside a function's domain the result is missing.
    """
    code = expression_code(expression)
    return f"data = data.assign(**{{{literal(name)}: {code}}})"


@operation.effect_by
def effect_by(name: str, expression: str) -> Effect:
    """What new rows need for the same change."""
    return "table" if looks_beyond_row(expression) else "row"


@operation.restate
def restate(name: str, expression: str) -> str:
    return f"New column {name} = {expression}"

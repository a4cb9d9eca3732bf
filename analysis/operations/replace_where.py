"""Values of a column replaced in the rows that satisfy a condition."""

from __future__ import annotations

from typing import Any

from analysis.base.columns import Column, Schema
from analysis.base.language import Example, Language
from analysis.base.operation import Operation
from analysis.base.parameters import AnyColumn, Where
from analysis.base.wording import name_of
from analysis.formulas.conditions import where_code, where_words

operation = Operation(
    __name__,
    kind="prepare",
    effect="row",
    title="Replace values by a condition",
    category="Prepare",
    language=Language(
        phrases=(),
        examples=(
            Example(
                "set age to missing where fare is above 500",
                {
                    "column": "age",
                    "where": {"column": "fare", "op": ">", "value": 500},
                },
            ),
            Example(
                "set fare to missing wherever it is below 5",
                {"column": "fare", "where": {"column": "fare", "op": "<", "value": 5}},
            ),
            Example(
                "set fare to 0 where class is Third",
                {
                    "column": "fare",
                    "where": {"column": "class", "op": "==", "value": "Third"},
                    "value": 0,
                },
            ),
            Example(
                "treat ages above 70 as missing",
                {"column": "age", "where": {"column": "age", "op": ">", "value": 70}},
            ),
        ),
    ),
)


@operation.code
def replace_where(
    column: AnyColumn, where: Where, value: float | str | None = None
) -> str:
    """Put a value, or none, in the place of a column's values in some rows.

    Args:
        where: the rows; those for which the condition is missing stay as they are.
        value: what is put there; without, the values are missing.
    """
    condition = where_code(where)
    put = "" if value is None else f", {value!r}"
    changed = f"data[{column!r}].mask({condition}{put})"
    return f"data = data.assign(**{{{column!r}: {changed}}})"


@operation.reshapes
def columns_after(schema: Schema, column: str, **_: Any) -> list[Column]:
    """The same columns; the values of the changed one are not known one by one."""
    return [
        one.model_copy(update={"levels": ()}) if one.name == column else one
        for one in schema.columns
    ]


@operation.restate
def restate(
    column: str, where: dict[str, Any], value: float | str | None = None
) -> str:
    to = "missing" if value is None else value
    return f"{name_of(column)} set to {to} where {where_words(where)}"

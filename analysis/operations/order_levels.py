"""The order of a column's words."""

from __future__ import annotations

import pandas as pd

from analysis.base.columns import Column, Schema
from analysis.base.errors import DataError
from analysis.base.language import Example, Language
from analysis.base.operation import Answer, Operation
from analysis.base.parameters import AnyColumn
from analysis.base.wording import name_of, names_of
from analysis.results.preparing import OrderLevelsInfo
from analysis.statistics.chart_groups import label_of
from analysis.statistics.texts import words_of

operation = Operation(
    __name__,
    kind="prepare",
    effect="row",
    title="Order of values",
    category="Prepare",
    language=Language(
        phrases=(),
        examples=(
            Example(
                "the order of class is First < Second < Third",
                {"column": "class", "order": ["First", "Second", "Third"]},
            ),
            Example(
                "reorder the levels of who: child, woman, man",
                {"column": "who", "order": ["child", "woman", "man"]},
            ),
            Example(
                "order embarked as S, C, Q",
                {"column": "embarked", "order": ["S", "C", "Q"]},
            ),
        ),
    ),
)


@operation.compute
def order_levels(
    data: pd.DataFrame, column: AnyColumn, order: list[str]
) -> tuple[pd.DataFrame, OrderLevelsInfo]:
    """Give the words of a column an order, from low to high; others come behind.

    Tables, charts, medians and tests of ranks take it from then on.

    Raises:
        DataError: a value does not occur, or the column holds no words.
    """
    texts = words_of(data, column).astype("object").map(label_of, na_action="ignore")
    found = set(texts.dropna())
    unknown = [value for value in order if value not in found]
    if unknown:
        raise DataError(
            f"“{column}” has no value “{unknown[0]}”.",
            f"Its values are {names_of(sorted(found)[:12])}.",
            column,
        )
    others = sorted(found - set(order))
    words = pd.Categorical(texts, [*dict.fromkeys(order), *others], ordered=True)
    info: OrderLevelsInfo = {"column": column, "order": list(order), "others": others}
    return data.assign(**{column: words}), info


@operation.reshapes
def columns_after(schema: Schema, column: str, order: list[str]) -> list[Column]:
    """The same columns, one with its order."""
    return [
        one.model_copy(update={"order": _whole(one, order), "around": False})
        if one.name == column
        else one
        for one in schema.columns
    ]


def _whole(column: Column, order: list[str]) -> tuple[str, ...]:
    others = sorted(str(level) for level, _ in column.levels if str(level) not in order)
    return (*order, *others)


@operation.restate
def restate(column: str, order: list[str]) -> str:
    return f"Order of {name_of(column)}: {', '.join(order)}"


@operation.present
def present(result: OrderLevelsInfo) -> Answer:
    words = f"{name_of(result['column'])} has the order {', '.join(result['order'])}"
    if result["others"]:
        words += f"; behind them {names_of(result['others'])}, which were not named"
    return Answer(f"{words}.")

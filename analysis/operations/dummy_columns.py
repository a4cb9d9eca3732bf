"""A column of 0 and 1 for each value of a column."""

from __future__ import annotations

import pandas as pd

from analysis.base.columns import Column, Schema
from analysis.base.errors import DataError
from analysis.base.language import Example, Language
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import AnyColumn
from analysis.base.wording import counted, name_of, names_of
from analysis.results.preparing import DummyColumnsInfo
from analysis.statistics.chart_groups import label_of
from analysis.statistics.texts import require_free
from analysis.statistics.values import one_column

_MOST_DUMMIES = 50

operation = Operation(
    __name__,
    kind="prepare",
    effect="table",
    title="Dummy columns",
    category="Prepare",
    language=Language(
        phrases=(),
        examples=(
            Example("make dummy columns for sex", {"column": "sex"}),
            Example("one-hot encode embarked", {"column": "embarked"}),
            Example(
                "dummy code class without the first level",
                {"column": "class", "drop_first": True},
            ),
        ),
    ),
    references=(
        Reference(
            {"g": ["a", "b", None, "a"]},
            {"column": "g"},
            {"made": ["g_a", "g_b"], "n_missing": 1},
            "counting by hand",
        ),
    ),
)


@operation.compute
def dummy_columns(
    data: pd.DataFrame, column: AnyColumn, drop_first: bool = False
) -> tuple[pd.DataFrame, DummyColumnsInfo]:
    """A new column for each value: 1 where the row has it, otherwise 0; missing stays so.

    Args:
        drop_first: without one for the first value, which the others are compared with.

    Raises:
        DataError: fewer than two values, or more than 50.
    """
    values = one_column(data, column)
    found = pd.Index(values.dropna().unique()).sort_values()
    if isinstance(values.dtype, pd.CategoricalDtype):
        found = values.cat.remove_unused_categories().cat.categories
    if not 2 <= len(found) <= _MOST_DUMMIES:
        raise DataError(
            f"“{column}” has {counted(len(found), 'different value')}; from 2 to {_MOST_DUMMIES} "
            "become columns.",
            "Bin or recode it first, or choose another column.",
            column,
        )
    kept = list(found)[1:] if drop_first else list(found)
    made = {f"{column}_{label_of(value)}": values.eq(value) for value in kept}
    require_free(data, list(made), column)
    known = values.notna()
    as_numbers = "int64" if known.all() else "float64"
    new = {name: is_it.where(known).astype(as_numbers) for name, is_it in made.items()}
    info: DummyColumnsInfo = {
        "column": column,
        "made": list(new),
        "left_out": label_of(found[0]) if drop_first else "",
        "n_missing": int((~known).sum()),
    }
    return data.assign(**new), info


@operation.reshapes
def columns_after(
    schema: Schema, column: str, drop_first: bool = False
) -> list[Column]:
    """The columns and one of 0 and 1 for each value that is known."""
    old = schema[column]
    levels = list(old.order) or sorted(str(level) for level, _ in old.levels)
    facts = {"n_unique": 2, "minimum": 0, "maximum": 1, "levels": ((0, 1), (1, 1))}
    made = [
        Column(name=f"{column}_{level}", kind="integer", **facts)
        for level in levels[1 if drop_first else 0 :]
    ]
    return [*schema.columns, *made]


@operation.restate
def restate(column: str, drop_first: bool = False) -> str:
    but = " but the first" if drop_first else ""
    return f"A column of 0 and 1 for each value{but} of {name_of(column)}"


@operation.present
def present(result: DummyColumnsInfo) -> Answer:
    words = f"New columns of 0 and 1: {names_of(result['made'])}"
    if result["left_out"]:
        words += f"; {result['left_out']} is where all are 0"
    if result["n_missing"]:
        words += f"; {counted(result['n_missing'], 'row')} without a value stay missing"
    return Answer(f"{words}.")

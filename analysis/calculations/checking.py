"""Whether a calculation fits a table: its columns, their kinds, the values it names."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from analysis.base.columns import Column, Scalar, Schema
from analysis.base.errors import TaskError
from analysis.calculations.measures import ANY_VALUES, plain_column
from analysis.formulas.conditions import (
    MEMBERSHIPS,
    Condition,
    check_where,
    where_leaves,
)
from analysis.formulas.expressions import expression_sort
from analysis.signatures.calculation import Calculation, Key, Measure

_NAMED_NUMBERS = ("sum", "mean", "median", "std", "var", "range", "iqr", "percentile")


def check_calculation(form: Calculation, schema: Schema) -> None:
    """Whether the table has what the calculation needs.

    Raises:
        TaskError: a column or a value is not there, or of another kind; its options are
            the nearest that are.
    """
    for measure in (*form.measures, *(each.measure for each in form.having)):
        check_measure(measure, schema)
    for key in form.by:
        check_key(key, schema)
    if form.rows:
        named = (*form.rows.columns, *form.rows.within, form.rows.sort)
        for name in named:
            if name is not None:
                column_of(name, schema)


def column_of(name: str, schema: Schema) -> Column:
    """The column of that name; an error with the nearest names if there is none."""
    if name not in schema.names:
        raise TaskError(
            f"There is no column “{name}”.",
            hint="Name one of the table's columns.",
            options=tuple(get_close_matches(name, schema.names)),
        )
    return schema[name]


def check_measure(measure: Measure, schema: Schema) -> None:
    if measure.over:
        check_measure(measure.over, schema)
    if measure.where:
        check_condition(measure.where, schema)
    if measure.along:
        column_of(measure.along, schema)
    if measure.of is None:
        return
    name = plain_column(measure.of)
    column = column_of(name, schema) if name else None
    sort = expression_sort(measure.of, schema)
    if column and column.kind == "identifier" and measure.statistic in _NAMED_NUMBERS:
        raise TaskError(
            f"“{column.name}” holds identifiers: its {measure.statistic} says nothing.",
            hint="Count its different values, or choose another column.",
        )
    dates = measure.statistic in ("min", "max") and sort == "date"
    if measure.statistic in ANY_VALUES or sort in ("number", "boolean") or dates:
        return
    kinds = {"text": "words", "date": "dates", "duration": "differences of dates"}
    raise TaskError(
        f"“{name or measure.of}” holds {kinds.get(sort, sort)}, not numbers, so it has "
        f"no {measure.statistic}.",
        hint="Choose a column of numbers, or count its values.",
        options=tuple(c.name for c in schema.columns if c.is_numeric)[:6],
    )


def check_key(key: Key, schema: Schema) -> None:
    for name in (key.column, key.year, key.month, key.day):
        if name is not None:
            column_of(name, schema)
    if key.split:
        check_condition(key.split.where, schema)
    if key.column is None:
        return
    column = schema[key.column]
    years = key.grain == "year" and column.is_numeric
    if (key.grain or key.periods) and column.kind != "datetime" and not years:
        raise TaskError(
            f"“{column.name}” holds no dates, so it has no {key.grain or 'periods'}s.",
            hint=f"Turn it into dates first: “convert {column.name} to dates”.",
            options=tuple(c.name for c in schema.columns if c.kind == "datetime"),
        )
    if key.bins is not None and not column.is_numeric:
        raise TaskError(
            f"“{column.name}” holds no numbers to make classes of.",
            hint="Group by its values instead.",
        )
    if key.values and not (key.grain or key.bins):
        _check_values(key.values, column)


def check_condition(where: Condition, schema: Schema) -> None:
    """A condition of a measure or a side: its columns, and the values that it names.

    A row that has no such value would be counted as one that has another.
    """
    check_where(where, schema)
    for leaf in where_leaves(where):
        if "part" in leaf:
            continue
        if leaf["op"] in ("==", "!="):
            _check_values([leaf["value"]], schema[leaf["column"]])
        elif leaf["op"] in MEMBERSHIPS:
            _check_values(leaf["value"], schema[leaf["column"]])


def _check_values(values: Sequence[Scalar], column: Column) -> None:
    """Levels are known of columns with few different values; only there they can lack."""
    levels = [level for level, _ in column.levels]
    words = column.kind in ("category", "text", "identifier", "boolean")
    if not words or not levels or len(levels) < column.n_unique:
        return
    for value in values:
        if value not in levels:
            texts = [str(level) for level in levels]
            near = get_close_matches(str(value), texts) or texts[:6]
            raise TaskError(
                f"“{column.name}” has no value “{value}”.",
                hint=f"It has {', '.join(texts[:10])}.",
                options=tuple(near),
            )

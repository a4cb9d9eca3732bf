"""Rows that have a value, and those that have none. No word of any language."""

from __future__ import annotations

from typing import Any

from chat.reader.base import roles
from chat.reader.base.chart import rule
from chat.reader.base.items import Mark, Rows
from chat.reader.base.senses import Lattice, Sense
from chat.reader.grammar.shared import column_of, measure_column


def _with_value(lattice: Lattice, bears: Sense, column: Sense) -> Any:
    """ "used a discount code": the value is there, in a column where it may lack."""
    found = column_of(lattice, column.concept)
    if found.is_numeric and lattice.at("compare", column.last):
        return None
    if _counts_from_nothing(lattice, column.concept) and not found.n_missing:
        return Rows(column.concept, ">", 0, role="number")
    if roles.yes_of(found) is not None or not found.n_missing:
        return None
    return Rows(column.concept, "not_missing", role="missing")


def _counts_from_nothing(lattice: Lattice, name: str) -> bool:
    """ "had a late fee", "no children": of an amount that is 0 where there was none."""
    column = column_of(lattice, name)
    return measure_column(lattice, name) and bool(
        column.minimum == 0 and roles.adds_up(column) is not False
    )


def _both_ways(lattice: Lattice, both: Sense, column: Sense) -> Any:
    """ "with and without a discount": two groups of the rows."""
    found = column_of(lattice, column.concept)
    yes = roles.yes_of(found)
    if yes is not None:
        return Mark("bothways", data={"key": column.concept})
    rows = _with_value(lattice, both, column)
    return None if rows is None else Mark("bothways", data={"rows": rows})


def _without_any(lattice: Lattice, no: Sense, column: Sense) -> Any:
    """ "no pests", "without pests": the rows whose level says that there was nothing."""
    if _counts_from_nothing(lattice, column.concept):
        return Rows(column.concept, "==", 0, role="number")
    level = roles.none_level(column_of(lattice, column.concept))
    return None if level is None else Rows(column.concept, "==", level)


def _with_any(lattice: Lattice, has: Sense, column: Sense) -> Any:
    """ "had pests": the rows with another level than that of nothing."""
    level = roles.none_level(column_of(lattice, column.concept))
    return None if level is None else Rows(column.concept, "!=", level)


BEARING = (
    rule("rows_", "not column", _without_any, -0.3),
    rule("rows_", "nothing column", _without_any, -0.3),
    rule("rows_", "hasany column", _with_any, -0.3),
    rule("rows_", "bears column", _with_value, -0.3),
    rule("sign", "bothways column", _both_ways, -0.2),
)

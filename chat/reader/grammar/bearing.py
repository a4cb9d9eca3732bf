"""Rows that have a value, and those that have none. No word of any language."""

from __future__ import annotations

from typing import Any

from chat.reader.base import roles
from chat.reader.base.chart import rule
from chat.reader.base.items import Mark, Rows
from chat.reader.base.senses import Lattice, Sense
from chat.reader.grammar.shared import column_of


def _with_value(lattice: Lattice, bears: Sense, column: Sense) -> Any:
    """ "used a discount code": the value is there, in a column where it may lack."""
    found = column_of(lattice, column.concept)
    if roles.yes_of(found) is not None or not found.n_missing:
        return None
    if found.is_numeric and lattice.at("compare", column.last):
        return None
    return Rows(column.concept, "not_missing", role="missing")


def _both_ways(lattice: Lattice, both: Sense, column: Sense) -> Any:
    """ "with and without a discount": two groups of the rows."""
    found = column_of(lattice, column.concept)
    yes = roles.yes_of(found)
    if yes is not None:
        return Mark("bothways", data={"key": column.concept})
    rows = _with_value(lattice, both, column)
    return None if rows is None else Mark("bothways", data={"rows": rows})


BEARING = (
    rule("rows_", "bears column", _with_value, -0.3),
    rule("sign", "bothways column", _both_ways, -0.2),
)

"""Answers that have an order, held against one of them: "at least good"."""

from __future__ import annotations

from typing import Any

from chat.reader.base.items import Rows, Values
from chat.reader.base.senses import Lattice, Sense
from chat.reader.grammar.shared import column_of

_ABOVE = {"gt": (1, None), "ge": (0, None), "lt": (None, 0), "le": (None, 1)}


def compared_word(lattice: Lattice, column: Any, compare: Sense, values: Values) -> Any:
    """ "satisfaction at least good": the answers that stand so in their order."""
    order = _order_of(lattice, column, values)
    if compare.concept not in _ABOVE or not order or len(values.values) != 1:
        return None
    first, last = _ABOVE[compare.concept]
    at = order.index(str(values.values[0]))
    found = order[
        None if first is None else at + first : None if last is None else at + last
    ]
    return _among(values.column, found)


def range_of_words(
    lattice: Lattice, column: Any, between: Any, low: Values, to: Sense, high: Values
) -> Any:
    """ "between fair and good" in the order of the answers."""
    order = _order_of(lattice, column, low)
    one_column = low.column == high.column
    if not order or not one_column or len(low.values) != 1 or len(high.values) != 1:
        return None
    ends = sorted(order.index(str(end.values[0])) for end in (low, high))
    return _among(low.column, order[ends[0] : ends[1] + 1])


def _order_of(lattice: Lattice, column: Any, values: Values) -> tuple[str, ...]:
    found = column_of(lattice, values.column)
    said = column is None or column.concept == values.column
    return found.order if said and found.is_ranked else ()


def _among(column: str, found: tuple[str, ...]) -> Any:
    if not found:
        return None
    single = len(found) == 1
    return Rows(column, "==" if single else "in", found[0] if single else list(found))

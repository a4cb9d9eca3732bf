"""Ages: numbers of a column of ages or of its bands. No word of any language."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from analysis.base.columns import Column
from chat.reader.base import roles
from chat.reader.base.chart import rule
from chat.reader.base.items import Rows
from chat.reader.base.senses import Lattice, Sense
from chat.reader.grammar.conditions import TURNED, comparable


def _within(column: Column, op: str, value: Any) -> Rows | None:
    levels = roles.bands_of(column, op, value)
    return None if levels is None else Rows(column.name, "in", levels)


def _ends(low: Sense, high: Sense) -> list[float]:
    return sorted((float(low.concept), float(high.concept)))


def _of_age(lattice: Lattice, rows: Rows, aged: Sense) -> Any:
    """ "between 30 and 49 years old": of the column of ages, numbers or bands."""
    if rows.column is not None or rows.role != "number":
        return None
    ages = [c for c in lattice.columns.values() if "age" in roles.parts(c)]
    numbers = [c for c in ages if comparable(lattice, c.name)]
    if len(numbers) == 1:
        return replace(rows, column=numbers[0].name)
    able = [c for c in ages if not c.is_numeric and roles.bands(c)]
    if numbers or len(able) != 1:
        return None
    return _within(able[0], rows.op, rows.value)


def _at_age(lattice: Lattice, number: Sense, aged: Sense) -> Any:
    """ "the 40 year olds"."""
    made = _of_age(lattice, Rows(None, "==", number.concept, role="number"), aged)
    return None if made is None or made.op != "==" else made


# What conditions are made of must stand before.
AGES = (
    rule("rows", "rows_ aged", _of_age, -0.2),
    rule("rows", "number to number aged", lambda x, low, t, h, a: _of_age(x, Rows(None, "between", _ends(low, h), role="number"), a)),
    rule("rows", "number aged orless", lambda x, n, a, o: _of_age(x, Rows(None, TURNED[o.concept], n.concept, role="number"), a)),
    rule("rows", "number aged", _at_age),
)  # fmt: skip

"""Rows of a stretch of time: "in May", "since 2022". No word of any language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from chat.linking.dates import Interval
from chat.reader.base import roles
from chat.reader.base.chart import rule
from chat.reader.base.items import Rows
from chat.reader.base.senses import Lattice, Sense
from chat.reader.grammar.shared import column_of


def _time_rows(op: str) -> Callable[..., Any]:
    def build(lattice: Lattice, column: Any, word: Any, when: Sense) -> Any:
        name = column.concept if column is not None else None
        if name is not None and not roles.is_time(column_of(lattice, name)):
            return None
        return Rows(name, op, when.concept, role="time", said=word is not None)

    return build


def _time_directed(lattice: Lattice, column: Any, since: Sense, when: Sense) -> Any:
    name = column.concept if column is not None else None
    if name is not None and not roles.is_time(column_of(lattice, name)):
        return None
    return Rows(name, since.concept, when.concept, role="time", said=True)


def _time_behind(lattice: Lattice, when: Sense, since: Sense) -> Any:
    return Rows(None, since.concept, when.concept, role="time", said=True)


def _in_year_of(lattice: Lattice, low: Sense, high: Sense) -> Sense:
    """ "between March and May 2023": the year that is said once holds for both."""
    said = lattice.words(low.first, low.last)
    start, end = low.concept.start, low.concept.end
    years = start.year - high.concept.start.year
    if any(c.isdigit() for c in said) or start.day != 1 or end.day != 1:
        return low
    moved = Interval(
        start.replace(year=start.year - years), end.replace(year=end.year - years)
    )
    return replace(low, concept=moved)


def _time_between(
    lattice: Lattice, column: Any, between: Any, low: Sense, to: Sense, high: Sense
) -> Any:
    name = column.concept if column is not None else None
    if not (isinstance(low.concept, Interval) and isinstance(high.concept, Interval)):
        return None
    if low.concept.start > high.concept.start:
        low = _in_year_of(lattice, low, high)
    if low.concept.start > high.concept.start:
        return None
    return Rows(name, "within", (low.concept, high.concept), role="time", said=True)


TIMES = (
    rule("rows", "date", lambda x, d: _time_rows("in")(x, None, None, d), 0.05),
    rule("rows", "column date", lambda x, c, d: _time_rows("in")(x, c, None, d)),
    rule("rows", "column? since date", _time_directed),
    rule("rows", "date onwards", _time_behind),
    rule("rows", "column? between date to date", _time_between),
    rule("rows", "column? date mark:-|–|to date", lambda x, c, a, m, b: _time_between(x, c, None, a, m, b)),
    rule("rows", "only date", lambda x, o, d: replace(_time_rows("in")(x, None, None, d), only=True)),
)  # fmt: skip

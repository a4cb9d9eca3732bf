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


def _in_one_year(low: Interval, high: Interval) -> tuple[Interval, Interval]:
    """ "between March and May 2023": the year that is said once holds for both.

    Over the turn of a year they are the nearest: "from November to February 2023".
    """
    if low.yearless and not high.yearless:
        low = _in_year(low, high.start.year)
        return (
            low if low.start <= high.start else _in_year(low, -1 + high.start.year)
        ), high
    if high.yearless and not low.yearless:
        high = _in_year(high, low.start.year)
        return low, (
            high if low.start <= high.start else _in_year(high, 1 + low.start.year)
        )
    return low, high


def _in_year(when: Interval, year: int) -> Interval:
    """The same month or day of another year; as it is, where that year has none."""
    years = year - when.start.year
    try:
        return Interval(
            when.start.replace(year=year), when.end.replace(year=when.end.year + years)
        )
    except ValueError:  # 29 February
        return when


def _time_between(
    lattice: Lattice, column: Any, between: Any, low: Sense, to: Sense, high: Sense
) -> Any:
    name = column.concept if column is not None else None
    if not (isinstance(low.concept, Interval) and isinstance(high.concept, Interval)):
        return None
    first, last = _in_one_year(low.concept, high.concept)
    if first.start > last.start:
        return None
    return Rows(name, "within", (first, last), role="time", said=True)


_SPANS = frozenset(("to", "through", "thru", "until", "till"))  # "and" joins two


def _time_span(lattice: Lattice, low: Sense, to: Sense, high: Sense) -> Any:
    """ "January to June" without "from" in front."""
    if lattice.tokens[to.first].folded not in _SPANS:
        return None
    return _time_between(lattice, None, None, low, to, high)


def _throughout(lattice: Lattice, over: Sense, date: Sense) -> Any:
    """ "Over the last 3 months"; "people over 40" are older than that."""
    words = lattice.words(date.first, date.last)
    if words.isdigit() and len(words) < _YEAR:
        return None
    return _time_rows("in")(lattice, None, over, date)


_YEAR = 4  # digits

TIMES = (
    rule("rows", "date", lambda x, d: _time_rows("in")(x, None, None, d), 0.05),
    rule("rows", "throughout date", _throughout),
    rule("rows", "column date", lambda x, c, d: _time_rows("in")(x, c, None, d)),
    rule("rows", "column? since date", _time_directed),
    rule("rows", "date onwards", _time_behind),
    rule("rows", "column? between date to date", _time_between),
    rule("rows", "column? date mark:-|–|to date", lambda x, c, a, m, b: _time_between(x, c, None, a, m, b)),
    rule("rows", "date to date", _time_span),
    rule("rows", "only date", lambda x, o, d: replace(_time_rows("in")(x, None, None, d), only=True)),
)  # fmt: skip

"""The two sides of a ratio: what is counted or totalled, and by what it is divided."""

from __future__ import annotations

from typing import Any

from chat.reader.base import roles
from chat.reader.base.items import Columns, Measure, Noun
from chat.reader.base.senses import Lattice
from chat.reader.grammar.shared import column_of, measure_column, n_rows


def words_of(lattice: Lattice, name: str) -> str:
    for sense in lattice.all("column"):
        if sense.concept == name:
            return lattice.words(sense.first, sense.last)
    return name


def means_persons(lattice: Lattice, bottom: Measure, lower: Any) -> bool:
    """ "bookings per guest": for each of them, not for each head that a row counts."""
    if bottom.statistic != "sum" or not isinstance(lower, Columns):
        return False
    return any(
        s.how == "inferred" and any(o.concept == bottom.of and o.last == s.last
                                    for o in lattice.at("column", s.first))
        for s in lattice.all("column")
    )  # fmt: skip


def upper_measure(lattice: Lattice, upper: Any) -> Measure | None:
    if isinstance(upper, tuple):
        return upper[0] if len(upper) == 1 and isinstance(upper[0], Measure) else None
    if isinstance(upper, Noun):
        return Measure("count", None, noun=upper.words)
    if isinstance(upper, Columns) and len(upper.names) == 1:
        name = upper.names[0]
        if measure_column(lattice, name):
            return Measure("sum", name)
        if roles.is_key(column_of(lattice, name), n_rows(lattice)):
            return Measure("count", None, noun=words_of(lattice, name))
    return None


def lower_measure(lattice: Lattice, lower: Any) -> Measure | None:
    if isinstance(lower, tuple):
        measure = upper_measure(lattice, lower)
        if measure is not None and measure.of and parts_only(lattice, measure.of):
            return None
        whole = measure is not None and measure.statistic in ("sum", "count", "unique")
        return measure if whole and measure is not None and not measure.over else None
    if isinstance(lower, Noun):
        return Measure("count", None, noun=lower.words)
    if isinstance(lower, Columns) and len(lower.names) == 1:
        name = lower.names[0]
        column = column_of(lattice, name)
        if parts_only(lattice, name):
            return None  # "spend per year": of each year, and by no sum of years
        if measure_column(lattice, name):
            return Measure("sum", name)
        if roles.is_key(column, n_rows(lattice)):
            return Measure("count", None, noun=words_of(lattice, name))
        if _is_entity(lattice, name):
            return Measure("unique", name, noun=words_of(lattice, name))
    return None


def parts_only(lattice: Lattice, name: str) -> bool:
    """Whether a column of numbers parts the rows and is never added up: years, classes."""
    column = column_of(lattice, name)
    return roles.is_time(column) or roles.numbers_kinds(column)


_MANY_LEVELS = 25  # more different values than a person would list in a chart of groups


def _is_entity(lattice: Lattice, name: str) -> bool:
    """Somebody or something counted, rather than a property that parts the rows."""
    column = column_of(lattice, name)
    if column.is_numeric or column.kind in ("datetime", "boolean"):
        return False
    return roles.is_person(column) or column.n_unique > _MANY_LEVELS

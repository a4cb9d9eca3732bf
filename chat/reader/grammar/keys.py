"""What parts the rows. No word of any language."""

from __future__ import annotations

from typing import Any

from chat.reader.base import roles
from chat.reader.base.chart import rule
from chat.reader.base.items import (
    Columns,
    Key,
    Mark,
)
from chat.reader.base.senses import Lattice, Sense
from chat.reader.grammar.shared import column_of, measure_column, n_rows


def _by_columns(lattice: Lattice, by: Sense, columns: Columns) -> Any:
    if not all(can_part(lattice, name) for name in columns.names):
        return None
    keys = tuple(Key(name, each=by.concept == "each") for name in columns.names)
    return [(keys, _OF_AMOUNTS)] if _is_ratio(lattice, by, columns) else keys


# "per minute" is rather a ratio to the minutes than a group for each number of them.
_OF_AMOUNTS = 0.4


def _is_ratio(lattice: Lattice, by: Sense, columns: Columns) -> bool:
    if len(columns.names) != 1 or not lattice.at("per", by.first):
        return False
    return measure_column(lattice, columns.names[0])


def can_part(lattice: Lattice, name: str) -> bool:
    column = column_of(lattice, name)
    if column.kind == "datetime" or roles.is_time(column):
        return True
    if roles.is_key(column, n_rows(lattice)):
        return False
    if roles.is_measure(column, n_rows(lattice)) and (
        roles.adds_up(column) or column.n_unique > MOST_NUMBERS
    ):
        return False
    return roles.is_group(column)


MOST_NUMBERS = 20  # different whole numbers that still make groups


def _by_measure(lattice: Lattice, by: Sense, columns: Columns) -> Any:
    if len(columns.names) == 1 and measure_column(lattice, columns.names[0]):
        return Mark("ordered", data={"column": columns.names[0], "statistic": None})
    return None


def _ordered_measure(lattice: Lattice, by: Sense, measures: Any) -> Any:
    if isinstance(measures, tuple) and len(measures) == 1:
        return Mark("ordered", data={"measure": measures[0]})
    return None


def _by_unit(lattice: Lattice, by: Sense, unit: Sense) -> Any:
    return (Key(None, unit.concept, each=by.concept == "each"),)


def _unitly(lattice: Lattice, unit: Sense) -> Any:
    return (Key(None, unit.concept, each=True),)


def _typical_unit(lattice: Lattice, typical: Sense, unit: Sense) -> Any:
    return (Key(None, unit.concept, typical=typical.concept),)


def _over_time(lattice: Lattice, _: Sense) -> Any:
    return (Key(None, "auto"),)


def _more_keys(lattice: Lattice, one: Any, sep: Any, rest: Any) -> Any:
    return (*one, *rest)


def _unit_and(
    lattice: Lattice, by: Sense, unit: Sense, sep: Any, columns: Columns
) -> Any:
    if len(columns.names) == 1 and roles.is_time(column_of(lattice, columns.names[0])):
        return (Key(columns.names[0], unit.concept),)  # "by month, check_in"
    if not all(can_part(lattice, name) for name in columns.names):
        return None
    return (Key(None, unit.concept), *(Key(name) for name in columns.names))


def _columns_and_unit(
    lattice: Lattice, by: Sense, columns: Columns, sep: Any, unit: Sense
) -> Any:
    if not all(can_part(lattice, name) for name in columns.names):
        return None
    return (*(Key(name) for name in columns.names), Key(None, unit.concept))


def _which_columns(lattice: Lattice, which: Sense, columns: Columns) -> Any:
    if lattice.at("ofone", which.last) or lattice.at("auxiliary", which.last):
        return None  # "what does a visit cost" asks for an amount
    if len(columns.names) > 2 or not all(
        (
            can_part(lattice, name)
            or roles.is_key(column_of(lattice, name), n_rows(lattice))
        )
        and roles.yes_of(column_of(lattice, name)) is None
        for name in columns.names
    ):
        return None
    return tuple(Key(name, asked=True) for name in columns.names)


def _which_unit(lattice: Lattice, which: Sense, unit: Sense) -> Any:
    if lattice.at("ofone", which.last):
        return None
    return (Key(None, unit.concept, asked=True),)


KEYS = (
    rule("key", "by columns", _by_columns),
    rule("key", "by noun columns", lambda x, b, n, c: _by_columns(x, b, c), 0.1),
    rule("key", "by unit", _by_unit),
    rule("key", "by unitly", _by_unit, 0.1),
    rule("key", "by unit and columns", _unit_and),
    rule("key", "by columns and unit", _columns_and_unit),
    rule("key", "unitly", _unitly),
    rule("key", "typical unit", _typical_unit, -0.1),
    rule("key", "overtime", _over_time),
    rule("key", "which columns", _which_columns, -0.1),
    rule("key", "which unit", _which_unit, -0.1),
    rule("sign", "by columns", _by_measure, 0.1),
    rule("sign", "sortby columns", _by_measure, 0.15),
    rule("sign", "sortby measures", _ordered_measure, 0.15),
    rule("sign", "by measures", _ordered_measure, 0.15),
)

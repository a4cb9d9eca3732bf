"""What builders of items ask of the table. No word of any language."""

from __future__ import annotations

from typing import Any

from chat.reader.base import roles
from chat.reader.base.senses import Lattice, Sense

_FIRST_YEAR = 1000
_DESCRIBED = {"std", "var", "range", "iqr", "median", "mean", "min", "max", "sum"}


def column_of(lattice: Lattice, name: str) -> Any:
    return lattice.columns[name]


def n_rows(lattice: Lattice) -> int:
    return lattice.index.n_rows


def measure_column(lattice: Lattice, name: str) -> bool:
    return roles.is_measure(column_of(lattice, name), n_rows(lattice))


def is_no_year(lattice: Lattice, name: str, number: Sense) -> bool:
    """ "ten years or longer": so long, and no year of the calendar."""
    column = column_of(lattice, name)
    low = column.minimum
    dated = roles.is_time(column) and isinstance(low, int | float)
    return dated and low >= _FIRST_YEAR > float(number.concept)


def is_held_figure(lattice: Lattice, at: int) -> bool:
    """ "mean weight = 3000": behind a column of which a figure is asked, a number is what
    that is held against, and limits no rows."""
    named = lattice.at("column", at)
    return bool(named) and at > 0 and bool(lattice.at("statistic", at - 1))

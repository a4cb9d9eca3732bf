"""What builders of items ask of the table. No word of any language."""

from __future__ import annotations

from typing import Any

from chat.reader.base import roles
from chat.reader.base.senses import Lattice

_DESCRIBED = {"std", "var", "range", "iqr", "median", "mean", "min", "max", "sum"}


def column_of(lattice: Lattice, name: str) -> Any:
    return lattice.columns[name]


def n_rows(lattice: Lattice) -> int:
    return lattice.index.n_rows


def measure_column(lattice: Lattice, name: str) -> bool:
    return roles.is_measure(column_of(lattice, name), n_rows(lattice))

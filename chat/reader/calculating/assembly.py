"""A cover of a message as a calculation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chat.reader.base.cover import Cover
from chat.reader.base.items import (
    Key,
    Rows,
)
from chat.reader.base.senses import Lattice
from chat.reader.calculating.asking import AskingStage
from chat.reader.calculating.state import Bag, Calculation, bag_of


class Assembly(AskingStage):
    """All stages in order; a later one sees what the earlier ones found."""

    def made(self) -> Calculation:
        out = self.out
        self._totals_of_groups()
        self._rows()
        self._contrast()
        self._keys()
        self._totals_of_periods_said()
        self._rows_against_figure()
        self._measures()
        self._without_none()
        if out.failed or "listed" in out.params:
            self._check()
            return out
        self._groups_against_figure()
        self._share()
        self._calendar()
        self._windows()
        self._over_periods()
        self._order()
        self._having()
        self._reach()
        self._position()
        self._left_subjects()
        self._asks()
        self._chart()
        self._options_counted()
        self._check()
        out.weak = self.doubtful or self._is_weak()
        return out


def calculation_of(cover: Cover, lattice: Lattice) -> Calculation | None:
    """The calculation that a cover's items come to, None where they come to none."""
    made = Assembly(lattice, bag_of(cover)).made()
    return None if made.failed else made


def settled_rows(lattice: Lattice, bag: Bag) -> list[Rows] | None:
    """The conditions of a fragment with their columns; None where one has none."""
    marks = {kind: found for kind, found in bag.marks.items() if kind != "notcolumn"}
    assembly = Assembly(lattice, replace(bag, marks=marks))
    assembly._rows()
    return None if assembly.out.failed else assembly.out.rows


def key_of(lattice: Lattice, key: Key) -> dict[str, Any] | None:
    """A key as the calculation takes it; None where the table has no time for it."""
    return Assembly(lattice, Bag(()))._key(key)

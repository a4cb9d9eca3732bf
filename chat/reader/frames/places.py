"""Gives columns their places in an operation, by words, kinds and order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from analysis.base.columns import Column
from analysis.base.parameters import ColumnRole
from chat.linking.mentions import is_flag
from chat.linking.naming import name_parts
from chat.linking.words import stem
from chat.reader.base.roles import is_key, parts
from chat.reader.frames.items import Group
from chat.reader.lexicon import nouns
from chat.reader.lexicon.operations import Methods

# A column of the wrong kind costs more than any word can make good.
WRONG_KIND = 4.0
MANY_LEVELS = 3.0
KEY_AS_ANY = 1.5
_SPLIT = 0.3
_DROPPED = 0.45
_MOST_GROUPS = 8
_UNFIT = 2.0
_SECOND = ("group", "predictor", "key", "control", "time")
_FEW_ROWS = 4
_LONG_PART = 3
_UNLIKELY = 0.8
_UNGROUPED = 0.3
_NO_TIME = 1.6
# An answer is given for each group only where words part the rows.
_PARTING = frozenset(
    ("by", "between", "in", "for", "colour", "with", "against", "tilde")
)
_UNPARTED = 1.6
_SUBJECT = 2.0


@dataclass(frozen=True, slots=True)
class Placed:
    """Columns by parameter, and what the assignment costs."""

    columns: Mapping[str, tuple[str, ...]]
    cost: float


@cache
def stems_of(kind: str) -> frozenset[str]:
    """The stems of a list of nouns of the lexicon ("events", "subjects", "counts")."""
    return frozenset(stem(word) for word in getattr(nouns("en"), kind))


def names_event(column: Column) -> bool:
    """Whether a column of yes and no tells by its name that an event came."""
    return is_flag(column) and bool(set(parts(column)) & stems_of("events"))


def names_time(column: Column, n_rows: int) -> bool:
    """Whether a column of numbers says by its name how long each was watched."""
    known = nouns("en")
    if not column.is_numeric or is_flag(column) or is_key(column, n_rows):
        return False
    words = {word.casefold() for word in name_parts(column.name)}
    return bool(set(parts(column)) & known.durations or words & known.lasting)


@dataclass(frozen=True, slots=True)
class _State:
    filled: tuple[tuple[str, tuple[str, ...]], ...] = ()
    cost: float = 0.0

    def of(self, parameter: str) -> tuple[str, ...]:
        return dict(self.filled).get(parameter, ())

    def put(self, parameter: str, names: tuple[str, ...], cost: float) -> _State:
        filled = dict(self.filled)
        filled[parameter] = (*filled.get(parameter, ()), *names)
        return _State(tuple(filled.items()), self.cost + cost)


class Places:
    """The ways to place groups of columns in the parameters of one operation."""

    def __init__(
        self,
        roles: Mapping[str, ColumnRole],
        columns: Mapping[str, Column],
        words: Methods,
        n_rows: int,
    ) -> None:
        self.n_rows = n_rows
        self.roles = roles
        # Whether the operation has another place for a second column.
        self.is_grouped = any(
            words.classes.get(name, "named") in _SECOND for name in roles
        )
        self.columns = columns
        self.words = words

    def best(
        self, groups: Sequence[Group], fixed: Mapping[str, tuple[str, ...]]
    ) -> Placed | None:
        """The cheapest assignment, ``fixed`` parameters being taken already."""
        if len(groups) > _MOST_GROUPS:
            return None
        if not self.roles:
            return Placed({}, sum(_needless(group) for group in groups))
        states = [_State(tuple(fixed.items()), 0.0)]
        for at, group in enumerate(groups):
            others = {n for g in (*groups[:at], *groups[at + 1 :]) for n in g.names}
            states = [
                following
                for state in states
                for following in self._placed(state, group, others)
            ]
            states.sort(key=lambda state: state.cost)
            states = states[:24]
        if not states:
            return None
        finished = [(state, state.cost + self._lack(state)) for state in states]
        best, cost = min(finished, key=lambda one: one[1])
        return Placed(dict(best.filled), cost)

    def _lack(self, state: _State) -> float:
        """Required places that stay empty make an assignment dearer."""
        filled = dict(state.filled)
        cost = 0.5 if "columns" in filled and filled.keys() & {"x", "y"} else 0.0
        for name, role in self.roles.items():
            n = len(filled.get(name, ()))
            if role.many and 0 < n < role.minimum:
                cost += WRONG_KIND
        return cost

    def _placed(self, state: _State, group: Group, others: set[str]) -> list[_State]:
        found = list(self._whole(state, group.names, group.markers))
        if len(group.names) > 1 and not group.run:
            states = [_State(state.filled, state.cost + self._split_cost(group))]
            for name in group.names:
                states = [
                    following
                    for one in states
                    for following in self._whole(one, (name,), group.markers)
                ]
                states.sort(key=lambda one: one.cost)
                states = states[:8]
            found += states
        if set(group.names) <= others or self._near(group.names, others):
            found.append(_State(state.filled, state.cost + _DROPPED))
        return found

    def _near(self, names: tuple[str, ...], others: set[str]) -> bool:
        """Whether the words only say again what other columns are ("weight … Prewt")."""
        return all(
            any(
                _long(parts(self.columns[name])) & _long(parts(self.columns[other]))
                for other in others
            )
            for name in names
        )

    def _split_cost(self, group: Group) -> float:
        singles = {n for n, role in self.roles.items() if not role.many}
        if {"x", "y"} <= singles or {"duration", "event"} <= singles:
            return 0.02
        return _SPLIT * (len(group.names) - 1)

    def _whole(
        self, state: _State, names: tuple[str, ...], markers: frozenset[str]
    ) -> list[_State]:
        found = []
        for parameter, role in self.roles.items():
            filled = state.of(parameter)
            if set(filled) & set(names):
                # "between x and y, and between x and z": what is new of it is not lost.
                if role.many:
                    rest = tuple(name for name in names if name not in filled)
                    if rest and role.maximum and len(filled) + len(rest) > role.maximum:
                        continue
                    found.append(state.put(parameter, rest, 0.3))
                continue
            if not role.many and (filled or len(names) > 1):
                continue
            if role.many and role.maximum and len(filled) + len(names) > role.maximum:
                continue
            cost = self._fit(parameter, markers, bool(filled), len(names))
            cost += self._order(parameter, state, markers)
            cost += sum(self.kind_cost(role, self.columns[n]) for n in names)
            if self.words.classes.get(parameter) == "outcome":
                cost += sum(_SUBJECT for n in names if self._is_number(n))
            cost += self._taken(state, parameter, names)
            cost += sum(self._name_cost(parameter, name) for name in names)
            found.append(state.put(parameter, names, cost))
        return found

    def _fit(
        self, parameter: str, markers: frozenset[str], more: bool, n: int
    ) -> float:
        kind = self.words.classes.get(parameter, "named")
        table = self.words.fit.get(kind, {})
        cost = min(table.get(marker, _UNFIT) for marker in markers)
        if parameter == "group_by" and not markers & _PARTING:
            cost = max(cost, _UNPARTED)
        if kind == "outcome" and n > 1 and markers & {"between", "of", "for"}:
            return 0.0
        if kind == "outcome" and not self.is_grouped:
            cost = min(cost, _UNGROUPED)
        if more and kind == "outcome" and not self.is_grouped:
            # A list of columns without another place takes what any word brings.
            cost = min(cost, 0.1)
        if not self.is_grouped and kind == "outcome" and self._is_pair(parameter):
            cost = min(cost, 0.05)
        return cost

    def _name_cost(self, parameter: str, name: str) -> float:
        """Names that tell a survival's time and its event."""
        if parameter == "event":
            return -0.5 if self._is_event(name) else _UNLIKELY
        if parameter == "group" and "event" in self.roles:
            return WRONG_KIND if names_event(self.columns[name]) else 0.0
        if parameter == "duration" and "event" in self.roles:
            return 0.0 if self._lasts(name) else self._no_time(name)
        if self.words.classes.get(parameter) == "predictor" and "event" in self.roles:
            if names_event(self.columns[name]):
                return _NO_TIME
            return _UNLIKELY if self._lasts(name) else 0.0
        return 0.0

    def _lasts(self, name: str) -> bool:
        return names_time(self.columns[name], self.n_rows)

    def _is_event(self, name: str) -> bool:
        """Whether a flag is called after an event, or after what a time is until."""
        column = self.columns[name]
        timed = any(
            other.is_numeric and not is_flag(other) and self._lasts(other.name)
            and set(parts(other)) & set(parts(column))
            for other in self.columns.values()
        )  # fmt: skip
        return names_event(column) or (is_flag(column) and timed)

    def _no_time(self, name: str) -> float:
        """What it costs that a column is not called a time: a key and a yes or no are
        none, and another column may be."""
        column = self.columns[name]
        if is_flag(column) or is_key(column, self.n_rows):
            return WRONG_KIND
        other = any(self._lasts(one) for one in self.columns if one != name)
        return _NO_TIME if other else 0.0

    def _is_pair(self, parameter: str) -> bool:
        role = self.roles[parameter]
        return role.many and role.minimum >= 2

    def _order(self, parameter: str, state: _State, markers: frozenset[str]) -> float:
        """ "age and fare" are x and y in this order; "fare against age" is y, then x."""
        if (
            parameter not in ("x", "y")
            or "y" not in self.roles
            or "x" not in self.roles
        ):
            return 0.0
        if markers & {"against", "by"} and "versus" not in markers:
            return 0.0 if parameter == "x" else 1.0
        first_is_x = self.roles["x"].sort != "any"
        empty = not state.of("x") and not state.of("y")
        wanted = "x" if first_is_x == empty else "y"
        return 0.0 if parameter == wanted else 0.25

    def _taken(self, state: _State, parameter: str, names: tuple[str, ...]) -> float:
        return sum(
            2.0 for other, filled in state.filled
            if other != parameter
            and self.words.classes.get(other, "named") != "named"
            and set(filled) & set(names)
        )  # fmt: skip

    def _is_number(self, name: str) -> bool:
        return numbers_each_row(self.columns[name], self.n_rows)

    def kind_cost(self, role: ColumnRole, column: Column) -> float:
        """What it costs that a column is not of the sort that a place asks for."""
        if role.accepts(column):
            if role.sort == "any" and is_key(column, self.n_rows):
                return KEY_AS_ANY
            if role.takes_numbers and not column.is_numeric:
                return 0.6
            if role.takes_numbers and not role.many and is_flag(column):
                return 0.4
            if role.sort == "grouping" and column.is_numeric and column.n_unique > 12:
                return 0.5
            return 0.0
        if role.sort == "grouping":
            return 0.3 if is_flag(column) else MANY_LEVELS
        if role.takes_numbers and is_flag(column):
            return 1.0
        return WRONG_KIND


def _needless(group: Group) -> float:
    """ "how many per design": a group of a plan needs no column."""
    return _DROPPED if "by" in group.markers else WRONG_KIND


def numbers_each_row(column: Column, n_rows: int) -> bool:
    """Whether a column only says which row it is: 1 to n, or a key."""
    if column.n_unique != n_rows or n_rows < _FEW_ROWS:
        return False
    if not column.is_numeric and column.kind != "datetime":
        return True
    low, high = column.minimum, column.maximum
    return (
        column.kind == "integer"
        and isinstance(low, (int, float))
        and isinstance(high, (int, float))
        and high - low == n_rows - 1
    )


def _long(words: Sequence[str]) -> set[str]:
    return {word for word in words if len(word) >= _LONG_PART}


def as_params(placed: Placed, roles: Mapping[str, ColumnRole]) -> dict[str, Any]:
    """The assignment as the operation's arguments."""
    return {
        name: list(names) if roles[name].many else names[0]
        for name, names in placed.columns.items()
        if names
    }

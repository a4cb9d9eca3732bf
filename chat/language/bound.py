"""An operation with the columns it has got so far, and how it gets one more."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from analysis.parameters import ColumnRole
from chat.language.clause import Clause


@dataclass(slots=True)
class Bound:
    """An operation with the columns it got; ``missing`` roles found none."""

    params: dict[str, Any]
    missing: list[str] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    used: list[int] = field(default_factory=list)
    ambiguous: list[tuple[str, int]] = field(default_factory=list)
    inherited: bool = False


def fitting(clause: Clause, role: ColumnRole, number: int) -> list[str]:
    """The columns that a mention may stand for and that the role takes."""
    return [
        name
        for name in clause.mentions[number].columns
        if role.accepts(clause.columns[name])
    ]


def give(
    clause: Clause, roles: dict[str, ColumnRole], name: str, number: int, bound: Bound
) -> bool:
    """Gives a mention's column to a role; False where it does not fit or is taken."""
    role = roles[name]
    named = fitting(clause, role, number)
    if not named:
        return False
    if len(named) > 1:
        bound.ambiguous.append((name, number))
    return put(role, bound, name, named[0], number)


def put(
    role: ColumnRole, bound: Bound, name: str, column: str, number: int | None
) -> bool:
    """Enters a column; ``number`` is the mention that becomes used."""
    if role.many:
        given = bound.params.setdefault(name, [])
        if role.maximum is not None and len(given) >= role.maximum:
            return False
        if column not in given:
            given.append(column)
    elif name in bound.params:
        return bool(bound.params[name] == column)
    else:
        bound.params[name] = column
    if number is not None:
        bound.used.append(number)
    return True


def is_free(bound: Bound, column: str) -> bool:
    """Whether no role has the column yet."""
    return all(
        column != value and not (isinstance(value, list) and column in value)
        for value in bound.params.values()
    )


def is_group(role: ColumnRole) -> bool:
    """Whether the role takes what rows are split by."""
    return role.sort == "grouping" and "by" in role.markers

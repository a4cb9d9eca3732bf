"""Fills what the words left empty: from the groups, "it", the clauses around."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.parameters import ColumnRole
from chat.language.bound import Bound, is_free, is_group, put
from chat.language.clause import Clause


def rescue(
    clause: Clause, roles: dict[str, ColumnRole], bound: Bound, required: Sequence[str]
) -> None:
    """ "how often does each deck occur": what groups nothing is the subject."""
    for name in required:
        if bound.params.get(name):
            continue
        for other, role in roles.items():
            names = bound.params.get(other)
            if other == name or not names or other in required:
                continue
            if not is_group(role):
                continue
            listed = names if isinstance(names, list) else [names]
            if all(roles[name].accepts(clause.columns[n]) for n in listed):
                bound.params[name] = listed if roles[name].many else listed[0]
                del bound.params[other]
                break


def put_first(
    clause: Clause, roles: dict[str, ColumnRole], bound: Bound, column: str
) -> None:
    """Gives the column meant by "it" to the first role that takes it."""
    if not is_free(bound, column):
        return
    for name, role in roles.items():
        if is_group(role) or not role.accepts(clause.columns[column]):
            continue
        if role.many:
            bound.params[name] = [column, *bound.params.get(name, [])]
            return
        if name not in bound.params:
            bound.params[name] = column
            return


def aim(roles: dict[str, ColumnRole], bound: Bound) -> None:
    """One column alone is what all the others are related to."""
    columns = bound.params.get("columns", [])
    if "target" in roles and "target" not in bound.params and len(columns) == 1:
        bound.params["target"] = columns[0]
        del bound.params["columns"]


def add_group(
    roles: dict[str, ColumnRole],
    bound: Bound,
    column: str,
    clause: Clause,
    required: Sequence[str],
) -> None:
    """Columns whose levels were set against each other group the rows."""
    for name in sorted(roles, key=lambda name: name not in required):
        if "by" in roles[name].markers and column in clause.columns:
            put(roles[name], bound, name, column, None)
            return


def complete(
    clause: Clause,
    roles: dict[str, ColumnRole],
    bound: Bound,
    context: Sequence[str],
    soft: Sequence[int],
    required: Sequence[str],
) -> None:
    """Fills empty roles: first from filter columns, then from the clauses around."""
    for name, role in roles.items():
        if is_group(role) or not _wants(role, bound.params.get(name)):
            continue
        for number in soft:
            column = clause.mentions[number].column
            fits = is_free(bound, column) and role.accepts(clause.columns[column])
            if fits and role.if_empty == "ask":
                put(role, bound, name, column, number)
        if not _wants(role, bound.params.get(name)):
            continue
        if role.many or name in required:
            _inherit(clause, name, role, bound, context)


def _inherit(
    clause: Clause, name: str, role: ColumnRole, bound: Bound, context: Sequence[str]
) -> None:
    for column in context:
        known = clause.columns.get(column)
        if known is None or not is_free(bound, column) or not role.accepts(known):
            continue
        put(role, bound, name, column, None)
        bound.inherited = True
        if not role.many:
            return


def imply_time(clause: Clause, roles: dict[str, ColumnRole], bound: Bound) -> None:
    """A series runs along the table's dates or years, though nobody says so."""
    for name, role in roles.items():
        if role.if_empty == "time" and name not in bound.params:
            column = clause.time
            if column is not None and is_free(bound, column):
                bound.params[name] = column


def _wants(role: ColumnRole, given: Any) -> bool:
    if role.many:
        return len(given or ()) < max(role.minimum, 1)
    return given is None

"""Gives the columns of a clause to the parameters of an operation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from analysis.operation import Operation
from analysis.parameters import ColumnRole
from chat.language.bound import Bound, give, is_group
from chat.language.clause import Clause
from chat.language.completion import (
    add_group,
    aim,
    complete,
    imply_time,
    put_first,
    rescue,
)
from chat.language.heads import describing_columns
from chat.language.markers import marked, time_axis
from chat.language.role_fit import (
    is_measure,
    is_told,
    is_whole,
    prefers_numbers,
    wants_time,
)

_PAIR = re.compile(r"\b(?:same|equal|similar|identical)\b.+\b(?:as|to) (?:the|that|those)\b|"
                   r"\bbetween\b.+\band\b|\bsimilar to (?:that|those)\b"
                   r"|\bcomparable to (?:that|those)\b")  # fmt: skip

# Categories whose operations set a few columns against each other.
TESTS = ("Compare", "Relate", "Distribution")


def bind(
    operation: Operation,
    clause: Clause,
    context: Sequence[str] = (),
    groups: Sequence[str] = (),
    soft: frozenset[int] = frozenset(),
    meant: str | None = None,
) -> Bound:
    """Fills the column roles of an operation.

    ``context`` are columns of neighbouring clauses, taken where this one names none;
    ``groups`` are columns whose levels were set against each other; ``soft`` are
    mentions that a filter rests on and that serve again only if a role stays empty;
    ``meant`` is the column that "it" stands for.
    """
    roles = operation.column_parameters()
    open_mentions = [
        number
        for number, mention in enumerate(clause.mentions)
        if mention.kind == "column" and number not in clause.used
    ]
    if operation.category in TESTS:
        described = describing_columns(clause, open_mentions)
        open_mentions = [n for n in open_mentions if n not in described]
    else:
        open_mentions = _without_whole(clause, open_mentions)
    bound = Bound({})
    time_axis(clause, roles, open_mentions, bound)
    marked(clause, roles, open_mentions, bound)
    required = [n for n in roles if operation.parameters[n].required]
    for name in groups:
        add_group(roles, bound, name, clause, required)
    _unmarked(operation, clause, roles, open_mentions, bound, required, context)
    rescue(clause, roles, bound, required)
    if meant is not None:
        put_first(clause, roles, bound, meant)
    pair = bool(_PAIR.search(clause.text))
    if not pair:
        aim(roles, bound)
    complete(clause, roles, bound, context, sorted(soft), required)
    imply_time(clause, roles, bound)
    bound.left = [n for n in open_mentions if n not in bound.used]
    bound.missing = [
        name
        for name, role in roles.items()
        if _lacks(operation, name, role, bound.params)
        or _lacks_partner(operation, name, role, bound.params, pair)
    ]
    return bound


def _without_whole(clause: Clause, numbers: list[int]) -> list[int]:
    """The mentions but for those that only say "across all of them"."""
    kept = [n for n in numbers if not is_whole(clause, n)]
    return kept or numbers


def _lacks(
    operation: Operation, name: str, role: ColumnRole, params: dict[str, Any]
) -> bool:
    if role.many:
        given = len(params.get(name, []))
        if not given:
            return role.if_empty != "all" and operation.parameters[name].required
        return given < role.minimum
    return name not in params and operation.parameters[name].required


def _lacks_partner(
    operation: Operation,
    name: str,
    role: ColumnRole,
    params: dict[str, Any],
    pair: bool,
) -> bool:
    """Whether one of the two that a test sets against each other was not found."""
    if not pair:
        return False
    if operation.category not in TESTS or name != "columns" or not role.many:
        return False
    if params.get("group") or params.get("levels"):
        return False
    return len(params.get(name, [])) < 2 and role.sort in ("numeric", "any")


def _is_all_years(clause: Clause, number: int) -> bool:
    """ "over the years": the rows, not what is measured."""
    mention = clause.mentions[number]
    is_time = clause.text[clause.place(number)[0] + 1] in "dy"
    return is_time and mention.text.lower() in ("years", "dates", "days", "months")


def _needs_marker(operation: Operation, roles: dict[str, ColumnRole]) -> bool:
    """A relation of numbers is split by groups only where that is said."""
    return operation.category == "Relate" and any(map(is_group, roles.values()))


def _unmarked(
    operation: Operation,
    clause: Clause,
    roles: dict[str, ColumnRole],
    mentions: Sequence[int],
    bound: Bound,
    required: Sequence[str],
    context: Sequence[str],
) -> None:
    left = [n for n in mentions if n not in bound.used]
    main = {name: role for name, role in roles.items() if not is_group(role)}
    main = dict(sorted(main.items(), key=lambda item: _turn(item, required)))
    numeric = [n for n in left if _fits_number(clause, n)]
    timeless = "x" not in roles and not any(map(is_group, roles.values()))
    for number in left:
        column = clause.columns[clause.mentions[number].column]
        if is_told(clause, number):
            continue
        if len(numeric) > 1 and _splits(clause, number, roles, bound):
            continue
        if (
            numeric
            and not column.is_numeric
            and prefers_numbers(main, column)
            and (
                _needs_marker(operation, roles)
                or _to_group(clause, roles, number, bound)
            )
        ):
            continue
        if numeric and column.kind == "datetime" and not wants_time(main):
            continue
        if _is_all_years(clause, number) and (
            context or (timeless and len(numeric) > 1)
        ):
            continue
        for name, role in main.items():
            full = not role.many and name in bound.params
            if "by" in role.markers and is_measure(clause, number, main, bound.params):
                continue
            if not full and give(clause, roles, name, number, bound):
                break
        else:
            _to_group(clause, roles, number, bound)


def _turn(item: tuple[str, ColumnRole], required: Sequence[str]) -> int:
    """Required single columns are served first, optional single ones last."""
    name, role = item
    if name in required:
        return 0
    return 1 if role.many else 2


_LISTED = re.compile(r"(?:,|\band|\bor|\bvs\.?|\bversus|\bwith|\bto)(?: the)? $")
_GOES_ON = re.compile(r"^(?:,| and| or| vs\b| versus)")


def _splits(
    clause: Clause, number: int, roles: dict[str, ColumnRole], bound: Bound
) -> bool:
    """Years and yes-or-no beside a measure are the groups that a test compares."""
    letter = clause.text[clause.place(number)[0] + 1]
    if "group" not in roles or "group" in bound.params or letter not in "yib":
        return False
    if _LISTED.search(clause.before(number)) or _GOES_ON.match(clause.after(number)):
        return False
    return give(clause, roles, "group", number, bound)


def _fits_number(clause: Clause, number: int) -> bool:
    return any(clause.columns[c].is_numeric for c in clause.mentions[number].columns)


def _to_group(
    clause: Clause, roles: dict[str, ColumnRole], number: int, bound: Bound
) -> bool:
    for name, role in roles.items():
        if is_group(role) and give(clause, roles, name, number, bound):
            return True
    return False

"""Gives the columns of a clause to the parameters of an operation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from analysis.operation import Operation
from analysis.parameters import GROUP_MARKERS, ColumnRole
from chat.language.clause import Clause
from chat.language.heads import describing_columns
from chat.language.implied import time_among
from chat.language.role_fit import is_measure, is_told, prefers_numbers, wants_time

_GROUP_WORDS = (
    *GROUP_MARKERS,
    "based on", "for different", "of different", "from different", "across different",
    "for various", "in different", "at different", "between different", "with different",
    "depending on", "according to", "as a function of", "conditional on", "colored by",
    "coloured by", "coloring by", "colouring by", "color by", "colour by", "color",
    "faceted by", "facet by", "facet on", "faceting on", "split by", "broken out by",
    "broken down by", "separated by", "partitioned by", "stratified by", "grouped by",
    "group by", "grouping by", "for all", "among", "separately for", "in terms of",
    "each", "every", "different",
)  # fmt: skip
_FILL = r"(?: (?:the|a|an|each|every|different|their|its|all|both|various|individual"
_FILL += r"|given|number of|type of|types of|kind of|of|same|single|place of|column))*"
_CONTINUES = re.compile(r"^ ?(?:,|and|&|,? and|by|x|\*|,? then)(?: by)?(?: the)? ?$")


_MARKERS = {
    "sort_by": ("highest", "lowest", "largest", "smallest", "most", "least", "sorted by",
                "ordered by", "order of", "ranked by", "biggest", "by", "greatest"),
    "x": ("against", "x axis", "x-axis", "x:", "x ="),
    "y": ("y axis", "y-axis", "y:", "y ="),
    "size": ("size by", "sized by", "size"),
    "label": ("label by", "labelled by"),
}  # fmt: skip

_PAIR = re.compile(r"\b(?:same|equal|similar|identical)\b.+\b(?:as|to) (?:the|that|those)\b|"
                   r"\bbetween\b.+\band\b|\bsimilar to (?:that|those)\b"
                   r"|\bcomparable to (?:that|those)\b")  # fmt: skip

# Categories whose operations set a few columns against each other.
TESTS = ("Compare", "Relate", "Distribution")


@dataclass(slots=True)
class Bound:
    """An operation with the columns it got; ``missing`` roles found none."""

    params: dict[str, Any]
    missing: list[str] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    used: list[int] = field(default_factory=list)
    ambiguous: list[tuple[str, int]] = field(default_factory=list)
    inherited: bool = False


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
    bound = Bound({})
    _time_axis(clause, roles, open_mentions, bound)
    _marked(clause, roles, open_mentions, bound)
    required = [n for n in roles if operation.parameters[n].required]
    for name in groups:
        _add_group(roles, bound, name, clause, required)
    _unmarked(operation, clause, roles, open_mentions, bound, required, context)
    _rescue(clause, roles, bound, required)
    if meant is not None:
        _put_first(clause, roles, bound, meant)
    pair = bool(_PAIR.search(clause.text))
    if not pair:
        _aim(roles, bound)
    _complete(clause, roles, bound, context, sorted(soft), required)
    _imply_time(clause, roles, bound)
    bound.left = [n for n in open_mentions if n not in bound.used]
    bound.missing = [
        name
        for name, role in roles.items()
        if _lacks(operation, name, role, bound.params)
        or _lacks_partner(operation, name, role, bound.params, pair)
    ]
    return bound


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


@lru_cache(maxsize=256)
def _marker_pattern(markers: tuple[str, ...]) -> re.Pattern[str]:
    words = list(markers)
    if "per" in markers:
        words.extend(_GROUP_WORDS)
    ordered = "|".join(sorted({re.escape(w) for w in words}, key=len, reverse=True))
    return re.compile(rf"(?:^|[\s,(])(?:{ordered}){_FILL} $")


def _time_axis(
    clause: Clause,
    roles: dict[str, ColumnRole],
    mentions: Sequence[int],
    bound: Bound,
) -> None:
    """Time goes along the axis, wherever it is said."""
    if "x" not in roles or roles["x"].sort != "any":
        return
    for number in mentions:
        if clause.text[clause.place(number)[0] + 1] in "dy":
            _give(clause, roles, "x", number, bound)
            return


def _marked(
    clause: Clause,
    roles: dict[str, ColumnRole],
    mentions: Sequence[int],
    bound: Bound,
) -> None:
    previous: tuple[str, int] | None = None
    for number in mentions:
        role_name = _marker_role(clause, roles, number, bound)
        if role_name is None and previous is not None:
            start = clause.place(previous[1])[1]
            between = clause.text[start : clause.place(number)[0]]
            if _CONTINUES.match(between) and roles[previous[0]].many:
                role_name = previous[0]
        if role_name is None or not _give(clause, roles, role_name, number, bound):
            previous = None
            continue
        previous = (role_name, number)


def _marker_role(
    clause: Clause, roles: dict[str, ColumnRole], number: int, bound: Bound
) -> str | None:
    before = clause.before(number)
    for name, role in roles.items():
        markers = role.markers or _MARKERS.get(name, ())
        if markers and _marker_pattern(markers).search(before):
            if not role.many and name in bound.params:
                continue
            if _fitting(clause, role, number):
                return name
    return None


def _fitting(clause: Clause, role: ColumnRole, number: int) -> list[str]:
    return [
        name
        for name in clause.mentions[number].columns
        if role.accepts(clause.columns[name])
    ]


def _give(
    clause: Clause, roles: dict[str, ColumnRole], name: str, number: int, bound: Bound
) -> bool:
    role = roles[name]
    fitting = _fitting(clause, role, number)
    if not fitting:
        return False
    if len(fitting) > 1:
        bound.ambiguous.append((name, number))
    return _put(role, bound, name, fitting[0], number)


def _put(
    role: ColumnRole, bound: Bound, name: str, column: str, number: int | None
) -> bool:
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


def _is_all_years(clause: Clause, number: int) -> bool:
    """ "over the years": the rows, not what is measured."""
    mention = clause.mentions[number]
    is_time = clause.text[clause.place(number)[0] + 1] in "dy"
    return is_time and mention.text.lower() in ("years", "dates", "days", "months")


def _needs_marker(operation: Operation, roles: dict[str, ColumnRole]) -> bool:
    """A relation of numbers is split by groups only where that is said."""
    return operation.category == "Relate" and any(map(_is_group, roles.values()))


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
    main = {name: role for name, role in roles.items() if not _is_group(role)}
    main = dict(sorted(main.items(), key=lambda item: _turn(item, required)))
    numeric = [n for n in left if _fits_number(clause, n)]
    timeless = "x" not in roles and not any(map(_is_group, roles.values()))
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
            if not full and _give(clause, roles, name, number, bound):
                break
        else:
            _to_group(clause, roles, number, bound)


def _put_first(
    clause: Clause, roles: dict[str, ColumnRole], bound: Bound, column: str
) -> None:
    """Gives the column meant by "it" to the first role that takes it."""
    if not _free(bound, column):
        return
    for name, role in roles.items():
        if _is_group(role) or not role.accepts(clause.columns[column]):
            continue
        if role.many:
            bound.params[name] = [column, *bound.params.get(name, [])]
            return
        if name not in bound.params:
            bound.params[name] = column
            return


def _rescue(
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
            if not _is_group(role):
                continue
            listed = names if isinstance(names, list) else [names]
            if all(roles[name].accepts(clause.columns[n]) for n in listed):
                bound.params[name] = listed if roles[name].many else listed[0]
                del bound.params[other]
                break


def _turn(item: tuple[str, ColumnRole], required: Sequence[str]) -> int:
    """Required single columns are served first, optional single ones last."""
    name, role = item
    if name in required:
        return 0
    return 1 if role.many else 2


def _aim(roles: dict[str, ColumnRole], bound: Bound) -> None:
    """One column alone is what all the others are related to."""
    columns = bound.params.get("columns", [])
    if "target" in roles and "target" not in bound.params and len(columns) == 1:
        bound.params["target"] = columns[0]
        del bound.params["columns"]


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
    return _give(clause, roles, "group", number, bound)


def _fits_number(clause: Clause, number: int) -> bool:
    return any(clause.columns[c].is_numeric for c in clause.mentions[number].columns)


def _is_group(role: ColumnRole) -> bool:
    return role.sort == "grouping" and "by" in role.markers


def _to_group(
    clause: Clause, roles: dict[str, ColumnRole], number: int, bound: Bound
) -> bool:
    for name, role in roles.items():
        if _is_group(role) and _give(clause, roles, name, number, bound):
            return True
    return False


def _add_group(
    roles: dict[str, ColumnRole],
    bound: Bound,
    column: str,
    clause: Clause,
    required: Sequence[str],
) -> None:
    for name in sorted(roles, key=lambda name: name not in required):
        if "by" in roles[name].markers and column in clause.columns:
            _put(roles[name], bound, name, column, None)
            return


def _complete(
    clause: Clause,
    roles: dict[str, ColumnRole],
    bound: Bound,
    context: Sequence[str],
    soft: Sequence[int],
    required: Sequence[str],
) -> None:
    """Fills empty roles: first from filter columns, then from the clauses around."""
    for name, role in roles.items():
        if _is_group(role) or not _wants(role, bound.params.get(name)):
            continue
        for number in soft:
            column = clause.mentions[number].column
            fits = _free(bound, column) and role.accepts(clause.columns[column])
            if fits and role.if_empty == "ask":
                _put(role, bound, name, column, number)
        if not _wants(role, bound.params.get(name)):
            continue
        if role.many or name in required:
            _inherit(clause, name, role, bound, context)


def _imply_time(clause: Clause, roles: dict[str, ColumnRole], bound: Bound) -> None:
    """A series runs along the table's dates or years, though nobody says so."""
    for name, role in roles.items():
        if role.if_empty == "time" and name not in bound.params:
            column = time_among(clause.columns)
            if column is not None and _free(bound, column):
                bound.params[name] = column


def _inherit(
    clause: Clause, name: str, role: ColumnRole, bound: Bound, context: Sequence[str]
) -> None:
    for column in context:
        known = clause.columns.get(column)
        if known is None or not _free(bound, column) or not role.accepts(known):
            continue
        _put(role, bound, name, column, None)
        bound.inherited = True
        if not role.many:
            return


def _wants(role: ColumnRole, given: Any) -> bool:
    if role.many:
        return len(given or ()) < max(role.minimum, 1)
    return given is None


def _free(bound: Bound, column: str) -> bool:
    return all(
        column != value and not (isinstance(value, list) and column in value)
        for value in bound.params.values()
    )

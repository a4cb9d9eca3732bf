"""Rows chosen one way and then another: sets to compare, not one filter on the other.

A pipeline filters once and for all. "The ages of men … differ from those of women?"
names two sets of rows; taken one after the other nothing would be left.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from analysis.task import Step
from chat.language.conditions import Condition, all_of, leaf
from chat.language.draft import Draft
from chat.language.phrases import spoken_operations

_TESTED = ("Compare", "Distribution")


def set_apart(draft: Draft) -> None:
    """Turns filters that rule each other out into groups, and those of one group last."""
    _compare_sets(draft)
    _group_before_filtering(draft)


def _leaves(step: Step) -> list[Condition]:
    """The conditions that a filter demands together; none where it is no such filter."""
    if step.operation != "filter_rows":
        return []
    where = step.params["where"]
    parts: list[Condition] = where.get("all", [where])
    return parts


def _fixed(parts: list[Condition]) -> dict[str, Any]:
    """Column → the one value that it must have."""
    return {str(p["column"]): p["value"] for p in parts if p.get("op") == "=="}


def _compare_sets(draft: Draft) -> None:
    """Two filters that differ in the value of one column, and a test behind them."""
    places = [n for n, s in enumerate(draft.steps) if s.operation == "filter_rows"]
    for first, second in pairwise(places):
        one, other = _leaves(draft.steps[first]), _leaves(draft.steps[second])
        left, right = _fixed(one), _fixed(other)
        differing = [c for c in left if c in right and left[c] != right[c]]
        if len(differing) != 1:
            continue
        column = differing[0]
        tests = [n for n in range(second, len(draft.steps)) if _can_split(draft, n)]
        if not tests:
            continue
        shared = [part for part in one if part.get("column") != column]
        shared += [p for p in other if p.get("column") != column and p not in shared]
        known = draft.columns.get(column)
        if known is None or known.n_unique != 2:
            shared.append(leaf(column, "in", [left[column], right[column]]))
        _split(draft, range(first + 1, len(draft.steps)), column)
        _replace_filters(draft, first, second, shared)
        return


def _can_split(draft: Draft, place: int) -> bool:
    step = draft.steps[place]
    operation = spoken_operations()[step.operation]
    if operation.category not in _TESTED or "group" not in operation.parameters:
        return False
    columns = step.params.get("columns")
    alone = not isinstance(columns, list) or len(columns) == 1
    return alone and not step.params.get("group")


def _split(draft: Draft, places: range, column: str) -> None:
    """Gives every step that can be split the column that tells the sets apart."""
    for place in places:
        step = draft.steps[place]
        roles = spoken_operations()[step.operation].column_parameters()
        name = next((n for n in ("group", "group_by") if n in roles), None)
        if name is None or step.params.get(name):
            continue
        value: Any = [column] if roles[name].many else column
        draft.change(place, {**step.params, name: value})
        draft.missing = [m for m in draft.missing if m[0] != place]


def _replace_filters(
    draft: Draft, first: int, second: int, shared: list[Condition]
) -> None:
    order = [n for n in range(len(draft.steps)) if n != second]
    if shared:
        draft.change(first, {"where": all_of(shared)})
    else:
        order.remove(first)
    draft.reorder(order)


def _group_before_filtering(draft: Draft) -> None:
    """ "Fares of men who survived. Do they differ from men who did not?": the rows of
    one group are looked at after the groups were compared."""
    for place, step in enumerate(draft.steps):
        parts = _leaves(step)
        fixed = _fixed(parts)
        later = range(place + 1, len(draft.steps))
        grouped = [n for n in later if _groups(draft.steps[n]) & set(fixed)]
        if not grouped:
            continue
        column = next(iter(_groups(draft.steps[grouped[0]]) & set(fixed)))
        own = [part for part in parts if part.get("column") == column]
        shared = [part for part in parts if part.get("column") != column]
        between = list(range(place, grouped[0]))
        behind = list(range(grouped[0], len(draft.steps)))
        draft.change(place, {"where": all_of(own)})
        if shared:
            common = Step(operation="filter_rows", params={"where": all_of(shared)})
            between = [n for n in between if draft.steps[n] != common]
            behind = [n for n in behind if draft.steps[n] != common]
        draft.reorder([*range(place), *behind, *between])
        if shared:
            draft.insert([common], at=place)
        return


def _groups(step: Step) -> set[str]:
    found: set[str] = set()
    for name in ("group", "group_by"):
        value = step.params.get(name)
        if value:
            found |= set(value) if isinstance(value, list) else {str(value)}
    return found

"""An operation's parameters filled with columns, by their kinds and roles alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.base.columns import Column
from analysis.base.operation import Operation
from analysis.base.parameters import ColumnRole
from analysis.base.task import Step
from analysis.operations import operation_named

_MOST_PARTS = 12
_GROUPS = ("group", "group_by", "category")


def filled(
    name: str,
    chosen: Sequence[str],
    columns: Mapping[str, Column],
    setting: Mapping[str, Any] | None = None,
) -> Step | None:
    """A step of that operation with the columns chosen, each used; None if they do not fit.

    Columns that are wanted first (an outcome before its predictors) are those that come
    first in ``chosen``.
    """
    operation = operation_named(name)
    setting = {k: v for k, v in (setting or {}).items() if k in operation.parameters}
    left = [column for column in dict.fromkeys(chosen) if column in columns]
    params: dict[str, Any] = dict(setting)
    roles = operation.column_parameters()
    parting = _parting(operation, roles, left, columns)
    if parting:
        params["group"] = parting
        left = [column for column in left if column != parting]
    for role_name in _in_order(operation, roles):
        role = roles[role_name]
        if role_name in params:
            continue
        fitting = _fitting(role_name, role, left, columns)
        required = operation.parameters[role_name].required
        wanted = required or role_name in _GROUPS
        if not wanted or (not fitting and not required):
            continue
        taken = fitting[: role.maximum or None] if role.many else fitting[:1]
        if len(taken) < (role.minimum if role.many else 1):
            return None
        params[role_name] = list(taken) if role.many else taken[0]
        left = [column for column in left if column not in taken]
    missing = [
        parameter
        for parameter in operation.parameters.values()
        if parameter.required and parameter.name not in params
    ]
    if left or missing or not any(role in params for role in roles):
        return None
    return Step(operation=name, params=params)


def _parting(
    operation: Operation,
    roles: Mapping[str, ColumnRole],
    chosen: Sequence[str],
    columns: Mapping[str, Column],
) -> str:
    """ "Temp, Month": of two columns of numbers the one of few values is the groups."""
    if (
        not {"group", "columns"} <= roles.keys()
        or "subject" in roles
        or len(chosen) != 2
    ):
        return ""
    if operation.parameters["group"].required or not all(
        columns[name].is_numeric for name in chosen
    ):
        return ""
    few = [name for name in chosen if columns[name].is_grouping]
    return few[0] if len(few) == 1 and columns[few[0]].n_unique <= _MOST_PARTS else ""


def _in_order(operation: Operation, roles: Mapping[str, ColumnRole]) -> list[str]:
    """The roles: required ones before others, groups last of their kind."""
    return sorted(
        roles,
        key=lambda role: (not operation.parameters[role].required, role in _GROUPS),
    )


def _fitting(
    name: str, role: ColumnRole, left: Sequence[str], columns: Mapping[str, Column]
) -> list[str]:
    fitting = [column for column in left if role.accepts(columns[column])]
    if role.many and role.takes_numbers:
        numbers = [c for c in fitting if columns[c].is_numeric]
        return numbers or fitting
    if name in _GROUPS:
        fitting.sort(key=lambda c: columns[c].is_numeric)
    return fitting


def suggested(
    names: Sequence[str],
    chosen: Sequence[str],
    columns: Mapping[str, Column],
    most: int = 4,
) -> list[Step]:
    """Steps of the operations named that fit the columns, or most of them."""
    found: list[Step] = []
    for name in names:
        step = next(
            (
                step
                for some in _subsets(chosen)
                if (step := filled(name, some, columns)) is not None
            ),
            None,
        )
        if step is not None and step not in found:
            found.append(step)
    return found[:most]


def _subsets(chosen: Sequence[str]) -> list[list[str]]:
    """All of the columns, then all but one, then pairs and single ones."""
    chosen = list(dict.fromkeys(chosen))[:6]
    found = [chosen] if chosen else []
    for size in range(len(chosen) - 1, 0, -1):
        found += [chosen[:size]]
        found += [[c for c in chosen if c != left] for left in chosen][: size == len(chosen) - 1 and len(chosen)]  # fmt: skip
    pairs = [[a, b] for n, a in enumerate(chosen) for b in chosen[n + 1 :]]
    return [*found, *pairs, *([c] for c in chosen)]

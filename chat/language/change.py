"""The columns of an earlier step changed: other ones, more, fewer, other groups."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from analysis.operation import Operation
from analysis.task import Step
from chat.language.binding import bind
from chat.language.clause import Clause
from chat.language.parsing import Message
from chat.language.phrases import spoken_operations
from chat.language.transfer import is_group_role, step_groups, step_subjects

APPENDS = re.compile(r"\b(?:also|add|include|as well|too|plus|additionally)\b")
_WITHOUT = re.compile(
    r"\b(?:without|drop|remove|exclude|excluding|leave out|not|no|except)\b"
)
UNGROUPED = re.compile(
    r"\b(?:overall|without (?:the )?group(?:s|ing)?|not grouped|ungrouped)\b"
)


@dataclass(slots=True)
class Change:
    """The previous steps on their way to the new ones."""

    before: list[Step]
    target: Step
    changed: bool = False


def change_columns(
    change: Change, clause: Clause, operation: Operation, message: Message
) -> None:
    """What a message\'s columns mean for the step: groups, subjects, or left out."""
    names = [m.column for _, m in clause.free("column")]
    if UNGROUPED.search(clause.text):
        regroup(change, [], append=False)
    if not names:
        return
    present = {*step_subjects(change.target), *step_groups(change.target)}
    if _WITHOUT.search(clause.text) and set(names) & present:
        _drop(change, operation, set(names))
        return
    bound = bind(operation, replace(clause, used=set(clause.used)))
    roles = operation.column_parameters()
    groups = [
        c
        for n, r in roles.items()
        if is_group_role(r)
        for c in _listed(bound.params.get(n))
    ]
    subjects = [name for name in names if name not in groups]
    if groups:
        regroup(change, groups, append=bool(APPENDS.search(clause.text)))
    if subjects:
        _replace_subjects(change, clause, operation, subjects, message)


def _listed(value: Any) -> list[str]:
    return [] if not value else value if isinstance(value, list) else [value]


def regroup(change: Change, groups: list[str], append: bool) -> None:
    """Sets the groups, or adds to them; no groups means none."""
    operation = spoken_operations()[change.target.operation]
    for name, role in operation.column_parameters().items():
        if not is_group_role(role):
            continue
        params = dict(change.target.params)
        if not groups:
            params.pop(name, None)
        elif role.many:
            old = _listed(params.get(name)) if append else []
            params[name] = [*old, *(g for g in groups if g not in old)]
        else:
            params[name] = groups[0]
        change.changed = change.changed or params != change.target.params
        change.target = Step(operation=operation.name, params=params)
        return


def _drop(change: Change, operation: Operation, names: set[str]) -> None:
    params = dict(change.target.params)
    for name in operation.column_parameters():
        value = params.get(name)
        if isinstance(value, list):
            left = [column for column in value if column not in names]
            if left:
                params[name] = left
            elif not operation.parameters[name].required:
                params.pop(name)
        elif value in names and not operation.parameters[name].required:
            params.pop(name)
    change.changed = change.changed or params != change.target.params
    change.target = Step(operation=operation.name, params=params)


_INSTEAD = re.compile(r"\binstead of\b|\brather than\b|\breplace\b")


def _replace_subjects(
    change: Change,
    clause: Clause,
    operation: Operation,
    names: list[str],
    message: Message,
) -> None:
    """New columns take the places of old ones of their kind; the number stays."""
    names = list(dict.fromkeys(names))
    old = step_subjects(change.target)
    if _INSTEAD.search(clause.text) and len(names) == 2:
        out = next((n for n in names if n in old), None)
        if out is not None:
            other = next(n for n in names if n != out)
            _swap(change, operation, {out: other})
        return
    new = [n for n in names if n not in old] or names
    if APPENDS.search(clause.text):
        _append(change, operation, new, message)
    elif len(old) > len(new) and _keeps_count(operation, old):
        _swap(change, operation, dict(zip(old[-len(new) :], new, strict=True)))
    else:
        _swap_all(change, operation, new, message)


def _keeps_count(operation: Operation, old: list[str]) -> bool:
    return len(old) == 2 and operation.name not in (
        "describe",
        "frequency",
        "aggregate",
    )


def _swap(change: Change, operation: Operation, names: dict[str, str]) -> None:
    params = {
        key: (
            [names.get(v, v) for v in value]
            if isinstance(value, list)
            else names.get(value, value)
            if isinstance(value, str)
            else value
        )
        for key, value in change.target.params.items()
    }
    change.changed = change.changed or params != change.target.params
    change.target = Step(operation=operation.name, params=params)


def _append(
    change: Change, operation: Operation, names: list[str], message: Message
) -> None:
    for name, role in operation.column_parameters().items():
        fitting = [n for n in names if role.accepts(message.columns[n])]
        if role.many and fitting and not is_group_role(role):
            old = _listed(change.target.params.get(name))
            merged = [*old, *(n for n in fitting if n not in old)]
            params = {**change.target.params, name: merged}
            change.target = Step(operation=operation.name, params=params)
            change.changed = True
            return


def _swap_all(
    change: Change, operation: Operation, names: list[str], message: Message
) -> None:
    for name, role in operation.column_parameters().items():
        if is_group_role(role):
            continue
        fitting = [n for n in names if role.accepts(message.columns[n])]
        if not fitting:
            continue
        value: Any = fitting if role.many else fitting[0]
        params = {**change.target.params, name: value}
        change.target = Step(operation=operation.name, params=params)
        change.changed = True
        return

"""Carries the columns and settings of one step over to another operation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.columns import Column
from analysis.operation import Operation
from analysis.parameters import ColumnRole
from analysis.task import Step
from chat.language.phrases import spoken_operations


def is_group_role(role: ColumnRole) -> bool:
    return "by" in role.markers


def step_groups(step: Step) -> list[str]:
    """The columns that split a step's rows."""
    return _named(step, group=True)


def step_subjects(step: Step) -> list[str]:
    """The columns a step is about."""
    return _named(step, group=False)


def _named(step: Step, group: bool) -> list[str]:
    operation = spoken_operations().get(step.operation)
    if operation is None:
        return []
    found: list[str] = []
    for name, role in operation.column_parameters().items():
        value = step.params.get(name)
        if value and is_group_role(role) == group:
            found.extend(value if isinstance(value, list) else [value])
    return found


def transferred(
    operation: Operation,
    subjects: list[str],
    groups: list[str],
    step: Step,
    columns: Mapping[str, Column],
) -> dict[str, Any] | None:
    """Parameters of ``operation`` for the columns of ``step``; None if they do not fit.

    Settings go along where the other operation has the same one, or a choice of the
    same word ("mean" of ``statistics`` becomes the ``statistic`` of a chart).
    """
    params = _settings(operation, step)
    left = [name for name in (*subjects, *groups) if name in columns]
    roles = operation.column_parameters()
    order = sorted(
        roles, key=lambda n: (not operation.parameters[n].required, n == "size")
    )
    for name in order:
        role = roles[name]
        fitting = [c for c in left if role.accepts(columns[c])]
        if is_group_role(role):
            split = [c for c in fitting if c in groups]
            if not split and operation.parameters[name].required:
                split = [c for c in fitting if not columns[c].is_numeric] or fitting
            fitting = split
        elif role.sort == "any" and groups:
            fitting = [c for c in fitting if c not in groups]
        if not fitting:
            if operation.parameters[name].required:
                return None
            continue
        params[name] = fitting if role.many else fitting[0]
        left = [c for c in left if c not in (fitting if role.many else fitting[:1])]
    return params


def _settings(operation: Operation, step: Step) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    statistics = step.params.get("statistics") or [step.params.get("statistic")]
    for name, parameter in operation.parameters.items():
        if parameter.role is not None:
            continue
        if name in step.params and step.operation != operation.name:
            value = step.params[name]
            if not parameter.choices or value in parameter.choices:
                kept[name] = value
        if name in ("statistic", "statistics"):
            known = [s for s in statistics if s in parameter.choices]
            if known:
                kept[name] = known if parameter.many else known[0]
    return kept

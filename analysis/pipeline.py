"""Which columns of the table a pipeline of steps uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analysis.columns import Schema
from analysis.conditions import where_columns
from analysis.expressions import expression_columns
from analysis.operations import operation_named
from analysis.parameters import ColumnRole, ExpressionRole, Parameter, WhereRole
from analysis.task import Step, Task


def task_columns(task: Task, schema: Schema) -> list[str]:
    """Every column of the table that the task's steps use, in the table's order.

    An empty list of a role that means "all columns" counts as all that fit it, since
    they are what the step reads.
    """
    used = {name for step in task.steps for name in step_columns(step, schema)}
    return [name for name in schema.names if name in used]


def step_columns(step: Step, schema: Schema) -> Iterator[str]:
    """The column names in a step's parameters, those that a role implies included."""
    for name, parameter in operation_named(step.operation).parameters.items():
        value = step.params.get(name, parameter.default)
        yield from _named(parameter, value, schema)


def _named(parameter: Parameter, value: Any, schema: Schema) -> Iterator[str]:
    match parameter.role:
        case ColumnRole() as role:
            if value:
                yield from value if isinstance(value, list) else [value]
            elif role.if_empty == "all":
                yield from (c.name for c in schema.columns if role.accepts(c))
        case WhereRole() if value:
            yield from where_columns(value)
        case ExpressionRole() if value:
            yield from expression_columns(value)
        case _:
            return

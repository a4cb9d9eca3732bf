"""Which columns of the table a pipeline of steps uses."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import Any

from analysis.base.columns import Schema
from analysis.base.errors import TaskError
from analysis.base.operation import Operation
from analysis.base.parameters import (
    ColumnRole,
    ExpressionRole,
    FormRole,
    Parameter,
    WhereRole,
)
from analysis.base.task import Step, Task
from analysis.formulas.conditions import where_columns
from analysis.formulas.expressions import expression_columns
from analysis.operations import operation_named


def check_steps(task: Task) -> None:
    """Whether each step says all that its operation must know, and nothing else.

    Raises:
        TaskError: one does not; it names the operation and what is missing.
    """
    for step in task.steps:
        operation = operation_named(step.operation)
        for name, parameter in operation.parameters.items():
            if parameter.required and step.params.get(name) is None:
                raise TaskError(
                    f"“{operation.title}” needs to know {_wanted(parameter)}.",
                    hint=_how_to_say(operation, parameter),
                )
        if not _is_finite(step.params):
            raise TaskError(
                f"“{operation.title}” was given a number that is too large to compute"
                " with.",
                hint="Numbers go to about 1.8e308.",
            )
        unknown = [name for name in step.params if name not in operation.parameters]
        if unknown:
            raise TaskError(f"“{operation.title}” has no setting “{unknown[0]}”.")


def _is_finite(value: Any) -> bool:
    """Whether every number in parameters can be stored as JSON."""
    match value:
        case dict():
            return all(map(_is_finite, value.values()))
        case list() | tuple():
            return all(map(_is_finite, value))
        case float():
            return isfinite(value)
    return True


def _wanted(parameter: Parameter) -> str:
    if isinstance(parameter.role, ColumnRole):
        return "which columns" if parameter.many else "which column"
    return f"“{parameter.name.replace('_', ' ')}”"


def _how_to_say(operation: Operation, parameter: Parameter) -> str:
    if parameter.choices:
        return f"It may be: {', '.join(map(str, parameter.choices))}."
    examples = operation.language.examples
    return f"An example: “{examples[0].text}”." if examples else ""


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
        role = parameter.role
        unless = role.unless if isinstance(role, ColumnRole) else ()
        if not value and any(step.params.get(other) for other in unless):
            continue
        yield from _named(parameter, value, schema)


def columns_to_read(task: Task, schema: Schema) -> list[str]:
    """Those that the steps use, and those whose names they may find taken."""
    wanted = {*task_columns(task, schema)}
    wanted.update(name for step in task.steps for name in _in_the_way(step, schema))
    return [name for name in schema.names if name in wanted]


def _in_the_way(step: Step, schema: Schema) -> Iterator[str]:
    """Columns whose names a preparation may want for what it makes.

    A step on a few columns of the table would else find a name free that is taken, and
    what is asked of the whole table afterwards would fail for it.
    """
    if operation_named(step.operation).kind != "prepare":
        return
    said = [word for value in step.params.values() for word in _words(value)]
    for name in schema.names:
        if any(
            name == word or name.startswith((f"{word} ", f"{word}_")) for word in said
        ):
            yield name


def _words(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return (
        [one for one in value if isinstance(one, str)]
        if isinstance(value, list)
        else []
    )


def check_task(task: Task, schema: Schema) -> None:
    """Whether the steps fit the table, as far as its columns are those that it was read
    with: up to the first step that makes others of them.

    Raises:
        TaskError: a step does not fit.
    """
    for step in task.steps:
        operation = operation_named(step.operation)
        if operation.checking is not None:
            operation.checking(schema, step.params)
        if operation.kind == "prepare" and operation.effect_of(step.params) != "subset":
            return


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
        case FormRole() as form if value:
            yield from form.columns(value, schema.names)
        case _:
            return

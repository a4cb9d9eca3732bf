"""Figures asked for in another unit: "the average weightKg in pounds by doctor".

What is measured is converted first, where the column's name says its unit. Where it says
none, the figure of the column as it is would be taken for one in that unit: it is asked
about.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from analysis.base.columns import Schema
from analysis.base.task import Step, Task
from analysis.pipeline import task_columns
from analysis.statistics.units import kind_of_unit, renamed_unit, unit_in_name
from chat.linking.outcomes import Reading, Understood, question_without
from chat.reader.base.restating import with_steps
from chat.reader.methods.names import data_of
from chat.reader.plainer.units import units_of
from chat.reader.preparing.words import preparations

Read = Callable[[str], Reading]

_FIGURES = ("describe", "calculate", "show_rows", "histogram", "box_plot", "line_chart",
            "bar_chart", "density_plot")  # fmt: skip


@cache
def _asked() -> re.Pattern[str]:
    """ "in pounds", "expressed in square metres"; no "in 3 days", no "in hours worked"."""
    forms = sorted(_forms(), key=len, reverse=True)
    units = "|".join(map(re.escape, forms))
    return re.compile(data_of("units_asked")["form"].replace("UNITS", units), re.I)


@cache
def _forms() -> dict[str, str]:
    """The units by what they are called."""
    return {
        " ".join(plain for plain, _ in form).casefold(): unit
        for unit, forms in preparations().units.items()
        for form in forms
    }


def read_in_units(text: str, schema: Schema, read: Read) -> Reading | None:
    """The figures in the unit that is asked for; None for other messages."""
    found = _asked().search(text)
    if found is None:
        return None
    unit = _forms()[found["unit"].casefold()]
    kind = kind_of_unit(unit)
    rest = " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())
    reading = read(rest)
    if not kind or not isinstance(reading, Understood) or reading.task.ignored:
        return None
    task = reading.task
    if not task.steps or task.steps[-1].operation not in _FIGURES:
        return None
    measured = [
        name for name in task_columns(task.model_copy(update={"steps": task.steps[-1:]}), schema)
        if name in schema.names and schema[name].is_numeric
    ]  # fmt: skip
    known = [name for name in measured if unit_in_name(name, kind)[0]]
    if len(known) == 1:
        return Understood(_converted(task, known[0], kind, unit))
    if known or len(measured) != 1 or kind == "time" or units_of(measured[0]):
        return None
    return question_without(found[0].strip(), task)


def _converted(task: Task, column: str, kind: str, unit: str) -> Task:
    """The task with the column converted before its last step."""
    if unit_in_name(column, kind)[0] == unit:
        return task
    *before, last = task.steps
    name = renamed_unit(column, kind, unit)
    step = Step(operation="convert_units", params={"columns": [column], "to": unit})
    params = _renamed(last.params, column, name)
    return with_steps(task, (*before, step, last.model_copy(update={"params": params})))


def _renamed(node: Any, column: str, name: str) -> Any:
    """Parameters with a column by its new name, also in formulas."""
    if isinstance(node, dict):
        return {key: _renamed(value, column, name) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [_renamed(one, column, name) for one in node]
    if node == column:
        return name
    if node == f"`{column}`":
        return f"`{name}`"
    return node

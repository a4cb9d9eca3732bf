"""A column of the answer before that was not meant: "I meant quantity, not price"."""

from __future__ import annotations

from typing import Any

from analysis.base.columns import Schema
from analysis.base.operation import Asked
from analysis.base.parameters import ColumnRole
from analysis.base.task import Step


def repaired(asked: Asked, columns: tuple[str, ...], schema: Schema) -> Step | None:
    """The step with one column in the place of another; None if that is not clear.

    Of the columns named one must be new to the answer; the other, if one is named, is
    the one that it replaces. Otherwise there must be a single place that it fits.
    """
    used = {name for _, name in _places(asked)}
    new = [name for name in columns if name not in used]
    old = [name for name in columns if name in used]
    if len(new) != 1 or len(old) > 1:
        return None
    wanted = schema[new[0]]
    roles = asked.operation.column_parameters()
    fitting = [
        (parameter, name)
        for parameter, name in _places(asked)
        if (not old or name == old[0]) and roles[parameter].accepts(wanted)
    ]
    if not old:
        fitting = _subjects(fitting, roles)
    if len(fitting) != 1:
        return None
    parameter, name = fitting[0]
    params = dict(asked.params)
    value = params[parameter]
    params[parameter] = (
        [new[0] if each == name else each for each in value]
        if isinstance(value, list)
        else new[0]
    )
    return Step(operation=asked.operation.name, params=params)


def _places(asked: Asked) -> list[tuple[str, str]]:
    """Every column of the answer with the parameter that holds it."""
    found: list[tuple[str, str]] = []
    for parameter in asked.operation.column_parameters():
        value: Any = asked.params.get(parameter)
        listed = value if isinstance(value, list) else [value] if value else []
        found += [(parameter, str(name)) for name in listed]
    return found


def _subjects(
    places: list[tuple[str, str]], roles: dict[str, ColumnRole]
) -> list[tuple[str, str]]:
    """Places of what was asked about before those of what it was split by."""
    numeric = [place for place in places if roles[place[0]].takes_numbers]
    return numeric if len(numeric) == 1 else places

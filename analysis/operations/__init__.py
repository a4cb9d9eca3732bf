"""All operations, found by walking this package: a new file is a new operation."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from analysis.base.errors import TaskError
from analysis.base.operation import Operation


@cache
def operations() -> dict[str, Operation]:
    """Every operation by name, in the order of their names."""
    found = {}
    for module in sorted(iter_modules(__path__), key=lambda module: module.name):
        operation = import_module(f"{__name__}.{module.name}").operation
        found[operation.name] = operation
    return found


def operation_named(name: str) -> Operation:
    """The operation of that name; a :class:`TaskError` if there is none."""
    try:
        return operations()[name]
    except KeyError:
        raise TaskError(
            f"There is no operation called “{name}”.",
            hint="Send /help to see what there is.",
        ) from None

"""Whether a value is what a TypedDict says: a checker that knows no values by heart."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Sequence
from typing import Any, NotRequired, get_args, get_origin

from typing_extensions import ReadOnly

from analysis.base.operation import Operation

# A described column also has whichever percentiles were asked for (p5, p90, …).
_OPEN = "DescribedColumn has no p"


def result_type(operation: Operation) -> Any:
    """The type of an operation's result, or of what a preparing one says it did."""
    hint = typing.get_type_hints(operation.function)["return"]
    return typing.get_args(hint)[1] if operation.kind == "prepare" else hint


def untrue(operation: Operation, result: Any) -> list[str]:
    """Where an operation's result is not what its type says."""
    found = departures(result, result_type(operation))
    return [one for one in found if _OPEN not in one]


def departures(value: Any, hint: Any, where: str = "result") -> Iterator[str]:
    """Where a value departs from its type; nothing where it does not."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (NotRequired, ReadOnly):
        yield from departures(value, arguments[0], where)
    elif origin in (typing.Union, types.UnionType):
        if all(list(departures(value, one, where)) for one in arguments):
            yield f"{where}: {value!r} is no {hint}"
    elif typing.is_typeddict(hint):
        yield from _fields(value, hint, where)
    elif origin is dict:
        for key, one in value.items() if isinstance(value, dict) else ():
            yield from departures(one, arguments[1], f"{where}.{key}")
        if not isinstance(value, dict):
            yield f"{where}: {value!r} is no dict"
    elif origin in (list, Sequence):
        for place, one in enumerate(value if isinstance(value, list) else ()):
            yield from departures(one, arguments[0], f"{where}[{place}]")
        if not isinstance(value, list):
            yield f"{where}: {value!r} is no list"
    elif hint is not Any and not _is_one(value, hint):
        yield f"{where}: {value!r} is no {hint}"


def _fields(value: Any, hint: Any, where: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{where}: {value!r} is no {hint.__name__}"
        return
    hints = typing.get_type_hints(hint, include_extras=True)
    for key in value.keys() - hints.keys():
        yield f"{where}: {hint.__name__} has no {key}"
    for key in hint.__required_keys__ - value.keys():
        yield f"{where}: {key} of {hint.__name__} is missing"
    for key in value.keys() & hints.keys():
        yield from departures(value[key], hints[key], f"{where}.{key}")


def _is_one(value: Any, hint: Any) -> bool:
    if hint in (None, type(None)):
        return value is None
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, hint)

"""Asking an answer of before: what its operation, or its family, has to tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from analysis import further
from analysis.base.operation import Asked, Further
from analysis.base.task import Step
from analysis.further.family import Family, Told
from analysis.operations import operation_named, operations

_NOT_FAMILIES = ("family", "asking", "effect_scales", "charts", "rivals")


@cache
def families() -> tuple[Family, ...]:
    """All families, the most particular first."""
    found = []
    for module in iter_modules(further.__path__):
        if module.name not in _NOT_FAMILIES:
            loaded = import_module(f"{further.__name__}.{module.name}")
            if hasattr(loaded, "family"):
                found.append(loaded.family)
    return tuple(sorted(found, key=lambda one: one.order))


def told(asked: Asked, kind: str) -> Told:
    """What an answer has to tell when it is asked further; None for nothing.

    Args:
        kind: the act ("why", "pairs", "effect", …).
    """
    for meant in _meant(asked):
        for answering in _answering(meant, kind):
            found = answering(meant)
            if found is not None:
                return found
        led = _led(meant, kind)
        if led is not None:
            return led
    return None


def can_be_asked(asked: Asked) -> tuple[str, ...]:
    """The acts that have something to tell, without carrying a calculation out."""
    kinds: dict[str, None] = {}
    for meant in _meant(asked):
        kinds |= dict.fromkeys(meant.operation.hooks)
        kinds |= dict.fromkeys(meant.operation.grounds.leads)
        for one in families():
            if one.holds(meant):
                kinds |= dict.fromkeys(one.answers)
    return tuple(kind for kind in kinds if told(asked, kind) is not None)


def _meant(asked: Asked) -> Iterator[Asked]:
    """The answer as the operation that was chosen would have given it, then as it is."""
    chosen = asked.operation.chosen
    if chosen is not None:
        name, params = chosen(asked.result, asked.params)
        if name in operations():
            yield replace(asked, operation=operation_named(name), params=params)
    yield asked


def _answering(asked: Asked, kind: str) -> Iterator[Further]:
    if kind in asked.operation.hooks:
        yield asked.operation.hooks[kind]
    for one in families():
        if kind in one.answers and one.holds(asked):
            yield one.answers[kind]


def _led(asked: Asked, kind: str) -> tuple[Step, ...] | None:
    """The step that the operation's grounds name for an act, on the same columns."""
    lead = asked.operation.grounds.leads.get(kind)
    if lead is None:
        return None
    name, own = lead
    known = operation_named(name).parameters
    shared = {
        key: value
        for key, value in asked.params.items()
        if key in known and value is not None and _fits(known[key].choices, value)
    }
    return (Step(operation=name, params={**shared, **own}),)


def _fits(choices: tuple[str, ...], value: object) -> bool:
    return not choices or value in choices

"""Functions as one script needs them: without what its settings never reach.

A script holds the functions that compute its answer. They know every option of an
operation; one script uses a few. Here the calls of a script are followed through all
functions with the settings that are written in it (words, flags, and what is left at
its default), and what no setting leads to is left out. Columns may be exchanged and
numbers changed afterwards; for the settings that were used, the function says so at its
head and refuses others instead of computing something else.
"""

from __future__ import annotations

import ast
import textwrap
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from analysis.base.parameters import ColumnRole, parameters_of
from analysis.base.templating import literal
from analysis.scripts.cutting.branches import Changes, Followed, TooHard, follow
from analysis.scripts.cutting.definitions import Definition, definition
from analysis.scripts.cutting.known_values import SOMETHING, Known, value_of
from analysis.scripts.cutting.pruning import prune
from analysis.scripts.cutting.source import Origin

_MOST_STEPS = 400
_LINE = 88
_OTHER_SETTINGS = (
    'raise DataError("These settings need another script.", "Ask for it.")'
)


@dataclass(frozen=True)
class Call:
    """A call that stands in a script: a function and its arguments besides the data."""

    function: Callable[..., Any]
    arguments: Mapping[str, Any]


@dataclass
class _Function:
    """What is known of a function from the calls that were found so far."""

    source: Definition
    node: ast.FunctionDef
    known: dict[str, Known | None] = field(default_factory=dict)
    found: Followed = field(default_factory=Followed)
    callers: set[Origin] = field(default_factory=set)
    changes: set[str] = field(default_factory=set)


def specialised(calls: Iterable[Call]) -> dict[Origin, str]:
    """The texts of the functions that became shorter, by where they come from."""
    program = _Program()
    roots = set()
    for call in calls:
        origin = Origin(call.function.__module__, call.function.__name__)
        program.enter(origin, _settings(call))
        roots.add(origin)
    try:
        program.run()
    except TooHard:
        return {}
    return program.texts(roots)


def _settings(call: Call) -> dict[str, Known | None]:
    """What a script's call says about the parameters: what is not a number is known."""
    name = call.function.__name__
    known: dict[str, Known | None] = {}
    for parameter in parameters_of(call.function).values():
        value = call.arguments.get(parameter.name, parameter.default)
        because = frozenset({(name, parameter.name)})
        column = isinstance(parameter.role, ColumnRole)
        known[parameter.name] = _setting(value, column, because)
    return known


def _setting(
    value: Any, column: bool, because: frozenset[tuple[str, str]]
) -> Known | None:
    if isinstance(value, bool) or value is None:
        return Known((value,), because)
    if isinstance(value, (int, float)):
        return None
    words = isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(item, str) for item in value)
    )
    if words and not column:
        return Known((value,), because)
    return Known((SOMETHING,), because) if value else None


class _Program:
    """All functions that can be reached, followed until nothing new is learnt."""

    def __init__(self) -> None:
        self.functions: dict[Origin, _Function] = {}
        self.waiting: deque[Origin] = deque()
        self.escaped: set[Origin] = set()

    def enter(self, origin: Origin, arguments: Mapping[str, Known | None]) -> None:
        """A call with what is known of its arguments; None where nothing is."""
        source = definition(origin)
        assert source.function is not None
        news = origin not in self.functions
        function = self.functions.setdefault(origin, _Function(source, source.function))
        for name in source.parameters:
            news |= _learn(function.known, name, arguments.get(name))
        if news and origin not in self.waiting:
            self.waiting.append(origin)

    def escape(self, origin: Origin) -> None:
        """Something is used other than by a plain call: nothing is known of it."""
        if origin in self.escaped:
            return
        self.escaped.add(origin)
        source = definition(origin)
        if source.function is not None:
            self.enter(origin, {})
            return
        for name in source.names_read:
            self.mention(source, name)

    def mention(self, source: Definition, name: str) -> None:
        inner = source.resolve(name)
        if inner is not None:
            self.escape(inner)

    def run(self) -> None:
        """Raises :class:`TooHard` where that does not end."""
        for _ in range(_MOST_STEPS):
            if not self.waiting:
                return
            self.step(self.functions[self.waiting.popleft()])
        raise TooHard("the functions of a script")

    def step(self, function: _Function) -> None:
        source = function.source
        known = {name: function.known[name] for name in source.parameters}
        function.found = found = _followed(source, known, self.changes(source))
        changed = found.changed & set(source.parameters)
        if not changed <= function.changes:
            function.changes |= changed
            self.waiting.extend(function.callers)
        for name, node in found.calls:
            self.call(source, name, node, found)
        for name in found.mentioned:
            self.mention(source, name)

    def changes(self, source: Definition) -> Changes:
        """The functions it calls that change what they are given."""
        found = {}
        for name in source.names_read:
            inner = source.resolve(name)
            if inner in self.functions and self.functions[inner].changes:
                called = self.functions[inner]
                found[name] = (called.source.parameters, called.changes)
        return found

    def call(
        self, caller: Definition, name: str, node: ast.Call, found: Followed
    ) -> None:
        inner = caller.resolve(name)
        if inner is None:
            return
        called = definition(inner)
        if called.function is None:
            self.escape(inner)
            return
        self.enter(inner, _arguments(called, node, found))
        self.functions[inner].callers.add(caller.origin)

    def texts(self, roots: Iterable[Origin]) -> dict[Origin, str]:
        """The functions whose text became another one."""
        consulted = {
            setting
            for function in self.functions.values()
            for setting in function.found.settings
        }
        texts = {}
        for origin, function in self.functions.items():
            source = function.source
            text = _cut(source, function.found)
            if origin in roots:
                used = [n for n in source.parameters if (origin.name, n) in consulted]
                text = _guarded(text, function, used)
            if text != source.text:
                texts[origin] = text
        return texts


@lru_cache(maxsize=4096)
def _cut(source: Definition, found: Followed) -> str:
    assert source.function is not None
    return prune(source.text, source.function, found.decided)


_MOST_KEPT = 5000
_kept: dict[tuple[Origin, str], Followed] = {}


def _followed(
    source: Definition, known: Mapping[str, Known | None], changes: Changes
) -> Followed:
    """As :func:`follow`; most functions are met with the same knowledge every time."""
    told = {
        name: value and (value.values, sorted(value.settings))
        for name, value in known.items()
    }
    key = (
        source.origin,
        repr((told, sorted((n, sorted(c)) for n, (_, c) in changes.items()))),
    )
    if key not in _kept:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        assert source.function is not None
        _kept[key] = follow(
            source.function, source.lines, known, source.constant, changes
        )
    return _kept[key]


def _learn(known: dict[str, Known | None], name: str, value: Known | None) -> bool:
    if name not in known:
        known[name] = value
        return True
    old = known[name]
    joined = old.joined(value) if old and value else None
    if joined == old or (old and joined and len(joined.values) == len(old.values)
                         and joined.settings == old.settings):  # fmt: skip
        return False
    known[name] = joined
    return True


def _arguments(
    called: Definition, node: ast.Call, found: Followed
) -> dict[str, Known | None]:
    """What is known of a function's parameters at a call of it."""
    assert called.function is not None
    given = called.function.args
    starred = any(isinstance(a, ast.Starred) for a in node.args) or any(
        keyword.arg is None for keyword in node.keywords
    )
    if starred or given.vararg or given.kwarg:
        return {}
    places = [a.arg for a in (*given.posonlyargs, *given.args)]
    known: dict[str, Known | None] = dict(called.defaults)
    for name, argument in zip(places, node.args, strict=False):
        known[name] = value_of(argument, found.lookup)
    for keyword in node.keywords:
        if keyword.arg:
            known[keyword.arg] = value_of(keyword.value, found.lookup)
    return known


def _guarded(text: str, function: _Function, used: Sequence[str]) -> str:
    """The text with a first statement that refuses settings it was not cut for."""
    tests = [test for name in used if (test := _other_than(name, function))]
    if not tests:
        return text
    line = f"    if {' or '.join(tests)}:"
    if len(line) > _LINE:
        line = "    if (\n        " + "\n        or ".join(tests) + "\n    ):"
    guard = f"{line}\n{textwrap.indent(_OTHER_SETTINGS, ' ' * 8)}"
    body = function.node.body
    documented = isinstance(body[0], ast.Expr) and isinstance(
        body[0].value, ast.Constant
    )
    lines = text.splitlines()
    end = (body[0].end_lineno if documented else body[0].lineno - 1) or 0
    return "\n".join([*lines[:end], *guard.splitlines(), *lines[end:]])


def _other_than(name: str, function: _Function) -> str:
    """A test for other values than those the function was cut for; empty if all do."""
    known = function.known[name]
    assert known is not None
    values = known.values
    if SOMETHING in values and not all(values):
        return ""
    if len(values) > 1:
        return f"{name} not in ({', '.join(map(literal, values))})"
    value = values[0]
    if value is None:
        return f"{name} is not None"
    if isinstance(value, bool):
        return f"not {name}" if value else name
    return f"not {name}" if value is SOMETHING else f"{name} != {literal(value)}"

"""What can be said of an expression before it runs, from the settings that are known.

The values of expressions over literals, parameters with known arguments and constants
of the project; everything else (all that depends on data) is unknown.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

MOST_VALUES = 24
Setting = tuple[str, str]


class _Something:
    """A value that is there and not empty; more is not known of it."""

    def __repr__(self) -> str:
        return "SOMETHING"


SOMETHING: Any = _Something()


@dataclass(frozen=True)
class Known:
    """One of ``values``, because of ``settings`` (function, parameter)."""

    values: tuple[Any, ...]
    settings: frozenset[Setting] = frozenset()

    def joined(self, other: Known) -> Known | None:
        """Either of both; None when these are too many to follow."""
        values = {(type(v), repr(v)): v for v in (*self.values, *other.values)}
        if len(values) > MOST_VALUES:
            return None
        return Known(tuple(values.values()), self.settings | other.settings)


Lookup = Callable[[str], Known | None]
Truth = tuple[bool | None, frozenset[Setting]]
_UNDECIDED: Truth = (None, frozenset())
_PLAIN = (str, bool, int, float, type(None))
_COMPARING: Mapping[type, Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
    ast.In: lambda one, many: one in many,
    ast.NotIn: lambda one, many: one not in many,
}
_BUILDING: Mapping[str, Callable[[Any], Any]] = {
    "list": list,
    "tuple": tuple,
    "set": set,
    "sorted": sorted,
}
_TYPES = {"str": str, "list": list, "tuple": tuple, "dict": dict, "bool": bool}
_ASKING = ("isdisjoint", "issubset", "startswith", "endswith")


def is_constant(value: Any) -> bool:
    """Whether a module's value cannot change: a plain one, or a tuple or set of such."""
    if isinstance(value, (tuple, frozenset)):
        return all(is_constant(item) for item in value)
    return isinstance(value, _PLAIN)


def truth(node: ast.expr, lookup: Lookup) -> Truth:
    """Whether an expression holds, if that can be said, and because of what."""
    if isinstance(node, ast.BoolOp):
        return _truth_of_several(node, lookup)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        holds, settings = truth(node.operand, lookup)
        return (None if holds is None else not holds), settings
    if isinstance(node, ast.Call):
        found = _truth_of_call(node, lookup)
        if found[0] is not None:
            return found
    known = value_of(node, lookup)
    if known is None or not known.values:
        return _UNDECIDED
    answers = {value is SOMETHING or bool(value) for value in known.values}
    return (answers.pop(), known.settings) if len(answers) == 1 else _UNDECIDED


def _truth_of_several(node: ast.BoolOp, lookup: Lookup) -> Truth:
    deciding = isinstance(node.op, ast.Or)
    settings: frozenset[Setting] = frozenset()
    open_ = False
    for operand in node.values:
        holds, because = truth(operand, lookup)
        if holds is deciding:
            return deciding, because
        open_ = open_ or holds is None
        settings |= because
    return _UNDECIDED if open_ else (not deciding, settings)


def _truth_of_call(node: ast.Call, lookup: Lookup) -> Truth:
    """`any(… for x in nothing)`, and questions to known values."""
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    arguments = node.args
    if name in ("any", "all") and isinstance(arguments[0], ast.GeneratorExp):
        over = value_of(arguments[0].generators[0].iter, lookup)
        if over and over.values and not any(over.values):
            return name == "all", over.settings
    if name == "isinstance" and isinstance(arguments[1], ast.Name):
        kind = _TYPES.get(arguments[1].id)
        one = value_of(arguments[0], lookup)
        if kind and one and SOMETHING not in one.values:
            return _agreed((isinstance(v, kind) for v in one.values), one.settings)
    if isinstance(node.func, ast.Attribute) and node.func.attr in _ASKING:
        of = value_of(node.func.value, lookup)
        to = value_of(arguments[0], lookup) if len(arguments) == 1 else None
        if of and to and SOMETHING not in (*of.values, *to.values):
            return _asked(node.func.attr, of, to)
    return _UNDECIDED


def _asked(method: str, of: Known, to: Known) -> Truth:
    try:
        answers = [getattr(a, method)(b) for a, b in product(of.values, to.values)]
    except (AttributeError, TypeError):
        return _UNDECIDED
    return _agreed(answers, of.settings | to.settings)


def _agreed(answers: Iterable[Any], settings: frozenset[Setting]) -> Truth:
    distinct = set(answers)
    return (bool(distinct.pop()), settings) if len(distinct) == 1 else _UNDECIDED


def value_of(node: ast.expr, lookup: Lookup) -> Known | None:
    """What an expression can be; None if that cannot be said."""
    match node:
        case ast.Constant(value=value):
            return Known((value,)) if isinstance(value, _PLAIN) else None
        case ast.Name(id=name):
            return lookup(name)
        case (
            ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements)
        ):
            return _display(type(node), elements, lookup)
        case ast.IfExp():
            return _conditional(node, lookup)
        case ast.BoolOp():
            return _first_that_decides(node, lookup)
        case ast.Compare(ops=[comparison], comparators=[right]):
            return _compared(node.left, comparison, right, lookup)
        case ast.UnaryOp(op=ast.Not()):
            holds, settings = truth(node, lookup)
            return None if holds is None else Known((holds,), settings)
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]):
            return _built(name, argument, lookup)
    return None


def _display(kind: type, elements: list[ast.expr], lookup: Lookup) -> Known | None:
    found, settings = [], frozenset[Setting]()
    for element in elements:
        if isinstance(element, ast.Starred):
            return None
        known = value_of(element, lookup)
        if known is None or len(known.values) != 1 or SOMETHING in known.values:
            return Known((SOMETHING,))
        found.append(known.values[0])
        settings |= known.settings
    if kind is ast.Set:
        return Known((set(found),), settings) if all(map(is_constant, found)) else None
    return Known((found if kind is ast.List else tuple(found),), settings)


def _conditional(node: ast.IfExp, lookup: Lookup) -> Known | None:
    holds, settings = truth(node.test, lookup)
    if holds is None:
        one, other = value_of(node.body, lookup), value_of(node.orelse, lookup)
        return one.joined(other) if one and other else None
    chosen = value_of(node.body if holds else node.orelse, lookup)
    return Known(chosen.values, chosen.settings | settings) if chosen else None


def _first_that_decides(node: ast.BoolOp, lookup: Lookup) -> Known | None:
    """Python's `or` and `and` give the operand at which they stop."""
    stops_at = isinstance(node.op, ast.Or)
    found = Known(())
    for number, operand in enumerate(node.values):
        known = value_of(operand, lookup)
        if known is None:
            return None
        last = number == len(node.values) - 1
        stopped = tuple(
            v for v in known.values
            if last or (v is SOMETHING or bool(v)) is stops_at
        )  # fmt: skip
        joined = found.joined(Known(stopped, known.settings))
        if joined is None or len(stopped) == len(known.values):
            return joined
        found = joined
    return found


def _compared(
    left: ast.expr, comparison: ast.cmpop, right: ast.expr, lookup: Lookup
) -> Known | None:
    compare = _COMPARING.get(type(comparison))
    one, other = value_of(left, lookup), value_of(right, lookup)
    if compare is None or one is None or other is None:
        return None
    settings = one.settings | other.settings
    identity = isinstance(comparison, (ast.Is, ast.IsNot))
    if identity and other.values != (None,):
        return None
    if not identity and SOMETHING in (*one.values, *other.values):
        return None
    try:
        answers = {compare(a, b) for a, b in product(one.values, other.values)}
    except TypeError:
        return None
    return Known(tuple(sorted(answers)), settings)


def _built(name: str, argument: ast.expr, lookup: Lookup) -> Known | None:
    known = value_of(argument, lookup)
    if known is None or name not in _BUILDING:
        return None
    build = _BUILDING[name]
    try:
        values = [v if v is SOMETHING else build(v) for v in known.values]
    except TypeError:
        return None
    return Known((), known.settings).joined(Known(tuple(values), known.settings))

"""The names of a function, and which of them may stand for the same object."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Mapping
from functools import cache


@cache
def bound_names(function: ast.FunctionDef) -> frozenset[str]:
    """The names that are bound anywhere in a function."""
    bound = {
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
    }
    for node in ast.walk(function):
        if isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)):
            bound.add(node.name or "")
    return frozenset(bound)


def names_bound(target: ast.expr) -> Iterator[str]:
    """The names that an assignment to a target binds."""
    for node in ast.walk(target):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id


def may_be(node: ast.expr) -> Iterator[str]:
    """Names whose object an expression's value may be.

    A function of the project may return its argument; a library's makes a new object.
    """
    match node:
        case ast.Name(id=name):
            yield name
        case ast.IfExp(body=one, orelse=other):
            yield from (*may_be(one), *may_be(other))
        case ast.BoolOp(values=values):
            for value in values:
                yield from may_be(value)
        case ast.NamedExpr(value=value) | ast.Starred(value=value):
            yield from may_be(value)
        case ast.Subscript(value=value) | ast.Attribute(value=value):
            yield from may_be(value)
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            for element in elements:
                yield from may_be(element)
        case ast.Dict(values=values):
            for value in values:
                yield from may_be(value)
        case ast.Call(func=ast.Name(id=name)) if not hasattr(builtins, name):
            for argument in (*node.args, *(k.value for k in node.keywords)):
                yield from may_be(argument)
        case ast.Call(func=ast.Attribute(value=value, attr=attribute)):
            if attribute in ("get", "setdefault", "pop", "values", "items"):
                yield from may_be(value)


def names_within(node: ast.AST) -> Iterator[str]:
    """All names in an expression."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name):
            yield inner.id


def sharing(names: set[str], aliases: Mapping[str, set[str]]) -> set[str]:
    """The names, and all that may stand for the same object as one of them."""
    reached, waiting = set[str](), list(names)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(aliases.get(name, ()))
    return reached

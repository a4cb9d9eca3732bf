"""What in a script would fill the memory or never end, as far as its text tells."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

_MOST_REPEATS = 10_000_000
_LARGEST_EXPONENT = 4096
Finding = tuple[str, str]  # code and message


def _number(node: ast.expr) -> float | None:
    """What a number written out, or computed from such, amounts to."""
    if isinstance(node, ast.Constant):
        value = node.value
        return (
            float(min(abs(value), 1e300)) if isinstance(value, (int, float)) else None
        )
    if isinstance(node, ast.BinOp) and type(node.op) in _AMOUNTS:
        left, right = _number(node.left), _number(node.right)
        if left is not None and right is not None:
            return min(_AMOUNTS[type(node.op)](left, right), 1e300)
    return None


_AMOUNTS: dict[type, Callable[[float, float], float]] = {
    ast.Add: lambda left, right: left + right,
    ast.Sub: lambda left, right: abs(left - right),
    ast.Mult: lambda left, right: left * right,
    ast.LShift: lambda left, right: left * 2.0 ** min(right, 900),
}


def operation(node: ast.BinOp) -> Iterator[Finding]:
    """A power or a repetition whose result would not fit."""
    right = _number(node.right)
    if isinstance(node.op, ast.Pow):
        tower = isinstance(node.right, ast.BinOp) and isinstance(node.right.op, ast.Pow)
        if (right is not None and right > _LARGEST_EXPONENT) or (
            tower and _number(node.left)
        ):
            yield "memory", "a power that would fill the memory"
    elif isinstance(node.op, ast.Mult) and (_length(node) or 0) > _MOST_REPEATS:
        yield "memory", "a repetition that would fill the memory"


def _length(node: ast.expr) -> float | None:
    """How long a text or list written out, encoded or repeated, would become."""
    if isinstance(node, ast.Constant):
        text = node.value
        return float(len(text)) if isinstance(text, (str, bytes)) else None
    if isinstance(node, (ast.List, ast.Tuple, ast.JoinedStr)):
        return 1.0
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return _length(node.func.value) if node.func.attr == "encode" else None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        for factor, other in ((node.left, node.right), (node.right, node.left)):
            times, length = _number(factor), _length(other)
            if times is not None and length is not None:
                return times * length
    return None


def loop(node: ast.While) -> Iterator[Finding]:
    """A loop that nothing leaves."""
    endless = isinstance(node.test, ast.Constant) and node.test.value
    if endless and not any(map(_leaves, ast.walk(node))):
        yield "loop", "a loop without an end"


def _leaves(node: ast.AST) -> bool:
    """Whether it may end a loop, or hand something out of it each time round."""
    if isinstance(node, ast.Call):
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else ""
        return (called.id if isinstance(called, ast.Name) else name) in _ENDING
    return isinstance(node, _LEAVING)


_LEAVING = (ast.Break, ast.Return, ast.Raise, ast.Yield, ast.YieldFrom, ast.Assert)
# Calls that end by an error when nothing is left, or end the script.
_ENDING = frozenset(
    [
        "exit",
        "quit",
        "next",
        "pop",
        "popleft",
        "popitem",
        "get_nowait",
        "remove",
        "send",
    ]
)


_CONDITIONAL = (
    ast.IfExp, ast.BoolOp, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
    ast.Compare, ast.Lambda, ast.Yield, ast.YieldFrom,
)  # fmt: skip
_STRAIGHT = (ast.Assign, ast.AnnAssign, ast.Expr, ast.Return)


def recursion(node: ast.FunctionDef) -> Iterator[Finding]:
    """A function that calls itself before anything could keep it from doing so."""
    for statement in node.body:
        if not isinstance(statement, _STRAIGHT):
            return
        if statement.value is not None and _calls(statement.value, node.name):
            yield "loop", "a recursion without an end"
            return


def _calls(node: ast.expr, name: str) -> bool:
    """Whether evaluating an expression surely calls a function."""
    stack: list[ast.AST] = [node]
    while stack:
        inner = stack.pop()
        called = inner.func if isinstance(inner, ast.Call) else None
        if isinstance(called, ast.Name) and called.id == name:
            return True
        if not isinstance(inner, _CONDITIONAL):
            stack.extend(ast.iter_child_nodes(inner))
    return False

"""Formulas over columns: ``log(fare + 1)``, ``sibsp + parch``, ``mean(`unit price`)``.

A column is named bare when its name is an identifier, else in backquotes. There are
numbers, 'text', ``+ - * / // % **``, comparisons, ``and``, ``or``, ``not`` and the
functions of :mod:`analysis.formulas.expression_functions`. A formula is checked node by node and
written out as pandas code; nothing of it is ever evaluated here.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NamedTuple

from analysis.base.columns import Kind, Schema
from analysis.base.errors import TaskError
from analysis.base.literals import column_code, literal
from analysis.formulas.expression_functions import (
    ALONG_ROWS,
    BEYOND_ROW,
    COUNTED,
    FUNCTIONS,
    Function,
    Sort,
)
from analysis.formulas.expression_parsing import Parsed, parse_expression

MAX_DEPTH = 100

# How tightly Python binds; code that binds less tightly than its place asks for
# brackets.
_COMPARE, _OR, _AND, _ADD, _MULTIPLY, _SIGN, _POWER, _ATOM = range(8)
_OPERATORS: dict[type[ast.operator], tuple[str, int]] = {
    ast.Add: ("+", _ADD),
    ast.Sub: ("-", _ADD),
    ast.Mult: ("*", _MULTIPLY),
    ast.Div: ("/", _MULTIPLY),
    ast.FloorDiv: ("//", _MULTIPLY),
    ast.Mod: ("%", _MULTIPLY),
    ast.Pow: ("**", _POWER),
}
_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}


class _Code(NamedTuple):
    """A piece of code, how tightly it binds, and whether it is a value per row."""

    text: str
    binding: int = _ATOM
    per_row: bool = True

    def at(self, binding: int) -> str:
        """The text as an operand of something that binds so tightly."""
        return self.text if self.binding >= binding else f"({self.text})"

    def rows(self) -> _Code:
        if self.per_row:
            return self
        return _Code(f"pd.Series({self.text}, index=data.index)")


def expression_columns(expression: str) -> set[str]:
    """The columns that a formula reads."""
    return set(parse_expression(expression).columns.values())


def looks_beyond_row(expression: str) -> bool:
    """Whether a row's value depends on other rows: ``zscore(age)``, ``age - mean(age)``."""
    return any(
        node.func.id in BEYOND_ROW
        or (node.func.id in ALONG_ROWS and len(node.args) == 1)
        for node in ast.walk(parse_expression(expression).tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    )


def expression_code(expression: str) -> str:
    """The formula as pandas code over ``data`` that gives one value per row.

    Raises:
        TaskError: it is no formula; the message says where.
    """
    parsed = parse_expression(expression)
    return _code(parsed, parsed.tree, 0).rows().text


def check_expression(expression: str, schema: Schema) -> None:
    """Whether the formula fits the table's columns.

    Raises:
        TaskError: a column is not there, or its kind does not go with what is done.
    """
    expression_sort(expression, schema)


def expression_sort(expression: str, schema: Schema) -> Sort:
    """What sort of values the formula gives for the table's columns.

    Raises:
        TaskError: as :func:`check_expression`.
    """
    parsed = parse_expression(expression)
    for name in parsed.columns.values():
        if name not in schema.names:
            raise TaskError(
                f"There is no column “{name}” for the formula “{parsed.text}”.",
                hint="Name columns of the table; put names with blanks in backquotes.",
                options=tuple(get_close_matches(name, schema.names)),
            )
    _code(parsed, parsed.tree, 0)
    return _sort(parsed, parsed.tree, _Known(schema))


def _code(parsed: Parsed, node: ast.expr, depth: int) -> _Code:
    if depth > MAX_DEPTH:
        raise parsed.fault(node, "is nested too deeply")
    depth += 1
    match node:
        case ast.Name():
            return _Code(column_code(parsed.columns[node.id]))
        case ast.Constant():
            return _constant(parsed, node)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd()):
            inner = _code(parsed, node.operand, depth)
            sign = "-" if isinstance(node.op, ast.USub) else "+"
            return _Code(sign + inner.at(_SIGN), _SIGN, inner.per_row)
        case ast.UnaryOp(op=ast.Not()):
            return _Code("~" + _code(parsed, node.operand, depth).rows().at(_ATOM))
        case ast.BoolOp():
            sign, binding = (
                (" & ", _AND) if isinstance(node.op, ast.And) else (" | ", _OR)
            )
            parts = [_code(parsed, part, depth).rows() for part in node.values]
            return _Code(sign.join(part.at(binding + 1) for part in parts), binding)
        case ast.BinOp() if type(node.op) in _OPERATORS:
            return _arithmetic(parsed, node, depth)
        case ast.Compare():
            return _comparison(parsed, node, depth)
        case ast.Call(func=ast.Name(id=name)) if not node.keywords:
            return _call(parsed, node, name, depth)
    raise parsed.fault(node)


def _constant(parsed: Parsed, node: ast.Constant) -> _Code:
    value = node.value
    if isinstance(value, int) and abs(value) >= 2**53:
        value = float(value) if abs(value) < 10**308 else float("inf")
    if not isinstance(value, bool | int | float | str) or value == float("inf"):
        raise parsed.fault(node, "has a number that is too large")
    return _Code(literal(value), per_row=False)


def _arithmetic(parsed: Parsed, node: ast.BinOp, depth: int) -> _Code:
    left, right = _code(parsed, node.left, depth), _code(parsed, node.right, depth)
    sign, binding = _OPERATORS[type(node.op)]
    if not left.per_row and sign in ("/", "//", "%", "**") and not _is_ratio(node):
        # Python stops at 1 / 0, numpy warns, a column takes it as infinite.
        left = left.rows()
    if sign != "**":
        text = f"{left.at(binding)} {sign} {right.at(binding + 1)}"
        return _Code(text, binding, left.per_row or right.per_row)
    if right.text != "2":
        # whole numbers overflow, and have no negative powers
        left = _Code(f'{left.at(_ATOM)}.astype("float64")')
    return _Code(f"{left.at(_ATOM)} ** {right.at(_ATOM)}", _POWER)


def _is_ratio(node: ast.BinOp) -> bool:
    """Whether it is a plain fraction such as 1 / 2."""
    parts = (node.left, node.right)
    numbers = [part.value for part in parts if isinstance(part, ast.Constant)]
    return (
        isinstance(node.op, ast.Div)
        and len(numbers) == 2
        and all(type(number) in (int, float) for number in numbers)
        and numbers[1] != 0
    )


def _comparison(parsed: Parsed, node: ast.Compare, depth: int) -> _Code:
    operands = [
        _code(parsed, operand, depth) for operand in (node.left, *node.comparators)
    ]
    if any(type(operator) not in _COMPARISONS for operator in node.ops):
        raise parsed.fault(node)
    if not any(operand.per_row for operand in operands):
        operands[0] = operands[0].rows()
    parts = [
        _Code(f"{low.at(_OR)} {_COMPARISONS[type(operator)]} {high.at(_OR)}", _COMPARE)
        for low, operator, high in zip(operands, node.ops, operands[1:], strict=False)
    ]
    if len(parts) == 1:
        return parts[0]
    return _Code(" & ".join(part.at(_ADD) for part in parts), _AND)


def _call(parsed: Parsed, node: ast.Call, name: str, depth: int) -> _Code:
    function = FUNCTIONS[name]
    _check_count(parsed, node, name, function)
    given = [_code(parsed, argument, depth) for argument in node.args]
    first, rest = given[0].rows(), given[1:]
    if name in ALONG_ROWS and rest:
        texts = ", ".join(part.rows().text for part in given)
        return _Code(
            function.code.format(f"pd.concat([{texts}], axis=1)").replace(
                "()", "(axis=1)"
            )
        )
    if name == "where":
        value = rest[0].rows()
        return _Code(f"{value.at(_ATOM)}.where({first.text}, {rest[1].text})")
    bare = function.code.startswith("np.") and "{0}." not in function.code
    operand = first.text if bare else first.at(_ATOM)
    arguments = [part.text for part in rest] + list(
        function.defaults[len(rest) :] if function.defaults else ()
    )
    return _Code(function.code.format(operand, *arguments), per_row=not function.scalar)


def _check_count(parsed: Parsed, node: ast.Call, name: str, function: Function) -> None:
    n_given = len(node.args)
    most = 50 if name in ALONG_ROWS else function.most
    if not function.least <= n_given <= most:
        raise parsed.fault(node, f"calls {name} with {n_given} values")
    if name in COUNTED and n_given == 2:
        count = node.args[1]
        number = count.value if isinstance(count, ast.Constant) else None
        if type(number) is not int or not 0 <= number <= 10_000:
            raise parsed.fault(count, f"gives {name} no small whole number")


_SORTS: dict[Kind, Sort] = {
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "datetime": "date",
    "category": "text",
    "text": "text",
    "identifier": "text",
}
_WAYS_OUT: dict[Sort, str] = {
    "text": "Turn text into numbers first, with number(…).",
    "date": "Take a part of the date first, for example year(…).",
    "duration": "Turn the difference of dates into days first, with days(…).",
    "number": "Choose columns of another kind.",
    "boolean": "Choose columns of another kind.",
}


@dataclass(frozen=True)
class _Known:
    """The table's columns, and the sorts of the parts that were looked at.

    A part is looked at for what it is and for whether it fits: unless it is kept, a sum
    of n terms would take 2^n looks.
    """

    schema: Schema
    sorts: dict[ast.expr, Sort] = field(default_factory=dict)


def _sort(parsed: Parsed, node: ast.expr, known: _Known) -> Sort:
    """The sort of the node's values; a TaskError where sorts do not go together."""
    if node not in known.sorts:
        known.sorts[node] = _sort_anew(parsed, node, known)
    return known.sorts[node]


def _sort_anew(parsed: Parsed, node: ast.expr, known: _Known) -> Sort:
    match node:
        case ast.Name():
            return _SORTS[known.schema[parsed.columns[node.id]].kind]
        case ast.Constant(value=str()):
            return "text"
        case ast.Constant(value=bool()):
            return "boolean"
        case ast.UnaryOp(op=ast.Not()):
            _check_sorts(parsed, [node.operand], ("boolean",), known)
            return "boolean"
        case ast.BoolOp():
            _check_sorts(parsed, node.values, ("boolean",), known)
            return "boolean"
        case ast.UnaryOp():
            _check_sorts(parsed, [node.operand], ("number",), known)
            return "number"
        case ast.BinOp():
            return _sort_of_arithmetic(parsed, node, known)
        case ast.Compare():
            return _sort_of_comparison(parsed, node, known)
        case ast.Call(func=ast.Name(id=name)):
            return _sort_of_call(parsed, node, name, known)
    return "number"


def _check_sorts(
    parsed: Parsed, nodes: list[ast.expr], wanted: tuple[Sort, ...], known: _Known
) -> list[Sort]:
    sorts = [_sort(parsed, node, known) for node in nodes]
    for node, sort in zip(nodes, sorts, strict=True):
        if wanted and sort not in wanted:
            error = parsed.fault(node, f"has a {sort} where it needs a {wanted[0]}")
            error.hint = _WAYS_OUT[sort]
            raise error
    return sorts


def _sort_of_arithmetic(parsed: Parsed, node: ast.BinOp, known: _Known) -> Sort:
    operands = [node.left, node.right]
    left = _sort(parsed, node.left, known)
    if isinstance(node.op, ast.Add) and left == "text":
        _check_sorts(parsed, operands, ("text",), known)
        return "text"
    if isinstance(node.op, ast.Sub) and left == "date":
        _check_sorts(parsed, operands, ("date",), known)
        return "duration"
    sorts = _check_sorts(parsed, operands, ("number", "boolean"), known)
    if sorts == ["boolean", "boolean"] and not isinstance(node.op, ast.Add | ast.Mult):
        raise parsed.fault(node, "does arithmetic with two yes/no columns")
    return "number"


def _sort_of_comparison(parsed: Parsed, node: ast.Compare, known: _Known) -> Sort:
    operands = [node.left, *node.comparators]
    first = _sort(parsed, node.left, known)
    numeric: tuple[Sort, ...] = ("number", "boolean")
    wanted = numeric if first in numeric else (first,)
    if first == "date":  # a date is written as text
        wanted = ("date", "text")
    _check_sorts(parsed, operands, wanted, known)
    return "boolean"


def _sort_of_call(parsed: Parsed, node: ast.Call, name: str, known: _Known) -> Sort:
    function = FUNCTIONS[name]
    checked = node.args if name in ALONG_ROWS else node.args[:1]
    sorts = _check_sorts(parsed, checked, function.takes, known)
    if name == "where":
        value = _sort(parsed, node.args[1], known)
        _check_sorts(parsed, node.args[2:], (value,), known)
        return value
    return sorts[0] if name == "lag" else function.gives

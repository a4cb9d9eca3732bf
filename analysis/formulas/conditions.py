"""Row conditions: what ``where`` may say, as pandas code and as words.

A condition is plain JSON. A leaf is ``{"column": "age", "op": ">", "value": 40}``; trees
are ``{"all": [...]}``, ``{"any": [...]}`` and ``{"not": {...}}``. Missing values satisfy
``is_missing``, ``!=``, ``not_in`` and ``not_contains`` only, as in pandas; a negated
comparison is turned round (``not age > 40`` is ``age <= 40``), so that it never lets
missing values in. What a column is held against may be a figure of the column itself, over
all rows of the table: ``{"column": "age", "op": ">", "value": {"statistic": "mean"}}``. A
leaf with a ``part`` compares that part of a date: ``{"column":
"day", "part": "month", "op": "in", "value": [12, 1, 2]}``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from analysis.base.columns import Column, Schema
from analysis.base.errors import TaskError
from analysis.base.literals import column_code, literal

Condition = Mapping[str, Any]

COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
RANGES = ("between", "not_between")
# Figures of a column that its values are held against.
FIGURES = {"mean": "average", "median": "median"}
MEMBERSHIPS = ("in", "not_in")
TEXT_TESTS = ("contains", "not_contains", "starts_with", "ends_with")
NEGATED_TEXT_TESTS = ("not_starts_with", "not_ends_with")
MISSING_TESTS = ("is_missing", "not_missing")
OPERATORS = (
    *COMPARISONS,
    *RANGES,
    *MEMBERSHIPS,
    *TEXT_TESTS,
    *NEGATED_TEXT_TESTS,
    *MISSING_TESTS,
)

_OPPOSITE = {
    "==": "!=",
    "<": ">=",
    ">": "<=",
    "between": "not_between",
    "in": "not_in",
    "contains": "not_contains",
    "starts_with": "not_starts_with",
    "ends_with": "not_ends_with",
    "is_missing": "not_missing",
}
_OPPOSITE |= {opposite: op for op, opposite in _OPPOSITE.items()}
_WORDS = {
    "==": "=",
    "!=": "is not",
    "<=": "≤",
    ">=": "≥",
    "between": "from",
    "not_between": "not from",
    "in": "one of",
    "not_in": "none of",
    "contains": "contains",
    "not_contains": "does not contain",
    "starts_with": "starts with",
    "ends_with": "ends with",
    "not_starts_with": "does not start with",
    "not_ends_with": "does not end with",
    "is_missing": "is missing",
    "not_missing": "is not missing",
}
# Parts of dates that rows are chosen by, with what their numbers are called.
DATE_PARTS: Mapping[str, Mapping[int, str]] = {
    "month": dict(enumerate(
        "January February March April May June July August September October November "
        "December".split(), 1)),
    "day_of_week": dict(enumerate(
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())),
}  # fmt: skip
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?")
_TREES = ("all", "any", "not")


def where_columns(where: Condition) -> set[str]:
    """The columns that a condition reads."""
    return {leaf["column"] for leaf in where_leaves(where)}


def where_code(where: Condition) -> str:
    """The condition as a pandas expression that is true for the rows to keep.

    Raises:
        TaskError: the condition is not of the shape described above.
    """
    return _code(where, negated=False, nested=False)


def where_words(where: Condition) -> str:
    """The condition for people: ``age > 40 and sex = female``."""
    return _words(where, negated=False, nested=False)


def check_where(where: Condition, schema: Schema) -> None:
    """Whether the condition fits the table's columns.

    Raises:
        TaskError: a column is not there, or its kind does not go with the comparison.
    """
    for leaf in where_leaves(where):
        if leaf["column"] not in schema.names:
            raise TaskError(
                f"There is no column “{leaf['column']}” to filter by.",
                hint="Name one of the table's columns.",
            )
        _check_leaf(leaf, schema[leaf["column"]])


def _check_leaf(leaf: Condition, column: Column) -> None:
    op = leaf["op"]
    if column.kind == "datetime":
        _check_days(leaf)
    if leaf.get("part") and column.kind != "datetime":
        raise TaskError(
            f"“{column.name}” holds {_KIND_WORDS[column.kind]}, no dates with parts.",
            hint="Turn it into dates first.",
        )
    if op in MISSING_TESTS or op in (*MEMBERSHIPS, "==", "!="):
        return
    if isinstance(leaf["value"], Mapping):
        if not column.is_numeric:
            raise TaskError(
                f"“{column.name}” holds {_KIND_WORDS[column.kind]}, which have no "
                f"{FIGURES[leaf['value']['statistic']]}.",
                hint="Name a column of numbers.",
            )
        return
    values = leaf["value"] if op in RANGES else [leaf["value"]]
    texts = [value for value in values if isinstance(value, str)]
    dates = [value for value in texts if _DATE.fullmatch(value)]
    if op in TEXT_TESTS or op in NEGATED_TEXT_TESTS:
        fits = column.kind != "datetime"
    elif column.kind == "datetime":
        fits = len(dates) == len(values)
    elif column.holds_numbers or column.is_numeric or column.kind == "boolean":
        fits = not texts
    else:
        fits = len(texts) == len(values) and not dates
    if not fits:
        shown = ", ".join(str(value) for value in values)
        raise TaskError(
            f"“{column.name}” holds {_KIND_WORDS[column.kind]} and cannot be compared "
            f"with {shown} by “{_WORDS.get(op, op)}”.",
            hint="Filter it by one of its values, or change its kind first.",
        )


def _check_days(leaf: Condition) -> None:
    """Whether the calendar has the days that a column of dates is compared with."""
    value = leaf.get("value")
    for day in map(str, value if isinstance(value, list) else [value]):
        if not _is_day(day):
            continue
        try:
            datetime.fromisoformat(day)
        except ValueError:
            raise TaskError(
                f"There is no {day}.", hint="Name a day that the calendar has."
            ) from None


_KIND_WORDS = {
    "integer": "whole numbers",
    "number": "numbers",
    "boolean": "yes/no values",
    "datetime": "dates",
    "category": "words",
    "text": "text",
    "identifier": "identifiers",
}


def where_leaves(where: Condition) -> list[Condition]:
    """The single comparisons of a condition.

    Raises:
        TaskError: the condition is not of the shape described above.
    """
    tree = _tree(where)
    if tree is None:
        return [_checked(where)]
    below = [where["not"]] if tree == "not" else where[tree]
    return [leaf for condition in below for leaf in where_leaves(condition)]


def _tree(where: Condition) -> str | None:
    if not isinstance(where, Mapping):
        raise TaskError(f"{where!r} is not a condition.", hint=_SHAPE)
    found = [name for name in _TREES if name in where]
    if not found:
        return None
    below = where[found[0]]
    if len(where) > 1 or (found[0] != "not" and not isinstance(below, list)):
        raise TaskError(f"{dict(where)!r} is not a condition.", hint=_SHAPE)
    if found[0] != "not" and not below:
        raise TaskError("A condition lists nothing to check.", hint=_SHAPE)
    return found[0]


_SHAPE = "A condition names a column, a comparison and a value."


def _checked(leaf: Condition) -> Condition:
    op, value = leaf.get("op"), leaf.get("value")
    if op not in OPERATORS or not isinstance(leaf.get("column"), str):
        raise TaskError(
            f"{dict(leaf)!r} is not a condition.", hint=_SHAPE, options=OPERATORS
        )
    if op in MISSING_TESTS:
        return leaf
    if "part" in leaf and (leaf["part"] not in DATE_PARTS or op not in MEMBERSHIPS):
        raise TaskError(f"{dict(leaf)!r} is not a condition.", hint=_SHAPE)
    if isinstance(value, Mapping):
        known = list(value) == ["statistic"] and value["statistic"] in FIGURES
        if known and op in COMPARISONS:
            return leaf
        raise TaskError(f"{dict(leaf)!r} is not a condition.", hint=_SHAPE)
    listed = op in RANGES or op in MEMBERSHIPS
    values = value if listed and isinstance(value, list) else [value]
    if listed != isinstance(value, list) or not all(_is_scalar(v) for v in values):
        raise TaskError(
            f"The value {value!r} does not go with “{op}”.",
            hint="A range or a choice takes a list, anything else one value.",
        )
    if op in RANGES and len(values) != 2:
        raise TaskError(
            "A range needs a low and a high end.",
            hint="For example: age from 20 to 30.",
        )
    return leaf


def _is_scalar(value: Any) -> bool:
    if isinstance(value, float):
        return value - value == 0
    return isinstance(value, (str, int))


def _code(where: Condition, *, negated: bool, nested: bool) -> str:
    tree = _tree(where)
    if tree is None:
        return _leaf_code(where, negated=negated, nested=nested)
    if tree == "not":
        return _code(where["not"], negated=not negated, nested=nested)
    both = (tree == "all") != negated
    if len(where[tree]) == 1:
        return _code(where[tree][0], negated=negated, nested=nested)
    parts = [_code(part, negated=negated, nested=True) for part in where[tree]]
    joined = (" & " if both else " | ").join(parts)
    return f"({joined})" if nested else joined


def _leaf_code(leaf: Condition, *, negated: bool, nested: bool) -> str:
    op: str = _checked(leaf)["op"]
    value: Any = leaf.get("value")
    if negated:
        op = _OPPOSITE[op]
    column = column_code(leaf["column"])
    if "part" in leaf:
        column = f"{column}.dt.{leaf['part']}"
    if isinstance(value, Mapping):
        comparison = f"{column} {op} {column}.{value['statistic']}()"
        return f"({comparison})" if nested else comparison
    if op in ("==", "!="):
        # pandas reads the text of a day beside dates, and takes it as text beside text
        comparison = f"{column} {op} {literal(value)}"
        return f"({comparison})" if nested else comparison
    if op in COMPARISONS:
        comparison = f"{column} {op} {_literal(value)}"
        return f"({comparison})" if nested else comparison
    if op == "between":
        return f"{column}.between({_literal(value[0])}, {_literal(value[1])})"
    if op == "not_between":
        low, high = _literal(value[0]), _literal(value[1])
        return f"(({column} < {low}) | ({column} > {high}))"
    if op in MEMBERSHIPS:
        return f"{'~' if op == 'not_in' else ''}{_one_of(column, value)}"
    if op in MISSING_TESTS:
        return f"{column}.{'isna' if op == 'is_missing' else 'notna'}()"
    return _text_test(column, op, str(value))


def _one_of(column: str, values: Sequence[Any]) -> str:
    """Whether a column has one of the values; days are compared one by one, as above."""
    if not any(_is_day(value) for value in values):
        return f"{column}.isin([{', '.join(literal(value) for value in values)}])"
    return "(" + " | ".join(f"({column} == {literal(one)})" for one in values) + ")"


def _text_test(column: str, op: str, value: str) -> str:
    text = f'{column}.astype("str").str'
    sign = "~" if op.startswith("not_") else ""
    match op.removeprefix("not_"):
        case "contains":
            found = (
                f"{text}.contains({literal(value)}, case=False, regex=False, na=False)"
            )
        case "starts_with":
            found = f"{text}.startswith({literal(value)}, na=False)"
        case _:
            found = f"{text}.endswith({literal(value)}, na=False)"
    return sign + found


def _literal(value: Any) -> str:
    return f"pd.Timestamp({literal(value)})" if _is_day(value) else literal(value)


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and _DATE.fullmatch(value) is not None


def _words(where: Condition, *, negated: bool, nested: bool) -> str:
    tree = _tree(where)
    if tree is None:
        return _leaf_words(where, negated=negated)
    if tree == "not":
        return _words(where["not"], negated=not negated, nested=nested)
    both = (tree == "all") != negated
    parts = [_words(part, negated=negated, nested=True) for part in where[tree]]
    joined = (" and " if both else " or ").join(parts)
    return f"({joined})" if nested and len(parts) > 1 else joined


def _leaf_words(leaf: Condition, *, negated: bool) -> str:
    op: str = _checked(leaf)["op"]
    value: Any = leaf.get("value")
    if negated:
        op = _OPPOSITE[op]
    if "part" in leaf:
        names = DATE_PARTS[leaf["part"]]
        listed = ", ".join(names.get(number, str(number)) for number in value)
        return f"{leaf['column']} {'not ' if op == 'not_in' else ''}in {listed}"
    words = f"{leaf['column']} {_WORDS.get(op, op)}"
    if op in MISSING_TESTS:
        return words
    if isinstance(value, Mapping):
        return f"{words} its {FIGURES[value['statistic']]}"
    if op in RANGES:
        return f"{words} {value[0]} to {value[1]}"
    if isinstance(value, list):
        return f"{words} {', '.join(str(item) for item in value)}"
    return f"{words} {value}"

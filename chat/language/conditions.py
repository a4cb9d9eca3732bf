"""Builds row conditions as :mod:`analysis.conditions` takes them."""

from __future__ import annotations

from typing import Any

Condition = dict[str, Any]


def leaf(column: str, op: str, value: Any = None) -> Condition:
    if op in ("is_missing", "not_missing"):
        return {"column": column, "op": op}
    return {"column": column, "op": op, "value": value}


def all_of(conditions: list[Condition]) -> Condition:
    """One condition that holds when all do."""
    flat: list[Condition] = []
    for condition in conditions:
        for part in condition.get("all", [condition]):
            if part not in flat:
                flat.append(part)
    return flat[0] if len(flat) == 1 else {"all": flat}


def any_of(conditions: list[Condition]) -> Condition:
    """One condition that holds when any does; equalities of a column become a list."""
    columns = {c.get("column") for c in conditions}
    if len(columns) == 1 and all(c.get("op") in ("==", "in") for c in conditions):
        values: list[Any] = []
        for c in conditions:
            for value in c["value"] if c["op"] == "in" else [c["value"]]:
                if value not in values:
                    values.append(value)
        column = columns.pop()
        assert column is not None
        return (
            leaf(column, "==", values[0])
            if len(values) == 1
            else leaf(column, "in", values)
        )
    return conditions[0] if len(conditions) == 1 else {"any": conditions}


_OPPOSITE = {
    "==": "!=",
    "!=": "==",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
    "in": "not_in",
    "not_in": "in",
    "contains": "not_contains",
    "not_contains": "contains",
    "is_missing": "not_missing",
    "not_missing": "is_missing",
}


def negated(condition: Condition) -> Condition:
    """The condition for the rows that the given one leaves out."""
    opposite = _OPPOSITE.get(condition.get("op", ""))
    if opposite is not None:
        return {**condition, "op": opposite}
    return {"not": condition}


def without_column(condition: Condition | None, column: str) -> Condition | None:
    """What is left of a condition when nothing is asked of a column."""
    if condition is None or condition.get("column") == column:
        return None
    if "all" in condition:
        left = [c for c in condition["all"] if c.get("column") != column]
        return all_of(left) if left else None
    return condition


def about_missing(condition: Condition) -> bool:
    """Whether a condition asks for nothing but missing cells."""
    parts = condition.get("all") or condition.get("any")
    if parts:
        return all(about_missing(part) for part in parts)
    return condition.get("op") in ("is_missing", "not_missing")

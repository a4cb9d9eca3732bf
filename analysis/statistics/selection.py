"""Which rows satisfy a condition, for counting them without dropping the others."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.base.errors import DataError
from analysis.statistics.values import one_column


def rows_where(data: pd.DataFrame, where: dict[str, Any]) -> pd.Series:
    """A boolean per row. Missing values satisfy only "is_missing" and the negations."""
    if "all" in where or "any" in where:
        parts = [rows_where(data, part) for part in where.get("all") or where["any"]]
        table = pd.concat(parts, axis=1)
        return table.all(axis=1) if "all" in where else table.any(axis=1)
    if "not" in where:
        return rows_where(data, opposite_condition(where["not"]))
    values = one_column(data, where["column"])
    if where.get("part"):
        values = getattr(values.dt, where["part"])
    try:
        return (
            rows_with(values, where["op"], where.get("value"))
            .fillna(False)
            .astype(bool)
        )
    except TypeError:
        raise DataError(
            f"“{where['column']}” cannot be compared with {where.get('value')!r}.",
            "Compare it with a value of its own kind.",
            where["column"],
        ) from None


OPPOSITE_OPERATORS = {
    "==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">",
    "between": "not_between", "not_between": "between",
    "in": "not_in", "not_in": "in",
    "contains": "not_contains", "not_contains": "contains",
    "starts_with": "not_starts_with", "not_starts_with": "starts_with",
    "ends_with": "not_ends_with", "not_ends_with": "ends_with",
    "is_missing": "not_missing", "not_missing": "is_missing",
}  # fmt: skip


def opposite_condition(where: dict[str, Any]) -> dict[str, Any]:
    """The negation, with comparisons turned round, so that missing values stay out."""
    if "all" in where:
        return {"any": [opposite_condition(part) for part in where["all"]]}
    if "any" in where:
        return {"all": [opposite_condition(part) for part in where["any"]]}
    if "not" in where:
        return dict(where["not"])
    return {**where, "op": OPPOSITE_OPERATORS[where["op"]]}


def rows_with(values: pd.Series, op: str, value: Any) -> pd.Series:
    """One comparison of a column with a value."""
    if pd.api.types.is_datetime64_any_dtype(values.dtype) and value is not None:
        dated = isinstance(value, list)
        value = [pd.Timestamp(v) for v in value] if dated else pd.Timestamp(value)
    match op:
        case "==":
            return values == value
        case "!=":
            return values != value
        case "<":
            return values < value
        case "<=":
            return values <= value
        case ">":
            return values > value
        case ">=":
            return values >= value
        case "between":
            return values.between(value[0], value[1])
        case "not_between":
            return (values < value[0]) | (values > value[1])
        case "in":
            return values.isin(value)
        case "not_in":
            return ~values.isin(value)
        case "is_missing":
            return values.isna()
        case "not_missing":
            return values.notna()
    return rows_with_text(values, op, str(value))


def rows_with_text(values: pd.Series, op: str, value: str) -> pd.Series:
    """A test of a column's text; upper and lower case are the same to "contains"."""
    text = values.astype("str").str
    kind = op.removeprefix("not_")
    if kind == "contains":
        found = text.contains(value, case=False, regex=False, na=False)
    elif kind == "starts_with":
        found = text.startswith(value, na=False)
    else:
        found = text.endswith(value, na=False)
    return ~found if op.startswith("not_") else found

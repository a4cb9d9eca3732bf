"""Conditions on rows as the steps take them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from chat.reader.base.items import (
    Rows,
)
from chat.reader.base.senses import Lattice

_GAPS = {"is_missing": "not_missing", "not_missing": "is_missing"}


def where_of(rows: Iterable[Rows]) -> dict[str, Any]:
    """The condition of several: joined by "and", but values of one column by "or".

    Of two values, not to have one is to have the other: no row "paid and did not pay".
    """
    rows = _parts_joined(rows)
    same: dict[tuple[str | None, bool], list[Rows]] = {}
    for one in map(_as_other, rows):
        together = not one.negated and (
            (one.role not in ("time", "part", "several") and one.op in ("==", "in"))
            or (one.role == "time" and one.op == "in")
        )
        key = (
            (one.column, together) if together else (f"{one.column}#{len(same)}", False)
        )
        same.setdefault(key, []).append(one)
    leaves = [_leaf_of(found) for found in same.values()]
    return leaves[0] if len(leaves) == 1 else {"all": leaves}


def _parts_joined(rows: Iterable[Rows]) -> list[Rows]:
    """ "in spring and summer": months of either."""
    found: list[Rows] = []
    for one in rows:
        twin = next(
            (
                r for r in found
                if r.role == one.role == "part" and r.value[0] == one.value[0]
                and r.negated == one.negated
            ),
            None,
        )  # fmt: skip
        if twin is None:
            found.append(one)
            continue
        numbers = tuple(dict.fromkeys((*twin.value[1], *one.value[1])))
        found[found.index(twin)] = replace(twin, value=(one.value[0], numbers))
    return found


def _as_other(rows: Rows) -> Rows:
    if rows.negated and rows.role == "flag" and rows.other is not None:
        return replace(rows, value=rows.other, negated=False)
    return rows


def _leaf_of(found: Sequence[Rows]) -> dict[str, Any]:
    if len(found) == 1:
        return _leaf(found[0])
    if found[0].role == "time":
        times = list({repr(one.value): one for one in found}.values())
        leaves = [_leaf(one) for one in times]
        return leaves[0] if len(leaves) == 1 else {"any": leaves}
    values: list[Any] = []
    for rows in found:
        values += rows.value if isinstance(rows.value, list) else [rows.value]
    return {"column": found[0].column, "op": "in", "value": list(dict.fromkeys(values))}


def _leaf(rows: Rows) -> dict[str, Any]:
    if rows.role == "time":
        return _time_leaf(rows)
    if rows.role == "part":
        part, numbers = rows.value
        op = "not_in" if rows.negated else "in"
        return {
            "column": rows.column, "part": part, "op": op, "value": list(numbers),
        }  # fmt: skip
    if rows.role == "several":
        tree = {rows.op: [_leaf(one) for one in rows.value]}
        return {"not": tree} if rows.negated else tree
    if rows.op in _GAPS:
        op = _GAPS[rows.op] if rows.negated else rows.op
        return {"column": rows.column, "op": op}
    leaf = {"column": rows.column, "op": rows.op, "value": rows.value}
    if not rows.negated:
        return leaf
    opposite = {"==": "!=", "in": "not_in", "contains": "not_contains"}
    if rows.op in opposite:
        return {**leaf, "op": opposite[rows.op]}
    return {"not": leaf}


def _time_leaf(rows: Rows) -> dict[str, Any]:
    op, value = rows.op, rows.value
    first, last = value if isinstance(value, tuple) else (value, value)
    start, end = first.start.isoformat(), last.end.isoformat()
    leaves = {
        "since": [(">=", start)],
        "after": [(">=", first.end.isoformat())],
        "before": [("<", start)],
        "until": [("<", end)],
    }.get(op, [(">=", start), ("<", end)])
    made: list[dict[str, Any]] = [
        {"column": rows.column, "op": sign, "value": when} for sign, when in leaves
    ]
    return made[0] if len(made) == 1 else {"all": made}


def years_as_numbers(where: dict[str, Any], lattice: Lattice) -> dict[str, Any]:
    """Times of a column of years are compared as years."""
    if "all" in where or "any" in where:
        name = "all" if "all" in where else "any"
        return {name: [years_as_numbers(one, lattice) for one in where[name]]}
    if "not" in where:
        return {"not": years_as_numbers(where["not"], lattice)}
    column = lattice.columns[where["column"]]
    value = where.get("value")
    if not isinstance(value, str) or not column.is_numeric:
        return where
    if len(value) >= 10 and value[:4].isdigit():
        return {**where, "value": int(value[:4])}
    return where

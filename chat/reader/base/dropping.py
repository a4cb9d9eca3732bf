"""What is left of the rows once some are dropped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.base.columns import Column

_OPPOSITE = {
    "==": "!=", "!=": "==", "in": "not_in", "not_in": "in", "contains": "not_contains",
    "not_contains": "contains", "is_missing": "not_missing", "not_missing": "is_missing",
}  # fmt: skip


def left_without(
    where: dict[str, Any], columns: Mapping[str, Column]
) -> dict[str, Any]:
    """The condition of the rows that stay where those of ``where`` are dropped.

    "Exclude swarms over 4000 g" drops no swarm that was not weighed: a row without a
    value does not meet a comparison, and stays.
    """
    op, name = where.get("op"), where.get("column")
    if isinstance(op, str) and op in _OPPOSITE:
        return {**where, "op": _OPPOSITE[op]}
    column = columns.get(str(name))
    if column is None or not column.n_missing or "part" in where:
        return {"not": where}
    return {"any": [{"not": where}, {"column": name, "op": "is_missing"}]}

"""Which column of a table is likely the one to predict."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.base.columns import Column, Schema

_NAMES = (
    r"target|label|class|outcome|response|y",
    r"price|sales|revenue|profit|income|salary|wage|cost|amount|charges?|value|score|rating"
    r"|cnt|count|total|demand|yield",
    r"churn(?:ed)?|survived|default(?:ed)?|exited|left|attrition|diagnosis|disease|species"
    r"|approved|converted|clicked|fraud|spam|quality|success|passed|result",
)


def likely_target(schema: Schema, kind: str | None = None, hint: str = "") -> str:
    """The column hinted at, else one whose name or place suggests it; or nothing."""
    possible = [column for column in schema.columns if _can_be(column, kind)]
    names = [column.name for column in possible]
    if hint and hint in schema.names:
        return hint
    order = (2, 0, 1) if kind == "classification" else (0, 2, 1)
    for place in order:
        for name in names:
            if _says(name, _NAMES[place]):
                return name
    return _last(possible)


def _says(name: str, words: str) -> bool:
    parts = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    return re.search(rf"(?:^|[\W_])(?:{words})(?:$|[\W_])", parts) is not None


def _last(possible: Sequence[Column]) -> str:
    return possible[-1].name if possible else ""


def _can_be(column: Column, kind: str | None) -> bool:
    if column.n_unique < 2 or column.kind in ("datetime", "text", "identifier"):
        return False
    if kind == "classification":
        return column.n_unique <= 20
    if kind == "regression":
        return column.is_numeric and column.n_unique > 2
    return True

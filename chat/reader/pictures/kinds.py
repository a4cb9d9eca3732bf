"""What a column is for a picture: numbers, a few numbers, a time, a grouping, a name."""

from __future__ import annotations

from typing import Literal

from analysis.base.columns import Column
from chat.linking.mentions import is_flag
from chat.reader.base import roles

Sort = Literal["number", "few", "time", "group", "name"]
_FEW = 12  # as many groups as a chart tells apart by colour
_MOST_BARS = 50
_NAMING_SHARE = 0.5  # a text with more different values than half the rows names them


def names_rows(column: Column, n_rows: int) -> bool:
    """Whether a column holds a name for nearly every row, so that it parts nothing."""
    if column.is_numeric or column.kind in ("datetime", "boolean"):
        return False
    return roles.is_key(column, n_rows) or column.n_unique > _NAMING_SHARE * n_rows


def sort_of(column: Column, n_rows: int) -> Sort:
    """What a picture can take the column for."""
    if roles.is_time(column):
        return "time"
    if names_rows(column, n_rows):
        return "name"
    if roles.is_measure(column, n_rows) and not is_flag(column):
        whole = column.kind == "integer"
        return "few" if whole and column.n_unique <= _FEW else "number"
    return "group" if column.n_unique <= _MOST_BARS else "name"

"""Tables of counts: categories, and how many cases each row stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from analysis.base.errors import TaskError

from .lexicon import is_named
from .typing_columns import TypedColumn

_MOST_LEVELS, _MOST_CASES = 30, 2_000_000


def counts_column(columns: Sequence[TypedColumn], n_rows: int) -> str:
    """The column of counts, "" where the table is none of counts.

    All other columns are groups, and no two rows are of the same groups.
    """
    found = [c for c in columns if _is_count(c)]
    if len(found) != 1 or n_rows < 2:
        return ""
    groups = [column for column in columns if column is not found[0]]
    sure = is_named(found[0].recipe.name, "frequencies")
    if len(groups) < (1 if sure else 2) or not all(map(_is_group, groups)):
        return ""
    frame = pl.DataFrame([c.values.alias(str(n)) for n, c in enumerate(groups)])
    return found[0].recipe.name if frame.is_unique().all() else ""


def _is_count(column: TypedColumn) -> bool:
    values = column.values
    whole = values.dtype.is_integer() and column.recipe.dtype == "int64"
    named = is_named(column.recipe.name, "counts")
    return bool(whole and named and len(values) and values.min() >= 0)  # type: ignore[operator]


def _is_group(column: TypedColumn) -> bool:
    kind = column.recipe.kind
    few = column.n_unique <= _MOST_LEVELS
    return few and kind in ("category", "boolean", "integer", "text")


def repeated_columns(
    columns: Sequence[TypedColumn], counts: TypedColumn
) -> tuple[tuple[TypedColumn, ...], int]:
    """The columns with each row as often as the counts say, and how many rows that is.

    Raises TaskError for more rows than can be worked on.
    """
    n_rows = int(counts.values.sum())
    if not 0 < n_rows <= _MOST_CASES:
        raise TaskError(
            f"{counts.recipe.name} adds up to {n_rows:,} cases; up to {_MOST_CASES:,} "
            "can be made rows.",
            "Use it as a weight instead.",
        )
    rows = pl.int_range(len(counts.values), eager=True).repeat_by(counts.values)
    places = rows.explode().drop_nulls()
    return tuple(replace(c, values=c.values.gather(places)) for c in columns), n_rows

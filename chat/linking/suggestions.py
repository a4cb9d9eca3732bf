"""Questions that fit a table, for a new dataset and after a message not understood."""

from __future__ import annotations

import re

from analysis.base.columns import Column, Schema
from chat.linking.mentions import is_year
from chat.linking.vocabulary import GENERIC

_FEW_LEVELS = 12


def suggestions(schema: Schema, n: int = 3) -> tuple[str, ...]:
    """The ``n`` first questions to ask of a table, each of them runnable."""
    numbers = sorted((c for c in schema.columns if _is_measure(c)), key=_doubt)
    groups = sorted(
        (c for c in schema.columns if _is_handy_group(c)), key=lambda c: _doubt(c)
    )
    dates = [c for c in schema.columns if c.kind == "datetime"]
    found: list[str] = []
    if numbers and groups:
        found.append(f"average {_said(numbers[0])} by {_said(groups[0])}")
    if len(numbers) > 1:
        found.append(f"correlation between {_said(numbers[0])} and {_said(numbers[1])}")
    if numbers and dates:
        found.append(f"line chart of mean {_said(numbers[0])} by {_said(dates[0])}")
    if numbers:
        found.append(f"histogram of {_said(numbers[0])}")
        found.append(f"describe {_said(numbers[0])}")
    if groups:
        found.append(f"bar chart of {_said(groups[0])}")
    found.append("describe the dataset")
    found.append("how many rows are there?")
    found.append("missing values per column")
    return tuple(found[:n])


def _said(column: Column) -> str:
    return column.name if re.fullmatch(r"\w+", column.name) else f"`{column.name}`"


def _is_measure(column: Column) -> bool:
    return column.is_numeric and column.n_unique > 2 and not is_year(column)


def _is_handy_group(column: Column) -> bool:
    return column.is_grouping and 2 <= column.n_unique <= _FEW_LEVELS


def _doubt(column: Column) -> tuple[bool, bool, bool]:
    """Columns that make a poor first question come last: keys, gaps, codes."""
    words = {word.lower() for word in re.findall(r"[A-Za-z]+", column.name)}
    few = column.is_numeric and column.n_unique <= _FEW_LEVELS
    gaps = column.n_missing > column.n_unique + 50
    return bool(words & (GENERIC | {"unnamed", "rank"})), few, gaps

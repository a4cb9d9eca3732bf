"""What columns are to a statistician: numbers, groups, or codes that may be either."""

from __future__ import annotations

from analysis.base.columns import Column
from chat.linking.mentions import is_flag

# Whole numbers with so few values may be codes of groups, where the words part rows by
# them, and mostly are where there are hardly more than two.
MOST_CODES = 12
_FEW_CODES = 3
# Tests of groups take so many levels at the most.
MOST_LEVELS = 50


def is_number(column: Column) -> bool:
    return column.is_numeric and not is_flag(column) and column.kind != "identifier"


def is_group(column: Column) -> bool:
    """Whether a column parts the rows into groups by itself."""
    if is_flag(column):
        return True
    return (
        not column.is_numeric
        and column.kind not in ("datetime", "identifier")
        and 2 <= column.n_unique <= MOST_LEVELS
    )


def may_group(column: Column) -> bool:
    """Whether a column can part the rows: groups, or a few codes."""
    return is_group(column) or (
        is_number(column) and 2 <= column.n_unique <= MOST_CODES
    )


def is_code(column: Column) -> bool:
    """Whether numbers are rather names of groups than amounts: 0, 1 and 2."""
    return is_number(column) and column.n_unique <= _FEW_CODES

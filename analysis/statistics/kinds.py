"""What a column's values are, for choosing a method."""

from __future__ import annotations

import pandas as pd

from analysis.base.errors import DataError
from analysis.statistics.values import is_number_column, one_column

MOST_GROUPS = 50


def role_of(data: pd.DataFrame, column: str) -> str:
    """How a column can be compared: "numbers", or "groups" of which there are few.

    Numbers with two different values (0 and 1) are groups.

    Raises:
        DataError: no values, dates, or words with more than 50 different values.
    """
    values = one_column(data, column).dropna()
    if len(values) == 0:
        raise DataError(
            f"“{column}” has no values.",
            "Check the filters, or choose another.",
            column,
        )
    n_unique = int(values.nunique())
    if is_number_column(values) and n_unique > 2:
        return "numbers"
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        raise DataError(
            f"“{column}” holds dates, which cannot be compared as they are.",
            "Take a part of the date, such as the year, first.",
            column,
        )
    if n_unique > MOST_GROUPS:
        raise DataError(
            f"“{column}” has {n_unique:,} different words, too many to compare.",
            "Choose a column with fewer different values.",
            column,
        )
    return "groups"


def group_count(data: pd.DataFrame, group: str, column: str) -> int:
    """How many groups have values of the column."""
    both = one_column(data, group).where(one_column(data, column).notna()).dropna()
    return int(both.nunique())

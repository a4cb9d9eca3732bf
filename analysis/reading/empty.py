"""Columns without any value: they share one, so that thousands of them cost no memory.

Text in polars takes 16 bytes a cell, whether the cell holds something or not.
"""

from __future__ import annotations

from functools import lru_cache

import polars as pl


def shared_if_empty(values: pl.Series) -> pl.Series:
    """The column, or the one that all empty columns of its length and type share."""
    if not len(values) or values.null_count() < len(values):
        return values
    return _nothing(len(values), values.dtype).alias(values.name)


@lru_cache(maxsize=4)
def _nothing(length: int, dtype: pl.DataType) -> pl.Series:
    return pl.repeat(None, length, dtype=dtype, eager=True)

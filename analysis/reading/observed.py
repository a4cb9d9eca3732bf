"""Parts of a column that are often all of it: what is not missing, and every so many.

Polars hands each such step to its threads, which costs a small file more than the step
itself. Where there is nothing to leave out, the column is handed on as it is.
"""

from __future__ import annotations

import polars as pl


def observed(values: pl.Series) -> pl.Series:
    """The values that are not missing."""
    return values.drop_nulls() if values.null_count() else values


def thinned(values: pl.Series, step: int) -> pl.Series:
    """The first of every ``step`` values."""
    return values.gather_every(step) if step > 1 else values

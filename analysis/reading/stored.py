"""The Parquet copy of a dataset: what operations read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from .typing_columns import TypedColumn

_GROUP = 131_072


def write_stored_table(columns: Sequence[TypedColumn], path: Path) -> None:
    """Write typed columns, compressed with zstd.

    The pandas types are written beside them, so that a frame read back has the types
    that the script gets from the original file.
    """
    frame = pl.DataFrame({c.recipe.name: c.values for c in columns})
    empty = pd.DataFrame(
        {c.recipe.name: pd.Series(dtype=c.recipe.dtype) for c in columns}
    )
    types = pa.Schema.from_pandas(empty, preserve_index=False).metadata
    table = frame.to_arrow().replace_schema_metadata(types)
    pq.write_table(
        table,
        path,
        compression="zstd",
        row_group_size=_GROUP,
        # A dictionary of numbers costs time and saves nothing.
        use_dictionary=[
            c.recipe.name
            for c in columns
            if c.recipe.dtype == "str" and c.n_unique < 0.5 * len(c.values)
        ],
    )


def read_stored_table(
    path: str | Path, columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Read columns of the copy (all when None), in the order given."""
    chosen = None if columns is None else list(columns)
    return pd.read_parquet(path, columns=chosen)

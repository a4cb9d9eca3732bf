"""The Parquet copy of a dataset: what operations read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from .recipe import Dtype
from .typing_columns import TypedColumn

_GROUP = 131_072
_CELLS, _LEAST_ROWS = 8_000_000, 1_000  # of a group, where a table is wide


def write_stored_table(columns: Sequence[TypedColumn], path: Path) -> None:
    """Write typed columns, compressed with zstd.

    The pandas types are written beside them, so that a frame read back has the types
    that the script gets from the original file.
    """
    frame = pl.DataFrame({c.recipe.name: c.values for c in columns})
    types = pandas_types({c.recipe.name: c.recipe.dtype for c in columns})
    # A dictionary of numbers costs time and saves nothing.
    coded = [
        c.recipe.name
        for c in columns
        if c.recipe.dtype == "str" and c.n_unique < 0.5 * len(c.values)
    ]
    rows = max(_LEAST_ROWS, min(_GROUP, _CELLS // max(1, frame.width)))
    first = frame.head(rows).to_arrow()
    schema = first.schema.with_metadata({b"pandas": types})
    with pq.ParquetWriter(
        path, schema, compression="zstd", use_dictionary=coded
    ) as writer:
        writer.write_table(first.cast(schema))
        for part in frame.slice(rows).iter_slices(rows):
            writer.write_table(part.to_arrow().cast(schema))


def pandas_types(dtypes: Mapping[str, Dtype]) -> bytes:
    """What ``Schema.from_pandas`` writes of an empty frame with these columns.

    It is asked once for each type: for a small table it takes longer than the table.
    """
    columns: list[Any] = []
    whole: dict[str, Any] = _described("str")
    for name, dtype in dtypes.items():
        [column] = _described(dtype)["columns"]
        columns.append({**column, "name": name, "field_name": name})
    return json.dumps({**whole, "columns": columns}).encode()


@cache
def _described(dtype: Dtype) -> dict[str, Any]:
    empty = pd.DataFrame({"x": pd.Series(dtype=dtype)})
    metadata = pa.Schema.from_pandas(empty, preserve_index=False).metadata
    described: dict[str, Any] = json.loads(metadata[b"pandas"])
    return described


def read_stored_table(
    path: str | Path, columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Read columns of the copy (all when None), in the order given."""
    chosen = None if columns is None else list(columns)
    return pd.read_parquet(path, columns=chosen)

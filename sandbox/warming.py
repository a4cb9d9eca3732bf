"""The first steps that every job would make again, made once before any is forked."""

from __future__ import annotations

import importlib
import io
from typing import Any


def read_once() -> None:
    """Write and read a small Parquet table with one thread, from memory.

    What pandas and Arrow look up at their first table is then there in every job. The
    usual way to read starts Arrow's pools of threads, which a fork would lose: here
    nothing is read ahead and nothing in parallel.
    """
    # By name: the fork server's side must not import them before its jail is built.
    pandas: Any = importlib.import_module("pandas")
    parquet: Any = importlib.import_module("pyarrow.parquet")
    table = pandas.DataFrame(
        {
            "number": [1.5, None],
            "integer": [1, 2],
            "word": pandas.Series(["a", None], dtype="str"),
            "flag": [True, False],
            "date": pandas.to_datetime(["2024-01-01", None]),
        }
    )
    file = io.BytesIO()
    table.to_parquet(file)
    file.seek(0)
    read = parquet.ParquetFile(file, pre_buffer=False).read(use_threads=False)
    read.to_pandas(use_threads=False)

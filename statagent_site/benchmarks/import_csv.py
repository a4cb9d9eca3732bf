"""Importing a CSV of 1M rows × 20 columns, beside ``pandas.read_csv`` alone."""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from statagent_site.benchmarks.measure import Row, process

N_ROWS, RUNS = 1_000_000, 3
_IMPORT = """
import sys
from pathlib import Path
from analysis.reading.sandboxed import import_sandboxed
import_sandboxed(Path(sys.argv[1]), name="table.csv", parquet_path=Path(sys.argv[2]))
"""
_PANDAS = "import sys, pandas; pandas.read_csv(sys.argv[1])"


def write_table(path: Path, n_rows: int) -> None:
    """A table of 20 mixed columns: numbers, integers, words, dates, some missing."""
    random = np.random.default_rng(7)
    columns: dict[str, object] = {"id": np.arange(n_rows)}
    for number in range(8):
        values = random.normal(100, 15, n_rows).round(4)
        values[random.random(n_rows) < 0.02] = np.nan
        columns[f"measure_{number}"] = values
    for number in range(4):
        columns[f"count_{number}"] = random.poisson(20, n_rows)
    for number in range(4):
        words = [f"level {level}" for level in range(3 + 7 * number)]
        columns[f"group_{number}"] = random.choice(words, n_rows)
    days = pd.Timestamp("2015-01-01") + pd.to_timedelta(
        random.integers(0, 3650, n_rows), unit="D"
    )
    columns["day"] = days.strftime("%Y-%m-%d")
    columns["flag"] = random.choice(["true", "false"], n_rows)
    columns["code"] = [f"{number:07d}" for number in random.integers(0, 10**6, n_rows)]
    pd.DataFrame(columns).to_csv(path, index=False)


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        table, parquet = Path(folder) / "table.csv", Path(folder) / "table.parquet"
        write_table(table, N_ROWS)
        ours, theirs = [], []
        for _ in range(RUNS):
            ours.append(
                process([sys.executable, "-c", _IMPORT, str(table), str(parquet)])
            )
            theirs.append(process([sys.executable, "-c", _PANDAS, str(table)]))
        size = table.stat().st_size / 1024**2
    seconds = statistics.median(one.seconds for one in ours)
    memory = statistics.median(one.peak_mb for one in ours)
    pandas_seconds = statistics.median(one.seconds for one in theirs)
    pandas_memory = statistics.median(one.peak_mb for one in theirs)
    return [
        Row("the file", size, "MB", f"{N_ROWS:,} rows × 20 columns"),
        Row("StatAgent: read, decide kinds, profile, Parquet", seconds, "s"),
        Row("pandas.read_csv alone", pandas_seconds, "s"),
        Row("ratio of time", seconds / pandas_seconds, "×"),
        Row("StatAgent, peak memory", memory, "MB"),
        Row("pandas.read_csv, peak memory", pandas_memory, "MB"),
        Row("ratio of memory", memory / pandas_memory, "×"),
    ]

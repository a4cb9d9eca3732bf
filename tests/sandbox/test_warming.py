"""What jobs find already done, and that doing it leaves no thread behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd

from sandbox.configuration import server_environment
from tests.sandbox.conftest import Run

ROOT = Path(__file__).parents[2]


def test_the_first_table_of_a_job_imports_nothing(run: Run, tmp_path: Path) -> None:
    data = pd.DataFrame({"a": [1.5, None], "b": ["x", None], "c": [True, False]})
    data["d"] = pd.to_datetime(["2024-01-01", None])
    data.to_parquet(tmp_path / "data.parquet")
    script = """
import sys
import pandas as pd
before = set(sys.modules)
data = pd.read_parquet("data.parquet", columns=["a", "b", "c", "d"])
result = [len(data), sorted(set(sys.modules) - before)]
"""

    outcome = run(script, inputs={"data.parquet": tmp_path / "data.parquet"})

    assert outcome.result == [2, []], outcome


def test_reading_once_starts_no_thread() -> None:
    script = """
import os
import pandas, pyarrow.parquet
from sandbox.warming import read_once
read_once()
print(len(os.listdir("/proc/self/task")))
"""

    done = subprocess.run(
        [sys.executable, "-c", script],
        env=server_environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "1"

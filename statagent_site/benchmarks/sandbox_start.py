"""From the request to a script's first line, beside bubblewrap and cold Python."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sandbox.client import run_script
from statagent_site.benchmarks.measure import Row, spread, times_ms

RUNS, COLD_RUNS = 100, 5
# Monotonic time is one clock for all processes of a machine.
_SCRIPT = """import time
first = time.monotonic()
import pandas
import scipy.stats
import sklearn
result = {"first": first}
print(first)
"""


def run() -> list[Row]:
    first, whole = [], []
    for number in range(RUNS + 5):
        start = time.monotonic()
        outcome = run_script(_SCRIPT)
        end = time.monotonic()
        if outcome.status != "succeeded" or not isinstance(outcome.result, dict):
            raise RuntimeError(f"{outcome.status}: {outcome.error}")
        if number >= 5:
            first.append((outcome.result["first"] - start) * 1000)
            whole.append((end - start) * 1000)
    rows = spread("StatAgent, request → first line", first, outcome.isolation)
    rows += spread("StatAgent, request → result, cleaned up", whole)
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "script.py"
        script.write_text(_SCRIPT)
        cold = _median_ms([sys.executable, str(script)])
        rows.append(Row("cold Python, the same script", cold, "ms"))
        if shutil.which("bwrap"):
            wall = _median_ms([*_bubblewrap(), sys.executable, str(script)])
            rows.append(Row("bubblewrap + cold Python, the same script", wall, "ms"))
            ratio = wall / statistics.median(whole)
            rows.append(Row("bubblewrap + cold Python ÷ StatAgent", ratio, "×"))
    return rows


def _bubblewrap() -> list[str]:
    return ["bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--unshare-all"]


def _median_ms(command: list[str]) -> float:
    def work() -> None:
        subprocess.run(command, check=True, capture_output=True)

    return statistics.median(times_ms(work, COLD_RUNS, warm=1))

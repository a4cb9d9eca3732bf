"""From the request to a script's first line, beside its peers.

The peers do what an own solution would: a process started cold, one in bubblewrap, and
a Jupyter kernel, from its start to the first result of the same script.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
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
result = {"first": first, "last": time.monotonic()}
print(first)
"""


def run() -> list[Row]:
    first, whole, ended, memory = [], [], [], []
    for number in range(RUNS + 5):
        start = time.monotonic()
        outcome = run_script(_SCRIPT)
        end = time.monotonic()
        if outcome.status != "succeeded" or not isinstance(outcome.result, dict):
            raise RuntimeError(f"{outcome.status}: {outcome.error}")
        if number >= 5:
            first.append((outcome.result["first"] - start) * 1000)
            whole.append((end - start) * 1000)
            ended.append((end - outcome.result["last"]) * 1000)
            memory.append(outcome.peak_memory_mb)
    rows = spread("StatAgent, request → first line", first, outcome.isolation)
    rows += spread("StatAgent, request → result, cleaned up", whole)
    rows += spread("StatAgent, last line → result, cleaned up", ended)
    rows.append(Row("StatAgent, memory of a run", statistics.median(memory), "MB"))
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
    if find_spec("jupyter_client") and find_spec("ipykernel"):
        kernel = statistics.median(times_ms(_kernel, COLD_RUNS, warm=1))
        rows.append(
            Row("Jupyter kernel, start → the same script's result", kernel, "ms")
        )
        ratio = kernel / statistics.median(whole)
        rows.append(Row("Jupyter kernel ÷ StatAgent", ratio, "×"))
    return rows


def _kernel() -> None:
    from jupyter_client.manager import start_new_kernel

    # It warns about the port that it opens, each time.
    manager, client = start_new_kernel(stderr=subprocess.DEVNULL)
    try:
        reply = client.execute_interactive(
            _SCRIPT, timeout=60, output_hook=lambda _: None
        )
        if reply["content"]["status"] != "ok":
            raise RuntimeError("the kernel could not run the script")
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _bubblewrap() -> list[str]:
    return ["bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--unshare-all"]


def _median_ms(command: list[str]) -> float:
    def work() -> None:
        subprocess.run(command, check=True, capture_output=True)

    return statistics.median(times_ms(work, COLD_RUNS, warm=1))

"""A training's script in the sandbox, whose libraries are loaded, beside cold Python."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from analysis.execution import Table
from analysis.tables.samples import write_sample
from mlmodels.base.plan import TrainingPlan
from mlmodels.plans.problem import plan_training
from mlmodels.reading import table_from
from mlmodels.training import script_for, train
from statagent_site.benchmarks.measure import Row, times_ms

RUNS = 5


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_sample("customer_churn", folder / "churn.csv")
        table = table_from(folder / "churn.csv", folder)
        plan = plan_training(table.schema, "churned", estimator="logistic")
        first: list[float] = []
        warm = times_ms(lambda: _trained(plan, table, folder, first), RUNS)
        script = folder / "train.py"
        script.write_text(script_for(plan, table).text)
        command = [sys.executable, str(script), str(table.parquet)]

        def cold() -> None:
            subprocess.run(command, check=True, capture_output=True, cwd=folder)

        alone = times_ms(cold, RUNS, warm=1)
    ours, theirs = statistics.median(warm), statistics.median(alone)
    return [
        Row("start → first progress of the script", statistics.median(first), "ms"),
        Row("StatAgent, a whole training, model taken out", ours, "ms"),
        Row("cold Python, the same script", theirs, "ms"),
        Row("cold Python ÷ StatAgent", theirs / ours, "×", "logistic, 800 rows"),
    ]


def _trained(
    plan: TrainingPlan, table: Table, folder: Path, first: list[float]
) -> None:
    """Train, and note when the script itself was first heard of."""
    began, heard = time.perf_counter(), []

    def listen(news: dict[str, object]) -> None:
        # The word before it, “Starting”, is ours and comes at once.
        if news.get("message") != "Starting":
            heard.append(time.perf_counter() - began)

    train(plan, table, folder, on_progress=listen)
    first.append(1000 * heard[0])

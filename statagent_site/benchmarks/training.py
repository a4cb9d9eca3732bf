"""Auto beside FLAML and LightGBM's defaults, on the same outer folds of each table.

``STATAGENT_BENCHMARK_TABLES`` is a folder with ``datasets.jsonl``: one object a line
with ``name``, ``file``, ``target`` and ``drop_or_leak`` (columns that stay out). Without
it, two of the built-in samples are taken. ``STATAGENT_BENCHMARK_PEERS`` is the Python
of an environment with ``flaml[automl]`` and ``lightgbm``; a peer that is not there is left
out. ``STATAGENT_BENCHMARK_SECONDS`` (60) and ``STATAGENT_BENCHMARK_FOLDS`` (2, of five)
say how long; with ``STATAGENT_BENCHMARK_RESULTS``, a file of JSON lines, a run that was
stopped goes on where it was.

Measures as in the AutoML Benchmark (Gijsbers et al. 2024, JMLR 25(101)): ROC AUC for two
classes, log loss for more, RMSE for numbers. Tables with a column of times are judged on
their last fifth. All tools have one thread and run at the same time, so that a busy
machine is as busy for each.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import rankdata
from sklearn.model_selection import KFold, StratifiedKFold

from analysis.execution import Table
from analysis.tables.samples import write_sample
from mlmodels.base.plan import TrainingPlan, Validation
from mlmodels.learning.features import as_features, target_values
from mlmodels.learning.scores import LOWER_IS_BETTER, scores_of
from mlmodels.plans.problem import plan_training
from mlmodels.prediction import predict
from mlmodels.reading import table_from
from mlmodels.training import train
from statagent_site.benchmarks import training_peer
from statagent_site.benchmarks.measure import Row

OURS = "StatAgent auto"
PEERS = {"flaml": "FLAML", "lightgbm": "LightGBM defaults"}
N_SPLITS = 5
# Beyond the time that a tool was given: imports, a last fit, a busy machine.
_PATIENCE = 240.0
_SAMPLES = (
    ("store_sales", "sales", ()),
    ("customer_churn", "churned", ("customer_id",)),
)
_ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"
)


@dataclass(frozen=True)
class Problem:
    """A table of the benchmark and what is predicted in it."""

    name: str
    path: Path
    target: str
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """What one tool reached on one fold; ``value`` is None where it failed."""

    table: str
    fold: int
    tool: str
    metric: str
    value: float | None
    scores: dict[str, Any]
    seconds: float
    cpu_seconds: float
    budget: float
    error: str = ""


@dataclass(frozen=True)
class Fold:
    """The rows of one outer fold, and the plan that all tools share."""

    table: Table
    data: pd.DataFrame
    plan: TrainingPlan
    train: np.ndarray
    test: np.ndarray
    folder: Path

    @property
    def metric(self) -> str:
        if self.plan.kind == "regression":
            return "rmse"
        return "roc_auc" if len(self.plan.classes) == 2 else "log_loss"

    def part(self, rows: np.ndarray, name: str) -> Path:
        """Some rows as a table's working copy."""
        path = self.folder / f"{name}.parquet"
        self.data.iloc[rows].reset_index(drop=True).to_parquet(path)
        return path


def run() -> list[Row]:
    seconds = float(os.environ.get("STATAGENT_BENCHMARK_SECONDS", "60"))
    folds = int(os.environ.get("STATAGENT_BENCHMARK_FOLDS", "2"))
    with tempfile.TemporaryDirectory() as folder:
        kept = os.environ.get("STATAGENT_BENCHMARK_RESULTS")
        results = Path(kept) if kept else Path(folder) / "results.jsonl"
        for problem in _problems(Path(folder)):
            measure(problem, seconds, folds, results, Path(folder))
        return rows_of([one for one in read_results(results) if one.budget == seconds])


def _problems(folder: Path) -> list[Problem]:
    given = os.environ.get("STATAGENT_BENCHMARK_TABLES")
    if not given:
        for name, _, _ in _SAMPLES:
            write_sample(name, folder / f"{name}.csv")
        return [
            Problem(name, folder / f"{name}.csv", target, left_out)
            for name, target, left_out in _SAMPLES
        ]
    lines = (Path(given) / "datasets.jsonl").read_text(encoding="utf-8").splitlines()
    told = [json.loads(line) for line in lines if line.strip()]
    return [
        Problem(
            one["name"],
            Path(given) / one["file"],
            one["target"],
            tuple(one.get("drop_or_leak", ())),
        )
        for one in told
    ]


def measure(
    problem: Problem, seconds: float, n_folds: int, results: Path, folder: Path
) -> None:
    """Every tool on every fold of a table that the file of results does not have."""
    python = os.environ.get("STATAGENT_BENCHMARK_PEERS")
    tools = [OURS, *(PEERS if python else ())]
    known = {
        (one.table, one.fold, one.tool, one.budget) for one in read_results(results)
    }
    wanted = {
        (fold, tool)
        for fold in range(n_folds)
        for tool in tools
        if (problem.name, fold, tool, seconds) not in known
    }
    if not wanted:
        return
    place = folder / problem.name
    place.mkdir(exist_ok=True)
    for number, fold in enumerate(_folds(problem, seconds, place)):
        due = [tool for tool in tools if (number, tool) in wanted]
        works = [_work(tool, fold, python or "") for tool in due]
        with ThreadPoolExecutor(max(1, len(works))) as pool:
            ended = list(pool.map(lambda work: work(), works))
        with results.open("a", encoding="utf-8") as file:
            for tool, answer in zip(due, ended, strict=True):
                found = Found(
                    table=problem.name, fold=number, tool=tool, metric=fold.metric,
                    budget=seconds, **answer,
                )  # fmt: skip
                file.write(json.dumps(asdict(found)) + "\n")


def _folds(problem: Problem, seconds: float, folder: Path) -> Iterator[Fold]:
    table = table_from(problem.path, folder)
    features = [
        name
        for name in table.schema.names
        if name != problem.target and name not in problem.left_out
    ]
    plan = plan_training(
        table.schema,
        problem.target,
        features,
        seconds=seconds,
        validation=Validation(test_size=0),
    )
    data = pd.read_parquet(table.parquet)
    data = data[data[problem.target].notna()].reset_index(drop=True)
    for number, (learning, judging) in enumerate(_splits(plan, data)):
        place = folder / str(number)
        place.mkdir()
        yield Fold(table, data, plan, learning, judging, place)


def _splits(
    plan: TrainingPlan, data: pd.DataFrame
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    rows = np.arange(len(data))
    if plan.validation.split == "time":
        order = np.argsort(data[plan.validation.by].to_numpy(), kind="stable")
        n_test = len(rows) // N_SPLITS
        yield order[:-n_test], order[-n_test:]
        return
    if plan.kind == "regression":
        yield from KFold(N_SPLITS, shuffle=True, random_state=0).split(rows)
        return
    y = target_values(data[plan.target], plan.kind)
    yield from StratifiedKFold(N_SPLITS, shuffle=True, random_state=0).split(rows, y)


def _work(tool: str, fold: Fold, python: str) -> Callable[[], dict[str, Any]]:
    """What the tool does on the fold; a failure is an answer without a score."""

    def work() -> dict[str, Any]:
        nothing: dict[str, Any] = {
            "value": None,
            "scores": {},
            "seconds": 0.0,
            "cpu_seconds": 0.0,
        }
        try:
            return _ours(fold) if tool == OURS else _peer(tool, fold, python)
        except Exception as error:
            return {**nothing, "error": f"{type(error).__name__}: {error}"[-400:]}

    return work


def _ours(fold: Fold) -> dict[str, Any]:
    """The product's own way: its training script, then its prediction script."""
    place = fold.folder / "ours"
    place.mkdir()
    schema = fold.table.schema.model_copy(update={"n_rows": len(fold.train)})
    part = replace(fold.table, schema=schema, parquet=fold.part(fold.train, "learning"))
    done = train(fold.plan, part, place)
    told = predict(done.saved("auto"), fold.part(fold.test, "judging"))
    scores = told.result["scores"]
    return {
        "value": scores[fold.metric],
        "scores": scores,
        "seconds": done.outcome.seconds,
        "cpu_seconds": done.outcome.cpu_seconds,
    }


def _peer(tool: str, fold: Fold, python: str) -> dict[str, Any]:
    """The same rows and features: numbers, words, and the parts of dates."""
    plan, place = fold.plan, fold.folder / tool
    place.mkdir()
    features = as_features(fold.data, dict(plan.roles))
    y = target_values(fold.data[plan.target], plan.kind)
    learning = features.iloc[fold.train].assign(**{training_peer.TARGET: y[fold.train]})
    learning.to_parquet(place / "train.parquet")
    features.iloc[fold.test].to_parquet(place / "test.parquet")
    problem = {
        "kind": plan.kind, "metric": fold.metric, "split": plan.validation.split,
        "classes": list(plan.classes), "seconds": plan.seconds,
    }  # fmt: skip
    (place / "problem.json").write_text(json.dumps(problem))
    ended = subprocess.run(
        [python, str(Path(training_peer.__file__)), tool, str(place)],
        env={**os.environ, **_ONE_THREAD},
        capture_output=True,
        text=True,
        timeout=plan.seconds + _PATIENCE,
        check=False,
    )
    if ended.returncode:
        raise RuntimeError(ended.stderr[-300:])
    predicted = np.load(place / "predicted.npy")
    scores = scores_of(y[fold.test], predicted, list(plan.classes), plan.positive)
    told = json.loads((place / "told.json").read_text())
    return {"value": scores[fold.metric], "scores": scores, **told}


def read_results(path: Path) -> list[Found]:
    """What is known already; a line that was cut off is measured again."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        try:
            found.append(Found(**json.loads(line)))
        except ValueError:
            continue
    return found


def rows_of(found: list[Found]) -> list[Row]:
    """Mean score per table and tool, then each tool's mean rank (1 is best)."""
    tools = [one for one in (OURS, *PEERS) if any(f.tool == one for f in found)]
    rows, ranks = [], []
    for table in dict.fromkeys(one.table for one in found):
        mine = [one for one in found if one.table == table]
        means = [_mean([one for one in mine if one.tool == tool]) for tool in tools]
        metric = mine[0].metric
        for tool, mean in zip(tools, means, strict=True):
            note = "failed" if np.isnan(mean) else f"{mean:.5g}"
            what = f"{table}, {_title(tool)}"
            rows.append(Row(what, mean, metric.replace("_", " "), note))
        sign = 1.0 if metric in LOWER_IS_BETTER else -1.0
        worst_last = np.nan_to_num(sign * np.asarray(means), nan=np.inf)
        # Differences in the sixth digit are no differences.
        ranks.append(rankdata(np.round(worst_last, 6)))
    for tool, mean_rank in zip(tools, np.mean(ranks, axis=0), strict=True):
        mine = [one for one in found if one.tool == tool]
        wall = statistics.median(one.seconds for one in mine)
        work = statistics.median(one.cpu_seconds for one in mine)
        note = f"of {len(ranks)} tables; {wall:.0f} s, {work:.0f} s of processor time"
        rows.append(Row(f"mean rank, {_title(tool)}", float(mean_rank), "", note))
    return rows


def _mean(found: list[Found]) -> float:
    """The mean over folds; not a number where a fold failed or none was measured."""
    values = [np.nan if one.value is None else one.value for one in found]
    return float(np.mean(values)) if values else float("nan")


def _title(tool: str) -> str:
    return PEERS.get(tool, tool)

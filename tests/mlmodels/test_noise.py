"""Choosing among many on pure noise: what is reported is what fresh rows show."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mlmodels.learning.storing import load_model
from mlmodels.plans.problem import plan_training
from mlmodels.training import script_for

SEEDS, N, N_FEATURES, N_FRESH = 30, 200, 6, 20_000
ALLOWED = 0.02
NAMES = [f"x{number}" for number in range(N_FEATURES)]


def _noise(rng: np.random.Generator, n: int) -> pd.DataFrame:
    return pd.DataFrame(rng.normal(size=(n, N_FEATURES)), columns=NAMES)


def _by_chance(values: list[float]) -> float:
    """Two standard errors of a mean over the seeds: so far off it is by chance alone."""
    return 2 * float(np.std(values, ddof=1)) / len(values) ** 0.5


def _trained(seed: int, data: pd.DataFrame, estimator: str, tabled, run_here) -> dict:
    table = tabled(data.round(4), f"noise{seed}.csv")
    settings = {"most_candidates": 6} if estimator == "auto" else None
    plan = plan_training(
        table.schema, "y", estimator=estimator, tune=estimator != "auto",
        hyperparameters=settings, random_state=seed, seconds=6,
    )  # fmt: skip
    return run_here(script_for(plan, table).text, table.parquet, f"run{seed}")


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("estimator", ["auto", "decision_tree"])
def test_classes_by_chance_are_told_as_chance(estimator, tabled, run_here):
    """The truth is 0.5: no ranking of noise is better."""
    found = []
    for seed in range(SEEDS):
        rng = np.random.default_rng(seed)
        data = _noise(rng, N).assign(y=rng.choice(["no", "yes"], N))
        result = _trained(seed, data, estimator, tabled, run_here)
        chosen = max(row["mean"] for row in result["leaderboard"])
        found.append((result["cross_validation"]["roc_auc"]["mean"], chosen))

    told, flattered = np.mean(found, axis=0)
    assert abs(told - 0.5) <= ALLOWED + _by_chance([one[0] for one in found])
    assert flattered > told


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_numbers_by_chance_are_off_as_much_as_is_told(tabled, run_here, tmp_path: Path):
    """In RMSE, whose truth is measured: R² on forty rows is low by about 1/40 itself."""
    gaps = []
    for seed in range(SEEDS):
        rng = np.random.default_rng(seed)
        data = _noise(rng, N).assign(y=rng.normal(size=N))
        result = _trained(seed, data, "auto", tabled, run_here)
        model = load_model(str(tmp_path / f"run{seed}" / "model.skops"))
        fresh, y = _noise(rng, N_FRESH), rng.normal(size=N_FRESH)
        truth = float(np.sqrt(np.mean((model.predict(fresh) - y) ** 2)))
        gaps.append(result["cross_validation"]["rmse"]["mean"] - truth)

    assert abs(np.mean(gaps)) <= ALLOWED + _by_chance(gaps)

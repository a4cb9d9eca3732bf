"""Traps are named before or with the score, and the score holds on rows not known."""

from __future__ import annotations

import io
import json
import runpy
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from django.core.management import call_command
from threadpoolctl import threadpool_limits

from analysis.base.reply import Code, Reply
from mlmodels.learning.scores import scores_of
from mlmodels.plans.problem import plan_training
from mlmodels.sentinel import heeded, look_out
from mlmodels.training import train
from mlmodels.words.training import training_reply
from tests.mlmodels.traps import TRAPS, Trap

N_FRESH = 20_000
SECONDS = 12.0
BY_NAME = {trap.name: trap for trap in TRAPS}
# What the look before a training or the plan says already, without any training.
BEFORE = [
    "repeated number", "repeated text", "drift", "leak as copy", "leak as sum",
    "target-encoded group", "4 % positive", "two rows of a class", "1,000 categories",
    "season", "duplicates", "constant", "identifier in order", "missing target",
    "date after the event", "duration between dates", "near-copies", "few rows",
]  # fmt: skip


def _spoken(reply: Reply) -> str:
    """What a person reads without opening the script or the model card."""
    shown = [block for block in reply.blocks if not isinstance(block, Code)]
    return json.dumps(
        [one.model_dump(mode="json") for one in shown], ensure_ascii=False
    )


def _numbers(values: pd.Series) -> np.ndarray:
    """The target as written, without its unit."""
    bare = values.astype(str).str.extract(r"^(-?[\d.]+)")[0]
    return bare.to_numpy(dtype="float64", na_value=np.nan)


@pytest.mark.parametrize("name", BEFORE)
def test_traps_are_named_before_the_training(name, tabled):
    trap = BY_NAME[name]
    table = tabled(trap.table(0))
    plan = plan_training(table.schema, trap.target, estimator=trap.estimator)

    said = [one.message for one in look_out(table, plan)] + list(plan.notes)

    assert any(trap.named in text for text in said), said


@pytest.mark.parametrize("name", ["perfect separation", "counts", "target with units"])
def test_traps_are_named_with_the_score(name, tabled, tmp_path):
    trap = BY_NAME[name]
    table = tabled(trap.table(0))
    plan = plan_training(
        table.schema, trap.target, estimator=trap.estimator, **trap.options
    )

    done = train(plan, table, tmp_path)

    assert trap.named in _spoken(training_reply(done.saved(trap.name)))


@pytest.mark.parametrize(
    ("name", "left_out"),
    [("identifier in order", "record"), ("target-encoded group", "street_level")],
)
def test_what_holds_of_these_rows_alone_is_left_out_unless_it_was_named(
    name, left_out, tabled
):
    trap = BY_NAME[name]
    table = tabled(trap.table(0))
    plan = plan_training(table.schema, trap.target)
    features = [*plan.features]
    asked = plan_training(table.schema, trap.target, features)
    found, warned = look_out(table, plan), look_out(table, asked)

    assert left_out not in heeded(plan, found).features
    assert any("It is left out" in one.fix for one in found)
    assert heeded(asked, warned).features == tuple(features)
    assert any(one.fix == f"Leave {left_out} out." for one in warned)


def test_shrunk_means_and_means_of_the_others_are_found_and_honest_ones_are_not(tabled):
    rng = np.random.default_rng(3)
    shop = rng.integers(0, 60, 300)
    y = rng.normal(50, 8, 300).round(2)
    data = pd.DataFrame({"shop": shop, "x": rng.normal(size=300).round(3), "y": y})
    sums, n = (
        data.groupby("shop")["y"].transform("sum"),
        data.groupby("shop")["y"].transform("count"),
    )
    made = {
        "shrunk": (sums + 10 * y.mean()) / (n + 10),
        "others": ((sums - y) / (n - 1)).where(n > 1, y.mean()),
    }
    for name, values in made.items():
        table = tabled(data.assign(**{name: values}), f"{name}.csv")
        found = look_out(table, plan_training(table.schema, "y"))
        assert [(one.kind, one.columns) for one in found] == [("encoded", (name,))]
    before = pd.Series(rng.normal(50, 4, 60).round(2))[shop].to_numpy()
    honest = tabled(data.assign(last_year=before), "honest.csv")
    assert look_out(honest, plan_training(honest.schema, "y")) == []


def test_copies_of_a_row_are_not_on_both_sides(tabled):
    trap = BY_NAME["duplicates"]
    table = tabled(trap.table(0))
    plan = plan_training(table.schema, trap.target, estimator=trap.estimator)

    plan = heeded(plan, look_out(table, plan))

    assert plan.validation.copies
    coarse = trap.table(0).assign(x=lambda data: data["x"].round())
    by_chance = tabled(
        pd.DataFrame({"x": coarse["x"], "y": coarse["y"].round()}), "c.csv"
    )
    assert [
        one for one in look_out(by_chance, plan_training(by_chance.schema, "y"))
        if one.kind == "duplicates"
    ] == []  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.django_db
@pytest.mark.parametrize("trap", TRAPS, ids=[trap.name for trap in TRAPS])
def test_the_truth_lies_within_the_scores_interval(trap: Trap, tmp_path, monkeypatch):
    """On 20,000 fresh rows, for two of three seeds: the interval is one of 95 %."""
    found = [_score_and_truth(trap, seed, tmp_path, monkeypatch) for seed in range(3)]

    inside = [low - 1e-4 <= truth <= high + 1e-4 for truth, low, high in found]
    assert sum(inside) >= 2, found


def _score_and_truth(
    trap: Trap, seed: int, tmp_path: Path, monkeypatch
) -> tuple[float, float, float]:
    """The truth of the judged model, and the interval that its training told."""
    folder = tmp_path / str(seed)
    folder.mkdir()
    trap.table(seed).to_csv(folder / "t.csv", index=False)
    out = io.StringIO()
    call_command(
        "train", str(folder / "t.csv"), target=trap.target, model=trap.estimator,
        seconds=SECONDS, json=True, stdout=out, stderr=io.StringIO(), **trap.options,
    )  # fmt: skip
    said = json.loads(out.getvalue())
    result = said["result"]
    assert trap.named in _spoken(Reply.model_validate(said["reply"]))
    fresh = trap.later(seed, N_FRESH)
    (folder / "script.py").write_text(said["script"])
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["script.py", "t.csv"])
    with threadpool_limits(1):
        judged = runpy.run_path("script.py")["predict"]
        predicted = judged(_typed(fresh, result["features"]))
    classes = result["classes"]
    y = (
        fresh[trap.target].astype(str).to_numpy()
        if classes
        else _numbers(fresh[trap.target])
    )
    scores = scores_of(y, predicted, classes, result["positive"])
    low, high = result["score_interval"]
    return scores[result["metric"]], low, high


def _typed(fresh: pd.DataFrame, features: list[dict]) -> pd.DataFrame:
    """Rows as they are read from a file: dates are dates."""
    dates = [one["name"] for one in features if one["role"] == "date"]
    return fresh.assign(**{name: pd.to_datetime(fresh[name]) for name in dates})

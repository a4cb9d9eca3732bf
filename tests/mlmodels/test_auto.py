"""Auto: the leaderboard, the weights and the time."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from mlmodels.estimators.portfolio import portfolio
from mlmodels.learning.ensemble import (
    chosen_weights,
    difference,
    leaderboard,
    try_candidates,
)
from mlmodels.learning.scores import single_score


def _runs(y, *predictions):
    return [
        {
            "name": f"m{place}",
            "words": f"M {place}",
            "simplicity": place,
            "out_of_fold": np.asarray(p, dtype=float),
            "seconds": 1.0,
        }
        for place, p in enumerate(predictions, start=1)
    ]


def test_weights_favour_what_errs_in_opposite_directions():
    y = np.arange(40.0)
    noise = np.tile([3.0, -3.0], 20)
    runs = _runs(y, y + noise, y - noise, y[::-1])

    weights = chosen_weights(runs, y, [], "", "r2")

    assert weights == pytest.approx([0.5, 0.5, 0])


def test_the_ensemble_is_never_worse_than_its_best_member_on_its_own_rows():
    rng = np.random.default_rng(4)
    y = rng.choice(["0", "1"], 200)
    members = []
    for skill in (0.5, 1.0, 1.5):
        share = 1 / (
            1 + np.exp(-(skill * (y == "1") - skill / 2 + rng.normal(0, 1, 200)))
        )
        members.append(np.column_stack([1 - share, share]))
    runs = _runs(y, *members)

    weights = chosen_weights(runs, y, ["0", "1"], "1", "roc_auc")

    mixed = sum(w * m for w, m in zip(weights, members, strict=True))
    best = max(single_score(y, m, ["0", "1"], "1", "roc_auc") for m in members)
    assert weights.sum() == pytest.approx(1)
    assert single_score(y, mixed, ["0", "1"], "1", "roc_auc") >= best


def test_the_simplest_within_one_standard_error_is_recommended():
    folds = {1: [0.80, 0.90, 0.85], 2: [0.82, 0.92, 0.86], 3: [0.70, 0.71, 0.72]}
    runs = [
        {
            "name": f"m{simplicity}",
            "words": "",
            "simplicity": simplicity,
            "scores": [{"r2": value} for value in values],
            "goodness": float(np.mean(values)),
            "seconds": 1.0,
        }
        for simplicity, values in folds.items()
    ]

    board = leaderboard(runs, "r2")

    assert [(row["name"], row["recommended"]) for row in board] == [
        ("m2", False),
        ("m1", True),
        ("m3", False),
    ]
    assert board[0]["difference"] == 0


def test_the_difference_has_nadeau_and_bengios_interval():
    """Nadeau, Bengio (2003), section 3: variance (1/J + n_test/n_train) s²."""
    values = np.array([0.01, 0.03, -0.02, 0.04, 0.00])

    found = difference(values)

    reach = t.ppf(0.975, 4) * np.sqrt((1 / 5 + 1 / 4) * values.var(ddof=1))
    assert found["difference"] == pytest.approx(0.012)
    assert found["ci_low"] == pytest.approx(0.012 - reach)
    assert found["ci_high"] == pytest.approx(0.012 + reach)


def test_time_that_is_over_leaves_the_first_candidate(flowers):
    X, y = flowers[["long", "wide"]], flowers["kind"].to_numpy(dtype=str)
    rows = np.arange(len(y))
    parts = [(rows[rows % 2 == part], rows[rows % 2 != part]) for part in (0, 1)]

    runs = try_candidates(
        portfolio("classification", 60, 2, 0),
        X, y, parts, ["a", "b", "c"], "c", "log_loss",
        time.monotonic() - 1,
        0.0,
        {},
    )  # fmt: skip

    assert [run["name"] for run in runs] == ["linear"]


def test_large_tables_are_spared_what_grows_with_the_square():
    names = {one["name"] for one in portfolio("regression", 30_000, 10, 0)}

    assert not names & {"svm", "soft_svm", "neighbours"}


def test_only_targets_that_are_never_negative_are_counted():
    names = [
        {one["name"] for one in portfolio("regression", 2_000, 10, 0, nonnegative)}
        for nonnegative in (True, False)
    ]

    assert names[0] - names[1] == {"count_boosting"}


@pytest.mark.parametrize("kind", ["regression", "classification"])
def test_the_portfolio_starts_simple(kind):
    first = portfolio(kind, 500, 10, 0)[0]

    assert (first["name"], first["simplicity"]) == ("linear", 1)


def test_the_model_is_one_estimator_that_averages(tabled, run_here, tmp_path):
    from mlmodels.learning.storing import load_model
    from mlmodels.plans.problem import plan_training
    from mlmodels.training import script_for

    rng = np.random.default_rng(5)
    data = pd.DataFrame({"a": rng.normal(size=80), "b": rng.normal(size=80)})
    data["y"] = 3 * data["a"] + data["b"] ** 2
    table = tabled(data)
    plan = plan_training(
        table.schema, "y", estimator="auto", hyperparameters={"most_candidates": 2}
    )

    result = run_here(script_for(plan, table).text, table.parquet)

    model = load_model(str(tmp_path / "run" / "model.skops"))
    assert sum(one["weight"] for one in result["ensemble"]) == pytest.approx(1)
    assert len(model.estimators_) == 5 * len(result["ensemble"])
    assert len(model.predict(data[["a", "b"]])) == 80

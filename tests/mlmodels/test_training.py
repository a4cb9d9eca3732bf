"""Every estimator, trained by its script."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from mlmodels.base.plan import Preprocessing, Validation
from mlmodels.estimators import estimators, estimators_for
from mlmodels.plans.problem import plan_training
from mlmodels.training import script_for
from sandbox.validator import validate

QUICK = {
    "random_forest": {"n_estimators": 20},
    "extra_trees": {"n_estimators": 20},
    "gradient_boosting": {"max_iter": 20, "min_samples_leaf": 5},
    "mlp": {"max_iter": 30},
    "auto": {"most_candidates": 3},
}
SKLEARN = [one for one in estimators().values() if one.library == "sklearn"]
CASES = [(kind, one.name) for one in SKLEARN for kind in one.kinds]


def _plan(table, target, estimator, kind, **options):
    return plan_training(
        table.schema,
        target,
        estimator=estimator,
        kind=kind,
        hyperparameters=QUICK.get(estimator),
        **{"validation": Validation(n_splits=3), **options},
    )


@pytest.mark.parametrize(("kind", "name"), CASES, ids=lambda value: str(value))
def test_every_estimator_learns_more_than_the_baseline(
    kind, name, tabled, houses, flowers, run_here
):
    table = tabled(houses if kind == "regression" else flowers)
    target = "price" if kind == "regression" else "kind"
    script = script_for(_plan(table, target, name, kind), table).text

    result = run_here(script, table.parquet)

    assert validate(script) == ()
    assert result["metric"] == {"regression": "r2", "classification": "accuracy"}[kind]
    assert (
        result["scores"][result["metric"]] > result["baseline"][result["metric"]] + 0.3
    )
    assert {one["feature"] for one in result["importance"]} == set(
        result_features(result)
    )
    assert json.loads(json.dumps(result, allow_nan=False)) == result


def result_features(result):
    return [one["name"] for one in result["features"]]


@pytest.mark.parametrize("name", ["linear", "random_forest", "svm", "mlp"])
def test_the_file_and_its_stored_copy_give_the_same_numbers_every_time(
    name, tabled, houses, run_here
):
    table = tabled(houses)
    script = script_for(_plan(table, "price", name, "regression"), table).text

    stored = run_here(script, table.parquet, "one")
    original = run_here(script, table.parquet.with_suffix(".csv"), "two")

    assert stored == original


def test_another_random_state_splits_differently(tabled, houses, run_here):
    table = tabled(houses)
    results = [
        run_here(
            script_for(
                _plan(table, "price", "linear", None, random_state=s), table
            ).text,
            table.parquet,
        )
        for s in (0, 1)
    ]

    assert results[0]["scores"] != results[1]["scores"]


def test_nothing_of_the_test_rows_reaches_the_model(tabled, run_here):
    """A value that stands in test rows only must not move the filling or the scaling."""
    data = pd.DataFrame({"x": range(40), "y": [2.0 * x for x in range(40)]}).astype(
        float
    )
    data["when"] = pd.date_range("2024-01-01", periods=40).astype(str)
    data.loc[32:, "x"] = 1e9
    table = tabled(data)
    plan = plan_training(
        table.schema,
        "y",
        ["x"],
        estimator="ridge",
        validation=Validation(split="time", by="when", n_splits=0),
    )

    result = run_here(script_for(plan, table).text, table.parquet)

    assert result["n_train"] == 32
    assert result["features"][0]["maximum"] == 31


@pytest.mark.parametrize(
    ("options", "n_fitted"),
    [
        ({"outliers": "iqr"}, 95),
        ({"balance": "oversample"}, 120),
        ({"balance": "undersample"}, 72),
    ],
    ids=str,
)
def test_training_rows_alone_are_treated(options, n_fitted, tabled, run_here):
    data = pd.DataFrame(
        {
            "x": [*range(119), 10_000],
            "label": ["rare"] * 45 + ["often"] * 75,
        }
    )
    table = tabled(data)
    plan = plan_training(
        table.schema,
        "label",
        estimator="logistic",
        preprocessing=Preprocessing(**options),
    )

    result = run_here(script_for(plan, table).text, table.parquet)

    assert (result["n_train"], result["n_test"]) == (96, 24)
    assert result["n_fitted"] == n_fitted


@pytest.mark.parametrize("missing", ["mean", "median", "zero", "constant", "drop"])
def test_missing_values_are_filled_or_left_out(missing, tabled, houses, run_here):
    table = tabled(houses)
    plan = _plan(
        table, "price", "linear", None, preprocessing=Preprocessing(missing=missing)
    )

    result = run_here(script_for(plan, table).text, table.parquet)

    complete = len(houses.dropna())
    assert result["n_obs"] == (complete if missing == "drop" else len(houses))


def test_groups_are_never_on_both_sides(tabled, run_here):
    data = pd.DataFrame(
        {
            "who": [n // 4 for n in range(80)],
            "x": range(80),
            "y": [n % 7 for n in range(80)],
        }
    )
    table = tabled(data)
    plan = plan_training(
        table.schema,
        "y",
        ["x"],
        estimator="linear",
        kind="regression",
        validation=Validation(split="grouped", by="who"),
    )

    result = run_here(script_for(plan, table).text, table.parquet)

    assert (result["n_train"], result["n_test"]) == (64, 16)


def test_without_test_rows_the_training_rows_are_judged(tabled, houses, run_here):
    table = tabled(houses)
    plan = _plan(table, "price", "linear", None, validation=Validation(test_size=0))

    result = run_here(script_for(plan, table).text, table.parquet)

    assert (result["n_train"], result["n_test"], result["n_folds"]) == (120, 0, 5)
    assert result["scores"] == result["train_scores"]


def test_each_kind_has_its_estimators():
    both = {
        "decision_tree", "random_forest", "extra_trees", "gradient_boosting", "svm",
        "k_nearest", "mlp", "auto", "keras",
    }  # fmt: skip
    of = {
        kind: {one.name for one in estimators_for(kind)}
        for kind in ("regression", "classification")
    }

    assert of["regression"] == both | {
        "linear", "ridge", "lasso", "elastic_net", "polynomial",
    }  # fmt: skip
    assert of["classification"] == both | {"logistic", "naive_bayes"}


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "name"), CASES, ids=lambda value: str(value))
def test_every_estimator_gives_the_same_numbers_twice(
    kind, name, tabled, houses, flowers, run_here
):
    table = tabled(houses if kind == "regression" else flowers)
    target = "price" if kind == "regression" else "kind"
    script = script_for(_plan(table, target, name, kind), table).text

    first, second = (run_here(script, table.parquet, f) for f in ("one", "two"))

    assert _without_times(first) == _without_times(second)


def _without_times(result):
    for row in result.get("leaderboard", []):
        row.pop("seconds")
    return result

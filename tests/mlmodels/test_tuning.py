"""Settings that are tried within the time."""

from __future__ import annotations

import pytest

from analysis.base.errors import TaskError
from mlmodels.estimators import estimators
from mlmodels.plans.problem import plan_training
from mlmodels.plans.tuning import MOST_SETTINGS, settings_to_try
from mlmodels.training import script_for

TUNABLE = [one for one in estimators().values() if one.search]


@pytest.mark.parametrize("estimator", TUNABLE, ids=lambda one: one.name)
def test_every_setting_that_is_tried_is_allowed_and_the_defaults_come_first(
    estimator, tabled, houses, flowers
):
    kind = estimator.kinds[0]
    data, target = (houses, "price") if kind == "regression" else (flowers, "kind")
    plan = plan_training(
        tabled(data).schema, target, estimator=estimator.name, kind=kind, tune=True
    )

    tried = settings_to_try(estimator, plan)

    defaults = {
        name: estimator.hyperparameters[name].default for name in estimator.search
    }
    assert tried[0] == defaults
    assert [estimator.checked(one) for one in tried] == tried
    assert 3 < len(tried) <= MOST_SETTINGS
    assert settings_to_try(estimator, plan) == tried


def test_what_was_asked_for_stays_as_it_is(tabled, houses):
    plan = plan_training(
        tabled(houses).schema,
        "price",
        estimator="k_nearest",
        hyperparameters={"weights": "distance"},
        tune=True,
    )

    tried = settings_to_try(estimators()["k_nearest"], plan)

    assert {one["weights"] for one in tried} == {"distance"}
    assert next(one["n_neighbors"] for one in tried) == 5


def test_the_best_setting_is_the_model(tabled, houses, run_here):
    table = tabled(houses)
    plan = plan_training(table.schema, "price", estimator="k_nearest", tune=True)

    result = run_here(script_for(plan, table).text, table.parquet)

    best = max(result["leaderboard"], key=lambda row: row["mean"])
    words = ", ".join(f"{name} {value}" for name, value in result["settings"].items())
    assert best["words"] == words
    assert result["n_tried"] == result["n_candidates"] == 10
    assert result["cross_validation"]["r2"]["mean"] == pytest.approx(best["mean"])


def test_linear_regression_has_nothing_to_tune(tabled, houses):
    with pytest.raises(TaskError, match="nothing to tune"):
        plan_training(tabled(houses).schema, "price", estimator="linear", tune=True)

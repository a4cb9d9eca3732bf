"""Features that know too much are found before a training."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from mlmodels.learning import drift
from mlmodels.plans.problem import plan_training
from mlmodels.sentinel import look_out

N = 200


def _look(table, target, features=None):
    plan = plan_training(table.schema, target, features)
    return [(one.kind, one.columns) for one in look_out(table, plan)]


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(6)


@pytest.fixture
def honest(rng) -> pd.DataFrame:
    x = rng.normal(size=N)
    return pd.DataFrame(
        {
            "x": x.round(3),
            "town": rng.choice(["a", "b", "c"], N),
            "target": np.where(x + rng.normal(0, 0.7, N) > 0, "yes", "no"),
        }
    )


def test_honest_features_raise_no_alarm(tabled, honest):
    assert _look(tabled(honest), "target") == []


def test_a_feature_that_is_the_target_in_other_words_is_found(tabled, honest):
    honest["answer"] = honest["target"].map({"yes": "survived", "no": "died"})

    assert _look(tabled(honest), "target") == [("leak", ("answer",))]


def test_a_feature_that_is_filled_in_only_afterwards_is_the_future(tabled, honest, rng):
    day = pd.Series(rng.integers(1, 29, N)).map("2024-01-{:02}".format)
    honest["cancelled"] = day.where(honest["target"] == "yes")

    assert _look(tabled(honest), "target") == [("future", ("cancelled",))]


def test_parts_that_add_up_to_the_target_are_found(tabled, rng):
    data = pd.DataFrame(
        {
            "casual": rng.integers(0, 50, N),
            "registered": rng.integers(0, 300, N),
            "heat": rng.normal(20, 5, N).round(1),
        }
    )
    data["total"] = data["casual"] + data["registered"]

    assert _look(tabled(data), "total") == [("sum", ("casual", "registered"))]


def test_factors_of_the_target_are_found(tabled, rng):
    data = pd.DataFrame(
        {
            "quantity": rng.integers(1, 20, N),
            "unit_price": rng.uniform(1, 50, N).round(2),
            "heat": rng.normal(20, 5, N).round(1),
        }
    )
    data["turnover"] = data["quantity"] * data["unit_price"]

    assert _look(tabled(data), "turnover") == [("product", ("quantity", "unit_price"))]


def test_a_row_counter_is_found(tabled, honest):
    honest.insert(0, "instant", range(1, N + 1))

    assert _look(tabled(honest), "target") == [("identifier", ("instant",))]


def test_the_next_rows_target_is_the_future(tabled, rng):
    walk = rng.normal(size=N + 1).cumsum().round(4)
    data = pd.DataFrame({"noise": rng.normal(size=N).round(3), "y": walk[:-1]})
    data["tomorrow"] = walk[1:]

    assert ("future", ("tomorrow",)) in _look(tabled(data), "y")


def test_rows_that_share_a_frequent_value_are_no_copies(tabled):
    rng = np.random.default_rng(8)
    n = 400
    balance = np.where(np.arange(n) % 3 == 0, 0.0, rng.uniform(1, 9_000, n).round(2))
    data = pd.DataFrame(
        {
            "balance": balance,
            "products": rng.integers(1, 3, n),
            "left": rng.choice(["yes", "no"], n),
        }
    )

    assert _look(tabled(data), "left") == []


def test_repeated_rows_are_found_where_chance_would_not_repeat_them(tabled, honest):
    twice = pd.concat([honest, honest.head(40)], ignore_index=True)

    assert _look(tabled(twice), "target") == [("duplicates", ())]
    assert _look(tabled(twice.drop(columns="x")), "target") == []


def test_few_rows_are_said(tabled, honest):
    assert _look(tabled(honest.head(30)), "target") == [("few_rows", ())]


@pytest.mark.parametrize(
    ("folds", "found"),
    [
        ((0.64, 0.65, 0.63, 0.64, 0.64), ["drift"]),
        # as far below their mean, which chance moves more than that
        ((0.9, 0.4, 0.8, 0.5, 0.6), []),
    ],
)
def test_a_fall_within_the_spread_of_random_folds_is_no_drift(
    monkeypatch, folds, found
):
    scores = iter([0.5, *folds] * 2)
    monkeypatch.setattr(drift, "score_on", lambda *_: next(scores))
    X = pd.DataFrame({"x": np.arange(float(N))})
    times = pd.Series(pd.date_range("2024-01-01", periods=N))

    findings = drift.drift(X, np.arange(float(N)), "regression", times, "day")

    assert [one["kind"] for one in findings] == found

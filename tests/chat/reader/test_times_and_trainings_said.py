"""Survivals whose columns are listed, series that go on, and trainings in one sentence."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from chat.reader.training.request import is_complete, read_training
from tests.analysis.tables import schema_of

N = 180


@cache
def club() -> Schema:
    """Members of a club until they leave it."""
    random = np.random.default_rng(4)
    return schema_of(
        pd.DataFrame(
            {
                "nr": [f"C{n:04}" for n in range(N)],
                "club": random.choice(["Oaks", "Elms", "Pines"], N),
                "coach": random.choice(["yes", "no"], N),
                "age": random.integers(18, 80, N),
                "visits": random.integers(0, 30, N),
                "months_in_club": random.gamma(3, 9, N).round(1),
                "left": random.choice(["yes", "no"], N),
            }
        )
    )


@cache
def kiosk() -> Schema:
    """A row of each day of a kiosk."""
    random = np.random.default_rng(6)
    return schema_of(
        pd.DataFrame(
            {
                "day": pd.date_range("2023-01-02", periods=N, freq="D"),
                "cones": random.integers(20, 90, N),
                "income": random.normal(300, 40, N).round(2),
                "sold_pcs": random.integers(10, 60, N),
                "baked_pcs": random.integers(40, 70, N),
                "weight_kg": random.normal(30, 4, N).round(1),
                "sunny": random.choice(["yes", "no"], N),
            }
        )
    )


@cache
def bakes() -> Schema:
    """Several bakes a day."""
    random = np.random.default_rng(7)
    return schema_of(
        pd.DataFrame(
            {
                "baked_on": np.repeat(pd.date_range("2024-01-01", periods=N // 3), 3),
                "kind": random.choice(["rye", "wheat"], N),
                "kg": random.normal(20, 3, N).round(1),
            }
        )
    )


SURVIVAL = [
    ("by what factor does the hazard grow with each visit? months_in_club, left",
     "cox_regression", {"predictors": ["visits"]}),
    ("proportional hazards regression with months_in_club, left, age and visits",
     "cox_regression", {"predictors": ["age", "visits"]}),
    ("cox regression of months_in_club, left, age, coach and visits",
     "cox_regression", {"predictors": ["age", "coach", "visits"]}),
    ("survival curves by club, log-rank please; duration months_in_club, event left",
     "log_rank", {"group": "club"}),
    ("median time by club (months_in_club, left)", "kaplan_meier", {"group": "club"}),
    ("median time until leaving by club, time months_in_club, event left",
     "kaplan_meier", {"group": "club"}),
    ("months_in_club, left: median survival by coach", "kaplan_meier", {"group": "coach"}),
    ("who stays longer, members with coach or members without? months_in_club is the time "
     "and left the event", "log_rank", {"group": "coach"}),
    ("which club keeps people longest? months_in_club, left", "kaplan_meier", {"group": "club"}),
    ("after how many months has half of a club left? one figure per club, those who are "
     "still there count as not yet gone", "kaplan_meier", {"group": "club"}),
    ("cox model: how does age change the risk of leaving? the months count the time in the club",
     "cox_regression", {"predictors": ["age"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "operation", "params"), SURVIVAL)
def test_a_survivals_columns_may_be_listed(text, operation, params):
    reading = read_message(text, club())

    assert isinstance(reading, Understood), reading
    step = reading.task.steps[-1]
    assert (step.operation, len(reading.task.steps)) == (operation, 1)
    wanted = {"duration": "months_in_club", "event": "left", **params}
    assert {name: step.params.get(name) for name in wanted} == wanted


def test_the_end_of_a_list_is_no_time_and_event():
    reading = read_message("linear regression of age on club, coach and visits", club())

    assert isinstance(reading, Understood)
    assert reading.task.steps[-1].operation == "linear_regression"


def test_the_event_never_parts_the_groups():
    text = "which share is still there after 12 months? (months_in_club, left)"
    reading = read_message(text, club())

    assert isinstance(reading, Understood), reading
    assert "group" not in reading.task.steps[-1].params


SERIES = [
    ("how many cones can we expect over the next 10 days?",
     "forecast", {"column": "cones", "horizon": 10, "statistic": None}),
    ("has the number of cones gone up over time?",
     "trend_test", {"column": "cones", "grain": None}),
    ("is the income falling over time?", "trend_test", {"column": "income", "grain": None}),
    ("has the income per week gone up over time?",
     "trend_test", {"column": "income", "grain": "week"}),
    ("correlation of cones with themselves a week earlier",
     "autocorrelation", {"column": "cones", "lags": 7}),
    ("is income correlated with its own values two days before?",
     "autocorrelation", {"column": "income", "lags": 2}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "operation", "params"), SERIES)
def test_a_series_goes_by_its_own_rows(text, operation, params):
    reading = read_message(text, kiosk())

    assert isinstance(reading, Understood), reading
    step = reading.task.steps[-1]
    assert step.operation == operation
    assert {name: step.params.get(name) for name in params} == params


def test_average_daily_amounts_are_of_what_each_day_adds_up_to():
    reading = read_message("average daily kg by weekday", bakes())

    assert isinstance(reading, Understood), reading
    params = reading.task.steps[-1].params
    assert params["measures"] == [{"statistic": "sum", "of": "kg"}]
    assert params["over_groups"] == {"statistic": "mean", "by": [1]}


def test_each_day_and_kind_are_two_keys():
    reading = read_message("average kg for each day and kind", bakes())

    assert isinstance(reading, Understood), reading
    assert "over_groups" not in reading.task.steps[-1].params


def test_a_gloss_that_tells_of_another_time_is_no_lag():
    text = "correlation of cones with themselves a week (5 days) earlier"

    assert not isinstance(read_message(text, kiosk()), Understood)


TRAININGS = [
    (club, "train a random forest that tells me who will leave, from age and visits",
     "left", ["age", "visits"], {}),
    (club, "a model to predict left from age and whether there is a coach, keep a quarter of "
           "the data aside for testing", "left", ["age", "coach"], {"test_size": 0.25}),
    (club, "train a tree for left with age, hold back a fifth of the rows",
     "left", ["age"], {"test_size": 0.2}),
    (kiosk, "train a random forest that predicts how many pieces we sell from cones and sunny",
     "sold_pcs", ["cones", "sunny"], {}),
    (kiosk, "train gradient boosting for the kilos from cones and income",
     "weight_kg", ["cones", "income"], {}),
    (kiosk, "predict income from cones number, sunny", "income", ["cones", "sunny"], {}),
]  # fmt: skip


@pytest.mark.parametrize(("table", "text", "target", "features", "options"), TRAININGS)
def test_a_training_in_one_sentence(table, text, target, features, options):
    found = read_training(text, table())

    assert found.error is None, found.error
    assert found.answers.get("target") == target
    assert found.answers.get("features") == features
    assert found.answers.get("options", {}) == options


def test_only_an_order_that_asks_for_a_figure_runs_by_itself():
    text = "train a logistic model for left with age, hold back 25 % for the test"

    assert is_complete(f"{text} and report the accuracy", club())


def test_a_word_of_a_list_that_is_no_column_is_still_named():
    found = read_training("predict left from age and colour", club())

    assert found.error is not None
    assert "colour" in found.error.message

"""The time and the event of a survival, and a method before with columns held constant."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of


@cache
def pumps() -> Schema:
    """Pumps until they fail: numbered by integers from 7001, with a monthly cost."""
    random = np.random.default_rng(8)
    n = 120
    return schema_of(
        pd.DataFrame(
            {
                "serial_no": range(7001, 7001 + n),
                "site": random.choice(["harbour", "hill"], n),
                "load": random.normal(50, 9, n).round(1),
                "monthly_cost": random.normal(200, 30, n).round(0),
                "age": random.integers(20, 70, n),
                "service_years": random.gamma(3, 2, n).round(2),
                "failed": random.integers(0, 2, n),
                "noise_db": random.normal(70, 5, n).round(1),
                "leaking": random.choice(["yes", "no"], n),
            }
        )
    )


SURVIVAL = [
    ("Kaplan-Meier curve by site", "kaplan_meier", ["site"]),
    ("log-rank test between the sites", "log_rank", ["site"]),
    ("cox model with load and monthly cost", "cox_regression", ["load", "monthly_cost"]),
    ("hazard ratio of failing per extra load, adjusted for monthly cost",
     "cox_regression", ["load", "monthly_cost"]),
    ("Cox model for failing (time is service_years) with load and age. HR for load?",
     "cox_regression", ["load", "age"]),
    ("median survival time by site", "kaplan_meier", ["site"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "operation", "columns"), SURVIVAL)
def test_the_only_time_of_a_table_is_a_survivals(text, operation, columns):
    reading = read_message(text, pumps())

    assert isinstance(reading, Understood), reading
    step = reading.task.steps[-1]
    assert step.operation == operation
    assert step.params["duration"] == "service_years"
    assert step.params["event"] == "failed"
    assert str(columns) in str(step.params) or step.params.get("group") in columns
    if "service_years" not in text:
        assert any("service_years" in said for said in reading.task.assumptions)


def test_no_key_and_no_yes_or_no_is_a_time():
    reading = read_message("hazard ratio of failing by site", pumps())

    if isinstance(reading, Understood):
        assert reading.task.steps[-1].params["duration"] == "service_years"


ADJUSTED = [
    ("linear regression of noise on load", "now controlling for age",
     "linear_regression", {"outcome": "noise_db", "predictors": ["load", "age"]}),
    ("linear regression of noise on load", "add age and monthly cost",
     "linear_regression",
     {"outcome": "noise_db", "predictors": ["load", "age", "monthly_cost"]}),
    ("t test of noise by site", "adjust for load",
     "linear_regression", {"outcome": "noise_db", "predictors": ["site", "load"]}),
    ("correlation between noise and load", "controlling for age",
     "partial_correlation", {"columns": ["noise_db", "load"], "controls": ["age"]}),
    ("chi square test of leaking and site", "after adjusting for load",
     "logistic_regression", {"outcome": "leaking", "predictors": ["site", "load"]}),
    ("log-rank test between the sites", "and adjusted for load?",
     "cox_regression", {"duration": "service_years", "predictors": ["site", "load"]}),
]  # fmt: skip


@pytest.mark.parametrize(("first", "then", "operation", "params"), ADJUSTED)
def test_what_is_held_constant_comes_beside_what_was_asked(
    first, then, operation, params
):
    before = read_message(first, pumps())
    assert isinstance(before, Understood), before
    reading = read_message(then, pumps(), before.task)

    assert isinstance(reading, Understood), reading
    step = reading.task.steps[-1]
    assert step.operation == operation
    assert {name: step.params.get(name) for name in params} == params


def test_what_is_compared_within_each_row_is_not_adjusted():
    before = read_message("paired t test of load and noise_db", pumps())
    if not isinstance(before, Understood):
        pytest.skip("the two are on different scales")
    reading = read_message("now adjusted for age", pumps(), before.task)

    assert not isinstance(reading, Understood)


OVER = [
    "t test of noise by site in women over 50",
    "only among the women over 50, what is the mean noise and its 95% CI?",
    "correlation of noise and load among those over 50",
    "how many men over 50 are there?",
]


@pytest.mark.parametrize("text", OVER)
def test_people_over_a_number_are_older_than_that(text):
    table = pd.DataFrame(
        {
            "sex": ["woman", "man"] * 40,
            "age": [20 + n % 60 for n in range(80)],
            "site": ["north", "south", "south", "north"] * 20,
            "noise": [60 + (n * 7) % 23 for n in range(80)],
            "load": [40.5 + (n * 5) % 31 for n in range(80)],
        }
    )
    reading = read_message(text, schema_of(table))

    assert isinstance(reading, Understood), reading
    limits = str([s.params for s in reading.task.steps if s.operation == "filter_rows"])
    assert "'age', 'op': '>', 'value': 50" in limits
    assert not any("mu" in step.params for step in reading.task.steps)

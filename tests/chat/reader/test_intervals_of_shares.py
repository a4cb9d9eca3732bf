"""Intervals of shares, and means held against a number that other words hide."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import Question, Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of

_N = 130


@cache
def hotel() -> Schema:
    chance = np.random.default_rng(12)
    return schema_of(pd.DataFrame({
        "guest": [f"G{n:03}" for n in range(_N)],
        "queueMin": chance.integers(1, 40, _N),
        "returned": chance.choice(["yes", "no"], _N),
        "floor": chance.choice(["low", "mid", "high"], _N),
    }))  # fmt: skip


def steps(text: str):
    reading = read_message(text, hotel())
    assert isinstance(reading, Understood), (text, reading)
    return reading.task.steps


@pytest.mark.parametrize(
    "text",
    [
        "95% ci for the share of returned",
        "95% confidence interval for the share of guests who returned",
        "99 % confidence interval for the share of returned",
    ],
)
def test_an_interval_of_a_share_is_given_and_its_level_is_no_share(text):
    step = steps(text)[-1]
    assert step.operation in ("proportion_test", "binomial_test")
    assert step.params["column"] == "returned"
    assert "p" not in step.params


def test_a_level_of_its_own_is_kept():
    step = steps("99 % confidence interval for the share of returned")[-1]
    assert step.params["confidence_level"] == 0.99


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("is average queueing time above 15 minutes?", "greater"),
        ("is mean queueMin below 15?", "less"),
    ],
)
def test_a_mean_is_held_against_a_number_whatever_its_words(text, side):
    made = steps(text)
    assert [step.operation for step in made] == ["one_sample_t"]
    assert made[0].params == {"column": "queueMin", "mu": 15.0, "alternative": side}


@pytest.mark.parametrize("text", [
    "share of returned by floor with a 90% confidence interval",
    "percentage of returned per floor, with 90 % confidence intervals",
    "returned rate by floor, including its 90% ci",
])  # fmt: skip
def test_shares_of_groups_have_their_intervals(text):
    step = steps(text)[-1]
    assert step.operation == "proportion_test"
    assert step.params == {
        "column": "returned", "success": "yes", "group": "floor", "confidence_level": 0.9
    }  # fmt: skip


@pytest.mark.parametrize("text", [
    "total queueMin with a 95% confidence interval",
    "max queueMin with 95% CI",
    "how many rows have queueMin over 20, with a 95% confidence interval",
    "median queueMin by floor with a confidence interval",
])  # fmt: skip
def test_figures_without_an_interval_are_not_given_in_its_place(text):
    reading = read_message(text, hotel())
    assert not isinstance(reading, Understood), reading
    if isinstance(reading, Question):
        assert "confidence interval" in reading.prompt or "CI" in reading.prompt

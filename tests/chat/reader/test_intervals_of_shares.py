"""Intervals of shares, and means held against a number that other words hide."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import Understood
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

"""Questions without a verb, and claims of a figure behind "whether"."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of

_N = 90


@cache
def kennel() -> Schema:
    chance = np.random.default_rng(71)
    return schema_of(pd.DataFrame({
        "breed": chance.choice(["beagle", "poodle", "collie"], _N),
        "sex": chance.choice(["male", "female"], _N),
        "neutered": chance.choice(["yes", "no"], _N),
        "weight": chance.normal(14, 3, _N).round(1),
        "walk_min": chance.integers(10, 90, _N),
        "play_min": chance.integers(10, 90, _N),
        "rest_min": chance.integers(10, 90, _N),
        "bites": chance.choice(["yes", "no"], _N),
    }))  # fmt: skip


@cache
def diet() -> Schema:
    chance = np.random.default_rng(72)
    return schema_of(pd.DataFrame({
        "dog": [n for n in range(30) for _ in range(2)],
        "time": ["before", "after"] * 30,
        "fat": chance.normal(20, 3, 60).round(1),
    }))  # fmt: skip


def steps(text: str, schema: Schema):
    reading = read_message(text, schema)
    assert isinstance(reading, Understood), (text, reading)
    return reading.task.steps


@pytest.mark.parametrize(
    ("said", "side"),
    [
        ("mean weight = 15?", None),
        ("mean weight > 15?", "greater"),
        ("average weight below 15?", "less"),
        (
            "I'd like to know whether the average weight is above 15 kg, please.",
            "greater",
        ),
        ("Would it be fair to say that the mean of weight is different from 15?", None),
        ("can you check if the mean weight could be 15", None),
    ],
)
def test_a_figure_is_claimed(said: str, side: str | None) -> None:
    (step,) = steps(said, kennel())
    assert step.operation == "one_sample_t"
    assert step.params["mu"] == 15
    assert step.params.get("alternative") == side


def test_a_share_is_claimed() -> None:
    (step,) = steps("proportion of neutered = 0.4? test", kennel())
    assert (step.operation, step.params["p"]) == ("binomial_test", 0.4)


@pytest.mark.parametrize(
    "said", ["average weight of males over 15?", "average weight over 15"]
)
def test_a_number_that_limits_claims_nothing(said: str) -> None:
    reading = read_message(said, kennel())
    if isinstance(reading, Understood):
        assert reading.task.steps[0].operation == "filter_rows"


@pytest.mark.parametrize(
    ("said", "column", "group"),
    [
        ("weight different by breed?", "weight", "breed"),
        ("weight by breed: different?", "weight", "breed"),
        ("breed: different weight?", "weight", "breed"),
        ("male vs female weight, different?", "weight", "sex"),
        ("did neutered reduce the average weight?", "weight", "neutered"),
        ("does breed affect the mean of weight?", "weight", "breed"),
    ],
)
def test_a_difference_is_asked(said: str, column: str, group: str) -> None:
    (step,) = steps(said, kennel())
    assert step.operation == "compare_groups"
    assert (step.params["columns"], step.params["group"]) == ([column], group)


@pytest.mark.parametrize(
    "said",
    [
        "compare walk, play and rest by sex",
        "walk, play and rest by sex: different?",
        "does sex change walk, play and rest?",
    ],
)
def test_a_list_loses_no_column(said: str) -> None:
    (step,) = steps(said, kennel())
    assert step.operation == "compare_outcomes"
    assert step.params["outcomes"] == ["walk_min", "play_min", "rest_min"]


@pytest.mark.parametrize(
    "said",
    [
        "before vs after, same dog: did fat change?",
        "same dog, before and after the diet, did their fat change",
        "t-test paired, fat by time, dog = id",
        "paired t-test of fat by time, id = dog",
    ],
)
def test_what_was_measured_twice_is_paired(said: str) -> None:
    (step,) = steps(said, diet())
    assert step.params["columns"] == ["fat"]
    assert (step.params["group"], step.params["subject"]) == ("time", "dog")


@pytest.mark.parametrize(
    ("said", "params"),
    [
        ("chi-square test of bites against sex without applying Yates' correction",
         {"correction": False}),
        ("chi-square test of bites against sex, leave off the Yates correction",
         {"correction": False}),
        ("chi-square test of bites and sex, use the continuity correction",
         {"correction": True}),
        ("t-test of weight between the sexes under the assumption of equal variances",
         {"equal_var": True}),
        ("Assuming the variances are equal, is weight different by sex? t-test",
         {"equal_var": True}),
    ],
)  # fmt: skip
def test_options_are_obeyed(said: str, params: dict[str, object]) -> None:
    step = steps(said, kennel())[-1]
    assert step.params.items() >= params.items()

"""Values that a regression is asked for in everyday words, pairs and levels of before."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.base.operation import Asked
from analysis.base.reply import Reply
from analysis.base.task import Task
from analysis.operations import operation_named
from chat.discourse.about import about
from chat.discourse.before import Before
from chat.discourse.expectation import expectation
from tests.analysis.tables import schema_of
from tests.chat.discourse.befores import before

_N = 90


@cache
def boats() -> pd.DataFrame:
    """Boats of a harbour that were hired out."""
    chance = np.random.default_rng(4)
    return pd.DataFrame(
        {
            "Length (m)": chance.normal(9, 2, _N).round(1),
            "crew": chance.integers(1, 7, _N),
            "skipper_age": chance.integers(20, 70, _N),
            "Bow thruster": chance.choice(["yes", "no"], _N),
            "MtrHrs": chance.gamma(3, 200, _N).round(),
            "price": chance.gamma(5, 90, _N).round(2),
            "damaged": chance.integers(0, 2, _N),
        }
    )


def model(operation: str, outcome: str, *predictors: str) -> Before:
    known = operation_named(operation)
    assert known.function is not None
    params: dict[str, Any] = {"outcome": outcome, "predictors": list(predictors)}
    result = known.function(boats(), **params)
    asked = Asked(params, result, schema_of(boats()), known)
    return Before(known.words(params), (), asked, Reply(summary="1 of 2"))


LINEAR, LOGISTIC = "linear_regression", "logistic_regression"
VALUES: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("what would 4 crew with length 11 cost?", LINEAR, "price",
     {"crew": 4.0, "Length (m)": 11.0}),
    ("what price would we get with 12 m of length and crew 3?", LINEAR, "price",
     {"Length (m)": 12.0, "crew": 3.0}),
    ("what would a boat with crew 5 and 300 motor hours (MtrHrs) bring?", LINEAR, "price",
     {"crew": 5.0, "MtrHrs": 300.0}),
    ("what comes out for a 12 m boat and crew 3?", LINEAR, "price",
     {"Length (m)": 12.0, "crew": 3.0}),
    ("what would 11 metres with 5 crew give?", LINEAR, "price",
     {"Length (m)": 11.0, "crew": 5.0}),
    ("what price would a 40 year old with crew 3 have?", LINEAR, "price",
     {"skipper_age": 40.0, "crew": 3.0}),
    ("and the chance of being damaged with crew 2 and MtrHrs 500?", LOGISTIC, "damaged",
     {"crew": 2.0, "MtrHrs": 500.0}),
    ("how likely is a 30 year old without a thruster to be damaged?", LOGISTIC, "damaged",
     {"skipper_age": 30.0, "Bow thruster": "no"}),
)  # fmt: skip


@pytest.mark.parametrize(("text", "operation", "outcome", "values"), VALUES)
def test_each_value_goes_to_the_predictor_that_it_stands_by(
    text, operation, outcome, values
):
    found = expectation(
        text, schema_of(boats()), [model(operation, outcome, *sorted(values))]
    )

    assert isinstance(found, Task), found
    assert found.steps[-1].operation == "expected_value"
    assert found.steps[-1].params["values"] == values


@pytest.mark.parametrize(
    "text",
    [
        "and the chance of staying whole with crew 2 and MtrHrs 500?",
        "the chance of being damaged with crew 2, MtrHrs 500 and sails 3?",
    ],
)
def test_a_word_without_a_place_keeps_a_value_from_being_told(text):
    befores = [model(LOGISTIC, "damaged", "MtrHrs", "crew")]

    assert not isinstance(expectation(text, schema_of(boats()), befores), Task)


@pytest.mark.parametrize(
    "text",
    [
        "ok, and between which of them exactly?",
        "between which ones?",
        "where exactly does it differ?",
        "so which of the groups are different?",
    ],
)
def test_which_of_them_differ_are_pairs(text):
    found = before("anova")

    outcome = about(text, found.asked.schema, [found])

    assert isinstance(outcome, Task)
    assert outcome.steps[-1].operation == "post_hoc"


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("can I have the 99% confidence interval of that difference", 0.99),
        ("and the 90 % interval?", 0.9),
    ],
)
@pytest.mark.parametrize("name", ["two", "paired"])
def test_an_interval_is_told_at_the_level_that_is_asked(name, text, level):
    found = before(name)

    outcome = about(text, found.asked.schema, [found])

    assert isinstance(outcome, Task)
    assert outcome.steps[-1].operation == found.asked.operation.name
    assert outcome.steps[-1].params == {**found.asked.params, "confidence_level": level}


@pytest.mark.parametrize(
    "text",
    [
        "are the predictors too strongly related with each other?",
        "are those predictors closely related?",
        "do the predictors overlap too much?",
    ],
)
def test_related_predictors_are_asked_of_the_model_before(text):
    found = before("plane")

    outcome = about(text, found.asked.schema, [found])

    assert isinstance(outcome, Reply)
    assert "VIF" in outcome.summary

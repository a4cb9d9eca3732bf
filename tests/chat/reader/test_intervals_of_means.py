"""Intervals that are asked for beside a mean, and the usual rule for outliers."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of

_N = 140


@cache
def orchard() -> Schema:
    chance = np.random.default_rng(17)
    return schema_of(pd.DataFrame({
        "tree": [f"T{n:03}" for n in range(_N)],
        "variety": chance.choice(["Boskoop", "Elstar", "Gala"], _N),
        "height_cm": chance.normal(300, 40, _N).round(),
        "crop_kg": chance.gamma(4, 9, _N).round(1),
    }))  # fmt: skip


def step(text: str):
    reading = read_message(text, orchard())
    assert isinstance(reading, Understood), (text, reading)
    return reading.task.steps[-1]


@pytest.mark.parametrize(
    "text",
    [
        "average height with a 95% CI",
        "mean height and its 95 % confidence interval",
        "what is the 95% confidence interval of the average height?",
        "average height, and how sure can I be about that average? (95%)",
        "how certain are we about the mean height?",
        "margin of error of the mean height",
    ],
)
def test_a_mean_is_given_with_the_interval_that_is_asked(text: str):
    found = step(text)
    assert found.operation == "describe"
    assert found.params["columns"] == ["height_cm"]
    assert "ci" in found.params["statistics"]
    assert found.params.get("confidence_level", 0.95) == 0.95


def test_the_level_is_the_one_that_is_said_and_groups_stay():
    assert step("mean crop with a 90% CI").params["confidence_level"] == 0.9
    found = step("average crop by variety with a 95% confidence interval")
    assert found.params["group_by"] == ["variety"]
    assert "ci" in found.params["statistics"]
    assert "ci" not in step("mean crop").params["statistics"]


@pytest.mark.parametrize(
    "text",
    [
        "how many trees count as outliers in crop by the 1.5 x IQR rule?",
        "outliers in crop by the IQR rule",
        "which trees are outliers in crop, using the interquartile range",
        "how many outliers does crop have by the 1.5 IQR rule?",
    ],
)
def test_outliers_by_the_usual_rule_are_found_and_stay(text: str):
    found = step(text)
    assert found.operation == "find_outliers"
    assert found.params["columns"] == ["crop_kg"]


def test_another_rule_is_not_taken_for_the_usual_one():
    reading = read_message("outliers in crop by the 3 x IQR rule", orchard())
    assert (
        not isinstance(reading, Understood) or reading.task.steps[-1].params["k"] == 3
    )

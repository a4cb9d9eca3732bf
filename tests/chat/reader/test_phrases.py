"""Phrases that say more than their words: times until an event, occasions, comparisons."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.base.columns import Schema
from analysis.base.task import Step
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of

_N = 140


@cache
def pumps() -> Schema:
    """Pumps that fail or not, in three treatments, with pressures before and after."""
    chance = np.random.default_rng(31)
    return schema_of(pd.DataFrame({
        "Pump": [f"P{n:03}" for n in range(_N)],
        "Treatment": chance.choice(["acid", "steam", "none"], _N),
        "Leaking": chance.choice(["yes", "no"], _N),
        "PressureBefore": chance.normal(8, 1, _N).round(1),
        "PressureAfter": chance.normal(9, 1, _N).round(1),
        "HoursToFailure": chance.integers(10, 900, _N),
        "Failed": chance.integers(0, 2, _N),
        "Overhauled": chance.integers(0, 2, _N),
        "Satisfaction": chance.integers(1, 6, _N),
    }))  # fmt: skip


def last(text: str) -> Step:
    reading = read_message(text, pumps())
    assert isinstance(reading, Understood), (text, reading)
    return reading.task.steps[-1]


@pytest.mark.parametrize("text", [
    "log-rank test: does time to failure differ between the treatments?",
    "kaplan meier of failed by treatment",
    "cox regression of time to failure on treatment",
    "cox regression of failed on treatment",
    "log rank of HoursToFailure by treatment",
])  # fmt: skip
def test_a_time_until_something_has_its_event(text):
    params = last(text).params
    assert (params["duration"], params["event"]) == ("HoursToFailure", "Failed")


@pytest.mark.parametrize("text", [
    "mean time to failure", "average hours until failure", "mean time until the first failure",
])  # fmt: skip
def test_a_time_until_something_is_one_column(text):
    assert "HoursToFailure" in str(last(text).params)


@pytest.mark.parametrize("text", [
    "compare pressure before and after treatment",
    "did the pressure change from before to after treatment?",
    "did the pressure improve from before to after the treatment",
])  # fmt: skip
def test_an_occasion_is_no_column(text):
    step = last(text)
    assert set(step.params["columns"]) == {"PressureBefore", "PressureAfter"}
    assert "group" not in step.params


@pytest.mark.parametrize("text", [
    "is leaking more common with acid than with steam?",
    "is leaking less common with acid than with none",
    "are leaking pumps more frequent with steam than with none?",
])  # fmt: skip
def test_what_is_more_common_is_compared_by_rates(text):
    step = last(text)
    assert step.operation == "calculate", step
    assert step.params["measures"][0]["statistic"] == "rate"
    assert step.params["compare"]["kind"] == "difference"


def test_less_likely_is_no_satisfaction():
    reading = read_message("is leaking less likely with acid", pumps())
    assert "Satisfaction" not in str(getattr(reading, "task", ""))

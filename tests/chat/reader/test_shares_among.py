"""The whole of a share, how long something takes, and axes with a log scale."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.base.columns import Schema
from analysis.base.task import Step
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of

_N = 120


@cache
def ferries() -> Schema:
    chance = np.random.default_rng(8)
    return schema_of(pd.DataFrame({
        "Crossing": [f"C{n:03}" for n in range(_N)],
        "Sailed": pd.date_range("2023-03-01", periods=_N, freq="D"),
        "Ship": chance.choice(["Ada", "Berta", "Clara"], _N),
        "Weather": chance.choice(["calm", "rough"], _N),
        "Delayed": chance.choice(["yes", "no"], _N),
        "Crossing_min": chance.normal(70, 9, _N).round(1),
        "Fuel_l": chance.normal(900, 80, _N).round(),
    }))  # fmt: skip


@cache
def loans() -> Schema:
    chance = np.random.default_rng(9)
    return schema_of(pd.DataFrame({
        "Loan": [f"L{n:03}" for n in range(_N)],
        "Tool": chance.choice(["drill", "saw", "ladder"], _N),
        "Deposit": chance.integers(5, 40, _N),
    }))  # fmt: skip


def steps(text: str, schema: Schema | None = None) -> list[Step]:
    reading = read_message(text, schema or ferries())
    assert isinstance(reading, Understood), (text, reading)
    return list(reading.task.steps)


def _is(column: str, value: Any) -> dict[str, Any]:
    return {"column": column, "op": "==", "value": value}


@pytest.mark.parametrize(("text", "whole", "part"), [
    ("share of delayed among the rough crossings", ("Weather", "rough"), ("Delayed", "yes")),
    ("percentage of rough crossings among the delayed", ("Delayed", "yes"),
     ("Weather", "rough")),
    ("proportion of Ada within calm crossings", ("Weather", "calm"), ("Ship", "Ada")),
    ("what percentage of delayed crossings were rough", ("Delayed", "yes"),
     ("Weather", "rough")),
    ("among the rough crossings, what share was delayed", ("Weather", "rough"),
     ("Delayed", "yes")),
])  # fmt: skip
def test_what_stands_behind_among_is_the_whole(text, whole, part):
    made = steps(text)

    assert made[0].params == {"where": _is(*whole)}
    assert made[1].params["measures"][0]["where"] == _is(*part)


@pytest.mark.parametrize("text", [
    "how long does a crossing take?", "how long does it take on average to cross",
    "how long did the Berta take", "how long do rough crossings last",
])  # fmt: skip
def test_how_long_is_the_mean_of_what_measures_time(text):
    last = steps(text)[-1]
    used = last.params.get("columns") or [last.params["measures"][0]["of"]]
    assert used == ["Crossing_min"]
    assert last.params.get("statistics", ["mean"])[0] == "mean"


@pytest.mark.parametrize("text", [
    "which tool is out the longest?", "what tool is the heaviest",
    "how many of the oldest tools", "which tool takes longest",
])  # fmt: skip
def test_what_the_table_does_not_measure_is_no_number_of_rows(text):
    assert not isinstance(read_message(text, loans()), Understood)


@pytest.mark.parametrize(("text", "axes"), [
    ("scatter of Fuel_l against Crossing_min with log axes", "both"),
    ("scatter plot of Crossing_min and Fuel_l, both axes logarithmic", "both"),
    ("plot Fuel_l against Crossing_min on log-log axes", "both"),
    ("scatter of Crossing_min and Fuel_l with a log scale on the y axis", "y"),
    ("scatter of Crossing_min and Fuel_l, x axis logarithmic", "x"),
])  # fmt: skip
def test_axes_with_a_log_scale(text, axes):
    step = steps(text)[-1]
    assert step.operation == "scatter_plot"
    assert step.params == {"x": "Crossing_min", "y": "Fuel_l", "log_axes": axes}

"""Levels inside a description, claims of two times, and rows without a value."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from chat.reader.training.request import read_training
from tests.analysis.tables import schema_of

N = 150


@cache
def swarms() -> Schema:
    chance = np.random.default_rng(12)
    weight = chance.normal(1600, 300, N).round()
    weight[:9] = np.nan
    days = pd.Timestamp("2023-01-01") + pd.to_timedelta(
        chance.integers(0, 730, N), unit="D"
    )
    columns = {
        "swarmWt_g": weight, "where_found": chance.choice(["tree", "chimney"], N),
        "fate of colony": chance.choice(["kept", "died", "given away"], N),
        "donation": chance.gamma(2, 9, N).round(2), "mins on site": chance.normal(50, 9, N).round(),
        "collected": days, "height_m": chance.normal(4, 1, N).round(1),
    }  # fmt: skip
    return schema_of(pd.DataFrame(columns))


def _steps(text: str) -> list:
    reading = read_message(text, swarms())
    assert isinstance(reading, Understood), reading
    return list(reading.task.steps)


@pytest.mark.parametrize(("text", "column", "value"), [
    ("average weight of kept swarms", "fate of colony", "kept"),
    ("median weight of died swarms", "fate of colony", "died"),
    ("mean weight of tree swarms", "where_found", "tree"),
])  # fmt: skip
def test_a_level_inside_a_description_chooses_rows(text, column, value):
    first = _steps(text)[0]

    assert first.params["where"] == {"column": column, "op": "==", "value": value}


@pytest.mark.parametrize(("text", "op"), [
    ("did we get more donation in 2024 than in 2023?", "<"),
    ("did we get more donation in 2023 than in 2024?", ">"),
    ("did we get less donation in 2024 than in 2023?", ">"),
])  # fmt: skip
def test_a_claim_of_two_times_is_of_the_one_said_first(text, op):
    last = _steps(text)[-1]

    starts = [one["start"][:4] for one in last.params["by"][0]["periods"]]
    assert (starts, last.params["claim"]["op"]) == (["2023", "2024"], op)


@pytest.mark.parametrize("text", [
    "exclude swarms over 2000 g", "remove rows where swarmWt_g is above 2000",
])  # fmt: skip
def test_rows_without_a_value_are_not_dropped_by_a_comparison(text):
    [step] = _steps(text)

    parts = step.params["where"]["any"]
    assert {"column": "swarmWt_g", "op": "is_missing"} in parts


def test_what_has_one_level_is_counted_by_its_rows():
    measure = _steps("how many of the colonies found in a tree were kept?")[-1].params

    assert measure["measures"][0]["statistic"] == "count"


def test_a_feature_that_is_only_like_the_target_is_missing():
    said = read_training("predict the mins on site from height and place", swarms())

    assert "'place' not found" in said.error.message

"""Nouns for money of a table of prices, and the one of two dates that is named."""

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

_N = 150


@cache
def lessons(pieces: bool = False) -> Schema:
    """Driving lessons: sold on one day, given on another, some for several learners."""
    chance = np.random.default_rng(44)
    columns: dict[str, Any] = {
        "Lesson": [f"D{n:03}" for n in range(_N)],
        "Sold On": pd.date_range("2022-11-01", periods=_N, freq="4D"),
        "Given On": pd.date_range("2022-12-15", periods=_N, freq="4D"),
        "Teacher": chance.choice(["Ines", "Jo", "Kim"], _N),
        "Time Taken (min)": chance.normal(52, 6, _N).round(1),
        "Price (£)": chance.normal(40, 4, _N).round(2),
        "Group Size": chance.integers(1, 4, _N),
    }
    if pieces:
        columns["Quantity"] = chance.integers(1, 5, _N)
    return schema_of(pd.DataFrame(columns))


def steps(text: str) -> list[Step]:
    reading = read_message(text, lessons())
    assert isinstance(reading, Understood), (text, reading)
    return list(reading.task.steps)


@pytest.mark.parametrize("text", [
    "total revenue by teacher", "income by teacher", "turnover per teacher",
    "which teacher has the highest revenue", "what is our total income", "revenue in 2023",
])  # fmt: skip
def test_what_comes_in_is_the_total_of_the_prices(text):
    measure = steps(text)[-1].params["measures"][0]
    assert (measure["statistic"], measure["of"]) == ("sum", "`Price (£)`")


@pytest.mark.parametrize("text", [
    "what are our expenses", "average income of the learners", "total profit by teacher",
])  # fmt: skip
def test_other_money_is_no_price(text):
    assert not isinstance(read_message(text, lessons()), Understood)


def test_a_price_of_pieces_is_no_income():
    reading = read_message("income by teacher", lessons(pieces=True))
    assert "Price" not in str(getattr(reading, "task", ""))


@pytest.mark.parametrize("text", [
    "how many lessons each month, by given on?",
    "number of lessons per month by given on in 2023",
    "lessons in 2023 by month of given on",
    "average price per month, going by given on",
    "lessons each month of 2023, by given on",
])  # fmt: skip
def test_the_date_that_is_named_parts_and_limits_the_rows(text):
    made = steps(text)
    params = made[-1].params
    parted = params.get("by") or [{"column": params["x"], "grain": params["grain"]}]
    assert parted == [{"column": "Given On", "grain": "month"}]
    assert "Sold On" not in str([step.params for step in made])


@pytest.mark.parametrize("text", [
    "average party size", "mean group size", "price per head on average",
])  # fmt: skip
def test_the_size_of_a_group_has_many_names(text):
    assert "Group Size" in str(steps(text)[-1].params)

"""Tests asked for in passing, and changes that are set against each other."""

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

_N = 140


@cache
def swimmers() -> Schema:
    """Swimmers before and after a course."""
    chance = np.random.default_rng(9)
    return schema_of(pd.DataFrame({
        "swimmer": [f"S{n:03}" for n in range(_N)],
        "sex": chance.choice(["m", "f"], _N),
        "coach": chance.choice(["Amir", "Bea", "Cleo"], _N),
        "Pretime": chance.normal(60, 5, _N).round(1),
        "Posttime": chance.normal(57, 5, _N).round(1),
        "fear0": chance.integers(0, 11, _N),
        "fear1": chance.integers(0, 11, _N),
        "sessions_first2w": chance.integers(0, 9, _N),
        "lanes_used": chance.integers(1, 9, _N),
        "drop": chance.integers(0, 2, _N),
        "holiday": chance.choice(["yes", "no"], _N),
    }))  # fmt: skip


def steps(text: str) -> list[tuple[str, dict[str, Any]]]:
    reading = read_message(text, swimmers())
    assert isinstance(reading, Understood), (text, reading)
    return [(step.operation, step.params) for step in reading.task.steps]


def last(text: str) -> Step:
    reading = read_message(text, swimmers())
    assert isinstance(reading, Understood), (text, reading)
    return reading.task.steps[-1]


@pytest.mark.parametrize(
    ("text", "columns", "group"),
    [
        ("do swimmers use more lanes (lanes_used) when it is a holiday, or is it just chance?",
         ["lanes_used"], "holiday"),
        ("is fear0 higher for women than for men, or could that be a coincidence?",
         ["fear0"], "sex"),
        ("could it be chance that Pretime differs between the coaches?",
         ["Pretime"], "coach"),
        ("are lanes_used higher when there is a holiday? or is that only luck?",
         ["lanes_used"], "holiday"),
    ],
)  # fmt: skip
def test_or_is_it_chance_asks_for_the_test(text, columns, group):
    step = last(text)
    assert step.operation == "compare_groups"
    assert (step.params["columns"], step.params["group"]) == (columns, group)


@pytest.mark.parametrize(
    "text",
    [
        "did fear (fear0 to fear1) drop more in women than in men?",
        "is the change from fear0 to fear1 bigger for women than for men?",
        "does the improvement from fear0 to fear1 differ between men and women?",
        "did fear fall more from fear0 to fear1 in women?",
    ],
)
def test_changes_of_two_groups_are_compared(text):
    assert steps(text) == [
        (
            "add_column",
            {"name": "fear1 minus fear0", "expression": "`fear1` - `fear0`"},
        ),
        ("compare_groups", {"columns": ["fear1 minus fear0"], "group": "sex"}),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "does the gain from Pretime to Posttime depend on coach?",
        "compare the change from Pretime to Posttime between the coaches",
    ],
)
def test_before_and_after_of_one_measure_are_known_by_their_names(text):
    made = steps(text)
    assert made[0][1]["expression"] == "`Posttime` - `Pretime`"
    assert made[1][1] == {"columns": ["Posttime minus Pretime"], "group": "coach"}


@pytest.mark.parametrize(
    "text",
    [
        "do women and men differ in how often they came in their first two weeks?",
        "do women and men differ in how many sessions they had in the first two weeks?",
    ],
)
def test_how_often_they_came_is_the_column_that_is_named(text):
    step = last(text)
    assert step.operation == "compare_groups"
    assert step.params["columns"] == ["sessions_first2w"]


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("spearman instead of pearson: fear0 vs Pretime", "spearman"),
        ("use kendall rather than a plain pearson for fear0 and Pretime", "kendall"),
        ("pearson correlation instead of spearman: fear0 and Pretime", "pearson"),
    ],
)
def test_the_coefficient_that_is_declined_is_not_the_one(text, method):
    step = last(text)
    assert step.operation == "correlation"
    assert step.params.get("method", "pearson") == method
    assert step.params["columns"] == ["fear0", "Pretime"]

"""A training request that chooses its rows is never carried out on all of them."""

from __future__ import annotations

import pytest

from analysis.base.columns import Column, Schema
from chat.reader.training.request import read_training

FLIGHTS = Schema(
    name="flights.csv",
    n_rows=400,
    columns=(
        Column(name="departed", kind="datetime", n_unique=300, minimum="2023-01-01",
               maximum="2023-12-30"),
        Column(name="revenue", kind="number", n_unique=350, minimum=0.0, maximum=9e3),
        Column(name="seats", kind="integer", n_unique=20, minimum=8, maximum=70),
        Column(name="weather", kind="category", n_unique=2,
               levels=(("clear", 300), ("fog", 100))),
    ),
)  # fmt: skip
LIMITED = (
    "train a random forest to predict revenue on rows before 5 March 2023",
    "train a linear regression of revenue on seats for flights after June 2023",
    "fit a decision tree for revenue from weather where seats > 20",
    "train a ridge regression to predict revenue with data since 2023-06-01",
    "train a random forest to predict revenue, test on rows after 2023-10-01",
)
WHOLE = (
    "train a random forest to predict revenue",
    "train a linear regression predicting revenue from seats and weather, 80/20 split, seed 5",
    "fit a decision tree with max_depth=3 predicting weather from seats",
)


@pytest.mark.parametrize("text", LIMITED)
def test_rows_that_are_chosen_are_refused_with_the_way_out(text: str) -> None:
    error = read_training(text, FLIGHTS).error
    assert error is not None
    assert "choose rows" in error.message
    assert "Keep the rows first" in error.hint


@pytest.mark.parametrize("text", WHOLE)
def test_a_request_of_all_rows_is_read(text: str) -> None:
    found = read_training(text, FLIGHTS)
    assert found.error is None
    assert "target" in found.answers

"""People who are named where the table has only rows that tell of them."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of

_N = 120


@cache
def _slots(seats: bool) -> Schema:
    chance = np.random.default_rng(21)
    columns = {
        "Slot": [f"S{n:03}" for n in range(_N)],
        "Track": chance.choice(["Alpine", "Forest", "Harbour"], _N),
        "Origin": chance.choice(["Sweden", "Norway", "Denmark"], _N),
        "Price_eur": chance.normal(35, 6, _N).round(2),
    }
    if seats:
        columns["Party_size"] = chance.integers(1, 7, _N)
    return schema_of(pd.DataFrame(columns))


@pytest.mark.parametrize("text", [
    "what is the most popular Track among Norway guests",
    "what do visitors from Sweden pay on average?",
    "how much did the customers from Denmark pay in total",
])  # fmt: skip
def test_what_is_asked_of_people_is_asked_of_their_rows_and_said(text):
    reading = read_message(text, _slots(True))
    assert isinstance(reading, Understood), reading
    assert not reading.task.ignored


@pytest.mark.parametrize("text", [
    "which visitors pay the most?", "average Price_eur per guest", "the top 3 guests",
])  # fmt: skip
def test_single_people_are_not_told_apart(text):
    assert not isinstance(read_message(text, _slots(False)), Understood)


def test_people_are_not_counted_by_their_rows():
    text = "how many visitors came from Sweden?"
    for seats in (True, False):
        assert not isinstance(read_message(text, _slots(seats)), Understood)

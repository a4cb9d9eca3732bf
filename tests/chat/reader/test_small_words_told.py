"""Words that mean nothing by themselves are told, those that decide are asked about."""

from __future__ import annotations

import pytest

from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.chat.reader.everyday_tables import SHOP


@pytest.mark.parametrize(("text", "plain"), [
    ("Would you mind telling me how many units we sold?", "how many units did we sell?"),
    ("total revenue, region-wise", "total revenue by region"),
    ("revenue of the orders that do not belong to North", "revenue of the orders not in North"),
    ("count the orders from the North whose units are more than 5",
     "count the orders from the North with units more than 5"),
    ("total revenue by region, drawn as a bar chart", "total revenue by region as a bar chart"),
    ("how many orders wer delivered", "how many orders were delivered"),
])  # fmt: skip
def test_small_words_change_nothing_and_are_told(text, plain):
    reading, other = read_message(text, SHOP), read_message(plain, SHOP)
    assert isinstance(reading, Understood), reading
    assert isinstance(other, Understood), other
    assert [s.operation for s in reading.task.steps] == [
        s.operation for s in other.task.steps
    ]


@pytest.mark.parametrize("text", [
    "total discount by region", "average salary by region",
    "total revenue without Tuesday by region",
    "total revenue of premium orders by region",
    "median bonus",
])  # fmt: skip
def test_words_that_decide_are_not_left_out(text):
    assert not isinstance(read_message(text, SHOP), Understood)

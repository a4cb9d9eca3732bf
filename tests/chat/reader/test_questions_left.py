"""A question is answered by no first look at one of its columns."""

from __future__ import annotations

import pytest

from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.chat.reader.everyday_tables import CLINIC, SHOP

_LOOKS = ("describe", "histogram", "density_plot", "box_plot", "show_rows")


@pytest.mark.parametrize(("text", "schema"), [
    ("when did the revenue jump to another level? find the break", SHOP),
    ("does the revenue jump somewhere?", SHOP),
    ("by what factor does the risk grow with each year of Age? Length of Stay, Readmitted", CLINIC),
    ("why is the revenue so?", SHOP),
])  # fmt: skip
def test_a_question_that_is_left_out_is_not_answered_by_a_look(text, schema):
    reading = read_message(text, schema)
    assert not (
        isinstance(reading, Understood) and reading.task.steps[-1].operation in _LOOKS
    ), reading


@pytest.mark.parametrize("text", [
    "distribution of revenue", "how is revenue distributed", "histogram of revenue",
    "what does the revenue look like", "how are the units distributed?",
])  # fmt: skip
def test_a_picture_is_drawn_where_it_is_asked_for(text):
    reading = read_message(text, SHOP)
    assert isinstance(reading, Understood), reading
    assert reading.task.steps[-1].operation in ("histogram", "bar_chart", "frequency")

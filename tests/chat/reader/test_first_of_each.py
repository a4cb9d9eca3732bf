"""The first of each group, what "best" is measured by, and which one a superlative asks for."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import Reading, Understood
from chat.reader.messages import read_message
from tests.chat.reader.everyday_tables import CLINIC, SCHOOL, SHOP, STAFF


def _calculation(reading: Reading) -> dict[str, Any]:
    assert isinstance(reading, Understood), reading
    step = reading.task.steps[-1]
    assert step.operation == "calculate"
    assert not reading.task.ignored
    return dict(step.params)


def _keys(params: dict[str, Any]) -> list[str]:
    return [key.get("grain") or key["column"] for key in params["by"]]


@pytest.mark.parametrize(
    ("text", "keys", "descending"),
    [
        ("which product sells best in each region?", ["region", "product"], True),
        ("top product in each region by revenue", ["region", "product"], True),
        ("what is the most popular product per region?", ["region", "product"], True),
        ("which region sells the most by product", ["product", "region"], True),
        (
            "which product has the lowest average revenue in each region?",
            ["region", "product"],
            False,
        ),
        ("which month was best for each region", ["region", "month"], True),
    ],
)
def test_the_first_of_each_group_is_asked_for(
    text: str, keys: list[str], descending: bool
):
    params = _calculation(read_message(text, SHOP))
    assert _keys(params) == keys
    assert params["within"] == [0]
    assert params["limit"] == 1
    assert params["order"]["descending"] is descending


def test_two_things_asked_for_are_ranked_together():
    params = _calculation(read_message("which region and product sells the most", SHOP))
    assert "within" not in params


def test_several_of_each_are_all_shown_in_order():
    params = _calculation(read_message("best products in each region", SHOP))
    assert params["within"] == [0]
    assert "limit" not in params


@pytest.mark.parametrize(
    ("schema", "text", "measured"),
    [
        (SHOP, "what was the best month", "revenue"),
        (SHOP, "worst region", "revenue"),
        (SHOP, "which is our strongest product", "revenue"),
        (STAFF, "best paid department", "SAL"),
    ],
)
def test_what_judges_goes_by_the_amount_that_matters(
    schema: Schema, text: str, measured: str
):
    params = _calculation(read_message(text, schema))
    assert measured in str(params["measures"])
    assert params["asks"] == "which"


@pytest.mark.parametrize(
    ("schema", "text"), [(CLINIC, "best ward"), (SCHOOL, "the worst month")]
)
def test_what_judges_is_asked_about_where_several_amounts_could(
    schema: Schema, text: str
):
    reading = read_message(text, schema)
    if isinstance(reading, Understood):
        assert "number of rows" not in str(reading.task.assumptions)

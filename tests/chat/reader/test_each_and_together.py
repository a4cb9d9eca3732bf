"""A figure of several values of a column is given for each, and for all of them together."""

from __future__ import annotations

import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.chat.reader.everyday_tables import CLINIC, SHOP


@pytest.mark.parametrize(
    ("schema", "text", "column", "values"),
    [
        (SHOP, "average revenue for East and West", "region", ["East", "West"]),
        (SHOP, "total revenue of lamps and desks", "product", ["Lamp", "Desk"]),
        (SHOP, "median units in the North and the South", "region", ["North", "South"]),
        (CLINIC, "mean Age in wards A1 and B2", "Ward", ["A1", "B2"]),
    ],
)
def test_each_of_several_values_has_its_figure(
    schema: Schema, text: str, column: str, values: list[str]
):
    reading = read_message(text, schema)
    assert isinstance(reading, Understood), reading
    rows, step = reading.task.steps
    assert rows.params["where"] == {"column": column, "op": "in", "value": values}
    assert step.params["by"] == [{"column": column, "values": values}]


@pytest.mark.parametrize(
    "text",
    [
        "how many orders in East and West",
        "average revenue of orders in East or West",
        "average revenue not in East and West",
    ],
)
def test_numbers_and_alternatives_are_of_all_of_them(text: str):
    reading = read_message(text, SHOP)
    assert isinstance(reading, Understood), reading
    assert "by" not in reading.task.steps[-1].params

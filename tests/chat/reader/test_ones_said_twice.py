""" "On sunny days or on rainy ones": a noun that is said once stands for both sides."""

from __future__ import annotations

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message

_STALLS = Schema(name="stalls.csv", n_rows=200, columns=(
    Column(name="day", kind="datetime", n_unique=90, minimum="2024-01-02", maximum="2024-04-30"),
    Column(name="flavour", kind="category", n_unique=3, levels=(("Vanilla", 80), ("Mango", 70), ("Coffee", 50))),
    Column(name="weather", kind="category", n_unique=3, levels=(("Sun", 90), ("Rain", 60), ("Fog", 50))),
    Column(name="size", kind="category", n_unique=2, levels=(("small", 120), ("large", 80))),
    Column(name="sold_pcs", kind="integer", n_unique=60, minimum=0, maximum=140),
))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "column", "values"),
    [
        ("does mango sell better on sunny days or on rainy ones?", "weather", ["Sun", "Rain"]),
        ("do we sell more on rainy days than on foggy ones?", "weather", ["Rain", "Fog"]),
        ("do we sell more on foggy days or on sunny days?", "weather", ["Fog", "Sun"]),
    ],
)  # fmt: skip
def test_both_sides_are_set_against_each_other(text, column, values):
    reading = read_message(text, _STALLS)
    assert isinstance(reading, Understood), reading
    params = reading.task.steps[-1].params
    assert params["by"] == [{"column": column, "values": values}]
    assert params["measures"][0] == {"statistic": "sum", "of": "sold_pcs"}

"""What is asked for in another unit is converted first, or asked about."""

from __future__ import annotations

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Question, Understood
from chat.reader.messages import read_message

_CATCH = Schema(name="catch.csv", n_rows=250, columns=(
    Column(name="boat", kind="category", n_unique=3, levels=(("Ada", 90), ("Rosa", 80), ("Vigo", 80))),
    Column(name="weight_kg", kind="number", n_unique=200, minimum=0.4, maximum=60.0),
    Column(name="lengthCm", kind="integer", n_unique=90, minimum=12, maximum=140),
    Column(name="depth", kind="number", n_unique=120, minimum=2.0, maximum=80.0),
    Column(name="price eur", kind="number", n_unique=150, minimum=1.0, maximum=90.0),
))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "column", "unit", "measured"),
    [
        ("average weight in pounds", "weight_kg", "lb", "weight_lb"),
        ("median weight_kg in ounces by boat", "weight_kg", "oz", "weight_oz"),
        ("what is the mean length in inches where boat is Rosa", "lengthCm", "in", "lengthIn"),
        ("total weight, expressed in tonnes", "weight_kg", "t", "weight_t"),
    ],
)  # fmt: skip
def test_it_is_converted_before_it_is_measured(text, column, unit, measured):
    reading = read_message(text, _CATCH)
    assert isinstance(reading, Understood)
    *_, step, last = reading.task.steps
    params = {"columns": [column], "to": unit}
    assert (step.operation, step.params) == ("convert_units", params)
    assert measured in repr(last.params)
    assert column not in repr(last.params)


@pytest.mark.parametrize("text", ["average depth in feet", "median depth in metres by boat"])  # fmt: skip
def test_without_a_unit_of_its_own_it_is_asked_about(text):
    assert isinstance(read_message(text, _CATCH), Question)


def test_in_its_own_unit_it_stays_as_it_is():
    reading = read_message("average weight in kilograms", _CATCH)
    assert isinstance(reading, Understood)
    assert [step.operation for step in reading.task.steps] == ["describe"]

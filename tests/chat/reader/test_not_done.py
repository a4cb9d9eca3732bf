"""What a message says not to do, and rows that lack no value."""

from __future__ import annotations

import pytest

from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.analysis.tables import passengers, schema_of

PASSENGERS = schema_of(passengers())


def operations(text: str) -> list[str]:
    reading = read_message(text, PASSENGERS)
    assert isinstance(reading, Understood), reading
    return [step.operation for step in reading.task.steps]


@pytest.mark.parametrize(
    "text",
    [
        "Mean of fare. Outliers should not be removed.",
        "Mean of fare. Never fill missing values of age with the mean.",
        "Mean of fare. Do not standardize fare.",
        "Mean of fare without removing outliers.",
        "Don't drop rows with missing age. What is the mean fare?",
        "Do not remove outliers when computing the mean of fare. Round to 2 decimals.",
    ],
)
def test_a_change_that_is_declined_is_not_made(text):
    assert operations(text) == ["describe"]


def test_rows_that_are_not_to_be_used_are_still_left_out():
    text = "What is the mean fare? Do not include rows with missing age."
    assert operations(text) == ["drop_missing", "describe"]


@pytest.mark.parametrize(
    ("text", "op"),
    [
        ("mean fare of passengers without a missing age", "not_missing"),
        ("how many passengers have no missing age", "not_missing"),
        ("mean fare of passengers with missing age", "is_missing"),
    ],
)
def test_rows_without_a_missing_value_are_those_that_have_one(text, op):
    reading = read_message(text, PASSENGERS)
    assert isinstance(reading, Understood)
    assert reading.task.steps[0].params["where"] == {"column": "age", "op": op}


def test_a_flag_said_to_be_and_not_to_be_parts_the_rows():
    reading = read_message(
        "mean fare of men who survived and did not survive", PASSENGERS
    )
    assert isinstance(reading, Understood)
    assert reading.task.steps[0].params["where"] == {
        "column": "sex", "op": "==", "value": "male",
    }  # fmt: skip
    assert reading.task.steps[1].params["by"] == [{"column": "survived"}]

"""What is said of which whole, and what is never answered by half of what was asked."""

from __future__ import annotations

import pytest

from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.chat.reader.calculation_tables import SCHEMAS


def _steps(table: str, text: str):
    reading = read_message(text, SCHEMAS[f"{table}.csv"])
    assert isinstance(reading, Understood), reading
    return [(step.operation, step.params) for step in reading.task.steps]


@pytest.mark.parametrize(
    ("table", "text", "whole", "part"),
    [
        ("bookings", "what percentage of bookings in the Alpen were cancelled?", "Alpen", "yes"),
        ("bookings", "what share of bookings from the Zentrum was not cancelled?", "Zentrum", "no"),
        ("bookings", "what share of bookings was cancelled in the Alpen?", "Alpen", "yes"),
        ("pupils", "what percentage of girls in the Lake School take the bus?", "Lake School", "Y"),
    ],
)  # fmt: skip
def test_a_share_is_of_those_that_it_is_said_of(table, text, whole, part):
    (_, before), (_, asked) = _steps(table, text)

    assert f"'{whole}'" in str(before)
    assert f"'value': '{part}'" in str(asked["measures"][0]["where"])


@pytest.mark.parametrize(
    ("table", "text", "upper", "lower"),
    [
        ("pupils", "the ratio of boys to girls", "boy", "girl"),
        ("tickets", "ratio of high to low", "high", "low"),
    ],
)
def test_a_ratio_of_values_sets_their_counts_against_each_other(
    table, text, upper, lower
):
    ((_, asked),) = _steps(table, text)

    measure = asked["measures"][0]
    assert measure["where"]["value"] == upper
    assert measure["over"]["where"]["value"] == lower


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("pupils", "do older pupils have more absences?"),
        ("bookings", "do longer stays get better ratings?"),
        ("games", "who dropped out?"),
        ("bookings", "how much more do we take in?"),
    ],
)
def test_one_side_of_a_comparison_is_no_answer(table, text):
    reading = read_message(text, SCHEMAS[f"{table}.csv"])

    if isinstance(reading, Understood):
        plain = ("describe", "show_rows", "find_outliers", "histogram")
        step = reading.task.steps[-1]
        assert step.operation not in plain
        assert step.operation != "calculate" or step.params.get("by")


def test_statistics_in_a_row_are_all_of_the_same_column():
    ((_, asked),) = _steps(
        "bookings", "mean, median and standard deviation of the amount for each hotel"
    )

    assert {one["statistic"] for one in asked["measures"]} == {"mean", "median", "std"}
    assert {one["of"] for one in asked["measures"]} == {"amount_eur"}
    assert "over_groups" not in asked


@pytest.mark.parametrize(
    "text", ["how many bookings werent cancelled?", "how many bookings weren't cancelled?"]
)  # fmt: skip
def test_a_negation_counts_without_its_apostrophe(text):
    (_, before), _ = _steps("bookings", text)

    assert before == {"where": {"column": "cancelled", "op": "==", "value": "no"}}

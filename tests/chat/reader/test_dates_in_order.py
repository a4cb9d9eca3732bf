"""One date of a row after another of it, periods set side by side, and days as such."""

from __future__ import annotations

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message


def _dated(name: str, *dates: str) -> Schema:
    days = (
        Column(name=one, kind="datetime", n_unique=300, n_missing=5,
               minimum="2024-01-02", maximum="2024-12-20")
        for one in dates
    )  # fmt: skip
    return Schema(
        name=name,
        n_rows=500,
        columns=(
            *days,
            Column(name="branch", kind="category", n_unique=2,
                   levels=(("North", 250), ("South", 250))),
            Column(name="tariff", kind="category", n_unique=2,
                   levels=(("day", 250), ("night", 250))),
            Column(name="cost", kind="number", n_unique=300, minimum=0.5, maximum=40.0),
        ),
    )  # fmt: skip


LOANS = _dated("loans.csv", "borrowed", "due", "returned")
ORDERS = _dated("orders.csv", "ordered_on", "promised_date", "delivered_date")
LATE = "days(returned - due)"
SENTENCES = (
    (LOANS, "what share of loans were returned after the due date?", LATE, "Share of rows"),
    (LOANS, "how many loans came back after they were due", LATE, "> 0"),
    (LOANS, "percentage of loans returned late by branch", LATE, "by branch"),
    (LOANS, "how many were returned before the due date", "days(due - returned)", "> 0"),
    (LOANS, "share of loans returned on time", LATE, "≤ 0"),
    (ORDERS, "how many orders were delivered later than promised?",
     "days(delivered_date - promised_date)", "> 0"),
    (ORDERS, "share of orders delivered late", "days(delivered_date - promised_date)", "Share"),
)  # fmt: skip
PERIODS = (
    "compare cost Jan-June with July-Dec",
    "compare the cost of January to June with July to December",
    "total cost Q1 vs Q2",
    "cost in the first half of the year versus the second",
    "compare cost in the first quarter with the third quarter",
)
TOGETHER = (
    ("which month was the most expensive", "Total cost by month"),
    ("what does an average day cost us", "Average total cost per day"),
    ("a typical day's cost", "Average total cost per day"),
)


def _understood(text: str, schema: Schema) -> str:
    reading = read_message(text, schema)
    assert isinstance(reading, Understood), reading
    assert not reading.task.ignored
    return " · ".join(reading.task.understood)


@pytest.mark.parametrize(("schema", "text", "formula", "words"), SENTENCES)
def test_one_date_after_another_is_a_condition(
    schema: Schema, text: str, formula: str, words: str
) -> None:
    said = _understood(text, schema)
    assert formula in said
    assert words in said


def test_a_date_that_groups_or_limits_is_no_such_condition() -> None:
    assert "days(" not in _understood("average cost by due date", LOANS)
    assert "days(" not in _understood("how many loans were due in March", LOANS)
    assert "days(" not in _understood("loans returned after 2024-05-01", LOANS)


@pytest.mark.parametrize("text", PERIODS)
def test_stretches_of_time_are_set_side_by_side(text: str) -> None:
    one = Schema(
        name="bills.csv", n_rows=500, columns=(LOANS.columns[0], *LOANS.columns[3:])
    )
    reading = read_message(text, one)
    assert isinstance(reading, Understood), reading
    (key,) = reading.task.steps[-1].params["by"]
    assert len(key["periods"]) == 2
    assert [step.operation for step in reading.task.steps] == ["calculate"]


def test_one_stretch_within_another_limits_it() -> None:
    one = Schema(
        name="bills.csv", n_rows=500, columns=(LOANS.columns[0], *LOANS.columns[3:])
    )
    said = _understood("total cost in 2024 between January and February", one)
    assert "period" not in said


@pytest.mark.parametrize(("text", "words"), TOGETHER)
def test_a_stretch_of_time_is_as_dear_as_all_in_it(text: str, words: str) -> None:
    one = Schema(
        name="bills.csv", n_rows=500, columns=(LOANS.columns[0], *LOANS.columns[3:])
    )
    assert words in _understood(text, one)


def test_a_value_that_is_called_day_is_still_a_value() -> None:
    one = Schema(
        name="bills.csv", n_rows=500, columns=(LOANS.columns[0], *LOANS.columns[3:])
    )
    assert "tariff = day" in _understood("average cost on the day tariff", one)

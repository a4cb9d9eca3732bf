"""Measures that a question makes of several columns: times between dates, sums, products."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Reading, Understood
from chat.reader.messages import read_message


def _words(name: str, *levels: str) -> Column:
    each = tuple((level, 10) for level in levels)
    return Column(name=name, kind="category", n_unique=len(levels), levels=each)


def _number(name: str, low: float, high: float) -> Column:
    return Column(name=name, kind="number", n_unique=80, minimum=low, maximum=high)


def _dates(name: str) -> Column:
    return Column(
        name=name,
        kind="datetime",
        n_unique=200,
        minimum="2023-01-02",
        maximum="2024-11-30",
    )


PARCELS = Schema(
    name="parcels.csv", n_rows=300,
    columns=(
        Column(name="parcel_id", kind="identifier", n_unique=300), _dates("sent_on"),
        _dates("delivery_date"), _words("carrier", "Swift", "Mole", "Heron"),
        _words("zone", "Inland", "Abroad"), _number("weight_kg", 0.1, 30.0),
        _number("postage_eur", 2.0, 60.0), _number("insurance_eur", 0.0, 20.0),
        _number("insurance_days", 1.0, 90.0), _number("pieces", 1.0, 9.0),
    ),
)  # fmt: skip
LOANS = Schema(
    name="library_loans.csv", n_rows=250,
    columns=(
        _dates("Date out"), _dates("Date back"), _words("Branch", "East", "Centre"),
        _words("Kind", "Novel", "Comic", "Atlas"), _number("Pages", 40.0, 900.0),
    ),
)  # fmt: skip


def _steps(reading: Reading) -> list[tuple[str, dict[str, Any]]]:
    assert isinstance(reading, Understood), reading
    assert not reading.task.ignored
    return [(step.operation, step.params) for step in reading.task.steps]


def _made(reading: Reading) -> str:
    operation, params = _steps(reading)[0]
    assert operation == "add_column"
    return str(params["expression"])


_SENT = "days(delivery_date - sent_on)"
_OUT = "days(`Date back` - `Date out`)"


@pytest.mark.parametrize(
    ("schema", "text", "formula"),
    [
        (PARCELS, "average number of days between sending and delivery", _SENT),
        (PARCELS, "mean days from when it is sent until the delivery, by zone", _SENT),
        (PARCELS, "which carrier has the longest time from sent to delivery?", _SENT),
        (PARCELS, "On average, how many days pass between sent_on and delivery?", _SENT),
        (PARCELS, "is the time from sent to delivery related to weight?", _SENT),
        (PARCELS, "weeks between sending and delivery by carrier", f"{_SENT} / 7"),
        (LOANS, "median days between date out and date back for each branch", _OUT),
        (LOANS, "how long does a novel stay with us from when it goes out until it comes back", _OUT),
        (LOANS, "histogram of the number of days from date out to date back", _OUT),
        (LOANS, "do the days between date out and date back differ between branches", _OUT),
    ],
)  # fmt: skip
def test_the_time_between_two_dates_is_a_measure(
    schema: Schema, text: str, formula: str
):
    assert _made(read_message(text, schema)) == formula


def test_what_is_said_of_the_rows_between_stays_said():
    steps = _steps(
        read_message("how many days does a comic stay out from date out to date back", LOANS)
    )  # fmt: skip
    assert (
        "filter_rows",
        {"where": {"column": "Kind", "op": "==", "value": "Comic"}},
    ) in steps


@pytest.mark.parametrize(
    ("schema", "text", "op", "value"),
    [
        (PARCELS, "how many parcels were delivered within 3 days of sending", "<=", 3),
        (PARCELS, "number of parcels with delivery more than a week after sent_on", ">", 1),
        (LOANS, "how many loans came back within ten days of date out", "<=", 10),
        (LOANS, "how many novels have at least 30 days between date out and date back", ">=", 30),
    ],
)  # fmt: skip
def test_the_time_between_two_dates_limits_rows(
    schema: Schema, text: str, op: str, value: float
):
    reading = read_message(text, schema)
    assert isinstance(reading, Understood), reading
    steps = [(step.operation, step.params) for step in reading.task.steps]
    assert steps[0][0] == "add_column"
    assert f"'op': '{op}', 'value': {value}" in repr(steps[1][1])


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("total postage plus insurance by zone", "postage_eur + insurance_eur"),
        ("average postage and insurance together for each carrier", "postage_eur + insurance_eur"),
        ("mean of pieces times weight", "pieces * weight_kg"),
        ("which carrier has the highest total of pieces times weight", "pieces * weight_kg"),
        ("median of postage minus insurance by zone", "postage_eur - insurance_eur"),
        ("top 3 parcels by postage plus insurance", "postage_eur + insurance_eur"),
        ("average difference between postage and insurance by zone", "postage_eur - insurance_eur"),
        ("the parcel with the biggest gap between postage and insurance", "abs(postage_eur - insurance_eur)"),
    ],
)  # fmt: skip
def test_sums_products_and_differences_are_measures(text: str, formula: str):
    assert _made(read_message(text, PARCELS)) == formula


@pytest.mark.parametrize(
    "text",
    [
        "average days between sending and the refund",
        "mean days between delivery and next Christmas",
        "average time between the storm and delivery",
    ],
)
def test_dates_that_are_not_there_are_no_measure(text: str):
    reading = read_message(text, PARCELS)
    if isinstance(reading, Understood):
        assert all(step.operation != "add_column" for step in reading.task.steps)
        assert reading.task.ignored


@pytest.mark.parametrize(
    "text",
    [
        "regression of weight on postage plus insurance",
        "weight_kg ~ postage_eur + pieces",
        "add cost = postage_eur + insurance_eur",
        "mean postage and mean weight by zone",
        "is the difference between postage and insurance significant",
        "average postage and pieces together",
    ],
)
def test_lists_and_new_columns_are_no_sums(text: str):
    reading = read_message(text, PARCELS)
    assert isinstance(reading, Understood), reading
    made = [s for s in reading.task.steps if s.operation == "add_column"]
    assert not made or made[0].params["name"] == "cost"

"""Lengths of time, orders, rises, shares of amounts and dates in everyday words."""

from __future__ import annotations

import pytest

from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.chat.reader.calculation_tables import SCHEMAS
from tests.chat.reader.test_entities import TABLES

_TABLES = {**TABLES, **{name.removesuffix(".csv"): s for name, s in SCHEMAS.items()}}


def _steps(table: str, text: str, previous=None):
    reading = read_message(text, _TABLES[table], previous)
    assert isinstance(reading, Understood), reading
    return reading.task


@pytest.mark.parametrize(
    ("table", "text", "column", "op", "value"),
    [
        ("inn", "how many bookings were for a week or longer?", "nights", ">=", 7),
        ("inn", "number of bookings of at least two weeks", "nights", ">=", 14),
        ("clinic_visits", "how many visits took half an hour or longer?", "minutes", ">=", 30),
        ("clinic_visits", "how many visits lasted under a quarter of an hour?", "minutes", "<", 15),
        ("tickets", "how many tickets took more than two hours?", "first_reply_minutes", ">", 120),
        ("pupils", "how many had no absences?", "Absences", "==", 0),
    ],
)  # fmt: skip
def test_a_length_of_time_is_that_of_the_column_in_its_unit(
    table, text, column, op, value
):
    step = _steps(table, text).steps[0]

    assert step.params["where"] == {"column": column, "op": op, "value": value}


def test_no_column_is_as_long_as_that():
    reading = read_message(
        "how many visits took more than a month?", TABLES["clinic_visits"]
    )

    assert not isinstance(reading, Understood)


@pytest.mark.parametrize(
    ("table", "text", "grain", "window"),
    [
        ("bookings", "by how much did the number of bookings go up or down from each month to the next?", "month", "change"),
        ("bookings", "how did the amount change from quarter to quarter?", "quarter", "change"),
        ("games", "running total of the points, month by month (date)", "month", "running"),
    ],
)  # fmt: skip
def test_what_follows_time_is_calculated_along_it(table, text, grain, window):
    params = _steps(table, text).steps[-1].params

    assert [key["grain"] for key in params["by"]] == [grain]
    assert params["window"]["kind"] == window


@pytest.mark.parametrize(
    "text",
    [
        "put the agents in order, busiest first, by number of tickets",
        "put the agents in order by number of tickets",
    ],
)
def test_groups_are_put_in_order(text):
    params = _steps("tickets", text).steps[-1].params

    assert params["by"] == [{"column": "agent"}]
    assert params["order"] == {"by": "value", "measure": 0, "descending": True}


@pytest.mark.parametrize(
    "text",
    [
        "number of hires per month, Hired",
        "number of hires per month (Hired)",
        "number of hires per month. use Hired",
    ],
)
def test_the_time_that_is_named_beside_is_the_time(text):
    (step,) = _steps("hires", text).steps

    assert step.params["by"] == [{"column": "Hired", "grain": "month"}]


def test_another_grain_keeps_the_time_of_before():
    first = _steps("hires", "number of hires per month, Hired")
    second = _steps("hires", "quarters would do actually", first)

    assert second.steps[-1].params["by"] == [{"column": "Hired", "grain": "quarter"}]


@pytest.mark.parametrize(
    ("table", "text", "upper", "lower"),
    [
        ("hires", "how much of the total cost is parts?", "`Parts Cost`", "`Total Cost`"),
        ("bookings", "what share of the money comes from the Alpen?", "amount_eur", "amount_eur"),
    ],
)  # fmt: skip
def test_a_part_of_an_amount_is_a_share_of_it(table, text, upper, lower):
    (measure,) = _steps(table, text).steps[-1].params["measures"]

    assert (measure["of"], measure["over"]["of"]) == (upper, lower)
    assert measure["times"] == 100


def test_the_year_that_is_said_once_holds_for_both_months():
    where = _steps("bookings", "how many bookings between March and May 2023?")

    assert "2023-03-01" in repr(where.steps[0]) and "2023-06-01" in repr(where.steps[0])


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("which month saw the most vehicles?", ("count", None)),
        ("which agent looks after the most vehicles?", ("unique", "Plate")),
    ],
)
def test_what_is_asked_for_is_ranked_not_what_is_counted(text, measure):
    params = _steps("hires", text).steps[-1].params

    assert [(m["statistic"], m["of"]) for m in params["measures"]] == [measure]
    assert len(params["by"]) == 1


def test_things_of_a_kind_that_there_are_count_once():
    params = _steps("hires", "how many jeeps do we have?").steps[-1].params

    assert params["measures"] == [{"statistic": "unique", "of": "Plate"}]


def test_only_one_is_a_condition_on_the_groups():
    params = _steps("clinic_visits", "how many owners had only one visit?").steps[-1]

    assert params.params["having"][0]["value"] == 1

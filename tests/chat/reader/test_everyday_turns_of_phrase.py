"""Turns of phrase of everyday questions: who rows are about, what each row is, and short
messages that turn an answer round."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.base.columns import Schema
from analysis.base.task import Task
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.chat.reader.everyday_tables import (
    CLINIC,
    SHOP,
    _dates,
    _flag,
    _key,
    _number,
    _words,
)

HOTEL = Schema(
    name="stays.csv", n_rows=300,
    columns=(
        _key("booking", 300), _dates("arrived", "2023-01-02", "2024-06-30", 250),
        _dates("departed", "2023-01-04", "2024-07-09", 250),
        _words("room", "single", "double", "suite"), _words("land", "France", "Italy", "Spain"),
        _number("nights", 1, 14, 14), _number("amount_paid", 40.0, 2500.0), _number("stars", 1, 5, 5),
        _flag("cancelled"),
    ),
)  # fmt: skip
TRAMS = Schema(
    name="trams.csv", n_rows=400,
    columns=(
        _key("run", 400), _dates("check_date", "2024-01-01", "2024-11-30", 300),
        _words("line", "4", "9", "N1"), _words("driver", "Kim", "Ruiz", "Okoro", "Berg"),
        _number("delay", 0.0, 30.0), _number("fare_income", 10.0, 300.0),
        _number("riders", 0, 90, 85), _words("weather", "dry", "rain", "snow"),
    ),
)  # fmt: skip
FITNESS = Schema(
    name="members.csv", n_rows=120,
    columns=(
        _key("member", 120), _words("coach", "Ann", "Bo", "Cy"), _number("age", 18, 80, 60),
        _number("visits", 0, 90, 60), _number("strength_before", 10, 90, 60),
        _number("strength_after", 10, 99, 60), _words("status", "paid", "open"),
    ),
)  # fmt: skip


def _task(schema: Schema, text: str, before: Task | None = None) -> Task:
    reading = read_message(text, schema, before)
    assert isinstance(reading, Understood), reading
    assert not reading.task.ignored, reading.task.ignored
    return reading.task


def _last(schema: Schema, *turns: str) -> dict[str, Any]:
    task: Task | None = None
    for text in turns:
        task = _task(schema, text, task)
    assert task is not None
    return dict(task.steps[-1].params)


@pytest.mark.parametrize(
    "text",
    [
        "average stars of double guests from Italy",
        "average stars of our customers from Italy with a double room",
        "mean stars of visitors from Italy in a double",
    ],
)
def test_rows_stand_for_those_they_are_about(text: str):
    task = _task(HOTEL, text)
    where = str(task.steps[0].params["where"])
    assert "Italy" in where
    assert "double" in where
    assert any("each row" in said for said in task.assumptions)


@pytest.mark.parametrize(
    "text", ["how many guests", "stars per guest", "which guest paid the most"]
)
def test_rows_tell_nobody_apart(text: str):
    assert not isinstance(read_message(text, HOTEL), Understood)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("how many bookings departed in May 2024", "departed"),
        ("how many people checked out in May 2024", "departed"),
        ("how many bookings left in May 2024", "departed"),
        ("how many checked in in May 2024", "arrived"),
    ],
)
def test_a_verb_names_its_date(text: str, column: str):
    where = str(_task(HOTEL, text).steps[0].params["where"])
    assert f"'column': '{column}'" in where
    assert "cancelled" not in where


def test_what_was_paid_comes_together():
    params = _last(HOTEL, "which kind of room brings in the most money")
    assert params["measures"] == [{"statistic": "sum", "of": "amount_paid"}]


@pytest.mark.parametrize(
    "text",
    [
        "how much more does a suite cost than a single on average",
        "how much more do suites cost than singles on average",
    ],
)
def test_what_one_costs_more_is_a_difference(text: str):
    params = _last(HOTEL, text)
    assert params["measures"] == [{"statistic": "mean", "of": "amount_paid"}]
    assert params["compare"] == {"kind": "difference"}


@pytest.mark.parametrize(
    ("schema", "text", "columns"),
    [
        (FITNESS, "do older members have more visits", ["age", "visits"]),
        (FITNESS, "do the younger people have fewer visits?", ["age", "visits"]),
        (HOTEL, "do longer stays get more stars", ["nights", "stars"]),
    ],
)
def test_more_of_both_is_how_they_are_related(
    schema: Schema, text: str, columns: list[str]
):
    task = _task(schema, text)
    assert task.steps[-1].operation in ("relate", "correlation")
    assert task.steps[-1].params["columns"] == columns


@pytest.mark.parametrize(
    "text", ["average riders per check", "riders per check", "riders for each check"]
)
def test_each_event_is_a_row(text: str):
    params = _last(TRAMS, text)
    assert not params.get("by")
    assert "riders" in str(params)


@pytest.mark.parametrize(
    "text",
    ["average delay per line", "average delay for each line", "average delay by line"],
)
def test_a_column_called_like_a_chart_or_a_row_is_a_group(text: str):
    params = _last(TRAMS, text)
    assert params["by"] == [{"column": "line"}]
    assert "chart" not in params


def test_income_from_fares_adds_up():
    params = _last(TRAMS, "takings per quarter")
    assert params["measures"] == [{"statistic": "sum", "of": "fare_income"}]


@pytest.mark.parametrize(
    ("text", "op"),
    [
        ("how many still have to pay", "!="),
        ("how many members have yet to pay", "!="),
        ("how many have paid", "=="),
    ],
)
def test_who_still_has_to_has_not(text: str, op: str):
    where = _task(FITNESS, text).steps[0].params["where"]
    assert (where["op"], where["value"]) in ((op, "paid"), ("==", "open"))
    assert (op == "==") == ((where["op"], where["value"]) == ("==", "paid"))


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("how many are in their sixties", [60, 69]),
        ("how many are in their thirties", [30, 39]),
    ],
)
def test_decades_of_age(text: str, ends: list[int]):
    assert _task(CLINIC, text).steps[0].params["where"]["value"] == ends


def test_what_share_is_of_all_rows():
    params = _last(HOTEL, "what share of our rooms are double rooms")
    (measure,) = params["measures"]
    assert measure["statistic"] == "rate"
    assert "double" in str(measure["where"])


def test_other_way_round():
    params = _last(SHOP, "rank regions by revenue", "the other way round")
    assert params["order"]["descending"] is False
    params = _last(SHOP, "top 3 products by revenue", "reverse it")
    assert params["order"]["descending"] is False


def test_now_after():
    params = _last(FITNESS, "average strength before by coach", "now after")
    assert params["measures"][0]["of"] == "strength_after"
    assert params["by"] == [{"column": "coach"}]


def test_which_has_the_most_behind_groups():
    params = _last(TRAMS, "how many runs per driver", "who has the most?")
    assert (params["limit"], params["order"]["descending"]) == (1, True)
    assert params["by"] == [{"column": "driver"}]


def test_and_how_many_are_of_the_rows_before():
    task = _task(HOTEL, "average nights of suites")
    more = _task(HOTEL, "and how many were sold?", task)
    assert "suite" in str(more.steps[0].params)
    assert more.steps[-1].params["measures"][0]["statistic"] == "count"


@pytest.mark.parametrize(
    "text",
    ["average nights of suites with problems", "average amount paid for double issues"],
)
def test_an_average_is_no_look_at_the_data(text: str):
    reading = read_message(text, HOTEL)
    if isinstance(reading, Understood):
        assert reading.task.steps[-1].operation != "data_quality"


ORCHARD = Schema(
    name="picking.csv", n_rows=260,
    columns=(
        _dates("picked_on", "2024-05-01", "2024-10-20", 160), _words("field", "Hill", "Brook"),
        _words("fruit", "plum", "pear", "apple"), _number("picked", 5, 140, 110),
        _number("thrown_away", 0, 30, 30), _number("crate_fee", 1.0, 9.0),
        _words("fault", "none", "worm", "hail"), _words("picker", "Ida", "Jon", "Kai"),
        _number("days_stored", 1, 30, 30),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("thrown away per month", "thrown_away"),
        ("which field has the most thrown away", "thrown_away"),
        ("how many more plums than pears were picked", "picked"),
        ("in each field, which fruit has the most thrown away?", "thrown_away"),
    ],
)
def test_what_was_done_is_totalled(text: str, of: str):
    assert _last(ORCHARD, text)["measures"][0] == {"statistic": "sum", "of": of}


def test_one_amount_of_another():
    params = _last(ORCHARD, "what share of picked is thrown away")
    (measure,) = params["measures"]
    assert (measure["of"], measure["over"]["of"]) == ("thrown_away", "picked")


def test_faults_are_rows_with_one():
    params = _last(ORCHARD, "how many faults did Ida have")
    (measure,) = params["measures"]
    assert measure["where"] == {"column": "fault", "op": "!=", "value": "none"}


def test_the_last_month_of_the_data_is_its_latest():
    task = _task(ORCHARD, "total picked in the last month of the data")
    assert "2024-10-01" in str(task.steps[0].params["where"])


def test_longer_is_by_the_days():
    reading = read_message("do plums stay longer than pears", ORCHARD)
    assert isinstance(reading, Understood)
    assert "days_stored" in str(reading.task.steps[-1].params)


@pytest.mark.parametrize(
    "text", ["how much do we get per plum on Sundays", "how much did Ida bring home"]
)
def test_how_much_is_no_number_of_rows(text: str):
    reading = read_message(text, ORCHARD)
    if isinstance(reading, Understood):
        measures = reading.task.steps[-1].params.get("measures", [{}])
        assert measures[0].get("statistic") not in ("count", None)

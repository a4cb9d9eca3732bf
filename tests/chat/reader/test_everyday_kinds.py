"""Kinds of everyday questions, each with its relatives, on tables of six subjects."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import Question, Reading, Unclear, Understood, UnknownColumn
from chat.reader.messages import read_message
from tests.chat.reader.everyday_tables import (
    CLINIC,
    MATCHES,
    SCHOOL,
    SENSORS,
    SHOP,
    STAFF,
)


def _steps(reading: Reading) -> list[tuple[str, dict[str, Any]]]:
    assert isinstance(reading, Understood), reading
    return [(step.operation, dict(step.params)) for step in reading.task.steps]


@pytest.mark.parametrize(
    ("schema", "text", "word"),
    [
        (SHOP, "how many different customers do we have", "customers"),
        (SHOP, "number of unique customers", "customers"),
        (SHOP, "who is our best customer", "customer"),
        (SHOP, "which customer spent the most", "customer"),
        (SHOP, "top 5 customers", "customers"),
        (SHOP, "customers with more than 3 orders", "customers"),
        (SHOP, "average revenue per customer", "customer"),
        (SHOP, "revenue by client", "client"),
        (MATCHES, "who is the best player", "player"),
        (MATCHES, "how many distinct players are there", "players"),
        (MATCHES, "goals per player", "player"),
        (SCHOOL, "best teacher", "teacher"),
        (SCHOOL, "absences by teacher", "teacher"),
    ],
)
def test_things_that_no_column_tells_apart_are_not_counted_by_a_property(
    schema: Schema, text: str, word: str
):
    reading = read_message(text, schema)
    assert isinstance(reading, UnknownColumn)
    assert reading.word == word
    assert "apart" in reading.told
    # What is offered instead can be pressed.
    for again in reading.task_texts[:1]:
        assert not isinstance(read_message(again, schema), UnknownColumn)


@pytest.mark.parametrize(
    ("schema", "text", "column"),
    [
        (SHOP, "average age of customers", "customer_age"),
        (SHOP, "average customer age by region", "customer_age"),
        (MATCHES, "average rating of the players", "player_rating"),
        (SCHOOL, "oldest teacher age", "Teacher Age"),
        (SENSORS, "mean sensor voltage", "sensor_voltage"),
        (STAFF, "average tenure", "TENURE_YRS"),
    ],
)
def test_a_property_by_its_own_name_is_taken(schema: Schema, text: str, column: str):
    assert column in str(_steps(read_message(text, schema)))


def test_things_that_no_column_tells_apart_are_asked_about():
    reading = read_message("how many customers do we have", SHOP)
    assert isinstance(reading, Question)
    assert "“customers”" in reading.prompt


@pytest.mark.parametrize(
    ("schema", "text", "column", "value"),
    [
        (SHOP, "how many undelivered orders are there", "delivered", "no"),
        (SHOP, "revenue of unpaid orders", "paid", False),
        (SHOP, "average revenue of nonmembers", "member", "no"),
        (SHOP, "average revenue of non-members", "member", "no"),
        (CLINIC, "how many nonsmokers", "Smoker", "no"),
        (CLINIC, "average age of uninsured patients", "Insured", "N"),
        (SCHOOL, "how many unvaccinated pupils", "Vaccinated", "No"),
        (SENSORS, "average temp_c of inactive sensors", "active", 0),
        (STAFF, "average SAL of inactive staff", "STATUS", "inactive"),
        (STAFF, "mean SAL of nonremote employees", "REMOTE", 0),
        (MATCHES, "average attendance of nonindoor matches", "venue", "indoor"),
    ],
)
def test_a_negating_prefix_is_a_condition(
    schema: Schema, text: str, column: str, value: object
):
    (operation, params), *_ = _steps(read_message(text, schema))
    assert operation == "filter_rows"
    assert params["where"]["column"] == column
    assert params["where"]["value"] == value
    negated = "nonindoor" in text
    assert params["where"]["op"] == ("!=" if negated else "==")


@pytest.mark.parametrize(
    ("schema", "text", "group"),
    [
        (SHOP, "share of undelivered orders by region", "region"),
        (CLINIC, "average age of smokers and nonsmokers", "Smoker"),
        (CLINIC, "compare Systolic BP of smokers and nonsmokers", "Smoker"),
        (SHOP, "revenue of members vs nonmembers", "member"),
        (STAFF, "SAL of active vs inactive", "STATUS"),
    ],
)
def test_a_negating_prefix_parts_the_rows(schema: Schema, text: str, group: str):
    params = _steps(read_message(text, schema))[-1][1]
    made = params.get("group") or params["by"][0]["column"]
    assert made == group


@pytest.mark.parametrize(
    ("schema", "text", "first"),
    [
        (SHOP, "do members spend more than non-members?", "mean"),
        (SHOP, "how much more do members spend than non-members", "mean"),
        (SHOP, "does North sell more than South", "sum"),
    ],
)
def test_unequal_groups_are_compared_by_averages_and_totals(
    schema: Schema, text: str, first: str
):
    params = _steps(read_message(text, schema))[-1][1]
    statistics = [one["statistic"] for one in params["measures"]]
    assert sorted(statistics) == ["mean", "sum"]
    assert statistics[0] == first


@pytest.mark.parametrize(
    ("schema", "text", "column", "statistic"),
    [
        (SHOP, "did revenue increase over time", "revenue", "sum"),
        (SHOP, "is revenue rising", "revenue", "sum"),
        (SHOP, "has unit_price been falling over the years", "unit_price", "mean"),
        (
            CLINIC,
            "did Length of Stay fall over time",
            "Length of Stay",
            None,
        ),  # row by row
        (MATCHES, "is attendance growing", "attendance", "sum"),
        (SENSORS, "is hum_pct declining", "hum_pct", None),
    ],
)
def test_whether_something_rises_is_a_trend(
    schema: Schema, text: str, column: str, statistic: str | None
):
    operation, params = _steps(read_message(text, schema))[-1]
    assert operation == "trend_test"
    assert params["column"] == column
    assert params.get("statistic") == statistic or statistic is None


@pytest.mark.parametrize(
    ("schema", "text", "op"),
    [
        (SHOP, "did revenue go up from 2023 to 2024", "<"),
        (SHOP, "did revenue fall from 2023 to 2024", ">"),
        (CLINIC, "did Systolic BP drop between 2022 and 2023", ">"),
        (MATCHES, "has attendance grown from 2023 to 2024", "<"),
    ],
)
def test_whether_something_rose_sets_the_ends_against_each_other(
    schema: Schema, text: str, op: str
):
    operation, params = _steps(read_message(text, schema))[-1]
    assert operation == "calculate"
    assert len(params["by"][0]["periods"]) == 2
    assert params["claim"] == {"op": op}


@pytest.mark.parametrize(
    ("schema", "text", "part", "values"),
    [
        (SHOP, "orders in winter", "month", [12, 1, 2]),
        (SHOP, "revenue in summer", "month", [6, 7, 8]),
        (CLINIC, "average Age in spring and summer", "month", [3, 4, 5, 6, 7, 8]),
        (SHOP, "revenue on weekends", "day_of_week", [5, 6]),
        (SENSORS, "mean temp_c on weekdays", "day_of_week", [0, 1, 2, 3, 4]),
        (MATCHES, "how many matches on a weekend", "day_of_week", [5, 6]),
    ],
)
def test_parts_of_the_calendar_choose_rows(
    schema: Schema, text: str, part: str, values: list[int]
):
    (operation, params), *_ = _steps(read_message(text, schema))
    assert operation == "filter_rows"
    assert (params["where"]["part"], params["where"]["value"]) == (part, values)


@pytest.mark.parametrize(
    ("schema", "text", "grain"),
    [
        (SHOP, "revenue by season", "season"),
        (SHOP, "which season has the most orders", "season"),
        (SHOP, "weekend vs weekday revenue", "weekend"),
        (CLINIC, "is Systolic BP higher in winter than in summer", "season"),
        (MATCHES, "busiest weekday", "weekday"),
        (SHOP, "revenue by weekday", "weekday"),
    ],
)
def test_parts_of_the_calendar_are_groups(schema: Schema, text: str, grain: str):
    operation, params = _steps(read_message(text, schema))[-1]
    assert operation == "calculate"
    assert params["by"][0]["grain"] == grain


@pytest.mark.parametrize(
    ("schema", "text", "columns"),
    [
        (SHOP, "link between customer age and how much people spend",
         ["customer_age", "revenue"]),
        (SHOP, "does region affect how much people spend", ["region", "revenue"]),
        (CLINIC, "link between Age and how long patients stay",
         ["Age", "Length of Stay"]),
        (CLINIC, "does Smoker influence how old people are", ["Smoker", "Age"]),
        (STAFF, "relation between TENURE_YRS and how much people earn",
         ["TENURE_YRS", "SAL"]),
    ],
)  # fmt: skip
def test_a_clause_that_names_a_quantity_is_its_column(
    schema: Schema, text: str, columns: list[str]
):
    reading = read_message(text, schema)
    assert _steps(reading)[-1][1]["columns"] == columns
    assert isinstance(reading, Understood)
    assert "was taken to mean" in reading.task.assumptions[0]


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        (SHOP, "correlation of revenue with units"),
        (CLINIC, "correlate Age with Systolic BP"),
        (MATCHES, "is goals correlated with attendance"),
    ],
)
def test_correlation_is_the_method_that_is_named(schema: Schema, text: str):
    assert _steps(read_message(text, schema))[-1][0] == "correlation"


@pytest.mark.parametrize(
    ("schema", "text", "sort", "limit"),
    [
        (SHOP, "biggest orders", "revenue", 5),
        (SHOP, "best orders", "revenue", 5),
        (SHOP, "the 3 largest orders", "revenue", 3),
        (SHOP, "the biggest order", "revenue", 1),
        (SHOP, "top 7 orders", "revenue", 7),
    ],
)
def test_the_biggest_rows_are_ranked_by_their_amount(
    schema: Schema, text: str, sort: str, limit: int
):
    reading = read_message(text, schema)
    operation, params = _steps(reading)[-1]
    assert operation == "show_rows"
    assert (params["sort_by"], params["limit"]) == (sort, limit)
    assert isinstance(reading, Understood)
    assert reading.task.assumptions[0].startswith("ranked by revenue")


@pytest.mark.parametrize(
    ("schema", "text", "prompt", "first"),
    [
        (SHOP, "how many orders above 30", "“above 30”", "customer_age above 30"),
        (
            SHOP,
            "orders with more than 30",
            "“more than 30”",
            "customer_age more than 30",
        ),
        (SCHOOL, "how many are above 30", "“above 30”", "Maths Score above 30"),
        (SENSORS, "readings below 25", "“below 25”", "temp_c below 25"),
        (CLINIC, "biggest patients", "“biggest”", "by Age"),
        (STAFF, "best employees", "“best”", "by SAL"),
    ],
)
def test_what_a_number_or_a_rank_is_of_is_asked(
    schema: Schema, text: str, prompt: str, first: str
):
    reading = read_message(text, schema)
    assert isinstance(reading, Question), reading
    assert reading.prompt.startswith(prompt)
    assert reading.options[0][1] == first
    for again, _ in reading.options:
        assert isinstance(again, str)
        assert isinstance(read_message(again, schema), Understood)


@pytest.mark.parametrize(
    ("schema", "text", "column"),
    [
        (SHOP, "orders above 500", "revenue"),
        (CLINIC, "patients above 70", "Age"),
        (STAFF, "employees above 40000", "SAL"),
        (MATCHES, "how many matches above 20000", "attendance"),
    ],
)
def test_the_only_column_that_fits_a_number_is_taken_and_told(
    schema: Schema, text: str, column: str
):
    reading = read_message(text, schema)
    assert isinstance(reading, Understood)
    assert reading.task.steps[0].params["where"]["column"] == column
    assert f"was taken to mean {column}" in reading.task.assumptions[0]


@pytest.mark.parametrize(
    ("schema", "text", "recognised", "offered"),
    [
        (SHOP, "make me a nice story about lamps and regions",
         ("“lamps” (product = Lamp)", "“regions” (region)"), "Lamp"),
        (SENSORS, "poetry of temp_c please blorp", ("“temp_c”",), "temp_c"),
        (STAFF, "DEPT gossip quxx", ("“DEPT”",), "DEPT"),
        (SCHOOL, "blorp the Maths Score of every Class zzt", ("“Maths Score”", "“Class”"),
         "Maths Score"),
    ],
)  # fmt: skip
def test_what_was_not_understood_names_its_words_and_offers_requests_of_them(
    schema: Schema, text: str, recognised: tuple[str, ...], offered: str
):
    reading = read_message(text, schema)
    assert isinstance(reading, Unclear), reading
    assert set(recognised) <= set(reading.recognised)
    assert any(offered in one for one in reading.suggestions)
    for one in reading.suggestions:
        assert isinstance(read_message(one, schema), Understood)


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        (SHOP, "orders by region"),
        (SHOP, "orders by month"),
        (CLINIC, "patients by Ward"),
        (MATCHES, "matches by venue"),
    ],
)
def test_rows_by_a_column_are_counted_not_sorted(schema: Schema, text: str):
    operation, params = _steps(read_message(text, schema))[-1]
    assert operation == "calculate"
    assert params["measures"] == [{"statistic": "count", "of": None}]


@pytest.mark.parametrize(
    ("schema", "before", "text", "operation", "columns"),
    [
        (SHOP, "revenue by region", "correlate it with customer age", "correlation",
         ["revenue", "customer_age"]),
        (CLINIC, "average Length of Stay by Ward", "correlate it with Age", "correlation",
         ["Length of Stay", "Age"]),
        (MATCHES, "mean attendance", "is it correlated with ticket_price", "correlation",
         ["attendance", "ticket_price"]),
    ],
)  # fmt: skip
def test_it_is_the_column_measured_before(
    schema: Schema, before: str, text: str, operation: str, columns: list[str]
):
    first = read_message(before, schema)
    assert isinstance(first, Understood)
    reading = read_message(text, schema, first.task)
    assert _steps(reading)[-1] == (operation, {"columns": columns})
    assert isinstance(reading, Understood)
    assert f"“it” was taken to mean {columns[0]}" in reading.task.assumptions


@pytest.mark.parametrize(
    ("schema", "before", "text", "by"),
    [
        (SHOP, "total revenue", "by units instead", "units"),
        (SHOP, "average revenue by region", "by units instead", "units"),
        (CLINIC, "average Age by Ward", "by Length of Stay instead", "Length of Stay"),
        (MATCHES, "total attendance by venue", "by goals instead", "goals"),
        (SHOP, "average revenue by region", "by unit_price instead", None),
    ],
)
def test_by_a_number_never_replaces_what_is_measured(
    schema: Schema, before: str, text: str, by: str | None
):
    first = read_message(before, schema)
    assert isinstance(first, Understood)
    measured = first.task.steps[-1].params.get("measures")
    reading = read_message(text, schema, first.task)
    if by is None:
        assert not isinstance(reading, Understood) or (
            reading.task.steps[-1].params.get("measures") == measured
        )
        return
    params = _steps(reading)[-1][1]
    assert params["by"] == [{"column": by}]
    assert measured is None or params["measures"] == measured

"""Short messages that the answer before makes clear: shares, averages, periods, gaps."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.base.columns import Column, Schema
from analysis.base.task import Task
from chat.linking.outcomes import Question, Reading, Understood
from chat.reader.messages import read_message
from tests.chat.reader.everyday_tables import CLINIC, SCHOOL, SHOP, STAFF

CUSTOMERS = Schema(
    name="orders.csv", n_rows=320,
    columns=(
        Column(name="order_id", kind="identifier", n_unique=320),
        Column(name="customer", kind="text", n_unique=50),
        Column(name="revenue", kind="number", n_unique=300, minimum=1.0, maximum=90.0),
    ),
)  # fmt: skip
IN_2023 = [
    {"column": "order_date", "op": ">=", "value": "2023-01-01"},
    {"column": "order_date", "op": "<", "value": "2024-01-01"},
]
WEST = {"column": "region", "op": "==", "value": "West"}
REVENUE = {"statistic": "sum", "of": "revenue"}


def read(schema: Schema, *texts: str) -> Reading:
    """The reading of the last message of a conversation."""
    task: Task | None = None
    for text in texts[:-1]:
        reading = read_message(text, schema, task)
        assert isinstance(reading, Understood), (text, reading)
        task = reading.task
    return read_message(texts[-1], schema, task)


def after(schema: Schema, *texts: str) -> Task:
    reading = read(schema, *texts)
    assert isinstance(reading, Understood), reading
    assert reading.task.source == "followup"
    assert not reading.task.ignored
    assert reading.task.assumptions
    return reading.task


def limits(task: Task) -> list[dict[str, Any]]:
    found = [s.params["where"] for s in task.steps if s.operation == "filter_rows"]
    return [leaf for where in found for leaf in where.get("all", [where])]


@pytest.mark.parametrize(
    ("schema", "first", "then"),
    [
        (
            SHOP,
            "how many orders were delivered?",
            "what percentage of all orders is that?",
        ),
        (SHOP, "how many orders were delivered?", "and in percent?"),
        (SHOP, "how many orders came from the West?", "as a share of the total"),
        (CLINIC, "how many patients are smokers?", "what share is that"),
        (
            CLINIC,
            "how many women are insured?",
            "how many percent of all patients is that?",
        ),
        (SCHOOL, "how many pupils passed?", "what proportion of all pupils is that"),
        (STAFF, "how many people are in IT?", "and as a percentage please"),
    ],
)
def test_a_number_of_rows_becomes_its_share_of_all(
    schema: Schema, first: str, then: str
):
    task = after(schema, first, then)
    (measure,) = task.steps[-1].params["measures"]
    before = read(schema, first)
    assert isinstance(before, Understood)
    asked = limits(before.task)
    assert measure["statistic"] == "rate"
    assert measure["where"] == (asked[0] if len(asked) == 1 else {"all": asked})
    assert limits(task) == []


def test_a_share_is_of_the_rows_that_it_names():
    task = after(
        SHOP,
        "how many orders from the West in 2023",
        "as a share of all orders in 2023",
    )
    assert limits(task) == IN_2023
    assert task.steps[-1].params["measures"][0]["where"] == WEST


@pytest.mark.parametrize(
    "then",
    ["what share of all revenue is that for each, in %", "now as a percentage of the total",
     "in percent", "and as percentages of all our revenue", "what percentage is that"],
)  # fmt: skip
def test_totals_by_group_become_shares(then: str):
    params = after(SHOP, "total revenue by region", then).steps[-1].params
    assert params["measures"] == [{**REVENUE, "share": "total", "unit": "%"}]
    assert params["by"] == [{"column": "region"}]


@pytest.mark.parametrize(
    "then", ["what percentage of total revenue is that?", "as a share of all revenue"]
)
def test_a_total_of_some_rows_is_divided_by_that_of_all(then: str):
    (measure,) = (
        after(SHOP, "total revenue in the West", then).steps[-1].params["measures"]
    )
    assert (measure["where"], measure["over"]) == (WEST, REVENUE)


def test_of_two_wholes_the_one_that_is_meant_is_asked():
    first = "how many orders were delivered by region"
    reading = read(SHOP, first, "what percentage of all orders is that")
    assert isinstance(reading, Question)
    assert len(reading.options) == 2
    task = after(SHOP, first, "as a percentage of the region")
    assert task.steps[-1].params["measures"][0]["statistic"] == "rate"


def test_a_question_of_its_own_takes_nothing_from_before():
    reading = read(
        SHOP, "how many orders from the West", "what share of orders was delivered"
    )
    assert isinstance(reading, Understood)
    assert reading.task.source != "followup"
    assert limits(reading.task) == []


@pytest.mark.parametrize(
    ("first", "then", "key", "kept"),
    [
        (
            "total revenue in 2023",
            "what is that per month on average",
            "month",
            IN_2023,
        ),
        ("total revenue in 2023", "and per week on average?", "week", IN_2023),
        (
            "how many orders in 2023",
            "how many is that a month on average",
            "month",
            IN_2023,
        ),
        ("total units", "on average per product", "product", []),
        ("total revenue by month", "and on average?", "month", []),
    ],
)
def test_totals_are_averaged_over_the_groups(
    first: str, then: str, key: str, kept: list[dict[str, Any]]
):
    task = after(SHOP, first, then)
    params = task.steps[-1].params
    assert params["over_groups"] == {"statistic": "mean"}
    assert params["by"][-1].get("grain", params["by"][-1]["column"]) == key
    assert params["measures"][0]["statistic"] in ("sum", "count")
    assert limits(task) == kept


@pytest.mark.parametrize(
    ("first", "then", "start", "end"),
    [
        ("total revenue in 2024", "and the year before?", "2023-01-01", "2024-01-01"),
        ("total revenue in March 2023", "and the month after", "2023-04-01", "2023-05-01"),
        ("orders in March 2024 by region", "the year before", "2023-03-01", "2023-04-01"),
        ("total revenue in 2023", "and the following month?", "2024-01-01", "2024-02-01"),
        ("how many orders in the second quarter of 2023", "the next quarter?",
         "2023-07-01", "2023-10-01"),
        ("total revenue in 2023", "only July", "2023-07-01", "2023-08-01"),
    ],
)  # fmt: skip
def test_a_period_is_told_by_the_one_before(
    first: str, then: str, start: str, end: str
):
    values = {w["op"]: w["value"] for w in limits(after(SHOP, first, then))}
    assert values == {">=": start, "<": end}


def test_a_month_without_a_year_is_that_of_all_where_none_stands():
    task = after(
        SHOP, "total revenue by region", "do the same for July and August only"
    )
    (leaf,) = limits(task)
    assert (leaf["part"], leaf["value"]) == ("month", [7, 8])
    assert "every year" in task.assumptions[0]


@pytest.mark.parametrize(
    ("schema", "first", "then", "values"),
    [
        (SHOP, "average revenue by region", "so what is the difference between West and East there",
         ["West", "East"]),
        (SHOP, "average units in the West", "so how many more is that in the East than in the West",
         ["East", "West"]),
        (CLINIC, "average length of stay by ward", "and how much longer is it in A1 than in B2?",
         ["A1", "B2"]),
        (CLINIC, "mean age by sex", "what's the gap?", ["male", "female"]),
        (SCHOOL, "mean maths score by gender", "and the difference in percent?", ["girl", "boy"]),
    ],
)  # fmt: skip
def test_the_difference_is_of_the_measure_that_stands(
    schema: Schema, first: str, then: str, values: list[str]
):
    before = read(schema, first)
    assert isinstance(before, Understood)
    params = after(schema, first, then).steps[-1].params
    assert params["compare"] == {"kind": "difference"}
    assert params["by"][0]["values"] == values


@pytest.mark.parametrize(
    ("first", "then", "key", "statistic"),
    [
        ("total revenue", "how did that develop over the years", "year", "sum"),
        ("average revenue of lamps", "how has it changed by month?", "month", "mean"),
        ("how many orders were delivered", "and over the years?", "year", "count"),
        ("total revenue by region", "how did that change from quarter to quarter",
         "quarter", "sum"),
    ],
)  # fmt: skip
def test_what_stands_is_shown_by_time(first: str, then: str, key: str, statistic: str):
    params = after(SHOP, first, then).steps[-1].params
    assert params["by"][0] == {"column": "order_date", "grain": key}
    assert params["measures"][0]["statistic"] == statistic


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("total revenue by region", "and overall?"),
        ("total revenue in the West", "and in total?"),
        ("total revenue for lamps", "compared to everything"),
    ],
)
def test_all_of_it_is_asked(first: str, then: str):
    task = after(SHOP, first, then)
    assert limits(task) == []
    assert not task.steps[-1].params.get("by")


def test_which_limit_goes_is_asked_where_there_are_several():
    reading = read(SHOP, "how many orders were delivered in the West", "and in total?")
    assert isinstance(reading, Question)


def test_a_share_keeps_its_meaning_when_its_group_is_another():
    texts = ["how many women are insured", "in percent", "and the men?"]
    (measure,) = after(CLINIC, *texts).steps[-1].params["measures"]
    assert {"column": "Sex", "op": "==", "value": "male"} in measure["where"]["all"]


@pytest.mark.parametrize("then", ["and per unit?", "per unit", "what is that per unit"])
def test_a_total_is_divided_by_an_amount(then: str):
    (measure,) = after(SHOP, "total revenue in 2023", then).steps[-1].params["measures"]
    assert measure == {**REVENUE, "over": {"statistic": "sum", "of": "units"}}


@pytest.mark.parametrize(
    "then",
    ["and leaving out orders with fewer than 3 units?", "without orders of less than 3 units",
     "excluding orders with units below 3"],
)  # fmt: skip
def test_what_is_left_out_leaves_the_answer_and_not_the_table(then: str):
    task = after(SHOP, "average revenue by region", then)
    assert limits(task) == [{"not": {"column": "units", "op": "<", "value": 3}}]
    assert task.steps[-1].operation == "calculate"


def test_both_ends_at_once_are_no_change():
    reading = read(SHOP, "total revenue by region", "only the highest and the lowest")
    assert not isinstance(reading, Understood) or reading.task.source != "followup"


@pytest.mark.parametrize(
    "then", ["only July", "same for the West", "and in 2023", "now only lamps"]
)
def test_rows_of_a_method_are_changed(then: str):
    task = after(SHOP, "correlation between units and revenue in 2024", then)
    assert task.steps[-1].operation == "correlation"
    assert limits(task) != []


@pytest.mark.parametrize(
    ("schema", "first", "then", "kept"),
    [
        (SHOP, "total revenue", "how many of them came from the West?", [WEST]),
        (SHOP, "total units", "of which lamps?",
         [{"column": "product", "op": "==", "value": "Lamp"}]),
        (SHOP, "total revenue in 2023", "of those, how many came from the West", [*IN_2023, WEST]),
    ],
)  # fmt: skip
def test_a_part_of_a_total_is_of_the_same_measure(
    schema: Schema, first: str, then: str, kept: list[dict[str, Any]]
):
    task = after(schema, first, then)
    assert task.steps[-1].params["measures"][0]["statistic"] == "sum"
    assert limits(task) == kept


@pytest.mark.parametrize(
    "then",
    ["how much of that came from the West?", "what share of that was from the West",
     "what percentage of it is from the West"],
)  # fmt: skip
def test_a_part_of_a_total_is_asked_as_its_share(then: str):
    (measure,) = after(SHOP, "total revenue", then).steps[-1].params["measures"]
    assert (measure["where"], measure["over"]) == (WEST, REVENUE)


@pytest.mark.parametrize(
    "then",
    [
        "how much more was it in April",
        "and the difference to April?",
        "how much less in April?",
    ],
)
def test_the_period_before_is_set_against_another(then: str):
    params = after(SHOP, "total revenue in March 2023", then).steps[-1].params
    starts = [one["start"] for one in params["by"][0]["periods"]]
    assert starts == ["2023-03-01", "2023-04-01"]
    assert params["compare"] == {"kind": "difference"}


@pytest.mark.parametrize(
    ("then", "op", "day"),
    [
        ("only on Sundays", "in", 6),
        ("and without Mondays", "not_in", 0),
        ("just Fridays", "in", 4),
    ],
)
def test_days_of_the_week_limit_what_stands(then: str, op: str, day: int):
    (leaf,) = limits(after(SHOP, "total revenue", then))
    assert (leaf["part"], leaf["op"], leaf["value"]) == ("day_of_week", op, [day])


@pytest.mark.parametrize(
    ("then", "key"),
    [("for each region separately", "region"), ("by product, each on its own", "product"),
     ("and per region individually", "region")],
)  # fmt: skip
def test_what_stresses_a_change_is_passed_over(then: str, key: str):
    params = after(SHOP, "average revenue", then).steps[-1].params
    assert params["by"] == [{"column": key}]
    assert params["measures"][0]["statistic"] == "mean"


def test_the_second_is_no_first():
    params = (
        after(SHOP, "which region has the highest revenue", "and the second highest?")
        .steps[-1]
        .params
    )
    assert (params["place"], params.get("limit")) == (2, None)


@pytest.mark.parametrize(
    "then",
    [
        "how many of them ordered more than once",
        "and how many of those have more than one order",
    ],
)
def test_them_are_the_things_that_were_counted(then: str):
    reading = read(CUSTOMERS, "how many different customers are there?", then)
    assert isinstance(reading, Understood)
    params = reading.task.steps[-1].params
    assert params["by"] == [{"column": "customer"}]
    assert params["having"]


def test_of_those_that_were_counted_a_share_is_asked():
    texts = [
        "how many orders from the West",
        "and of those, how many were delivered",
        "what share is that",
    ]
    task = after(SHOP, *texts)
    assert limits(task) == [WEST]
    assert task.steps[-1].params["measures"][0]["statistic"] == "rate"


def test_two_groups_are_compared_in_what_stands():
    params = (
        after(CLINIC, "average length of stay", "compare men and women")
        .steps[-1]
        .params
    )
    assert params["by"][0]["values"] == ["male", "female"]


@pytest.mark.parametrize(
    ("then", "descending"),
    [("which one is the worst?", False), ("and which of them is highest?", True),
     ("the best product", True), ("who is the lowest", False)],
)  # fmt: skip
def test_one_of_the_groups_is_asked_for(then: str, descending: bool):
    params = after(SHOP, "average revenue by product", then).steps[-1].params
    assert params["by"] == [{"column": "product"}]
    assert params["limit"] == 1
    assert params["order"]["descending"] is descending


def test_the_average_over_the_periods_that_stand():
    params = (
        after(SHOP, "total revenue by year", "on average per year").steps[-1].params
    )
    assert params["over_groups"] == {"statistic": "mean"}


@pytest.mark.parametrize("then", ["now per month", "per month", "and by month"])
def test_a_period_takes_the_place_of_the_groups(then: str):
    params = after(SHOP, "total revenue by region", then).steps[-1].params
    assert params["by"] == [{"column": "order_date", "grain": "month"}]


def test_a_share_behind_some_of_those_is_of_those():
    texts = [
        "how many orders in 2023",
        "how many of those came from the West",
        "in percent",
    ]
    task = after(SHOP, *texts)
    assert limits(task) == IN_2023
    assert task.steps[-1].params["measures"][0]["where"] == WEST


@pytest.mark.parametrize(
    ("then", "start", "end"),
    [("up to June", "2024-01-01", None), ("and since April", None, "2025-01-01"),
     ("before September", "2024-01-01", None)],
)  # fmt: skip
def test_an_end_keeps_the_beginning_that_stands(
    then: str, start: str | None, end: str | None
):
    values = {
        w["op"][0]: w["value"]
        for w in limits(after(SHOP, "total revenue in 2024", then))
    }
    assert start in (None, values[">"])
    assert end in (None, values["<"])
    assert values[">"] < values["<"]


def test_the_same_with_several_changes_at_once():
    params = after(SHOP, "average revenue", "same thing by region, top 2, only 2024")
    assert params.steps[-1].params["limit"] == 2
    assert params.steps[-1].params["by"] == [{"column": "region"}]
    assert [w["value"] for w in limits(params)] == ["2024-01-01", "2025-01-01"]

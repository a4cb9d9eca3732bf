"""Short messages that the answer before makes clear: averages, gaps, groups, rows."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Question, Understood
from tests.chat.reader.everyday_tables import CLINIC, SCHOOL, SHOP
from tests.chat.reader.following import IN_2023, REVENUE, after, limits, read

CUSTOMERS = Schema(
    name="orders.csv", n_rows=320,
    columns=(
        Column(name="order_id", kind="identifier", n_unique=320),
        Column(name="customer", kind="text", n_unique=50),
        Column(name="revenue", kind="number", n_unique=300, minimum=1.0, maximum=90.0),
    ),
)  # fmt: skip


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


def test_the_same_with_several_changes_at_once():
    params = after(SHOP, "average revenue", "same thing by region, top 2, only 2024")
    assert params.steps[-1].params["limit"] == 2
    assert params.steps[-1].params["by"] == [{"column": "region"}]
    assert [w["value"] for w in limits(params)] == ["2024-01-01", "2025-01-01"]

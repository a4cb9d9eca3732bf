"""Short messages about time: other periods than the answer before, or by them."""

from __future__ import annotations

import pytest

from tests.chat.reader.everyday_tables import SHOP
from tests.chat.reader.following import after, limits


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


def test_the_average_over_the_periods_that_stand():
    params = (
        after(SHOP, "total revenue by year", "on average per year").steps[-1].params
    )
    assert params["over_groups"] == {"statistic": "mean"}


@pytest.mark.parametrize("then", ["now per month", "per month", "and by month"])
def test_a_period_takes_the_place_of_the_groups(then: str):
    params = after(SHOP, "total revenue by region", then).steps[-1].params
    assert params["by"] == [{"column": "order_date", "grain": "month"}]


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

"""Short messages that make shares, and parts, of the answer before."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import Question, Understood
from tests.chat.reader.everyday_tables import CLINIC, SCHOOL, SHOP, STAFF
from tests.chat.reader.following import IN_2023, REVENUE, WEST, after, limits, read


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


def test_a_share_keeps_its_meaning_when_its_group_is_another():
    texts = ["how many women are insured", "in percent", "and the men?"]
    (measure,) = after(CLINIC, *texts).steps[-1].params["measures"]
    assert {"column": "Sex", "op": "==", "value": "male"} in measure["where"]["all"]


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


def test_of_those_that_were_counted_a_share_is_asked():
    texts = [
        "how many orders from the West",
        "and of those, how many were delivered",
        "what share is that",
    ]
    task = after(SHOP, *texts)
    assert limits(task) == [WEST]
    assert task.steps[-1].params["measures"][0]["statistic"] == "rate"


def test_a_share_behind_some_of_those_is_of_those():
    texts = [
        "how many orders in 2023",
        "how many of those came from the West",
        "in percent",
    ]
    task = after(SHOP, *texts)
    assert limits(task) == IN_2023
    assert task.steps[-1].params["measures"][0]["where"] == WEST

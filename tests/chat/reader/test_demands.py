"""A reading that has nothing for what the words demand is asked about, not given."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.base.columns import Column, Schema
from analysis.base.task import Step, Task
from chat.linking.outcomes import Question, Understood
from chat.reader.demands import as_demanded, unmet
from chat.reader.messages import read_message
from tests.chat.reader.everyday_tables import CLINIC, SCHOOL, SHOP, STAFF

COUNT: dict[str, Any] = {"measures": [{"statistic": "count", "of": None}]}
TOTAL: dict[str, Any] = {"measures": [{"statistic": "sum", "of": "revenue"}]}
BY_REGION = {"by": [{"column": "region"}]}


def _task(params: dict[str, Any], *before: Step, **more: Any) -> Task:
    return Task(steps=(*before, Step(operation="calculate", params=params)), **more)


@pytest.mark.parametrize(
    ("text", "params", "word"),
    [
        ("median revenue by region", TOTAL | BY_REGION, "median"),
        ("what do we take on average per region", TOTAL | BY_REGION, "on average"),
        ("rank the regions by their mean revenue", TOTAL | BY_REGION, "mean"),
        ("standard deviation of the revenue", TOTAL, "standard deviation"),
        ("what percentage of the orders was delivered", COUNT, "what percentage"),
        ("share of orders from the North", COUNT, "share of"),
        ("revenue in percent by region", TOTAL | BY_REGION, "in percent"),
        ("the three biggest regions", COUNT, "biggest"),
        ("region with the lowest revenue", TOTAL | BY_REGION, "lowest"),
        ("who are the youngest customers", COUNT, "youngest"),
    ],
)
def test_what_a_reading_has_nothing_for_is_named(
    text: str, params: dict[str, Any], word: str
):
    reading = Understood(_task(params))

    asked = as_demanded(text, SHOP, reading)

    assert isinstance(asked, Question)
    assert f"“{word}”" in asked.prompt
    assert asked.options[0][0].steps == reading.task.steps


def test_a_column_that_is_made_and_not_used_is_named():
    made = Step(
        operation="add_column",
        params={"name": "year_order", "expression": "year(order_date)"},
    )
    unused = Understood(_task(TOTAL | BY_REGION, made))
    used = Understood(_task(TOTAL | {"by": [{"column": "year_order"}]}, made))

    assert unmet("revenue by year of the order", SHOP, unused) == ("year_order",)
    assert unmet("revenue by year of the order", SHOP, used) == ()


def test_a_request_is_no_mere_telling():
    told = "For the board I have to name the regions with the most orders"
    reading = Understood(_task(COUNT, ignored=(told,)))

    assert unmet(f"{told}, with the numbers", SHOP, reading) == (told,)


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        (SHOP, "median revenue by region"),
        (SHOP, "what percentage of the orders was delivered"),
        (SHOP, "the three biggest orders"),
        (SHOP, "how often did we sell a lamp"),
        (SHOP, "total revenue of all orders from the North"),
        (CLINIC, "average age of the smokers"),
        (CLINIC, "longest stay by ward"),
        (SCHOOL, "what share of the pupils has free meals"),
        (STAFF, "highest salary in each department"),
    ],
)
def test_readings_of_the_whole_meet_the_demands(schema: Schema, text: str):
    reading = read_message(text, schema)
    assert unmet(text, schema, reading) == ()
    assert "no place for" not in str(getattr(reading, "prompt", ""))


@pytest.mark.parametrize(
    ("text", "statistic", "of"),
    [
        ("AVG(revenue) by region", "mean", "revenue"),
        ("sum(units) per product", "sum", "units"),
        ("MAX(customer_age) for each region", "max", "customer_age"),
        ("count(*) by product", "count", None),
    ],
)
def test_a_statistic_that_is_written_as_a_function_is_taken(
    text: str, statistic: str, of: str | None
):
    reading = read_message(text, SHOP)
    assert isinstance(reading, Understood), reading
    measure = reading.task.steps[-1].params["measures"][0]
    assert (measure["statistic"], measure["of"]) == (statistic, of)


SALES = Schema(
    name="stock.csv", n_rows=284,
    columns=(
        Column(name="No", kind="identifier", n_unique=284),
        Column(name="Brand", kind="category", n_unique=3,
               levels=(("Volvo", 100), ("Saab", 100), ("Seat", 84))),
        Column(name="Sold", kind="category", n_unique=2, levels=(("Yes", 161), ("No", 123))),
        Column(name="Broken", kind="category", n_unique=2, levels=(("Yes", 20), ("No", 264))),
        Column(name="Guests", kind="integer", n_unique=9, minimum=1, maximum=9),
        Column(name="Ad spend", kind="number", n_unique=90, minimum=0.0, maximum=900.0),
        Column(name="day", kind="datetime", n_unique=200, minimum="2024-01-01",
               maximum="2024-12-30"),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "how many have I still got standing here unsold",
        "For those that were sold, how long did they stand on average, split by brand?",
        "what did we earn in June",
        "revenue by brand",
    ],
)
def test_no_other_question_is_answered_in_its_place(text: str):
    reading = read_message(text, SALES)
    assert not isinstance(reading, Understood), reading.task.steps


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("what share of each brand did we sell?", "Sold"),
        ("how many Volvos did we sell", "Sold"),
        ("how many were sold broken", "Broken"),
    ],
)
def test_a_verb_that_is_a_column_of_yes_and_no_is_that_column(text: str, column: str):
    reading = read_message(text, SALES)
    assert isinstance(reading, Understood), reading
    assert column in str([step.params for step in reading.task.steps])


def test_who_ran_asks_for_no_running_total():
    reading = read_message("how many ran in June", SALES)
    assert "running" not in str(reading)

"""Small words that carry meaning: still, first, per, in percent, going by, pulls in."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.base.columns import Column, Schema
from analysis.base.task import Task
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.chat.reader.everyday_tables import (
    CLINIC,
    SCHOOL,
    SHOP,
    STAFF,
    _dates,
    _key,
    _number,
    _words,
)

_ENDS = Column(
    name="handed_back", kind="datetime", n_unique=90, n_missing=17,
    minimum="2024-01-03", maximum="2024-12-20",
)  # fmt: skip
BIKES = Schema(
    name="bikes.csv", n_rows=160,
    columns=(
        _key("hire_no", 160), _words("bike", "city", "race", "cargo"),
        _words("station", "Quay", "Hill"), _dates("taken", "2024-01-01", "2024-12-18", 140),
        _ENDS, _number("minutes", 5, 400), _number("income_eur", 1.0, 40.0),
    ),
)  # fmt: skip
REGATTA = Schema(
    name="regatta.csv", n_rows=90,
    columns=(
        _words("boat", "Swift", "Gull", "Tern"), _words("class_", "junior", "senior"),
        _number("final_rank", 1, 9, 9), _number("crew", 2, 8, 7),
    ),
)  # fmt: skip
LETTERS = Schema(
    name="letters.csv", n_rows=90,
    columns=(
        _words("office", "A", "B"), _words("kind", "card", "parcel", "letter"),
        _number("weight_g", 5, 900), _number("stamps", 1, 6, 6),
    ),
)  # fmt: skip


def _task(schema: Schema, text: str) -> Task:
    reading = read_message(text, schema)
    assert isinstance(reading, Understood), reading
    assert not reading.task.ignored, reading.task.ignored
    return reading.task


def _last(schema: Schema, text: str) -> dict[str, Any]:
    return dict(_task(schema, text).steps[-1].params)


@pytest.mark.parametrize(
    "text",
    [
        "how many are still out?",
        "how many hires are still out",
        "how many are not back yet",
        "how many bikes are still with customers",
        "how many are still out on loan at the Quay station",
    ],
)
def test_what_has_not_ended_has_no_date_of_its_end(text: str):
    task = _task(BIKES, text)
    where = str(task.steps[0].params["where"])
    assert "handed_back" in where
    assert "is_missing" in where
    assert ("Quay" in text) == ("Quay" in where)
    assert task.steps[-1].params["measures"] == [{"statistic": "count", "of": None}]
    assert any("handed_back" in said for said in task.assumptions)


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        (SHOP, "how many orders are still out"),
        (LETTERS, "how many parcels are still open"),
        (SCHOOL, "how many pupils came first"),
        (LETTERS, "how many have come last"),
    ],
)
def test_still_and_first_are_never_passed_over(schema: Schema, text: str):
    reading = read_message(text, schema)
    assert not isinstance(reading, Understood), reading.task


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("how many came first", 1),
        ("how many have come third", 3),
        ("how many came in second", 2),
        ("which boat came first most often", 1),
    ],
)
def test_who_came_first_has_the_first_place(text: str, place: int):
    where = str(_task(REGATTA, text).steps[0].params["where"])
    assert f"'column': 'final_rank', 'op': '==', 'value': {place}" in where


@pytest.mark.parametrize(
    ("schema", "text", "column"),
    [
        (CLINIC, "male vs female, in percent", "Sex"),
        (CLINIC, "share of males and females", "Sex"),
        (SCHOOL, "girls and boys in percent", "Gender"),
        (BIKES, "Quay vs Hill in percent", "station"),
    ],
)
def test_groups_in_percent_are_shares_of_the_rows(
    schema: Schema, text: str, column: str
):
    params = _last(schema, text)
    (measure,) = params["measures"]
    assert (measure["statistic"], measure["share"]) == ("count", "total")
    assert params["by"][0]["column"] == column


def test_a_mean_is_no_share_of_a_whole():
    params = _last(CLINIC, "males vs females in age in percent")
    assert "share" not in params["measures"][0]
    assert params["compare"] == {"kind": "difference"}


@pytest.mark.parametrize(
    "text",
    [
        "total income in March 2024, going by the handed back date",
        "income in March 2024 according to handed_back",
        "how many hires in March 2024, by handed_back",
    ],
)
def test_a_stretch_of_time_is_of_the_date_that_is_named(text: str):
    task = _task(BIKES, text)
    where = str(task.steps[0].params["where"])
    assert "handed_back" in where
    assert "taken" not in where
    assert not task.steps[-1].params.get("by")


def test_a_unit_beside_the_date_parts_the_rows():
    params = _last(BIKES, "income by month in 2024, going by handed_back")
    assert params["by"] == [{"column": "handed_back", "grain": "month"}]


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        (LETTERS, "which office pulls in the most"),
        (REGATTA, "which boat stays longest"),
        (LETTERS, "which kind is loudest"),
    ],
)
def test_no_quality_of_a_column_that_is_not_there_counts_rows(
    schema: Schema, text: str
):
    reading = read_message(text, schema)
    assert not isinstance(reading, Understood), reading.task


def test_what_is_taken_for_each_is_a_ratio():
    params = _last(BIKES, "what do we take per minute at the Quay")
    (measure,) = params["measures"]
    assert (measure["of"], measure["over"]["of"]) == ("income_eur", "minutes")
    reading = read_message("what do we lose per stamp", LETTERS)
    assert not isinstance(reading, Understood)


@pytest.mark.parametrize(
    ("schema", "text", "of"),
    [
        (SHOP, "busiest month for revenue", "revenue"),
        (BIKES, "busiest month for income", "income_eur"),
    ],
)
def test_the_busiest_for_an_amount_is_no_number_of_rows(
    schema: Schema, text: str, of: str
):
    assert _last(schema, text)["measures"][0]["of"] == of


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        (
            "by how many percent did revenue go up from the first to the second quarter of 2023",
            ("2023-Q1", "2023-Q2"),
        ),
        (
            "growth of revenue from the third to the fourth quarter of 2024 in percent",
            ("2024-Q3", "2024-Q4"),
        ),
    ],
)
def test_two_quarters_share_their_year(text: str, periods: tuple[str, str]):
    params = _last(SHOP, text)
    assert [p["label"] for p in params["by"][0]["periods"]] == list(periods)
    assert "share" not in params["measures"][0]


@pytest.mark.parametrize(
    "text",
    ["do smokers do better than others", "are members better than non-members"],
)
def test_better_says_not_in_what(text: str):
    schema = CLINIC if "smokers" in text else SHOP
    assert not isinstance(read_message(text, schema), Understood)


@pytest.mark.parametrize(
    ("text", "age"), [("how many over 65s do we have", 65), ("how many over-40s", 40)]
)
def test_the_over_65s_are_over_65(text: str, age: int):
    where = _task(CLINIC, text).steps[0].params["where"]
    assert where == {"column": "Age", "op": ">", "value": age}


def test_what_most_answer_is_the_most_frequent_answer():
    params = _last(STAFF, "what do most workers answer for STATUS")
    assert params["by"] == [{"column": "STATUS"}]
    assert params["measures"][0]["statistic"] == "count"

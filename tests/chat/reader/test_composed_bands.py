"""Bands set side by side, scores of recommendation, totals of periods and of groups."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.base.columns import Column, Schema
from analysis.base.task import Step
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message


def _words(name: str, n_unique: int, *levels: str) -> Column:
    each = tuple((level, 10) for level in levels)
    return Column(name=name, kind="category", n_unique=n_unique, levels=each)


def _number(name: str, low: float, high: float, kind: Any = "number") -> Column:
    return Column(name=name, kind=kind, n_unique=60, minimum=low, maximum=high)


def _dates(name: str) -> Column:
    return Column(
        name=name, kind="datetime", n_unique=200,
        minimum="2021-01-02", maximum="2024-11-30",
    )  # fmt: skip


GYM = Schema(
    name="gym_visits.csv", n_rows=400,
    columns=(
        _words("member", 60), _words("Branch", 3, "North", "South", "East"),
        _words("Sport", 3, "Rowing", "Climbing", "Yoga"), _number("age_years", 14, 80, "integer"),
        _number("pulse", 60.0, 190.0), _number("spent_eur", 2.0, 90.0),
        _dates("visited"),
        Column(name="How likely are you to recommend us? (0-10)", kind="integer",
               n_unique=11, minimum=0, maximum=10),
    ),
)  # fmt: skip
WARD = Schema(
    name="ward_patients.csv", n_rows=300,
    columns=(
        _dates("admitted"), _dates("discharged"), _words("Ward", 3, "Red", "Blue", "Gold"),
        _words("Sex", 2, "male", "female"), _number("weight_kg", 40.0, 120.0),
    ),
)  # fmt: skip


def _steps(text: str, schema: Schema = GYM) -> list[Step]:
    reading = read_message(text, schema)
    assert isinstance(reading, Understood), reading
    assert not reading.task.ignored
    return list(reading.task.steps)


@pytest.mark.parametrize(
    ("text", "edges", "labels"),
    [
        ("mean spent when pulse is above 120 versus below 120", [None, 120, None], ["below 120", "above 120"]),
        ("average spent by age: under 20, 20-39, 40 and over", [None, 20, 40, None], ["under 20", "20-39", "40 and over"]),
        ("average pulse for age_years up to 19, 20 to 39 and 40 or more", [None, 20, 40, None], ["up to 19", "20 to 39", "40 or more"]),
        ("mean pulse of rowing visits under 30 years versus older ones", [None, 30, None], ["under 30 years", "older"]),
        ("average spent for juniors (age_years under 18) versus the others", [None, 18, None], ["under 18", "others"]),
    ],
)  # fmt: skip
def test_ranges_side_by_side_are_bands(text: str, edges: list[Any], labels: list[str]):
    steps = _steps(text)
    (made,) = [step for step in steps if step.operation == "bin_column"]
    assert made.params["edges"] == edges
    assert made.params["labels"] == labels
    assert steps[-1].params["by"] == [{"column": made.params["name"]}]


def test_what_lies_between_two_bands_is_left_out():
    first = _steps("mean spent when pulse is above 120 versus below 120")[0]
    assert first.params["where"] == {"column": "pulse", "op": "!=", "value": 120}


@pytest.mark.parametrize(
    "text",
    [
        "how many visits have age_years above 20 and pulse below 90",
        "visits with age_years over 60 or under 18",
        "mean spent of visits with pulse between 80 and 120",
    ],
)
def test_conditions_are_no_bands(text: str):
    assert all(step.operation != "bin_column" for step in _steps(text))


@pytest.mark.parametrize(
    "text",
    [
        "what is our NPS?",
        "net promoter score by branch",
        "the NPS: percent giving 9 or 10 minus percent giving 0 to 6",
        "percentage with 9 or 10 less percentage with 0 to 6 for recommend, ignore the blanks",
    ],
)
def test_a_score_of_recommendation_is_a_mean_of_points(text: str):
    made, last = _steps(text)
    assert ">= 9" in made.params["expression"]
    assert "<= 6" in made.params["expression"]
    assert made.params["name"] in repr(last.params)
    assert "mean" in repr(last.params)


def test_a_score_needs_answers_from_0_to_10():
    assert not isinstance(read_message("what is our NPS?", WARD), Understood)


@pytest.mark.parametrize(
    ("text", "grain", "statistic"),
    [
        ("what is the average monthly total", "month", "mean"),
        ("median weekly total of spent_eur", "week", "median"),
        ("average total per month in 2023", "month", "mean"),
        ("average December total", "year", "mean"),
        ("Add up each month, then tell me the median monthly total", "month", "median"),
    ],
)
def test_totals_of_periods_come_first(text: str, grain: str, statistic: str):
    last = _steps(text)[-1].params
    assert last["by"] == [{"column": "visited", "grain": grain}]
    assert last["measures"][0]["statistic"] == "sum"
    assert last["over_groups"] == {"statistic": statistic}


def test_a_month_of_each_year_limits_the_rows():
    first = _steps("average December total")[0]
    assert first.params["where"]["value"] == [12]


@pytest.mark.parametrize(
    ("text", "statistic"),
    [
        ("how many members spent more than 200 in total", "sum"),
        ("which members have spent more than 300 in total", "sum"),
        ("how many members have pulse above 140 on average", "mean"),
    ],
)
def test_a_number_in_total_is_one_of_groups(text: str, statistic: str):
    (step,) = _steps(text)
    assert step.params["by"] == [{"column": "member"}]
    assert step.params["having"][0]["measure"]["statistic"] == statistic


@pytest.mark.parametrize(
    "text",
    [
        "how long do men stay on average",
        "on average how many days does a patient stay on the ward",
        "how long do patients remain here on average, by ward?",
    ],
)
def test_a_stay_goes_from_the_one_date_to_the_other(text: str):
    first = _steps(text, WARD)[0]
    assert first.params["expression"] == "days(discharged - admitted)"


def test_an_average_of_some_rows_is_no_hypothesis():
    steps = _steps("average spent of visits over 140 pulse")
    assert all("mu" not in step.params for step in steps)

"""Both of two requests are answered, each named value has its figure, and rows and groups
are held against the average of all."""

from __future__ import annotations

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Question, Understood
from chat.reader.messages import read_message

_BOATS = Schema(name="trips.csv", n_rows=400, columns=(
    Column(name="sailed", kind="datetime", n_unique=200, minimum="2023-01-02", maximum="2024-12-30"),
    Column(name="skipper", kind="category", n_unique=9, levels=(
        ("Ada", 60), ("Ben", 55), ("Cleo", 50), ("Dov", 45), ("Eve", 45), ("Fay", 40),
        ("Gus", 40), ("Hal", 35), ("Ida", 30))),
    Column(name="pier", kind="category", n_unique=4, levels=(
        ("Oban", 120), ("Mallaig", 100), ("Ullapool", 90), ("Tarbert", 90))),
    Column(name="takings", kind="number", n_unique=350, minimum=40.0, maximum=3000.0),
    Column(name="delay", kind="integer", n_unique=60, minimum=0, maximum=90),
    Column(name="cancelled", kind="boolean", n_unique=2, levels=(("no", 360), ("yes", 40))),
))  # fmt: skip

_COUNT = {"statistic": "count", "of": None}
_SUM = {"statistic": "sum", "of": "takings"}
_MEAN = {"statistic": "mean", "of": "takings"}


def task_of(text):
    reading = read_message(text, _BOATS)
    assert isinstance(reading, Understood), reading
    return reading.task


def steps_of(text):
    return [(step.operation, step.params) for step in task_of(text).steps]


@pytest.mark.parametrize("text", [
    "total takings, and the pier that earned the most?",
    "What are the total takings and which pier has the highest takings?",
])  # fmt: skip
def test_a_total_and_what_is_first_are_two_answers(text):
    (_, one), (_, two) = steps_of(text)
    assert (one["measures"], one.get("by")) == ([_SUM], None)
    assert two["by"] == [{"column": "pier"}]
    assert two["order"]["descending"] is True


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("which pier has the most trips and what are its average takings?", _MEAN),
        ("which skipper had the most trips, and how high were their total takings?", _SUM),
    ],
)  # fmt: skip
def test_a_figure_of_the_first_stands_beside_the_ranking(text, second):
    [(_, params)] = steps_of(text)
    assert params["measures"] == [_COUNT, second]
    assert params["order"] == {"by": "value", "measure": 0, "descending": True}


def test_a_number_and_a_share_are_both_given():
    measures = [p["measures"] for _, p in steps_of(
        "how many trips are there, and what share was cancelled?")]  # fmt: skip
    assert [m[0]["statistic"] for m in measures] == ["count", "rate"]


def test_what_is_asked_behind_a_number_is_of_the_same_rows():
    steps = steps_of("how many trips sailed in 2023 and which pier had the most?")
    assert [operation for operation, _ in steps].count("filter_rows") == 1
    assert steps[0][0] == "filter_rows"


def test_a_second_question_that_nothing_answers_is_told_or_asked_about():
    reading = read_message(
        "which skipper had the most trips and what did they drink", _BOATS
    )
    assert isinstance(reading, Question) or reading.task.ignored


@pytest.mark.parametrize("text", [
    "which pier and which skipper have the most trips?",
    "average takings and total delay by pier",
])  # fmt: skip
def test_one_request_stays_one(text):
    assert len(steps_of(text)) == 1


@pytest.mark.parametrize("text", [
    "what do we take on average when sailing from Oban, and what when from Mallaig?",
    "how much did Oban and how much did Mallaig take?",
    "takings by pier: Oban or Mallaig?",
])  # fmt: skip
def test_each_value_that_is_named_has_its_figure(text):
    (filtering, where), (_, params) = steps_of(text)
    assert filtering == "filter_rows"
    assert sorted(where["where"]["value"]) == ["Mallaig", "Oban"]
    [key] = params["by"]
    assert (key["column"], sorted(key["values"])) == ("pier", ["Mallaig", "Oban"])


def test_numbers_of_rows_of_either_add_up():
    _, (_, params) = steps_of("how many trips left from Oban or Mallaig?")
    assert params.get("by") is None


@pytest.mark.parametrize(("text", "measure", "n"), [
    ("what share of the takings comes from the top 3 skippers?", _SUM, 3),
    ("what percentage of takings do the 2 best piers make?", _SUM, 2),
    ("what share of all trips comes from the top 3 skippers?", _COUNT, 3),
])  # fmt: skip
def test_the_first_groups_have_a_share_together(text, measure, n):
    [(_, params)] = steps_of(text)
    assert params["over_groups"] == {"statistic": "sum"}
    assert params["measures"] == [measure | {"share": "total", "unit": "%"}]
    assert params["limit"] == n


@pytest.mark.parametrize(("text", "column", "op", "statistic"), [
    ("how many trips took more than the average takings?", "takings", ">", "mean"),
    ("list the trips with above-average takings", "takings", ">", "mean"),
    ("average delay of trips with takings below the median", "takings", "<", "median"),
    ("what share of trips is above the average delay", "delay", ">", "mean"),
])  # fmt: skip
def test_rows_are_held_against_a_figure_of_all(text, column, op, statistic):
    leaf = {"column": column, "op": op, "value": {"statistic": statistic}}
    assert any(
        leaf in (params.get("where"), *(m.get("where") for m in params.get("measures", ())))
        for _, params in steps_of(text)
    )  # fmt: skip


@pytest.mark.parametrize(("text", "key", "op", "measure"), [
    ("which months had above average takings?", {"column": "sailed", "grain": "month"}, ">", _SUM),
    ("which skippers took more than the average?", {"column": "skipper"}, ">", _SUM),
    ("which piers have a delay below average?", {"column": "pier"}, "<", {"statistic": "mean", "of": "delay"}),
])  # fmt: skip
def test_groups_are_held_against_the_figure_of_all_groups(text, key, op, measure):
    [(_, params)] = steps_of(text)
    assert params["by"] == [key]
    assert params["having"] == [{"measure": measure, "op": op, "against": "mean"}]


@pytest.mark.parametrize(("text", "limit", "told"), [
    ("the top 33% of skippers by takings", 3, "33 % of 9 different values of skipper are 3"),
    ("what share of the takings comes from the top 33% of skippers", 3, "33 % of 9 different values of skipper are 3"),
    ("the largest 5% of the takings", 20, "5 % of 400 rows are 20"),
])  # fmt: skip
def test_a_part_of_all_is_so_many(text, limit, told):
    task = task_of(text)
    assert task.steps[-1].params["limit"] == limit
    assert told in task.assumptions


@pytest.mark.parametrize("text", [
    "the 4 biggest takings with the skipper",
    "top 4 takings with skipper",
])  # fmt: skip
def test_what_stands_along_is_shown_and_not_ranked(text):
    [(operation, params)] = steps_of(text)
    assert (operation, params["limit"]) == ("show_rows", 4)
    assert params["columns"] == ["takings", "skipper"]


@pytest.mark.parametrize(("text", "statistic"), [
    ("which pier brings the fewest cancelled trips", "count"),
    ("which has the highest takings, Oban or Mallaig", "sum"),
])  # fmt: skip
def test_what_is_ranked_is_what_is_said(text, statistic):
    params = steps_of(text)[-1][1]
    assert [m["statistic"] for m in params["measures"]] == [statistic]
    assert params["by"][0]["column"] == "pier"
    assert params["order"]["descending"] is (statistic == "sum")

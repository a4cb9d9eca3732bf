"""Shares of those that have something, answers of one question, changes, bands, orders."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Reading, Understood
from chat.reader.messages import read_message


def _words(name: str, *levels: str, missing: int = 0) -> Column:
    each = tuple((level, 10) for level in levels)
    return Column(
        name=name, kind="category", n_unique=len(levels), levels=each, n_missing=missing
    )


def _number(name: str, low: float, high: float) -> Column:
    return Column(name=name, kind="integer", n_unique=40, minimum=low, maximum=high)


def _dates(name: str) -> Column:
    return Column(
        name=name, kind="datetime", n_unique=200,
        minimum="2022-01-02", maximum="2024-11-30",
    )  # fmt: skip


_AGREE = ("Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree")
CAMP = Schema(
    name="camp_feedback.csv", n_rows=240,
    columns=(
        _words("Tent row", "North", "South", "East"), _words("Helper", "Manager", "Cook"),
        _words("My tent was comfortable at night", *_AGREE),
        _words("The food tasted good every day", *_AGREE),
        _words("Round", "Opening", "Middle", "Closing"), _number("Score", 0, 100),
        _number("Complaints", 0, 9), _words("Voucher", "A5", "B7", "C9", missing=150),
        _words("Swimmer", "yes", "no"), _number("Age", 6, 17), _number("Fee eur", 20, 400),
        _dates("Signed up"), _dates("Start"),
    ),
)  # fmt: skip
_TENT, _FOOD = "My tent was comfortable at night", "The food tasted good every day"


def _task(reading: Reading) -> Any:
    assert isinstance(reading, Understood), reading
    return reading.task


@pytest.mark.parametrize(
    ("text", "op"),
    [
        ("what percentage used a voucher", "not_missing"),
        ("share of children with a voucher by tent row", "not_missing"),
        ("what proportion had a voucher", "not_missing"),
        ("what percentage had no voucher", "is_missing"),
    ],
)
def test_a_share_of_those_with_a_value(text: str, op: str):
    (measure,) = _task(read_message(text, CAMP)).steps[-1].params["measures"]
    assert measure["statistic"] == "rate"
    assert measure["where"] == {"column": "Voucher", "op": op}


def test_those_with_a_value_are_counted():
    steps = _task(read_message("how many used a voucher", CAMP)).steps
    assert steps[0].params["where"] == {"column": "Voucher", "op": "not_missing"}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("mean score with and without a voucher", "split"),
        ("compare the average fee with and without a voucher", "split"),
    ],
)
def test_with_and_without_are_two_groups(text: str, key: str):
    (by,) = _task(read_message(text, CAMP)).steps[-1].params["by"]
    assert key in by


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("percentage of those who disagree or strongly disagree that their tent was comfortable", _TENT),
        ("share who agree or strongly agree that the food tasted good by tent row", _FOOD),
        ("what percentage strongly agree that the food tasted good", _FOOD),
    ],
)  # fmt: skip
def test_answers_are_of_the_question_that_is_named(text: str, column: str):
    task = _task(read_message(text, CAMP))
    (measure,) = task.steps[-1].params["measures"]
    assert measure["where"]["column"] == column
    assert not task.ignored


@pytest.mark.parametrize(
    "text",
    [
        "By how many points did the average score of each tent row change from the Opening to the Closing round?",
        "change in mean score from Opening to Closing by tent row",
    ],
)  # fmt: skip
def test_a_change_between_two_values_is_set_side_by_side(text: str):
    params = _task(read_message(text, CAMP)).steps[-1].params
    assert {"column": "Round", "values": ["Opening", "Closing"]} in params["by"]
    assert {"column": "Tent row"} in params["by"]
    assert params["compare"] == {"kind": "difference"}


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("By what percentage did the number of children grow from 2023 to 2024? Please take the year of start.", "Start"),
        ("how many children in 2023? take the year of start", "Start"),
    ],
)  # fmt: skip
def test_a_sentence_says_which_date(text: str, column: str):
    assert f"'column': '{column}'" in repr(_task(read_message(text, CAMP)).steps)


@pytest.mark.parametrize(
    ("text", "descending"),
    [
        ("mean complaints by tent row, worst on top", True),
        ("mean score by tent row, worst on top", False),
        ("mean score by tent row, best at the top", True),
        ("mean complaints by tent row, best first", False),
        ("which tent row has the worst mean complaints", True),
        ("the worst 2 tent rows by mean complaints", True),
    ],
)
def test_the_worst_is_as_the_measure_has_it(text: str, descending: bool):
    task = _task(read_message(text, CAMP))
    assert task.steps[-1].params["order"]["descending"] is descending
    taken = any("taken to be" in one for one in task.assumptions)
    assert taken is ("complaints" in text or "worst" in text)


@pytest.mark.parametrize(
    "text",
    [
        "split age into young (up to 9), middle (10-13) and old (14+) and give me the average score of each",
        "Sort the ages into 6-9, 10-13 and 14-17 and show the mean score for each group",
    ],
)  # fmt: skip
def test_figures_of_each_class_are_by_the_classes(text: str):
    first, last = _task(read_message(text, CAMP)).steps
    assert first.operation == "bin_column"
    assert last.params["by"] == [{"column": first.params.get("name", "Age group")}]


@pytest.mark.parametrize(
    "text",
    [
        "Sort the ages into 6-9, 10-13 and 14-17 and tell me how many fall into each band.",
        "put the fees into bands: under 100, 100-200, over 200. How many children are in each?",
        "divide scores into below 40, 40 to 70 and above 70 and count the children in each",
    ],
)  # fmt: skip
def test_classes_are_counted(text: str):
    first, last = _task(read_message(text, CAMP)).steps
    assert first.operation == "bin_column"
    assert last.operation == "frequency"


def test_a_share_of_a_total_is_of_its_amounts():
    text = "what share of the total fee comes from the North"
    (measure,) = _task(read_message(text, CAMP)).steps[-1].params["measures"]
    assert (measure["statistic"], measure["of"]) == ("sum", "`Fee eur`")


def test_lines_that_are_counted_are_no_picture():
    lines = CAMP.model_copy(update={"name": "order_lines.csv"})
    steps = _task(read_message("how many lines used a voucher", lines)).steps
    assert [step.operation for step in steps] == ["filter_rows", "calculate"]


def test_means_of_many_groups_are_shown_side_by_side():
    step = _task(read_message("compare the mean score by tent row", CAMP)).steps[-1]
    assert step.operation in ("calculate", "compare_groups")

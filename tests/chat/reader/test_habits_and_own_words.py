"""Answers of how often, and words of a long question beside its answers."""

from __future__ import annotations

import pytest

from analysis.base.columns import Column, Schema
from chat.linking.outcomes import Question, Unclear, Understood, UnknownColumn
from chat.reader.messages import read_message


def _words(name: str, *levels: str) -> Column:
    return Column(
        name=name, kind="category", n_unique=len(levels),
        levels=tuple((level, 40) for level in levels),
    )  # fmt: skip


_OFTEN, _PLEASED = (
    "How often do you use the gym?",
    "How pleased are you with the showers?",
)
_LIKELY, _CHANGE = (
    "How likely are you to return? (0-10)",
    "What would you change? (tick all)",
)
_GYM = Schema(
    name="gym_poll.csv",
    n_rows=160,
    columns=(
        Column(name="Sent at", kind="datetime", n_unique=150,
               minimum="2024-01-02", maximum="2024-03-28"),
        _words(_OFTEN, "Daily", "Weekly", "Monthly", "Rarely"),
        _words(_PLEASED, "Not pleased", "Neutral", "Pleased", "Very pleased"),
        _words("Which branch do you use?", "Hill", "Lake", "Park"),
        Column(name=_LIKELY, kind="integer", n_unique=11, minimum=0, maximum=10),
        Column(name="Price of your plan ($)", kind="number", n_unique=60,
               minimum=9.0, maximum=90.0),
    ),
)  # fmt: skip


def _task(text: str):
    reading = read_message(text, _GYM)
    assert isinstance(reading, Understood), reading
    return reading.task


def _limits(task) -> str:
    return str([s.params for s in task.steps if s.operation == "filter_rows"])


@pytest.mark.parametrize(("text", "answer"), [
    ("average price of the plan of people who come daily", "Daily"),
    ("how many use the gym every day", "Daily"),
    ("how many people use the gym once a week", "Weekly"),
    ("how many weekly visitors are there", "Weekly"),
    ("of the people who train with us monthly, how many use Lake", "Monthly"),
])  # fmt: skip
def test_how_often_people_do_something_is_their_answer(text, answer):
    task = _task(text)
    assert answer in _limits(task)
    assert "grain" not in str(task.steps[-1].params)


@pytest.mark.parametrize(("text", "grain"), [
    ("how many replies every day", "day"), ("average price of the plan weekly", "week"),
    ("number of replies monthly", "month"),
])  # fmt: skip
def test_where_nobody_does_so_it_is_a_period(text, grain):
    assert _task(text).steps[-1].params["by"] == [{"column": "Sent at", "grain": grain}]


@pytest.mark.parametrize(("text", "answers"), [
    ("what percentage are pleased with the showers", {"Pleased"}),
    ("share of people pleased or very pleased with the showers",
     {"Pleased", "Very pleased"}),
])  # fmt: skip
def test_words_of_the_question_behind_its_answer_name_nothing_more(text, answers):
    task = _task(text)
    (measure,) = task.steps[-1].params["measures"]
    held = measure["where"]["value"]
    assert set([held] if isinstance(held, str) else held) == answers
    assert measure["where"]["column"] == _PLEASED
    assert not task.ignored


@pytest.mark.parametrize("text", [
    "rank the branches by average likelihood to return",
    "average likelihood to return by branch",
])  # fmt: skip
def test_a_name_that_is_said_in_two_parts_is_one(text):
    params = _task(text).steps[-1].params
    assert params["by"] == [{"column": "Which branch do you use?"}]
    assert [one["of"].strip("`") for one in params["measures"]] == [_LIKELY]


@pytest.mark.parametrize("text", [
    "how many people filled this thing in?", "how many people took part",
    "how many people completed this survey",
])  # fmt: skip
def test_who_filled_it_in_are_the_rows(text):
    task = _task(text)
    assert [step.operation for step in task.steps] == ["calculate"]
    assert task.steps[0].params["measures"] == [{"statistic": "count", "of": None}]


@pytest.mark.parametrize("text", [
    "how pleased are men compared with women?", "do women pay more for the plan than men",
    "average price of the plan, men vs women",
])  # fmt: skip
def test_men_are_set_against_women_by_no_column_of_anything_else(text):
    reading = read_message(text, _GYM)
    assert isinstance(reading, UnknownColumn), reading
    assert "men" in reading.told and "women" in reading.told


@pytest.mark.parametrize("text", [
    "average price of the plan of men", "how many women come daily",
    "how many girls use Lake",
])  # fmt: skip
def test_a_sex_that_a_questionnaire_did_not_ask_for_is_asked_about(text):
    assert isinstance(read_message(text, _GYM), Question | Unclear | UnknownColumn)


def test_elsewhere_it_is_said_that_all_rows_are_taken_to_be_so():
    columns = (
        Column(name="dose", kind="number", n_unique=40, minimum=1.0, maximum=9.0),
        _words("smoker", "yes", "no"),
    )
    trial = Schema(name="births.csv", n_rows=80, columns=columns)
    reading = read_message("average dose of the women", trial)
    assert isinstance(reading, Understood), reading
    said = (*reading.task.assumptions, *reading.task.ignored)
    assert any("women" in one for one in said)


@pytest.mark.parametrize(
    "text", ["how many daily commuters", "how many daily runners use Lake"]
)
def test_whoever_answers_a_questionnaire_is_in_a_row(text):
    task = _task(text)
    assert "Daily" in _limits(task)
    assert any("taken to be the rows" in one for one in task.assumptions)

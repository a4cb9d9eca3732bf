"""What points back at the rows and groups of the answer before."""

from __future__ import annotations

import pytest

from chat.linking.outcomes import Question, Understood
from chat.reader.messages import read_message
from tests.analysis.tables import passengers, schema_of

PASSENGERS = schema_of(passengers())


def after(*texts: str):
    task = None
    for text in texts:
        reading = read_message(text, PASSENGERS, task)
        assert isinstance(reading, Understood), (text, reading)
        task = reading.task
    assert task is not None
    return task


@pytest.mark.parametrize(
    "text",
    [
        "how many of those survived?",
        "and how many of them survived?",
        "what percentage of these survived?",
        "and their average fare?",
        "what is the median age of them?",
        "what fare did they pay on average?",
    ],
)
def test_the_rows_before_stay(text):
    task = after("how many passengers are female?", text)

    assert "'sex'" in repr(task.steps[0].params)
    assert task.steps[0].operation == "filter_rows"
    assert any("female" in one for one in task.assumptions)


@pytest.mark.parametrize(
    "text", ["how many of those survived?", "and what percent of them survived?"]
)
def test_the_groups_before_stay(text):
    task = after("number of passengers by sex", text)

    assert task.steps[-1].params["by"] == [{"column": "sex"}]
    assert any("same groups" in one for one in task.assumptions)


@pytest.mark.parametrize(
    "text",
    ["how many passengers survived?", "what is the average fare of all passengers?"],
)
def test_a_whole_question_takes_nothing_from_before(text):
    task = after("how many passengers are female?", text)

    assert "'sex'" not in repr(task.steps)


def test_some_of_the_groups_are_not_taken_for_all():
    before = after("the 2 ports with the highest average fare")
    reading = read_message("how many of those survived?", PASSENGERS, before)

    assert before.steps[-1].params["limit"] == 2
    assert isinstance(reading, Question)


def test_plain_figures_are_drawn_by_group():
    task = after("mean fare", "plot it by sex")

    assert task.steps[-1].params["chart"] == "bar"


def test_means_have_no_shares_of_a_total():
    before = after("mean fare by sex")
    reading = read_message("in percent", PASSENGERS, before)

    assert not isinstance(reading, Understood) or (
        reading.task.steps[-1].params["measures"][0]["statistic"] != "mean"
    )

"""Sentences that tell why something is asked are told, not asked about; limits are not."""

from __future__ import annotations

import pytest

from chat.linking.outcomes import Question, Understood
from chat.reader.messages import read_message
from tests.chat.reader.test_common_words import VANS

QUESTION = "What is the mean price per unit?"
TELLING = (
    "My boss thinks that we pay too much.",
    "Hello, I run the depot and nobody believes me.",
    "We had a long talk about it yesterday evening.",
    "Hi there, I'm in a hurry and the boss is waiting.",
    "People keep telling me different things.",
)
LIMITING = (
    "We only look at used vans.",
    "I want to leave out HR.",
    "Our interest is in vans that arrived since March.",
    "My boss asks about 2023.",
    "We bought some of them in the UK.",
)
GLOSSES = (
    ("mean price per department (unit)", "mean price per unit"),
    ("how many vans had a fall (fall = 1)", "how many vans had a fall"),
    ("mean price of used vans (state = used)", "mean price of used vans"),
)


def steps_of(text: str):
    reading = read_message(text, VANS)
    assert isinstance(reading, Understood), reading
    return reading.task.steps


@pytest.mark.parametrize("telling", TELLING)
def test_what_only_tells_is_told_and_the_question_answered(telling):
    reading = read_message(f"{telling} {QUESTION}", VANS)

    assert isinstance(reading, Understood), reading
    assert reading.task.steps == steps_of(QUESTION)
    assert reading.task.ignored


@pytest.mark.parametrize("limiting", LIMITING)
def test_what_may_limit_the_rows_is_never_just_told(limiting):
    reading = read_message(f"{limiting} {QUESTION}", VANS)

    if isinstance(reading, Understood):
        assert reading.task.steps != steps_of(QUESTION), reading
    else:
        assert not isinstance(reading, Question) or reading.prompt


@pytest.mark.parametrize(("said", "plain"), GLOSSES)
def test_brackets_that_say_which_column_is_meant_change_nothing(said, plain):
    assert steps_of(said) == steps_of(plain)


@pytest.mark.parametrize("before", [
    "We have been asked for one figure for the press release: ",
    "The owners are about to sell and I've been asked to give a number to the paper: ",
    "Before Monday's meeting the owners want a figure for ",
])  # fmt: skip
def test_what_a_figure_is_wanted_for_is_told(before: str):
    reading = read_message(f"{before}what is the mean price per unit?", VANS)
    assert isinstance(reading, Understood), reading
    alone = read_message(QUESTION, VANS)
    assert isinstance(alone, Understood)
    assert reading.task.steps == alone.task.steps

"""The last two answers, which differ in one limit, are set against each other."""

from __future__ import annotations

import pytest

from chat.models import Conversation
from tests.chat.asking import answer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("first", "second", "then"),
    [
        ("mean fare of women", "and of men?", "what is the difference?"),
        ("total fare of men", "and women?", "how much more is that"),
        ("median age of women", "what about men", "by how much do they differ"),
        ("mean fare of women", "and men?", "and which is higher?"),
        ("how many women are there", "and men?", "what's the gap?"),
    ],
)
def test_two_answers_are_compared(
    conversation: Conversation, first: str, second: str, then: str
):
    for text in (first, second):
        answer(conversation, text)
    message = answer(conversation, then)
    assert message.task is not None
    params = message.task.steps[-1].params
    assert params["compare"] == {"kind": "difference"}
    assert sorted(params["by"][0]["values"]) == ["female", "male"]
    assert "against" in message.task.assumptions[0]


def test_two_answers_of_other_measures_are_not_compared(conversation: Conversation):
    for text in ("mean fare of women", "how many men are there?"):
        answer(conversation, text)
    message = answer(conversation, "and which is higher?")
    assert message.run is None


def test_a_difference_is_told_in_percent_already(conversation: Conversation):
    for text in ("mean fare of women", "and of men?", "what is the difference?"):
        answer(conversation, text)
    message = answer(conversation, "in percent")
    assert message.task is not None
    assert message.task.steps[-1].params["compare"] == {"kind": "difference"}
    assert "told in percent" in message.task.assumptions[0]

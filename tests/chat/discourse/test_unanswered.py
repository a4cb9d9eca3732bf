"""Behind a question without an answer a short message has nothing that it could change."""

from __future__ import annotations

import pytest

from analysis.base.reply import Choices
from chat.models import Conversation, Message
from tests.chat.asking import answer

pytestmark = pytest.mark.django_db


def after(conversation: Conversation, *texts: str) -> Message:
    for text in texts[:-1]:
        answer(conversation, text)
    return answer(conversation, texts[-1])


def summary(message: Message) -> str:
    assert message.reply is not None
    return message.reply.summary


def labels(message: Message) -> list[str]:
    assert message.reply is not None
    return [
        option.label
        for block in message.reply.blocks
        if isinstance(block, Choices)
        for option in block.options
    ]


@pytest.mark.parametrize(
    ("refused", "then"),
    [
        ("mean fare of the wealthy zorps", "and for women?"),
        ("median luggage by sex", "what about men"),
        ("total glimmer in first class", "split that by sex"),
        ("average fare by zodiac sign", "by sex"),
        ("how many people wore hats and gloves", "how many of those are women"),
        ("mean fare of the wealthy zorps", "how did that develop"),
        ("median luggage by sex", "in percent"),
    ],
)
def test_behind_a_refusal_nothing_is_changed_and_no_rows_are_listed(
    conversation: Conversation, refused: str, then: str
):
    message = after(conversation, refused, then)
    assert message.run is None
    assert refused in summary(message)
    assert "was not answered" in summary(message)


def test_the_answer_before_that_is_offered_to_be_changed(conversation: Conversation):
    texts = ("mean of fare by sex", "average luggage by parch", "and the median?")
    message = after(conversation, *texts)
    assert "was not answered" in summary(message)
    assert any(label.startswith("Change the last answer") for label in labels(message))
    chosen = answer(conversation, labels(message)[0])
    assert chosen.task is not None
    (measure,) = chosen.task.steps[-1].params["measures"]
    assert measure == {"statistic": "median", "of": "fare"}


def test_a_change_that_was_not_understood_can_be_said_in_other_words(
    conversation: Conversation,
):
    message = after(
        conversation, "mean of fare", "and for the zorps?", "and for women?"
    )
    assert message.run is not None
    assert message.task is not None
    assert "“and for the zorps?” was not understood" in message.task.assumptions[0]


@pytest.mark.parametrize("then", ["and the men?", "what about men", "same for men"])
def test_the_one_reading_that_was_offered_is_changed(
    conversation: Conversation, then: str
):
    asked = after(conversation, "how many women gossiped here")
    assert labels(asked)[:1] == ["Answer without “gossiped”"]
    message = answer(conversation, then)
    assert message.task is not None
    assert message.task.ignored == ("gossiped",)
    assert message.task.steps[0].params["where"]["value"] == "male"


@pytest.mark.parametrize("text", ["and for women?", "what about men", "and by sex?"])
def test_with_no_question_before_no_rows_are_listed(
    conversation: Conversation, text: str
):
    message = after(conversation, text)
    assert message.run is None
    assert "no answer before" in summary(message)


@pytest.mark.parametrize(
    "text", ["how many women are there?", "mean fare by sex", "in all, how many men?"]
)
def test_a_whole_question_is_answered_as_ever(conversation: Conversation, text: str):
    message = after(conversation, "median luggage by zodiac", text)
    assert message.run is not None


def test_just_the_best_one_of_some_groups_is_no_predictor(conversation: Conversation):
    message = after(conversation, "mean fare by sex", "which is highest?")
    assert message.task is not None
    assert message.task.steps[-1].params["limit"] == 1

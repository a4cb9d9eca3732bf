"""Further questions in a conversation: what they are about, and what they leave alone."""

from __future__ import annotations

import pytest

from analysis.base.reply import Chart
from chat.models import Conversation
from tests.chat.asking import answer

pytestmark = pytest.mark.django_db


def said(conversation: Conversation, text: str) -> str:
    message = answer(conversation, text)
    assert message.reply is not None
    return message.reply.summary


def test_an_answer_is_asked_further_one_question_after_the_other(conversation):
    said(conversation, "t-test of fare by sex")

    assert "two independent groups" in said(conversation, "why?")
    assert "statistically significant" in said(conversation, "is it significant?")
    assert "t(" in said(conversation, "write that in APA style")
    assert "In plain words" in said(conversation, "what does that mean?")


def test_after_a_further_calculation_the_first_answer_can_still_be_asked(conversation):
    said(conversation, "t-test of fare by sex")
    said(conversation, "how many would I need to detect this?")

    assert "95 % CI" in said(conversation, "confidence interval?")


def test_a_further_question_changes_neither_table_nor_rows(conversation):
    said(conversation, "linear regression of fare on age and sibsp")
    for text in (
        "what if age were 30?",
        "what if age were 30 and sibsp 0?",
        "explain",
        "VIF?",
    ):
        said(conversation, text)

    assert conversation.preparation == []
    assert "60 rows" in said(conversation, "how many rows are there?")


def test_an_answer_about_some_rows_is_followed_by_one_about_the_same(conversation):
    said(conversation, "mean of fare by sex where age > 30")
    message = answer(conversation, "test it")

    names = [step.operation for step in message.task.steps if not step.companion]
    assert names == ["filter_rows", "compare_groups"]


def test_with_nothing_asked_before_only_the_table_can_be_asked(conversation):
    assert "no answer before" in said(conversation, "which pairs differ?")
    assert "rows" in said(conversation, "how clean is it?")
    assert "You could ask" in said(conversation, "what should I ask?")


def test_a_chart_of_the_answer_is_drawn(conversation):
    said(conversation, "mean of fare by sex")
    message = answer(conversation, "can you show that as a graph?")

    assert any(isinstance(block, Chart) for block in message.reply.blocks)


def test_what_cannot_be_asked_offers_what_can(conversation):
    said(conversation, "mean of fare")
    message = answer(conversation, "which pairs differ?")

    assert "has no answer after" in message.reply.summary
    offered = [option.value for option in message.reply.blocks[-1].options]
    assert offered


def test_a_failed_answer_cannot_be_asked(conversation):
    said(conversation, "mean of fare where age > 500")

    assert "no answer before" in said(conversation, "what does that mean?")


def test_the_script_of_the_answer_is_shown_in_other_words(conversation):
    said(conversation, "mean of fare")

    assert "script behind" in said(conversation, "how did you come up with that?")


def test_a_value_is_expected_without_a_model(conversation):
    message = answer(conversation, "predict fare for age 30")

    assert message.task.steps[0].operation == "expected_value"
    assert "linear regression of fare on age" in message.task.assumptions[0]


def test_a_missing_value_is_taken_as_typical_by_the_button(conversation):
    said(conversation, "linear regression of fare on age and sibsp")
    question = answer(conversation, "what fare would you expect for age 30?")
    assert "sibsp" in question.reply.summary

    assert "expected fare" in said(conversation, "Typical sibsp")

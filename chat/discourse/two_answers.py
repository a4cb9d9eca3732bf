"""A question about the last two answers together."""

from __future__ import annotations

from analysis.base.task import Task
from chat.discourse.unanswered import unanswered_before
from chat.models import Conversation, Message
from chat.reader.following.two_answers import (
    asks_for_a_difference,
    difference_of_answers,
)
from chat.tables.working import last_two_tasks, working_schema


def of_two_answers(
    conversation: Conversation, text: str, until: Message | None
) -> Task | None:
    """The difference of the last two answers: "and in 2023? … what is the difference?"."""
    dataset = conversation.dataset
    if dataset is None or not dataset.is_read or text.startswith("/"):
        return None
    if not asks_for_a_difference(text):
        return None
    if unanswered_before(conversation, until) is not None:
        return None
    last, earlier = last_two_tasks(conversation, until)
    schema = working_schema(conversation)
    return difference_of_answers(text, schema, last, earlier)

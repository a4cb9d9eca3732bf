"""A message read as a question about what came before, in its conversation."""

from __future__ import annotations

from analysis.base.reply import Reply
from analysis.base.task import Task
from chat.discourse.about import Say, about
from chat.discourse.before import answers_before, is_trained
from chat.discourse.expectation import Missing, expectation, fresh_expectation
from chat.discourse.lexicon import lexicons
from chat.discourse.matching import matches
from chat.models import Conversation, Message
from chat.tables.working import working_schema

# What a trained model is asked, and the command that tells it.
_OF_MODEL = {
    "fit": "/model",
    "significance": "/model",
    "meaning": "/model which features",
    "importance": "/model which features",
}


def discourse(
    conversation: Conversation, text: str, until: Message | None = None
) -> Reply | Task | Missing | Say | None:
    """What the message comes to, or None if it is a question of its own.

    ``until`` is the last message that counts for what went before.
    """
    dataset = conversation.dataset
    if dataset is None or not dataset.is_read:
        return None
    schema = working_schema(conversation)
    if is_trained(conversation, until):
        return _about_model(text) or about(text, schema, ())
    befores = answers_before(conversation, schema, until)
    expected = expectation(text, schema, befores)
    if expected is None:
        expected = fresh_expectation(text, schema)
    return expected if expected is not None else about(text, schema, befores)


def _about_model(text: str) -> Say | None:
    """How good the model is that was trained last, and what it relies on."""
    for lexicon in lexicons():
        words = lexicon.read(text)
        acts = [act for act in lexicon.acts if act.kind in _OF_MODEL]
        for match in matches(words, lexicon, (), acts):
            return Say(_OF_MODEL[match.act.kind])
    return None

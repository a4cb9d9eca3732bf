"""Reads a message about a table: a task, a question back, or what can be asked.

The reading is deterministic and needs nothing but the schema: words are linked to
columns and values (:mod:`.link`, :mod:`.values`), the message is cut into requests
(:mod:`.segments`), each request is scored against the operations' phrases and given its
columns (:mod:`.candidates`), and the whole is answered, restated or asked about
according to how sure it is (:mod:`.confidence`).
"""

from __future__ import annotations

from analysis.columns import Schema
from analysis.task import Task
from chat.language.clause import Clause
from chat.language.confidence import confidence_of, is_out_of_scope, task_of
from chat.language.draft import Draft
from chat.language.followup import follow_up
from chat.language.outcomes import (
    Question,
    Reading,
    Unclear,
    Understood,
    UnknownColumn,
)
from chat.language.parsing import Message, draft_of, link_message
from chat.language.phrases import phrase_hits
from chat.language.questions import other_readings, question_about
from chat.language.suggestions import suggestions
from chat.language.tables import schema_index
from chat.language.task_words import task_words
from chat.language.tokens import normalise
from chat.language.unknown import unknown_column
from chat.language.unmet import is_trained, unmet_methods
from chat.language.words import is_english

__all__ = [
    "Question",
    "Reading",
    "Unclear",
    "Understood",
    "UnknownColumn",
    "read_message",
    "suggestions",
    "warm_up",
]

MAX_LENGTH = 4_096


def warm_up() -> None:
    """Compiles and loads what the first message would have to wait for."""
    phrase_hits(Clause("", "", (), (), {}))
    is_english("statistics")
    task_words()
    unmet_methods("")


def _unclear(message: Message, draft: Draft, schema: Schema) -> Unclear:
    """What was recognised; where a model is meant, how one is trained."""
    named = [m for m in message.mentions if m.columns]
    recognised = [*dict.fromkeys(m.text for m in named)]
    missing = [name for name in draft.unmet if not is_trained(name)]
    recognised += [f"{name} (not available yet)" for name in missing]
    offered = suggestions(schema)
    columns = [m.column for m in named if m.kind == "column"]
    if columns and len(missing) < len(draft.unmet):
        name = columns[0] if columns[0].isidentifier() else f"`{columns[0]}`"
        offered = (f"train a model to predict {name}", *offered[:-1])
    return Unclear(tuple(recognised), offered)


def read_message(text: str, schema: Schema, previous: Task | None = None) -> Reading:
    """What a message asks of a table.

    ``previous`` is the task answered last in the conversation: "and for age?" or "now by
    sex" change it. Any text gives a reading; nothing is raised.
    """
    index = schema_index(schema)
    message = link_message(normalise(text[:MAX_LENGTH]), index)
    draft = draft_of(message)
    if previous is not None:
        merged = follow_up(message, draft, previous)
        if merged is not None:
            return merged
    unknown = unknown_column(message, draft)
    if unknown is not None:
        return unknown
    if is_out_of_scope(message, draft):
        return _unclear(message, draft, schema)
    question = question_about(message, draft)
    if question is not None:
        return question
    task = task_of(draft, confidence_of(message, draft))
    return Understood(task, other_readings(draft))

"""Messages in another language than the reader's, read through their English."""

from __future__ import annotations

from analysis.base.reply import Reply, Text
from analysis.base.task import Task
from chat.models import Conversation
from chat.tables.working import working_schema
from chat.translating import in_english, is_german, names_of


def english_of(conversation: Conversation, text: str) -> str | None:
    """A German message in English, with the table's names kept; None for any other."""
    if text.startswith("/"):
        return None
    dataset = conversation.dataset
    read = dataset is not None and dataset.is_read
    schema = working_schema(conversation) if read else None
    names = names_of(schema, (dataset.name,) if dataset is not None else ())
    return in_english(text, names) if is_german(text, names) else None


def task_read_as(task: Task, english: str) -> Task:
    """The task with what its message was read as, for the answer to say."""
    return task.model_copy(update={"read_as": english})


def reply_read_as(reply: Reply, english: str) -> Reply:
    """The reply, which says first what the message was read as."""
    said = Text(text=f"Read as: “{english}”", muted=True)
    return reply.model_copy(update={"blocks": (said, *reply.blocks)})

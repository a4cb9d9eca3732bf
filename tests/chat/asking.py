"""Asking a conversation in the tests of its surfaces."""

from __future__ import annotations

from chat.models import Conversation, Message
from chat.orchestrator import Request, respond
from chat.runs.jobs import execute_run


def answer(conversation: Conversation, text: str) -> Message:
    """The final answer to a message, its run carried out here."""
    started = []
    message = respond(conversation, Request(text), start=started.append)
    for run in started:
        execute_run(str(run.id))
    conversation.refresh_from_db()
    return Message.objects.select_related("run", "conversation").get(id=message.id)

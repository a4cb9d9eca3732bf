"""The current question of a guided workflow once more."""

from __future__ import annotations

from analysis.reply import Notice, Reply
from chat.commands.command import Command, Outcome
from chat.models import Conversation
from chat.workflows import active_workflow

command = Command(
    "continue",
    "Go on where you were guided",
    phrases=(r"continue", r"go on", r"resume", r"where (?:were|was|am) (?:we|i)"),
)


@command.run
def go_on(conversation: Conversation, rest: str) -> Outcome:
    workflow = active_workflow(conversation)
    if workflow is None:
        text = "There is nothing to go on with."
        return Reply(summary=text, blocks=(Notice(text=text),))
    return workflow.go_on(conversation, conversation.answers)

"""The current question of a guided workflow once more."""

from __future__ import annotations

from analysis.base.reply import Notice, Reply
from chat.models import Conversation
from chat.outcomes.command import Command, Outcome
from chat.workflows import active_workflow

command = Command(
    "continue",
    "Go on where you were guided",
    phrases=(r"continue", r"go on", r"resume", r"where (?:were|was|am) (?:we|i)"),
    is_spoken=True,
    in_groups=True,
)


@command.run
def go_on(conversation: Conversation, rest: str) -> Outcome:
    workflow = active_workflow(conversation)
    if workflow is None:
        text = "There is nothing to go on with."
        return Reply(summary=text, blocks=(Notice(text=text),))
    return workflow.go_on(conversation, conversation.answers)

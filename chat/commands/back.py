"""One step back in a guided workflow."""

from __future__ import annotations

from analysis.base.reply import Notice, Reply
from chat.models import Conversation
from chat.outcomes.command import Command, Outcome
from chat.workflows import active_workflow

command = Command(
    "back",
    "One step back, where you are guided",
    phrases=(r"(?:go |step )?back", r"(?:the )?previous(?: step| question)?"),
    is_spoken=True,
    in_groups=True,
)


@command.run
def back(conversation: Conversation, rest: str) -> Outcome:
    workflow = active_workflow(conversation)
    if workflow is None:
        text = "There is no step to go back to."
        return Reply(summary=text, blocks=(Notice(text=text),))
    return workflow.back(conversation, conversation.answers)

"""Taking back the last change of the table."""

from __future__ import annotations

from analysis.operations import operation_named
from analysis.reply import Notice, Reply
from analysis.task import Step
from chat import events
from chat.commands.command import Command
from chat.models import Conversation

command = Command(
    "undo",
    "Take back the last change of the table",
    phrases=(
        r"undo(?: (?:it|that|this|the last (?:step|change)))?",
        r"take (?:it|that) back",
    ),
)


@command.run
def undo(conversation: Conversation, rest: str) -> Reply:
    if not conversation.preparation:
        text = "There is no change of the table to take back."
        return Reply(
            summary=text,
            blocks=(
                Notice(text=text, fix="The original data is always kept as it is."),
            ),
        )
    *kept, last = conversation.preparation
    conversation.preparation = kept
    conversation.save(update_fields=["preparation"])
    events.dataset_changed(conversation)
    step = Step.model_validate(last)
    words = operation_named(step.operation).words(step.params)
    text = f"Taken back: {words}."
    left = f"{len(kept)} earlier changes stay." if kept else "The table is as uploaded."
    return Reply(summary=text, blocks=(Notice(text=text, fix=left),))

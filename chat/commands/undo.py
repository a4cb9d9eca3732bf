"""Taking back the last change of the table."""

from __future__ import annotations

from analysis.base.errors import TaskError
from analysis.base.reply import Notice, Reply
from analysis.base.wording import counted
from analysis.operations import operation_named
from chat.models import Conversation, events
from chat.outcomes.command import Command
from chat.tables.standing import take_back_last

command = Command(
    "undo",
    "Take back the last change of the table",
    phrases=(
        r"undo(?: (?:it|that|this|the last (?:step|change)))?",
        r"take (?:it|that) back",
    ),
    is_spoken=True,
    in_groups=True,
)


@command.run
def undo(conversation: Conversation, rest: str) -> Reply:
    step = take_back_last(conversation)
    if step is None:
        text = "There is no change of the table to take back."
        return Reply(
            summary=text,
            blocks=(
                Notice(text=text, fix="The original data is always kept as it is."),
            ),
        )
    events.dataset_changed(conversation)
    try:
        words = operation_named(step.operation).words(step.params)
    except TaskError:  # an operation of an earlier version
        words = step.operation.replace("_", " ")
    text = f"Taken back: {words}."
    left = "The table is as uploaded."
    if kept := len(conversation.preparation):
        stay = "stays" if kept == 1 else "stay"
        left = f"{counted(kept, 'earlier change')} {stay}."
    return Reply(summary=text, blocks=(Notice(text=text, fix=left),))

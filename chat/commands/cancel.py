"""Stopping what is being worked on."""

from __future__ import annotations

from analysis.base.reply import Notice, Reply
from chat.models import Conversation, Run
from chat.outcomes.command import Command, Guided, Outcome
from chat.runs import recovery as runs
from chat.workflows import active_workflow

command = Command(
    "cancel",
    "Stop what is being worked on",
    phrases=(r"cancel(?: (?:it|that|this))?", r"stop(?: (?:it|that|this))?", r"abort"),
    is_spoken=True,
    in_groups=True,
)


@command.run
def stop(conversation: Conversation, rest: str) -> Outcome:
    found = list(
        Run.objects.filter(message__conversation=conversation, status__in=Run.ACTIVE)
    )
    for run in found:
        runs.cancel(run)
    guided = active_workflow(conversation) is not None
    text = "Cancelled." if found or guided else "There is nothing to cancel."
    fix = "The data is still there." if conversation.dataset else ""
    reply = Reply(summary=text, blocks=(Notice(text=text, fix=fix),))
    return Guided("", {}, reply) if guided else reply

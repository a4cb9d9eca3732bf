"""Guided workflows, found by walking this package, and where a conversation stands."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from analysis.base.reply import Reply
from chat.models import Conversation
from chat.workflows.workflow import Workflow


@cache
def workflows() -> dict[str, Workflow]:
    """Every workflow by name: each module of this package that has a ``workflow``."""
    found = {}
    for module in iter_modules(__path__):
        loaded = import_module(f"{__name__}.{module.name}")
        workflow = getattr(loaded, "workflow", None)
        if isinstance(workflow, Workflow):
            found[workflow.name] = workflow
    return found


def active_workflow(conversation: Conversation) -> Workflow | None:
    """The workflow that the conversation is in, if it still fits what it works on."""
    workflow = workflows().get(conversation.workflow)
    if workflow is None or not workflow.fits(conversation, conversation.answers):
        return None
    return workflow


def with_reminder(conversation: Conversation, reply: Reply) -> Reply:
    """A reply to something else, with the offer to go on with the workflow."""
    workflow = active_workflow(conversation)
    if workflow is None:
        return reply
    reminder = workflow.reminder(conversation, conversation.answers)
    if reminder is None:
        return reply
    return reply.model_copy(update={"blocks": (*reply.blocks, reminder)})

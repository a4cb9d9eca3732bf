"""A button belongs to its message: what a press means, however much came after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analysis.answer import created_columns
from analysis.base.errors import TaskError
from analysis.base.reply import Choices, Option
from analysis.base.task import Task
from analysis.base.wording import names_of
from analysis.models import Dataset
from analysis.operations import operation_named
from analysis.pipeline import step_columns
from chat.commands import find_command
from chat.models import Conversation, Message
from chat.tables.working import working_schema
from chat.workflows import active_workflow, workflows
from chat.workflows.workflow import Workflow

_STEERING = ("/back", "/cancel", "/continue")


@dataclass(frozen=True)
class Press:
    """A button of a message: the value that it stands for.

    A ``message`` that is None is not there any more.
    """

    message: Message | None
    value: str

    @property
    def task(self) -> Task | None:
        """The task that the button stands for, where it stands for one."""
        stored = self.message.options.get(self.value) if self.message else None
        return Task.model_validate(stored) if stored else None

    @property
    def dataset_id(self) -> str:
        """The dataset that the message was about; empty if it was about none."""
        return str(self.message.asked.get("dataset", "")) if self.message else ""

    def answered(self) -> tuple[str, dict[str, Any]] | None:
        """The workflow whose question this answers, with the answers before it."""
        if self.message is None or self._role != "question":
            return None
        name = self.message.asked.get("workflow")
        if not name or self.value.startswith("/"):
            return None
        return str(name), dict(self.message.asked["answers"])

    @property
    def knows_where(self) -> bool:
        """Whether the message keeps where it was asked: those of earlier versions do not."""
        return self.message is not None and bool(self.message.asked)

    @property
    def _role(self) -> str | None:
        """What its buttons are for; None if it is not among them."""
        reply = self.message.reply if self.message else None
        for block in reply.blocks if reply else ():
            if isinstance(block, Choices) and any(map(self._is, block.options)):
                return block.role
        return None

    def _is(self, option: Option) -> bool:
        return option.value == self.value

    @property
    def is_offered(self) -> bool:
        return self._role is not None


def press_of(conversation: Conversation, message_id: int, value: str) -> Press:
    """The button with a value under a message of this conversation."""
    found = Message.objects.filter(
        conversation=conversation, role=Message.Role.ASSISTANT, id=message_id
    )
    return Press(found.first(), value)


def misfit(conversation: Conversation, press: Press) -> TaskError | None:
    """Why a press fits no more: the button, its table or its questions are gone."""
    if not press.is_offered:
        return TaskError("This button is not offered any more; nothing was done.")
    over = _is_over(conversation, press)
    if over is not None:
        return TaskError(
            f"{over.title} that this button belongs to is over; nothing was done.",
            hint=f"/{over.command} begins a new one.",
        )
    called = find_command(press.value)
    about_table = press.task is not None or called is None or called[0].of_table
    other = other_table(conversation, press) if about_table else None
    return other or _without_columns(conversation, press)


def other_table(conversation: Conversation, press: Press) -> TaskError | None:
    """The refusal of a press about another table than the one in use."""
    if press.dataset_id in ("", str(conversation.dataset_id or "")):
        return None
    meant = Dataset.objects.of(conversation.owner).filter(id=press.dataset_id).first()
    if meant is None:
        return TaskError(
            "This button belongs to a table that is not there any more.",
            hint="Ask about the table in use instead.",
        )
    now = conversation.dataset
    return TaskError(
        f"This button belongs to {meant.name}"
        + (f"; {now.name} is in use now." if now else ", which is not in use."),
        hint=f"Take {meant.name} into use first, then press again.",
        options=(f"use {meant.name}",),
    )


def _is_over(conversation: Conversation, press: Press) -> Workflow | None:
    """The workflow that a button was to answer or steer, if that is not under way."""
    assert press.message is not None
    asked = press.message.asked
    workflow = workflows().get(str(asked.get("workflow")))
    if workflow is None:
        return None
    if press.answered() is None and press.value not in _STEERING:
        return None
    about, now = workflow.about, conversation.answers
    same = active_workflow(conversation) is workflow
    return None if same and asked["answers"].get(about) == now.get(about) else workflow


def _without_columns(conversation: Conversation, press: Press) -> TaskError | None:
    """The refusal of a task whose columns were taken back or read otherwise since."""
    if press.task is None or conversation.dataset is None:
        return None
    schema, steps = working_schema(conversation), press.task.steps
    if any(operation_named(step.operation).reshaping for step in steps):
        return None  # its later steps name columns that are made on the way
    known = {*schema.names, *created_columns(steps)}
    gone = {name for step in steps for name in step_columns(step, schema)} - known
    if not gone:
        return None
    names = names_of(f"“{name}”" for name in sorted(gone))
    return TaskError(
        f"This button belongs to an earlier state of the table: it has no {names} now.",
        hint="Send /columns for the columns that there are.",
    )


def chosen_task(conversation: Conversation, text: str) -> Task | None:
    """The task of the button that a message presses, by its label or its number."""
    last = (
        Message.objects.filter(conversation=conversation, role=Message.Role.ASSISTANT)
        .order_by("-id")
        .first()
    )
    if last is None or not last.options:
        return None
    labels = list(last.options)
    wanted = text.strip().casefold()
    for number, label in enumerate(labels, start=1):
        if wanted in (label.casefold(), str(number)):
            return Task.model_validate(last.options[label])
    return None

"""What a conversation works on: its table as changed so far, and its last task."""

from __future__ import annotations

import logging

from analysis.base.columns import Schema
from analysis.base.task import Step, Task
from analysis.models import Dataset
from analysis.preparation import schema_after
from chat.models import Conversation, Message
from chat.tables.standing import prepared

logger = logging.getLogger(__name__)


def work_on(conversation: Conversation, dataset: Dataset) -> None:
    """Take another dataset into use, as it is."""
    conversation.dataset, conversation.preparation = dataset, []
    conversation.save(update_fields=["dataset", "preparation"])


def previous_task(
    conversation: Conversation, until: Message | None = None
) -> Task | None:
    """The last task of the conversation that was about the dataset in use.

    ``until`` leaves out what came after that message.
    """
    return _tasks_before(conversation, until, 1)[0]


def task_of_the_last_answer(conversation: Conversation) -> Task | None:
    """The task of the newest answer, None where that is none about the dataset in use."""
    last = (
        Message.objects.filter(conversation=conversation, role=Message.Role.ASSISTANT)
        .order_by("-id")
        .values_list("task_json", flat=True)
        .first()
    )
    return previous_task(conversation) if last is not None else None


def last_two_tasks(
    conversation: Conversation, until: Message | None = None
) -> tuple[Task | None, Task | None]:
    """The last task of the conversation, and the one before it."""
    last, earlier = _tasks_before(conversation, until, 2)
    return last, earlier


def _tasks_before(
    conversation: Conversation, until: Message | None, n: int
) -> list[Task | None]:
    about = Message.objects.filter(
        conversation=conversation,
        task_json__isnull=False,
        run__dataset=conversation.dataset_id,
    )
    if until is not None:
        about = about.filter(id__lte=until.id)
    found = [_own_task(message) for message in about.order_by("-id")[:n]]
    return [*found, *[None] * (n - len(found))]


def _own_task(message: Message) -> Task | None:
    task = message.task
    if task is None:
        return None
    steps = tuple(s for s in task.steps if not s.companion and not s.standing)
    return task.model_copy(update={"steps": steps, "template": ""}) if steps else None


def working_schema(conversation: Conversation) -> Schema:
    """The dataset's schema with the columns that earlier messages made of it."""
    assert conversation.dataset is not None
    schema = conversation.dataset.schema
    for step in prepared(conversation):
        schema = _after(schema, step)
    return schema


def _after(schema: Schema, step: Step) -> Schema:
    try:
        return schema_after(schema, step)
    except Exception:
        # A stored step of an earlier version must not end the conversation.
        logger.exception("the columns after a step of %s", step.operation)
        return schema

"""What a conversation works on: its table as changed so far, and its last task."""

from __future__ import annotations

import uuid

from analysis.columns import Column, Schema
from analysis.models import Dataset
from analysis.operations import operation_named
from analysis.task import Step, Task
from chat.models import Conversation, Message


def work_on(conversation: Conversation, dataset: Dataset) -> None:
    """Take another dataset into use, as it is."""
    conversation.dataset, conversation.preparation = dataset, []
    conversation.save(update_fields=["dataset", "preparation"])


def previous_task(conversation: Conversation) -> Task | None:
    """The last task of the conversation that was about the dataset in use."""
    message = (
        Message.objects.filter(
            conversation=conversation,
            task_json__isnull=False,
            run__dataset=conversation.dataset_id,
        )
        .order_by("-id")
        .first()
    )
    task = message.task if message else None
    if task is None:
        return None
    steps = tuple(s for s in task.steps if not s.companion and not s.standing)
    return task.model_copy(update={"steps": steps, "template": ""}) if steps else None


def prepared(conversation: Conversation) -> tuple[Step, ...]:
    """The changes of the table that earlier messages made."""
    return tuple(Step.model_validate(step) for step in conversation.preparation)


def working_schema(conversation: Conversation) -> Schema:
    """The dataset's schema with the columns that earlier messages made of it."""
    assert conversation.dataset is not None
    schema = conversation.dataset.schema
    for step in prepared(conversation):
        columns = tuple(_columns_after(step, schema))
        schema = schema.model_copy(update={"columns": columns})
    return schema


def _columns_after(step: Step, schema: Schema) -> list[Column]:
    reshaping = operation_named(step.operation).reshaping
    if reshaping is not None:
        return reshaping(schema, step.params)
    name = step.params.get("name")
    if not name or name in schema.names:
        return list(schema.columns)
    grouping = step.operation in ("bin_column", "recode")
    made = Column(name=name, kind="category" if grouping else "number")
    return [*schema.columns, made]


def take_back(conversation_id: uuid.UUID, task: Task) -> None:
    """Forget the changes of the table that a failed task would have made.

    They are all preparing steps behind the standing ones; others have come meanwhile
    only where these have failed as well.
    """
    asked = [step for step in task.steps if not step.standing]
    if any(operation_named(step.operation).kind != "prepare" for step in asked):
        return
    conversation = Conversation.objects.select_for_update().get(id=conversation_id)
    steps = [
        step.model_copy(update={"standing": True}).model_dump(mode="json")
        for step in task.steps
    ]
    n_kept = len(task.steps) - len(asked)
    if conversation.preparation[: len(steps)] == steps:
        rest = conversation.preparation[len(steps) :]
        conversation.preparation = [*steps[:n_kept], *rest]
        conversation.save(update_fields=["preparation"])

"""What a conversation works on: its table as changed so far, and its last task."""

from __future__ import annotations

from analysis.columns import Column, Schema
from analysis.task import Step, Task
from chat.models import Conversation, Message


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
    """The dataset's schema with the columns that earlier messages added."""
    assert conversation.dataset is not None
    schema = conversation.dataset.schema
    columns = list(schema.columns)
    for step in prepared(conversation):
        name = step.params.get("name")
        if name and name not in [column.name for column in columns]:
            grouping = step.operation in ("bin_column", "recode")
            columns.append(Column(name=name, kind="category" if grouping else "number"))
    return schema.model_copy(update={"columns": tuple(columns)})

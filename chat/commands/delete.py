"""Deleting a dataset for good."""

from __future__ import annotations

from analysis.base.errors import TaskError
from analysis.base.reply import Choices, Notice, Option, Reply
from analysis.models import Dataset
from chat.models import Conversation, events
from chat.outcomes.command import Command
from chat.tables.datasets import check_unused, discard

_SURE = " for good"

command = Command(
    "delete",
    "Delete one of your datasets",
    argument="name",
    phrases=(r"(?:please )?(?:delete|forget) (?:the )?(?:data ?set|file) (\S.*)",),
    is_spoken=True,
    in_groups=True,
)


@command.run
def delete(conversation: Conversation, rest: str) -> Reply:
    sure = rest.endswith(_SURE)
    wanted = rest.removesuffix(_SURE).strip("'\"“” ").lower()
    theirs = Dataset.objects.of(conversation.owner)
    found = [dataset for dataset in theirs if dataset.name.lower() == wanted]
    if not found:
        raise TaskError(
            f"There is no dataset called “{rest.removesuffix(_SURE)}”.",
            hint="Send /datasets to see yours.",
            options=("/datasets",),
        )
    dataset = found[0]
    check_unused(dataset)
    return _deleted(conversation, dataset) if sure else _asked(dataset)


def _asked(dataset: Dataset) -> Reply:
    text = f"Delete {dataset.name}? Its answers stay, the data is gone."
    option = Option(
        label=f"Delete {dataset.name}",
        value=f"delete dataset {dataset.name}{_SURE}",
        style="danger",
    )
    blocks = (Notice(text=text, level="warning"), Choices(options=(option,)))
    return Reply(summary=text, blocks=blocks)


def _deleted(conversation: Conversation, dataset: Dataset) -> Reply:
    discard(dataset)
    conversation.refresh_from_db()
    events.dataset_changed(conversation)
    text = f"{dataset.name} is deleted."
    return Reply(summary=text, blocks=(Notice(text=text),))

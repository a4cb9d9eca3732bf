"""Writing to a conversation, so that every reader learns of it in order.

A message and its event are written together; on databases with row locks the
conversation's row is locked first, so that the numbers of its events become visible in
their order.
"""

from __future__ import annotations

from math import isfinite
from typing import Any

from django.db import transaction
from django.utils import timezone

from analysis.base.plain import plain
from analysis.base.reply import Curve, Progress, Reply
from analysis.base.task import Task
from analysis.models import Dataset
from chat.models import Conversation, Event, Message
from chat.models.work import Run


def _locked(conversation: Conversation) -> None:
    Conversation.objects.select_for_update().filter(id=conversation.id).first()


def _tell(
    conversation: Conversation,
    kind: str,
    message: Message | None = None,
    **payload: Any,
) -> Event:
    return Event.objects.create(
        conversation=conversation, kind=kind, message=message, payload=plain(payload)
    )


@transaction.atomic
def append(conversation: Conversation, message: Message) -> Message:
    """Store a new message and tell the readers."""
    _locked(conversation)
    message.conversation = conversation
    message.save()
    _tell(conversation, Event.Kind.APPEND, message)
    Conversation.objects.filter(id=conversation.id).update(updated=timezone.now())
    return message


def say(conversation: Conversation, text: str, client_id: str | None) -> Message:
    """A person's message."""
    return append(
        conversation,
        Message(role=Message.Role.USER, text=text, client_id=client_id or None),
    )


def answer(
    conversation: Conversation,
    question: Message | None,
    reply: Reply,
    *,
    task: Task | None = None,
    run: Run | None = None,
    options: dict[str, Any] | None = None,
) -> Message:
    """StatAgent's message, final or to be replaced when its run ends."""
    return append(
        conversation,
        Message(
            role=Message.Role.ASSISTANT,
            reply_json=_kept(reply),
            task_json=task.model_dump(mode="json") if task else None,
            run=run,
            question=question,
            options=options or {},
            asked={
                "dataset": str(conversation.dataset_id or ""),
                "workflow": conversation.workflow,
                "answers": conversation.answers,
            },
        ),
    )


def _kept(reply: Reply) -> Any:
    """The reply as JSON has it: what is no number, or without an end, is null."""
    return plain(reply.model_dump(mode="json"))


def _stored(message: Message, *fields: str) -> bool:
    """Store a message's fields; False if it was deleted with its conversation."""
    values = {name: getattr(message, name) for name in fields}
    return bool(Message.objects.filter(id=message.id).update(**values))


def belongs_to(message: Message, dataset: Dataset) -> None:
    """A message whose run brought a table: its buttons are about that one."""
    message.asked = {**message.asked, "dataset": str(dataset.id)}
    message.save(update_fields=["asked"])


@transaction.atomic
def replace(message: Message, reply: Reply, *, task: Task | None = None) -> None:
    """Put a reply in the place of what a message held."""
    _locked(message.conversation)
    message.reply_json = _kept(reply)
    if task is not None:
        message.task_json = task.model_dump(mode="json")
    if not _stored(message, "reply_json", "task_json"):
        return
    _tell(message.conversation, Event.Kind.REPLACE, message)


@transaction.atomic
def progress(
    message: Message,
    label: str,
    fraction: float | None = None,
    note: str = "",
    curves: tuple[Curve, ...] = (),
) -> None:
    """Say how far a message's run is; earlier progress of it is forgotten."""
    _locked(message.conversation)
    run = str(message.run_id)
    reply = working(run, label, fraction, note, curves)
    message.reply_json = _kept(reply)
    if not _stored(message, "reply_json"):
        return
    Event.objects.filter(message=message, kind=Event.Kind.PROGRESS).delete()
    _tell(
        message.conversation,
        Event.Kind.PROGRESS,
        message,
        run=run,
        fraction=fraction,
        label=label,
        note=note,
        curves=_kept(reply)["blocks"][0]["curves"],
    )


def dataset_changed(conversation: Conversation) -> None:
    """Tell the readers that another dataset is in use, or that its columns changed."""
    dataset = conversation.dataset
    if dataset is None:
        _tell(conversation, Event.Kind.DATASET)
        return
    _tell(conversation, Event.Kind.DATASET, id=str(dataset.id), name=dataset.name)


def titled(conversation: Conversation, title: str) -> None:
    """Give a conversation its title."""
    conversation.title = title[:120]
    conversation.save(update_fields=["title"])
    _tell(conversation, Event.Kind.TITLE, title=conversation.title)


def working(
    run: str,
    label: str,
    fraction: float | None = None,
    note: str = "",
    curves: tuple[Curve, ...] = (),
) -> Reply:
    """What stands in for an answer while its run goes on."""
    # A training that diverges has losses that are no numbers.
    drawn = tuple(
        curve.model_copy(update={"values": tuple(filter(isfinite, curve.values))})
        for curve in curves
    )
    block = Progress(run=run, label=label, fraction=fraction, note=note, curves=drawn)
    return Reply(summary=label, blocks=(block,))

"""The only way from an address to somebody's things: what is not theirs is not there."""

from __future__ import annotations

import uuid
from typing import TypeVar

from django.db import transaction
from django.http import Http404

from analysis.models import Dataset, Owner
from chat.api.problems import Problem
from chat.models import Conversation, Message, Run, Upload
from chat.people.quotas import room_for_conversation, too_many_conversations
from chat.tables.working import work_on
from mlmodels.models import TrainedModel

T = TypeVar("T")


def conversation_of(owner: Owner, number: uuid.UUID) -> Conversation:
    found: Conversation | None = (
        Conversation.objects.of(owner)
        .select_related("owner", "dataset")
        .filter(id=number)
        .first()
    )
    return _there(found)


def dataset_of(owner: Owner, number: uuid.UUID) -> Dataset:
    found: Dataset | None = Dataset.objects.of(owner).filter(id=number).first()
    return _there(found)


def upload_of(owner: Owner, number: uuid.UUID) -> Upload:
    theirs = Upload.objects.of(owner).select_related("conversation__owner", "owner")
    found: Upload | None = theirs.filter(id=number).first()
    return _there(found)


def run_of(owner: Owner, number: uuid.UUID) -> Run:
    found: Run | None = Run.objects.of(owner).filter(id=number).first()
    return _there(found)


def model_of(owner: Owner, number: uuid.UUID) -> TrainedModel:
    return _there(TrainedModel.objects.of(owner).filter(id=number).first())


def message_of(owner: Owner, number: int) -> Message:
    theirs = Message.objects.filter(conversation__owner=owner, id=number)
    needed = ("conversation__owner", "conversation__dataset", "question", "run")
    return _there(theirs.select_related(*needed).first())


def _there(found: T | None) -> T:
    if found is None:
        raise Http404
    return found


def begin(owner: Owner, dataset: Dataset | None = None) -> Conversation:
    """A conversation of its own, with a dataset in use where one is given.

    Raises:
        TaskError: there are too many already.
    """
    if not room_for_conversation(owner):
        raise too_many_conversations(owner)
    with transaction.atomic():
        title = dataset.name if dataset else ""
        conversation = Conversation.objects.create(owner=owner, title=title[:120])
        if dataset is not None:
            work_on(conversation, dataset)
    return conversation


def conversation_for(
    owner: Owner, conversation: uuid.UUID | None, dataset: uuid.UUID | None
) -> Conversation:
    """Where work on a dataset belongs: the conversation named, else a new one.

    Raises:
        Problem: neither is named, or the conversation works on another dataset.
    """
    known = dataset_of(owner, dataset) if dataset else None
    if conversation is None:
        if known is None:
            text = "Neither a conversation nor a dataset is named."
            raise Problem(422, text, "Give the id of one of them.")
        return begin(owner, read_dataset(known))
    found = conversation_of(owner, conversation)
    if known is not None and found.dataset_id != known.id:
        text = "The conversation works on another dataset."
        raise Problem(409, text, f"Say “use {known.name}” in it, or leave it out.")
    return found


def read_dataset(dataset: Dataset) -> Dataset:
    """The same, if it can be worked on.

    Raises:
        Problem: it is not read yet.
    """
    if not dataset.is_read:
        text = f"{dataset.name} is not read yet."
        raise Problem(409, text, "Wait for its upload's message, or upload it again.")
    return dataset

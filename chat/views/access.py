"""The only way from an address to somebody's things: what is not theirs is not there."""

from __future__ import annotations

import uuid
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

from analysis.models import Dataset, Owner
from chat.models import Conversation, Message, Upload
from chat.people.attempts import address_of
from chat.people.owners import ensure_owner, known_session, owner_of
from chat.people.quotas import check_guest

Kept = TypeVar("Kept", bound=Model)


def _theirs(request: HttpRequest, found: QuerySet[Kept]) -> Kept:
    owner = owner_of(request.session)
    thing = found.filter(owner=owner).first() if owner else None
    if thing is None:
        raise Http404
    return thing


def visitor(request: HttpRequest) -> Owner:
    """Who asks; a guest from now on, if nobody yet.

    Raises:
        TaskError: too many guests have begun from this address.
    """
    if not known_session(request.session):
        check_guest(address_of(request))
    return ensure_owner(request.session)


def conversation_of(request: HttpRequest, conversation_id: uuid.UUID) -> Conversation:
    found: Conversation = _theirs(
        request, Conversation.objects.filter(id=conversation_id)
    )
    return found


def dataset_of(request: HttpRequest, dataset_id: uuid.UUID) -> Dataset:
    found: Dataset = _theirs(request, Dataset.objects.filter(id=dataset_id))
    return found


def upload_of(request: HttpRequest, upload_id: uuid.UUID) -> Upload:
    found: Upload = _theirs(request, Upload.objects.filter(id=upload_id))
    return found


def message_of(request: HttpRequest, message_id: int) -> Message:
    owner: Owner | None = owner_of(request.session)
    found = Message.objects.filter(id=message_id, conversation__owner=owner)
    message = found.select_related("conversation", "run").first() if owner else None
    if message is None:
        raise Http404
    return message

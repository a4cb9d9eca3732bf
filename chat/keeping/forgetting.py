"""Deleting: an owner with everything, and files together with their rows."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model

from analysis.files.kept import kept
from analysis.models import Dataset, Owner
from chat.models import (
    ApiToken,
    Conversation,
    Event,
    LinkToken,
    Message,
    Run,
    Upload,
    Violation,
)
from chat.models.telegram import TelegramChat, TelegramUpdate
from chat.people.owners import KEY
from chat.runs import recovery as runs
from chat.tables.attached import export_place
from mlmodels.models import TrainedModel

logger = logging.getLogger(__name__)


class Refused(Exception):
    """An owner who cannot be deleted this way; the text says why."""


def upload_place(upload: Upload) -> str:
    """Where the bytes of an upload gather."""
    return f"uploads/{upload.id}"


def remove_files_of(sender: object, instance: Model, **kwargs: Any) -> None:
    """When a row is deleted for good, the files that are kept for it go too."""
    match instance:
        case Dataset() | TrainedModel():
            place = instance.place
        case Upload():
            place = upload_place(instance)
        case Run(kind=Run.Kind.EXPORT):
            place = export_place(instance.id)
        case _:
            return
    transaction.on_commit(lambda: _remove(place))


def _remove(place: str) -> None:
    """Delete what is kept there; what cannot be now is found by ``prune``."""
    try:
        kept().remove(place)
    except OSError as error:
        logger.warning("files without a row stay for now: %s", error.strerror)


def forget(owner: Owner, *, last: Conversation | None = None) -> None:
    """Delete an owner: conversations, files, models, runs, sessions, the account.

    ``last`` is a conversation of the owner's in which the last word will be said: it
    stays, with nothing in it but its newest question, under an owner of no name, until
    ``prune`` takes both.

    Raises:
        Refused: the account is an administrator's.
    """
    check_forgettable(owner)
    for run in Run.objects.of(owner).filter(status__in=Run.ACTIVE):
        runs.cancel(run)
    known = str(owner.id)
    with transaction.atomic():
        if last is None:
            _delete_rows(owner)
            user = owner.user
            owner.delete()
        else:
            user = _emptied(owner, last)
        if user is not None:
            user.delete()
    if last is None or user is not None:
        end_sessions(known)


def check_forgettable(owner: Owner) -> None:
    """Whether everything of an owner may be deleted at their own wish.

    Raises:
        Refused: the account is an administrator's.
    """
    if owner.user is not None and (owner.user.is_staff or owner.user.is_superuser):
        raise Refused(
            "This account keeps the server. Another administrator can delete it."
        )


def _delete_rows(owner: Owner, keep: Conversation | None = None) -> None:
    """What an owner has of each kind; where a person is reached stays with ``keep``."""
    # What was said in Telegram is kept as it came, too. The bare number stays, so that
    # nothing is done again when Telegram repeats it; the word that asks to forget is
    # still being answered.
    chats = TelegramChat.objects.filter(owner=owner).values("chat_id")
    TelegramUpdate.objects.filter(chat_id__in=chats).exclude(
        state=TelegramUpdate.State.RECEIVED
    ).update(body={}, chat_id=None, error="")
    Conversation.objects.of(owner).exclude(id=keep.id if keep else None).delete()
    for kind in (Upload, TrainedModel, Run, Dataset, Violation, LinkToken, ApiToken):
        kind._default_manager.filter(owner=owner).delete()


def _emptied(owner: Owner, last: Conversation) -> Any:
    """Nothing but a blank conversation and an owner without a name; its old user."""
    newest = Message.objects.filter(conversation=last).order_by("-id").first()
    Message.objects.filter(
        conversation=last, id__lt=newest.id if newest else 0
    ).delete()
    Event.objects.filter(conversation=last).exclude(message=newest).delete()
    _delete_rows(owner, keep=last)
    Conversation.objects.filter(id=last.id).update(
        title="", dataset=None, preparation=[], workflow="", answers={}
    )
    user, owner.user, owner.quotas = owner.user, None, {}
    owner.save(update_fields=["user", "quotas"])
    return user


def end_sessions(owner_id: str) -> int:
    """Delete the sessions that are an owner's; how many there were."""
    found = [
        session.session_key
        for session in Session.objects.iterator()
        if session.get_decoded().get(KEY) == owner_id
    ]
    Session.objects.filter(session_key__in=found).delete()
    return len(found)

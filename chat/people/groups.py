"""Groups are public places: what is said in one is read by all its members.

A group has an owner of its own, which is no person's: what was brought into the group is
there for the group, and what its members have elsewhere is not. Groups that were joined
with a person, as they could be once, are told apart here again.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet

from analysis.models import Dataset, Owner
from chat.models import Conversation, LinkToken, Message, Run, Upload, Violation
from chat.models.telegram import TelegramChat
from chat.people.owners import KEY
from mlmodels.models import TrainedModel

logger = logging.getLogger(__name__)
_PRIVATE = Q(kind="private")


@dataclass(frozen=True)
class Separation:
    """What became of one group that had no owner of its own.

    ``before`` is whose it was, ``after`` whose it is; ``joined`` says with what it was
    joined, and is empty if with nothing. What is not known to have come in by the group
    stayed where it was: ``kept_apart`` counts the datasets and models that the group
    could get at.
    """

    chat_id: int
    title: str
    before: uuid.UUID
    after: uuid.UUID | None
    joined: tuple[str, ...]
    conversations: int = 0
    datasets: int = 0
    models: int = 0
    kept_apart: int = 0

    def __str__(self) -> str:
        name = f"{self.title} ({self.chat_id})"
        if not self.joined:
            return f"{name}: was joined with nothing"
        return f"{name}: was joined with {', '.join(self.joined)}"


def ownerless() -> QuerySet[Owner]:
    """Owners of groups that are not known to be nobody else's."""
    chats = TelegramChat.objects.exclude(_PRIVATE).filter(owner__is_group=False)
    return Owner.objects.filter(telegram_chats__in=chats).distinct()


def joined_groups() -> list[Separation]:
    """What :func:`separate_all` would find; nothing is changed."""
    sessions = _owners_of_sessions()
    return [
        _looked_at(owner, chat_id, title, sessions)
        for owner in ownerless()
        for chat_id, title in _groups_of(owner)
    ]


def separate_all() -> list[Separation]:
    """Give every group an owner of its own, with what was brought into it."""
    if not ownerless().exists():
        return []
    sessions = _owners_of_sessions()
    return [found for owner in ownerless() for found in _separate(owner, sessions)]


def separate(owner: Owner) -> list[Separation]:
    """Do the same with the groups of one owner."""
    return _separate(owner, _owners_of_sessions())


@transaction.atomic
def _separate(owner: Owner, sessions: Collection[str]) -> list[Separation]:
    groups = [
        _looked_at(owner, chat_id, title, sessions)
        for chat_id, title in _groups_of(owner)
    ]
    if len(groups) == 1 and not groups[0].joined:
        owner.is_group = True
        owner.save(update_fields=["is_group"])
        return groups
    done = [_moved(owner, group) for group in groups]
    for one in done:
        logger.warning("a group has an owner of its own now: %s", one)
    return done


def _groups_of(owner: Owner) -> list[tuple[int, str]]:
    """Number and title of each group, its topics taken together."""
    chats = TelegramChat.objects.filter(owner=owner).exclude(_PRIVATE)
    found = dict(chats.order_by("-id").values_list("chat_id", "title"))
    return sorted(found.items())


def _owners_of_sessions() -> set[str]:
    return {
        str(session.get_decoded().get(KEY)) for session in Session.objects.iterator()
    }


def _looked_at(
    owner: Owner, chat_id: int, title: str, sessions: Collection[str]
) -> Separation:
    conversations = _conversations(owner, chat_id)
    elsewhere = Conversation.objects.of(owner).exclude(id__in=conversations)
    chats = TelegramChat.objects.filter(owner=owner)
    signs = (
        (owner.user_id is not None, f"the account {owner.user}"),
        (chats.filter(_PRIVATE).exists(), "a private chat"),
        (len(_groups_of(owner)) > 1, "another group"),
        (str(owner.id) in sessions, "a browser"),
        (elsewhere.exists(), "conversations elsewhere"),
    )
    joined = tuple(words for there, words in signs if there)
    return Separation(chat_id, title, owner.id, None, joined)


def _conversations(owner: Owner, chat_id: int) -> list[uuid.UUID]:
    """The conversations that the members of a group have read."""
    chats = TelegramChat.objects.filter(chat_id=chat_id, owner=owner)
    in_it = Q(telegram_chats__in=chats) | Q(messages__telegram_posts__chat__in=chats)
    found = Conversation.objects.of(owner).filter(in_it).distinct().order_by()
    return list(found.values_list("id", flat=True))


def _moved(owner: Owner, group: Separation) -> Separation:
    """Give the group what is surely its own: what came in by it, and what that led to."""
    own = Owner.objects.create(is_group=True, quotas=owner.quotas)
    conversations = _conversations(owner, group.chat_id)
    datasets = _brought_in(owner, conversations)
    runs, models = _led_to(owner, conversations, datasets)
    n_reached = (
        Dataset.objects.of(owner).count() + TrainedModel.objects.of(owner).count()
    )
    Conversation.objects.filter(id__in=conversations).update(owner=own)
    LinkToken.objects.filter(conversation__in=conversations).delete()
    Upload.objects.filter(conversation__in=conversations).update(owner=own)
    Dataset.objects.filter(id__in=datasets).update(owner=own)
    TrainedModel.objects.filter(id__in=models).update(owner=own)
    Run.objects.filter(id__in=runs).update(owner=own)
    Violation.objects.filter(run__in=runs).update(owner=own)
    _let_go(conversations, datasets, runs)
    TelegramChat.objects.filter(owner=owner, chat_id=group.chat_id).update(owner=own)
    return Separation(
        group.chat_id,
        group.title,
        owner.id,
        own.id,
        group.joined,
        conversations=len(conversations),
        datasets=len(datasets),
        models=len(models),
        kept_apart=n_reached - len(datasets) - len(models),
    )


def _brought_in(owner: Owner, conversations: Collection[uuid.UUID]) -> list[uuid.UUID]:
    """Datasets that were first read in the conversations, and combinations of these."""
    found: list[uuid.UUID] = []
    for dataset in Dataset.objects.of(owner).order_by("created"):
        if dataset.origin:
            sources = {uuid.UUID(one["id"]) for one in dataset.origin["sources"]}
            made = Run.objects.filter(id=dataset.origin["run"])
            here = sources <= set(found)
        else:
            made = Run.objects.filter(dataset=dataset, kind=Run.Kind.IMPORT)
            here = True
        first = made.order_by("created").values_list("message__conversation").first()
        if here and first is not None and first[0] in conversations:
            found.append(dataset.id)
    return found


def _led_to(
    owner: Owner,
    conversations: Collection[uuid.UUID],
    datasets: Collection[uuid.UUID],
) -> tuple[list[uuid.UUID], list[uuid.UUID]]:
    """The runs on these datasets alone, and the models that were trained by them."""
    ran = Run.objects.of(owner).filter(message__conversation__in=conversations)
    trained = ran.filter(kind=Run.Kind.TRAINING, dataset__in=datasets)
    scripts = trained.exclude(script="").values("script")
    learnt = TrainedModel.objects.filter(owner=owner, dataset__in=datasets)
    models = list(learnt.filter(script__in=scripts).values_list("id", flat=True))
    known = {None, *datasets}
    runs = [
        run.id
        for run in ran
        if run.dataset_id in known
        and set(_ids(run.details.get("datasets"))) <= known
        and set(_ids(run.details.get("model"))) <= set(models)
    ]
    return runs, models


def _ids(given: object) -> Iterable[uuid.UUID]:
    values = given if isinstance(given, list) else [given] if given else []
    for value in values:
        try:
            yield uuid.UUID(str(value))
        except ValueError:
            # A name, which means the newest of it: not known to be the group's.
            yield uuid.UUID(int=0)


def _let_go(
    conversations: Collection[uuid.UUID],
    datasets: Collection[uuid.UUID],
    runs: Collection[uuid.UUID],
) -> None:
    """Nothing in the group points to what is not its own; what was said stays said."""
    held = Conversation.objects.filter(id__in=conversations).exclude(dataset=None)
    held.exclude(dataset__in=datasets).update(
        dataset=None, preparation=[], workflow="", answers={}
    )
    messages = Message.objects.filter(conversation__in=conversations)
    messages.exclude(run=None).exclude(run__in=runs).update(
        run=None, task_json=None, options={}
    )
    others = TelegramChat.objects.filter(_PRIVATE, conversation__in=conversations)
    others.update(conversation=None)

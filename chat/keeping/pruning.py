"""Removing what nobody comes back for: by age, each kind with its own limit.

Ages are days, in ``settings.KEEP_DAYS``; 0 keeps a kind for ever.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from analysis.files.kept import kept
from analysis.files.store import Lying
from analysis.models import Dataset, Owner
from chat.keeping.forgetting import forget
from chat.models import Conversation, LinkToken, Run, Upload
from chat.models.details import ExportDetails, asked_of
from chat.models.telegram import TelegramUpdate
from chat.tables.attached import export_place
from mlmodels.models import TrainedModel

logger = logging.getLogger(__name__)
_DAILY = "chat.keeping.pruning.prune_daily"
# Files are written before their row: a younger one may still get it.
_SETTLED_SECONDS = 3600.0
# Telegram keeps what it could not deliver for a day.
_REPEATED_FOR = timedelta(days=2)


@dataclass(frozen=True)
class Pruned:
    """How many of a kind went (or would go), and the bytes of files that lay there."""

    kind: str
    count: int
    bytes: int = 0


def prune(*, dry_run: bool = False) -> list[Pruned]:
    """Remove what is too old; with ``dry_run`` only count it."""
    return [step(dry_run) for step in _STEPS]


def prune_daily() -> str:
    """What the schedule calls; the words are kept by the queue."""
    words = ", ".join(f"{one.kind}: {one.count}" for one in prune() if one.count)
    logger.info("pruned: %s", words or "nothing")
    return words or "nothing"


def schedule(using: str, **kwargs: Any) -> None:
    """Prune once a day, unless an administrator has set another time."""
    from django_q.models import Schedule

    schedules = Schedule.objects.using(using)
    # Rows written before the function moved go on under its new name.
    schedules.filter(func="chat.pruning.prune_daily").update(func=_DAILY)
    schedules.get_or_create(
        name="prune",
        defaults={
            "func": _DAILY,
            "schedule_type": Schedule.DAILY,
            "next_run": timezone.now() + timedelta(hours=1),
        },
    )


def _before(kind: str) -> datetime | None:
    days = settings.KEEP_DAYS[kind]
    return timezone.now() - timedelta(days=days) if days else None


def _guests(dry_run: bool) -> Pruned:
    """Guests who did nothing for so long, with everything they have."""
    before = _before("guests")
    if before is None:
        return Pruned("guests", 0)
    idle = (
        Owner.objects.filter(user=None, created__lt=before)
        .annotate(
            spoke=Max("conversations__updated"),
            ran=Max("runs__created"),
            brought=Max("datasets__created"),
        )
        .filter(Q(spoke=None) | Q(spoke__lt=before))
        .filter(Q(ran=None) | Q(ran__lt=before))
        .filter(Q(brought=None) | Q(brought__lt=before))
    )
    found = list(idle)
    size = sum([kept().size(dataset.place) for dataset in _of_all(found)])
    if not dry_run:
        for owner in found:
            forget(owner)
    return Pruned("guests", len(found), size)


def _of_all(owners: Sequence[Owner]) -> QuerySet[Dataset]:
    found: QuerySet[Dataset] = Dataset.objects.filter(owner__in=owners)
    return found


def _conversations(dry_run: bool) -> Pruned:
    before = _before("conversations")
    if before is None:
        return Pruned("conversations", 0)
    old = Conversation.objects.filter(updated__lt=before).exclude(
        messages__run__status__in=Run.ACTIVE
    )
    return _deleted("conversations", old, dry_run)


def _updates(dry_run: bool) -> Pruned:
    """What Telegram told and was answered; Telegram repeats nothing for so long."""
    old = TelegramUpdate.objects.exclude(state=TelegramUpdate.State.RECEIVED).filter(
        received__lt=timezone.now() - _REPEATED_FOR
    )
    return _deleted("telegram updates", old, dry_run)


def _uploads(dry_run: bool) -> Pruned:
    before = _before("uploads")
    if before is None:
        return Pruned("uploads", 0)
    old = Upload.objects.filter(created__lt=before)
    size = sum(upload.offset for upload in old if not upload.done)
    return _deleted("uploads", old, dry_run, size)


def _runs(dry_run: bool) -> Pruned:
    """Runs whose conversation is gone, with their scripts; models keep their own."""
    before = _before("runs")
    if before is None:
        return Pruned("runs without a conversation", 0)
    old = Run.objects.filter(message=None, created__lt=before).exclude(
        status__in=Run.ACTIVE
    )
    return _deleted("runs without a conversation", old, dry_run)


def _exports(dry_run: bool) -> Pruned:
    """Files of exported data; the same export can be asked for again."""
    before = _before("exports")
    if before is None:
        return Pruned("exported files", 0)
    old = Run.objects.filter(
        kind=Run.Kind.EXPORT, finished__lt=before, details__has_key="file"
    )
    asked = {run.id: asked_of(run, ExportDetails) for run in old}
    size = sum(one.size or 0 for one in asked.values())
    count = len(asked)
    if not dry_run:
        for run_id, one in asked.items():
            kept().remove(export_place(run_id))
            left = one.model_copy(update={"file": None, "size": None}).stored()
            Run.objects.filter(id=run_id).update(details=left)
    return Pruned("exported files", count, size)


def _link_tokens(dry_run: bool) -> Pruned:
    past = LinkToken.objects.filter(expires__lt=timezone.now() - timedelta(days=1))
    return _deleted("link tokens", past, dry_run)


def _sessions(dry_run: bool) -> Pruned:
    past = Session.objects.filter(expire_date__lt=timezone.now())
    return _deleted("expired sessions", past, dry_run)


def _deleted(kind: str, found: QuerySet[Any], dry_run: bool, size: int = 0) -> Pruned:
    count = found.count()
    if not dry_run:
        found.delete()
    return Pruned(kind, count, size)


def _orphans(dry_run: bool) -> Pruned:
    """Files without a row: what a process left that died in the middle."""
    rows: dict[str, Callable[[], set[Any]]] = {
        "datasets": lambda: set(Dataset.objects.values_list("id", flat=True)),
        "models": lambda: set(
            TrainedModel.objects.filter(retired=None).values_list("id", flat=True)
        ),
        "uploads": lambda: set(Upload.objects.values_list("id", flat=True)),
        "exports": lambda: set(
            Run.objects.filter(kind=Run.Kind.EXPORT).values_list("id", flat=True)
        ),
    }
    # First the files, then the rows: what comes in meanwhile is not taken for lost.
    lying = {folder: list(_settled(folder)) for folder in rows}
    count = size = 0
    for folder, known in rows.items():
        ids = {str(one) for one in known()}
        for one in lying[folder]:
            if one.name not in ids:
                count, size = count + 1, size + one.size
                if not dry_run:
                    kept().remove(f"{folder}/{one.name}")
    return Pruned("files without a row", count, size)


def _settled(folder: str) -> Iterator[Lying]:
    """What we named ourselves and nobody has touched for a while."""
    for one in kept().lying(folder):
        if _is_ours(one.name) and one.age > _SETTLED_SECONDS:
            yield one


def _is_ours(name: str) -> bool:
    try:
        return str(uuid.UUID(name)) == name
    except ValueError:
        return False


_STEPS: tuple[Callable[[bool], Pruned], ...] = (
    _guests,
    _conversations,
    _uploads,
    _updates,
    _runs,
    _exports,
    _link_tokens,
    _sessions,
    _orphans,
)

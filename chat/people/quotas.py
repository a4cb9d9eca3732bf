"""What one owner may use, and one address: runs, storage, datasets, models, messages."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone

from analysis.base.errors import TaskError
from analysis.base.wording import counted
from analysis.models import Dataset, OwnedQuerySet, Owner
from chat.models import Conversation, Run, Upload, Violation
from chat.models.details import ExportDetails, asked_of
from chat.people.pace import Pace, Places, network_of
from chat.people.violations import record_violation
from mlmodels.models import TrainedModel

HOUR = timedelta(hours=1)
MIB = 1024 * 1024
# For owners that are no visitors: the command line's.
UNLIMITED: Mapping[str, None] = dict.fromkeys(
    (
        "concurrent_runs",
        "runs_an_hour",
        "storage_mb",
        "datasets",
        "models",
        "messages_a_minute",
        "sockets",
        "conversations",
    )
)
_messages, _guests, _told = Pace(60), Pace(3600), Pace(60)
_sockets = Places()
Limits = dict[Hashable, int | None]


class LimitReached(TaskError):
    """Somebody has, or does, as much as is allowed."""


def quota(owner: Owner, name: str) -> int | None:
    """An owner's limit: their own where one is set, else the settings'; None is none."""
    most: int | None = owner.quotas.get(name, settings.QUOTAS[name])
    return most


def check_run(owner: Owner) -> None:
    """Whether another run may start now.

    Within a transaction the owner's row is locked, so that two requests at the same
    moment are counted one after the other.

    Raises:
        TaskError: too many are going on, or were begun within the hour.
    """
    owner = Owner.objects.select_for_update().get(id=owner.id)
    theirs = Run.objects.of(owner)
    most = quota(owner, "concurrent_runs")
    active = theirs.filter(status__in=Run.ACTIVE).count()
    if most is not None and active >= most:
        raise _refused(
            owner,
            f"{counted(active, 'calculation')} of yours"
            f" {'is' if active == 1 else 'are'} still going on; {most} at once are"
            " allowed.",
            "Wait until one is finished, or say “cancel”.",
            "cancel",
        )
    most = quota(owner, "runs_an_hour")
    if most is not None:
        begun = theirs.filter(created__gt=timezone.now() - HOUR).order_by("created")
        times = list(begun.values_list("created", flat=True))
        if len(times) >= most:
            raise _refused(
                owner,
                f"{counted(most, 'calculation')} an hour"
                f" {'is' if most == 1 else 'are'} allowed, and you have used them.",
                _when(times[-most]) if most else "Ask the administrator for more.",
            )


def check_message(owner: Owner, address: str) -> None:
    """Whether another message may come in now; one that may is counted.

    Raises:
        TaskError: there were too many within a minute, of the owner or the address.
    """
    limits: Limits = {
        ("owner", owner.id): quota(owner, "messages_a_minute"),
        ("address", network_of(address)): settings.ADDRESS_LIMITS["messages_a_minute"],
    }
    for key, most in limits.items():
        wait = _messages.wait(key, most)
        if wait:
            text = f"{counted(most or 0, 'message')} a minute are allowed."
            # Once a minute: a flood must not fill the table of violations.
            if not _told.wait(key, 1):
                record_violation(owner, None, Violation.Kind.QUOTA, text)
            seconds = counted(int(wait) + 1, "second")
            raise LimitReached(text, hint=f"Send it again in {seconds}.")


def sockets_of(owner: Owner, address: str) -> Limits:
    """What an open page takes a place of, with how many places there are."""
    return {
        ("owner", owner.id): quota(owner, "sockets"),
        ("address", network_of(address)): settings.ADDRESS_LIMITS["sockets"],
    }


def open_socket(places: Limits) -> bool:
    """Take the places of an open page; False if there are none left."""
    return _sockets.take(places)


def close_socket(places: Limits) -> None:
    """Give the places of a page back that was open."""
    _sockets.give_back(places)


def room_for_conversation(owner: Owner) -> bool:
    """Whether another conversation may be begun."""
    most = quota(owner, "conversations")
    return most is None or Conversation.objects.of(owner).count() < most


def too_many_conversations(owner: Owner) -> TaskError:
    """The refusal of another conversation."""
    most = counted(quota(owner, "conversations") or 0, "conversation")
    text = f"{most} are allowed, and you have them."
    return _refused(owner, text, "Delete some that you need no more.")


def check_guest(address: str) -> None:
    """Whether another guest may begin from this address.

    Raises:
        TaskError: there were too many within an hour.
    """
    most = settings.ADDRESS_LIMITS["guests_an_hour"]
    wait = _guests.wait(("address", network_of(address)), most)
    if wait:
        raise LimitReached(
            "Too many visitors have begun from your address within an hour.",
            hint=f"Go on in {counted(int(wait // 60) + 1, 'minute')}.",
        )


def forget_pace() -> None:
    """Count from nothing again."""
    for pace in (_messages, _guests, _told):
        pace.clear()


def _when(oldest: datetime) -> str:
    """When the oldest run that counts is an hour old."""
    seconds = (oldest + HOUR - timezone.now()).total_seconds()
    return f"Go on in {counted(int(seconds // 60) + 1, 'minute')}."


def check_upload(owner: Owner, size: int) -> None:
    """Whether another file of ``size`` bytes may come in.

    Raises:
        TaskError: there are too many datasets, or too much is stored.
    """
    most = quota(owner, "datasets")
    count = Dataset.objects.of(owner).count() + _coming(owner).count()
    if most is not None and count >= most:
        raise _refused(
            owner,
            f"You have {counted(count, 'dataset')}; {most} are allowed.",
            "Delete one that you need no more: “delete dataset name.csv”.",
            "/datasets",
        )
    check_storage(owner, size)


def check_storage(owner: Owner, size: int) -> None:
    """Whether another ``size`` bytes may be kept for an owner.

    Raises:
        TaskError: too much is stored.
    """
    most = quota(owner, "storage_mb")
    used = stored_bytes(owner)
    if most is not None and used + size > most * MIB:
        raise _refused(
            owner,
            f"Your files take {used / MIB:,.0f} MB; with this one they would take more"
            f" than the {most:,} MB that are allowed.",
            "Delete a dataset that you need no more: “delete dataset name.csv”.",
            "/datasets",
        )


def check_model(owner: Owner) -> None:
    """Whether another trained model may be kept.

    Raises:
        TaskError: there are too many.
    """
    most = quota(owner, "models")
    count = TrainedModel.objects.of(owner).count()
    if most is not None and count >= most:
        raise _refused(
            owner,
            f"You have {counted(count, 'model')}; {most} are allowed.",
            "Delete one that you need no more.",
        )


def stored_bytes(owner: Owner) -> int:
    """Bytes of an owner's datasets, models, exports, and uploads on their way."""
    found = (
        Dataset.objects.of(owner).aggregate(total=Sum("size")),
        TrainedModel.objects.of(owner).aggregate(total=Sum("size")),
        _coming(owner).aggregate(total=Sum("size")),
    )
    return sum(one["total"] or 0 for one in found) + sum(
        asked_of(run, ExportDetails).size or 0
        for run in Run.objects.of(owner)
        .filter(kind=Run.Kind.EXPORT)
        .only("kind", "details")
    )


def _coming(owner: Owner) -> OwnedQuerySet:
    recently = timezone.now() - timedelta(days=1)
    return Upload.objects.of(owner).filter(done=False, created__gt=recently)


def _refused(owner: Owner, message: str, hint: str, *options: str) -> TaskError:
    record_violation(owner, None, Violation.Kind.QUOTA, message)
    return LimitReached(message, hint=hint, options=options)

"""What one owner may use: runs at once and in an hour, storage, datasets, models."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone

from analysis.errors import TaskError
from analysis.models import Dataset, OwnedQuerySet, Owner, Run, Violation
from analysis.wording import counted
from chat.models import Upload
from chat.violations import record_violation
from mlmodels.models import TrainedModel

HOUR = timedelta(hours=1)
MIB = 1024 * 1024
# For owners that are no visitors: the command line's.
UNLIMITED: Mapping[str, None] = dict.fromkeys(
    ("concurrent_runs", "runs_an_hour", "storage_mb", "datasets", "models")
)


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
        int(details.get("size", 0))
        for details in Run.objects.of(owner)
        .filter(kind=Run.Kind.EXPORT)
        .values_list("details", flat=True)
    )


def _coming(owner: Owner) -> OwnedQuerySet:
    recently = timezone.now() - timedelta(days=1)
    return Upload.objects.of(owner).filter(done=False, created__gt=recently)


def _refused(owner: Owner, message: str, hint: str, *options: str) -> TaskError:
    record_violation(owner, None, Violation.Kind.QUOTA, message)
    return TaskError(message, hint=hint, options=options)

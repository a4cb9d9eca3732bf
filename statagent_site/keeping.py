"""How the server is, for the first page of the admin."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils import timezone

from analysis import VERSION
from analysis.base.wording import counted
from chat.models import Run, Violation
from chat.runs.queues import tasks_waiting, unserved, workers
from chat.runs.recovery import QUEUE_LOST
from sandbox.configuration import current
from sandbox.probe import Report, probe
from statagent_site.health import MINIMUM_FREE_BYTES

MIB = 1024 * 1024
_ERRORS_SHOWN = 8
_PROBE_SECONDS = 600.0
Level = Literal["good", "mind", "bad"]


@dataclass(frozen=True)
class Sign:
    """One thing to look at: its name, how it is, and in words."""

    name: str
    level: Level
    text: str


@dataclass(frozen=True)
class Panel:
    signs: tuple[Sign, ...]
    errors: QuerySet[Run]


def panel() -> Panel:
    """The signs of life, and the runs that failed last."""
    errors = (
        Run.objects.filter(status=Run.Status.FAILED)
        .select_related("owner__user")
        .defer("script", "result")
        .order_by("-created")[:_ERRORS_SHOWN]
    )
    signs = (_workers(), _queue(), _runs(), _sandbox(), _disk(), _violations())
    return Panel((*signs, Sign("Version", "good", f"StatAgent {VERSION}")), errors)


def _workers() -> Sign:
    missing = unserved()
    if missing:
        words = f"no {' and no '.join(missing)} is running: start manage.py worker"
        return Sign("Workers", "bad", words)
    usual, *long = workers().values()
    words = "".join(f", {count:,} more for long work" for count in long[:1])
    return Sign("Workers", "good", f"{counted(usual, 'worker')} alive{words}")


def _queue() -> Sign:
    waiting = tasks_waiting()
    oldest = Run.objects.filter(status=Run.Status.QUEUED).order_by("queued").first()
    if oldest is None:
        return Sign("Queue", "good", f"{counted(waiting, 'task')} waiting")
    age = timezone.now() - oldest.queued
    words = f"{counted(waiting, 'task')} waiting, the oldest for {age.seconds:,} s"
    return Sign("Queue", "mind" if age > QUEUE_LOST else "good", words)


def _runs() -> Sign:
    recent = Run.objects.filter(created__gt=timezone.now() - timedelta(hours=1))
    found = dict(recent.order_by().values_list("status").annotate(Count("id")))
    failed, total = found.get(Run.Status.FAILED, 0), sum(found.values())
    level: Level = "mind" if failed * 4 > total else "good"
    return Sign("Runs within the hour", level, f"{total:,}, {failed:,} failed")


_probed: tuple[float, Report] | None = None


def _sandbox() -> Sign:
    """Building the wall takes a process: it is looked at every ten minutes."""
    global _probed
    if _probed is None or time.monotonic() - _probed[0] > _PROBE_SECONDS:
        _probed = time.monotonic(), probe()
    report = _probed[1]
    if not report.allows(current().minimum):
        return Sign("Sandbox", "bad", str(report))
    return Sign("Sandbox", "good" if report.level == "full" else "mind", str(report))


def _disk() -> Sign:
    usage = shutil.disk_usage(settings.FILES_DIR)
    low = usage.free < MINIMUM_FREE_BYTES
    level: Level = (
        "bad" if low else "mind" if usage.free < 10 * MINIMUM_FREE_BYTES else "good"
    )
    words = f"{usage.free / MIB:,.0f} of {usage.total / MIB:,.0f} MB free"
    return Sign("Disk", level, words)


def _violations() -> Sign:
    since = timezone.now() - timedelta(days=1)
    found = (
        Violation.objects.filter(created__gt=since)
        .order_by()
        .values_list("kind")
        .annotate(n=Count("id"))
    )
    words = ", ".join(f"{kind}: {n}" for kind, n in found)
    return Sign("Violations in a day", "mind" if words else "good", words or "none")

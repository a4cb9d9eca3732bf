"""Work that was asked for: every run with its script and result, and what was refused."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from analysis.base.task import Task
from analysis.models import Dataset, OwnedQuerySet, Owner

if TYPE_CHECKING:
    from datetime import datetime


class Run(models.Model):
    """One piece of work from queued to done. The row is the truth, not the queue.

    A run of kind ``script`` was given its script: from a template without an operation,
    from a person, or of the run that it repeats (``rerun_of``). What a training, the
    look at the data before one, a prediction, an export or a combination was asked is
    in ``details``.
    """

    class Kind(models.TextChoices):
        IMPORT = "import", "Import"
        ANALYSIS = "analysis", "Analysis"
        SCRIPT = "script", "Script"
        PLAN = "plan", "Training plan"
        TRAINING = "training", "Training"
        PREDICTION = "prediction", "Prediction"
        EXPORT = "export", "Export"
        COMBINE = "combine", "Combination of datasets"

    class Status(models.TextChoices):
        QUEUED = "queued", "Queued"
        RUNNING = "running", "Running"
        SUCCEEDED = "succeeded", "Succeeded"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    ACTIVE = (Status.QUEUED, Status.RUNNING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="runs")
    dataset = models.ForeignKey(
        Dataset, null=True, blank=True, on_delete=models.SET_NULL, related_name="runs"
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ANALYSIS)
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    question = models.TextField(blank=True)
    task_json = models.JSONField(null=True, blank=True)
    details = models.JSONField(default=dict, blank=True)
    template = models.CharField(max_length=60, blank=True)
    script = models.TextField(blank=True)
    script_sha256 = models.CharField(max_length=64, blank=True)
    data_sha256 = models.CharField(max_length=64, blank=True)
    versions = models.JSONField(default=dict, blank=True)
    result = models.JSONField(null=True, blank=True)
    error = models.TextField(blank=True)
    rerun_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="reruns"
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=120, blank=True)
    cancel_requested = models.BooleanField(default=False)
    created = models.DateTimeField(default=timezone.now)
    queued = models.DateTimeField(default=timezone.now)
    started = models.DateTimeField(null=True, blank=True)
    heartbeat = models.DateTimeField(null=True, blank=True)
    finished = models.DateTimeField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    peak_memory_mb = models.FloatField(null=True, blank=True)
    isolation = models.CharField(max_length=80, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        db_table = "analysis_run"  # where its rows have been from the beginning
        ordering = ["-created"]
        indexes = [models.Index(fields=["status", "heartbeat"])]

    def __str__(self) -> str:
        return f"{self.kind} {str(self.id)[:8]} ({self.status})"

    @property
    def is_active(self) -> bool:
        return self.status in self.ACTIVE

    @property
    def task(self) -> Task:
        return Task.model_validate(self.task_json)

    def start(self, worker: str) -> bool:
        """Claim a queued run; False if another worker has it or it is over."""
        now: datetime = timezone.now()
        claimed = Run.objects.filter(id=self.id, status=self.Status.QUEUED).update(
            status=self.Status.RUNNING,
            worker=worker,
            started=now,
            heartbeat=now,
            attempts=models.F("attempts") + 1,
        )
        if claimed:
            self.refresh_from_db()
        return bool(claimed)

    def beat(self) -> bool:
        """Say that the worker lives; True if the run is still this worker's to do."""
        return bool(
            Run.objects.filter(
                id=self.id,
                status=self.Status.RUNNING,
                worker=self.worker,
                cancel_requested=False,
            ).update(heartbeat=timezone.now())
        )

    def finish(self, status: str, **fields: Any) -> bool:
        """Close a run that this worker holds; False if it was taken away meanwhile."""
        closed = Run.objects.filter(
            id=self.id, status=self.Status.RUNNING, worker=self.worker
        ).update(status=status, finished=timezone.now(), **fields)
        if closed:
            self.refresh_from_db()
        return bool(closed)


class Violation(models.Model):
    """Something forbidden that a script tried, or a limit that it ran into."""

    class Kind(models.TextChoices):
        VALIDATOR = "validator", "Refused by the validator"
        SYSTEM_CALL = "system call", "Forbidden system call"
        TIME = "time", "Time limit"
        MEMORY = "memory", "Memory limit"
        DISK = "disk", "Disk limit"
        TEMPLATE = "template", "Refused template"
        QUOTA = "quota", "Quota"

    owner = models.ForeignKey(
        Owner,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="violations",
    )
    run = models.ForeignKey(
        Run, null=True, blank=True, on_delete=models.SET_NULL, related_name="violations"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    detail = models.TextField(blank=True)
    created = models.DateTimeField(default=timezone.now)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        db_table = "analysis_violation"
        ordering = ["-created"]
        indexes = [models.Index(fields=["owner", "-created"])]

    def __str__(self) -> str:
        return f"{self.kind}: {self.detail}"[:80]

"""What is kept: owners, their datasets, and every run with its script and result."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from analysis.columns import Schema
from analysis.reading.receipt import Receipt
from analysis.task import Task

if TYPE_CHECKING:
    from datetime import datetime


class Owner(models.Model):
    """Somebody whose things are kept apart: a browser session, later an account.

    ``quotas`` overrides the settings for this owner, by name: a number, or null for
    no limit ({"runs_an_hour": 5000, "datasets": null}).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE
    )
    quotas: models.JSONField[dict[str, int | None]] = models.JSONField(
        default=dict, blank=True
    )
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.user) if self.user else f"guest {str(self.id)[:8]}"


class OwnedQuerySet(models.QuerySet[Any]):
    """Things of one owner: the only way in for every surface."""

    def of(self, owner: Owner) -> Self:
        return self.filter(owner=owner)


def dataset_path(dataset_id: uuid.UUID, name: str) -> Path:
    """Where a dataset's file lies; the name is ours, never a person's."""
    return Path(settings.VAR_DIR) / "datasets" / str(dataset_id) / name


class Dataset(models.Model):
    """A table as it was uploaded, with its working copy and how it was read.

    ``origin`` tells of a table that was made here how: see :mod:`analysis.combining`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="datasets")
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)
    overrides = models.JSONField(default=dict, blank=True)
    origin = models.JSONField(default=dict, blank=True)
    receipt_json = models.JSONField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-created"]

    def __str__(self) -> str:
        return self.name

    @property
    def original(self) -> Path:
        return dataset_path(self.id, "original")

    @property
    def parquet(self) -> Path:
        return dataset_path(self.id, "table.parquet")

    @property
    def is_read(self) -> bool:
        return self.receipt_json is not None

    @property
    def receipt(self) -> Receipt:
        return Receipt.model_validate(self.receipt_json)

    @property
    def schema(self) -> Schema:
        return self.receipt.table


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


class ScriptTemplate(models.Model):
    """A version of an administrator's template; a change is a new row.

    Only rows that :func:`analysis.template_checks.check_template` lets pass are saved.
    The newest active version of a name is the one in use.
    """

    class Category(models.TextChoices):
        UTILS = "utils", "Utilities"
        STATS = "stats", "Statistics"
        ML = "ml", "Machine learning"

    name = models.SlugField(max_length=60)
    category = models.CharField(max_length=10, choices=Category, default=Category.STATS)
    text = models.TextField()
    version = models.PositiveIntegerField(default=1, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    active = models.BooleanField(default=True)
    created = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "version"], name="one_text_per_template_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store what passes the checks; a changed text becomes a row of its own.

        Raises:
            ValidationError: the template is faulty.
        """
        self.clean()
        earlier = ScriptTemplate.objects.filter(id=self.id).first() if self.id else None
        if earlier is None or earlier.text != self.text:
            versions = ScriptTemplate.objects.filter(name=self.name)
            latest = versions.aggregate(models.Max("version"))["version__max"] or 0
            self.version, self.id, self.created = latest + 1, None, timezone.now()
            self._state.adding = True
            kwargs = {key: kwargs[key] for key in kwargs if key == "using"}
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a faulty text, with the line."""
        from analysis.template_checks import check_template
        from analysis.template_header import TemplateFault

        try:
            check_template(self.name, self.category, self.text)
        except TemplateFault as fault:
            raise ValidationError({"text": str(fault)}) from fault


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
        ordering = ["-created"]
        indexes = [models.Index(fields=["owner", "-created"])]

    def __str__(self) -> str:
        return f"{self.kind}: {self.detail}"[:80]

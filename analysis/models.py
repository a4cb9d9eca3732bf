"""What is kept: owners, their datasets, and templates of scripts."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from analysis.base.columns import Schema
from analysis.files.kept import kept
from analysis.reading.receipt import Receipt


class Owner(models.Model):
    """Somebody whose things are kept apart: a browser session, later an account.

    ``quotas`` overrides the settings for this owner, by name: a number, or null for
    no limit ({"runs_an_hour": 5000, "datasets": null}). ``is_group`` is one that is no
    person: all members of a group read what is its.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE
    )
    quotas: models.JSONField[dict[str, int | None]] = models.JSONField(
        default=dict, blank=True
    )
    is_group = models.BooleanField(default=False)
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        kind = "group" if self.is_group else "guest"
        return str(self.user) if self.user else f"{kind} {str(self.id)[:8]}"


class OwnedQuerySet(models.QuerySet[Any]):
    """Things of one owner: the only way in for every surface."""

    def of(self, owner: Owner) -> Self:
        return self.filter(owner=owner)


class Dataset(models.Model):
    """A table as it was uploaded, with its working copy and how it was read.

    ``origin`` tells of a table that was made here how: see :mod:`analysis.tables.combining`.
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
    def place(self) -> str:
        """Where its files are kept; the names are ours, never a person's."""
        return f"datasets/{self.id}"

    @property
    def original_name(self) -> str:
        return f"{self.place}/original"

    @property
    def parquet_name(self) -> str:
        return f"{self.place}/table.parquet"

    @property
    def original(self) -> Path:
        """The file as it came in, to be read; a new one is put under its name."""
        return kept().local(self.original_name)

    @property
    def parquet(self) -> Path:
        """The working copy, to be read; a new one is written under its name."""
        return kept().local(self.parquet_name)

    @property
    def is_read(self) -> bool:
        return self.receipt_json is not None

    @property
    def receipt(self) -> Receipt:
        return Receipt.model_validate(self.receipt_json)

    @property
    def schema(self) -> Schema:
        return self.receipt.table


class ScriptTemplate(models.Model):
    """A version of an administrator's template; a change is a new row.

    Rows come in through :mod:`analysis.scripts.adding`, which refuses faulty ones. The
    newest active version of a name is the one in use.
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
        """Store it; a changed text becomes a row of its own."""
        earlier = ScriptTemplate.objects.filter(id=self.id).first() if self.id else None
        if earlier is None or earlier.text != self.text:
            versions = ScriptTemplate.objects.filter(name=self.name)
            latest = versions.aggregate(models.Max("version"))["version__max"] or 0
            self.version, self.id, self.created = latest + 1, None, timezone.now()
            self._state.adding = True
            kwargs = {key: kwargs[key] for key in kwargs if key == "using"}
        super().save(*args, **kwargs)

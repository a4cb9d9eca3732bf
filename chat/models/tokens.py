"""What lets programs in: tokens of the API."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from analysis.models import OwnedQuerySet, Owner


class ApiToken(models.Model):
    """A word by which a program reaches one owner's things, within its ``scopes``.

    Only its hash is kept: who reads the database cannot use it. A token that is taken
    back is deleted. ``used`` is when it was last used, to the minute.
    """

    owner = models.ForeignKey(
        Owner, on_delete=models.CASCADE, related_name="api_tokens"
    )
    name = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64, unique=True)
    scopes: models.JSONField[list[str]] = models.JSONField(default=list)
    created = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField(null=True, blank=True)
    used = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-created"]

    def __str__(self) -> str:
        return self.name

    @property
    def has_expired(self) -> bool:
        return self.expires is not None and self.expires <= timezone.now()

"""What only one process of all machines may do at a time."""

from __future__ import annotations

from django.db import models


class Lease(models.Model):
    """The right to do something, until a moment; its holder prolongs it."""

    name = models.CharField(max_length=40, primary_key=True)
    holder = models.CharField(max_length=120, blank=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}: {self.holder}"

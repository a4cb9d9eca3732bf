"""The workers: a django-q2 cluster that has loaded the statistics before it forks."""

from __future__ import annotations

from django_q.management.commands.qcluster import Command as ClusterCommand

import chat.runs.jobs  # noqa: F401  (what is imported here, the forked workers share)
from analysis.operations import operations
from mlmodels.scripts.writing import read_ahead


class Command(ClusterCommand):
    help = "Carry out queued runs."

    def handle(self, *args: object, **options: object) -> None:
        operations()
        read_ahead()
        super().handle(*args, **options)

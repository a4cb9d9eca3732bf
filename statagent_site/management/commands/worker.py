"""The workers: django-q2 clusters that have loaded the statistics before they fork."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

import chat.runs.jobs  # noqa: F401  (what is imported here, the forked workers share)
from analysis.operations import operations
from chat.runs.queues import queues
from mlmodels.scripts.writing import read_ahead
from statagent_site import several
from statagent_site.clusters import Clusters

_CHOICES = ("usual", "long")


class Command(BaseCommand):
    help = "Carry out queued runs."
    requires_system_checks: list[str] = [several.TAG]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--queue", choices=_CHOICES,
                            help="only the usual runs, or only long ones")  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        operations()
        read_ahead()
        served = dict(zip(_CHOICES, queues(), strict=False))
        if options["queue"]:
            served = {options["queue"]: served.get(options["queue"], queues()[0])}
        sys.exit(Clusters([*served.values()]).run())

"""Removing what is too old, by hand; the workers do it once a day."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from chat.keeping.pruning import prune
from chat.render.numbers import format_cell


class Command(BaseCommand):
    help = (
        "Remove guests, conversations, uploads and runs that are too old, and files"
        " without a row. The ages are settings: STATAGENT_KEEP_…_DAYS."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        found = prune(dry_run=options["dry_run"])
        if options["json"]:
            self.stdout.write(json.dumps([asdict(one) for one in found]))
            return
        verb = "would go" if options["dry_run"] else "removed"
        for one in found:
            size = f", {format_cell(one.bytes, 'bytes')}" if one.bytes else ""
            self.stdout.write(f"{one.kind}: {one.count:,} {verb}{size}")

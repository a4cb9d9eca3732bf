"""A backup back into the database and the data folder."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from statagent_site.backups.restoring import NotRestored, restore
from statagent_site.serving import ServedAlready, only_server


class Command(BaseCommand):
    help = "Restore what manage.py backup wrote; stop the server first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--replace", action="store_true",
                            help="what is here now is deleted")  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with only_server(settings.VAR_DIR):
                call_command("migrate", verbosity=0, interactive=False)
                found = restore(Path(options["file"]), replace=options["replace"])
        except ServedAlready as other:
            text = (
                f"{settings.VAR_DIR} is served, by process {other.pid}. End it first."
            )
            raise CommandError(text) from None
        except NotRestored as problem:
            raise CommandError(str(problem)) from problem
        rows = sum(part.rows or 0 for part in found.parts.values())
        files = sum(part.rows is None for part in found.parts.values())
        self.stdout.write(
            f"Restored: {rows:,} rows, {files:,} files, written {found.written}"
            f" by version {found.version}."
        )

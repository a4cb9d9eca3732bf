"""Everything that is kept, into one file, while people work."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from statagent_site.backups.writing import back_up


class Command(BaseCommand):
    help = "Write the database and all files into FILE (a zip, for its owner only)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        try:
            manifest = back_up(path)
        except OSError as error:
            raise CommandError(f"No backup was written: {error}") from error
        rows = sum(part.rows or 0 for part in manifest.parts.values())
        files = sum(part.rows is None for part in manifest.parts.values())
        size = path.stat().st_size / 1024**2
        self.stdout.write(f"{path}: {rows:,} rows, {files:,} files, {size:,.1f} MB.")

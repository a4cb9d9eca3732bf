"""Measure the product beside its peers."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from statagent_site.benchmarks import LONG, benchmarks


class Command(BaseCommand):
    help = f"Measure: all benchmarks but {' and '.join(LONG)}, or those that are named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="*")

    def handle(self, *args: Any, **options: Any) -> None:
        known = benchmarks()
        names = options["names"] or [name for name in known if name not in LONG]
        unknown = [name for name in names if name not in known]
        if unknown:
            raise CommandError(
                f"No benchmark {unknown[0]}. There are: {', '.join(known)}"
            )
        for name in names:
            self.stdout.write(f"\n{name}")
            for row in known[name]():
                note = f"   {row.note}" if row.note else ""
                self.stdout.write(
                    f"  {row.what:<52} {row.value:>10.2f} {row.unit}{note}"
                )

"""Recompute all published reference values here."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from analysis.selfcheck import Check, run_checks, versions


class Command(BaseCommand):
    help = "Recompute the published reference values of all operations, with digits."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one object")

    def handle(self, *args: Any, **options: Any) -> None:
        checks, used = run_checks(), versions()
        failed = [check for check in checks if not check.agrees]
        if options["json"]:
            rows = [asdict(check) for check in checks]
            self.stdout.write(json.dumps({"versions": used, "checks": rows}))
        else:
            for check in checks:
                self.stdout.write(_line(check))
            self.stdout.write(
                ", ".join(f"{name} {word}" for name, word in used.items())
            )
            agreeing = len(checks) - len(failed)
            self.stdout.write(f"{agreeing} of {len(checks)} references reproduced.")
        if failed:
            raise CommandError(f"{len(failed)} references are not reproduced here.")


def _line(check: Check) -> str:
    mark = "ok  " if check.agrees else "FAIL"
    words = check.error or check.source
    return f"{mark} {check.operation:<22} {check.digits:>5.1f} digits  {words}"

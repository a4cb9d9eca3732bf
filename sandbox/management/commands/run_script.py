"""One script in the sandbox, from the command line."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sandbox.client import run_script
from sandbox.outcome import Outcome
from sandbox.validator import Violation, notes


class Command(BaseCommand):
    """Run a script behind the wall and print what came of it."""

    help = "Run a Python script in the sandbox."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("script", type=Path, metavar="SCRIPT.py")
        parser.add_argument(
            "--data", type=Path, metavar="FILE", help="file the script gets as argument"
        )
        parser.add_argument(
            "--no-validator",
            action="store_true",
            help="rely on the kernel's wall alone",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        data: Path | None = options["data"]
        try:
            text = options["script"].read_text(encoding="utf-8", errors="replace")
            outcome = run_script(
                text,
                inputs={data.name: data} if data else {},
                argv=[data.name] if data else [],
                check=not options["no_validator"],
            )
        except (OSError, ValueError) as problem:
            raise CommandError(str(problem)) from problem
        found = () if options["no_validator"] else notes(text)
        if options["json"]:
            row = described(outcome)
            if found:
                row["notes"] = [_told(note) for note in found]
            self.stdout.write(json.dumps(row, ensure_ascii=False))
        else:
            self._show(outcome, found)
        if outcome.status != "succeeded":
            sys.exit(1)

    def _show(self, outcome: Outcome, found: tuple[Violation, ...]) -> None:
        self.stdout.write(outcome.stdout, ending="")
        self.stderr.write(outcome.stderr, ending="")
        for one in (*outcome.violations, *found):
            word = "note: " if one.note else ""
            self.stderr.write(f"line {one.line}: {word}{one.message}")
        if outcome.status == "succeeded":
            self.stdout.write(json.dumps(outcome.result, indent=2, ensure_ascii=False))
        else:
            self.stderr.write(f"{outcome.status}: {outcome.error}")
        self.stderr.write(
            f"{outcome.seconds:.3f} s, {outcome.peak_memory_mb:.0f} MB, "
            f"{outcome.isolation or 'nothing ran'}"
        )


def described(outcome: Outcome) -> dict[str, Any]:
    """The outcome as the stable JSON of this command."""
    return {
        "status": outcome.status,
        "result": outcome.result,
        "stdout": outcome.stdout,
        "stderr": outcome.stderr,
        "seconds": outcome.seconds,
        "peak_memory_mb": outcome.peak_memory_mb,
        "isolation": outcome.isolation,
        "violations": [_told(violation) for violation in outcome.violations],
        "error": outcome.error,
    }


def _told(found: Violation) -> dict[str, Any]:
    return {k: v for k, v in asdict(found).items() if k != "note"}

"""Is everything there that is needed, and how strong is the wall around scripts?"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from statagent_site.diagnosis import Finding, diagnose

_SIGNS = {"ok": "✓", "warn": "!", "fail": "✗"}


class Command(BaseCommand):
    help = (
        "Check this installation; the exit status is 1 if something has to be mended."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        findings: list[Finding] = []
        for finding in diagnose():
            findings.append(finding)
            if not options["json"]:
                self._show(finding)
        if options["json"]:
            self.stdout.write(json.dumps(described(findings), ensure_ascii=False))
        if any(finding.level == "fail" for finding in findings):
            sys.exit(1)

    def _show(self, finding: Finding) -> None:
        sign = _SIGNS[finding.level]
        line = f"{sign} {finding.level:<4}  {finding.name:<14} {finding.text}"
        self.stdout.write(line)
        if finding.fix:
            self.stdout.write(f"{'':>23}→ {finding.fix}")


def described(findings: list[Finding]) -> dict[str, Any]:
    """The findings as the stable JSON of this command."""
    worst = next(
        (
            level
            for level in ("fail", "warn")
            if any(finding.level == level for finding in findings)
        ),
        "ok",
    )
    return {"status": worst, "findings": [asdict(finding) for finding in findings]}

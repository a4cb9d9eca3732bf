"""The fork server in the foreground, for the supervisor of `serve`."""

from __future__ import annotations

import signal
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sandbox.configuration import current
from sandbox.launch import SandboxUnavailable, takeover


class Command(BaseCommand):
    """Serve scripts until SIGTERM."""

    help = "Run the sandbox's fork server in the foreground."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--idle",
            type=float,
            metavar="SECONDS",
            help="end after so many seconds without work (default: stay)",
        )
        parser.add_argument(
            "--standby",
            action="store_true",
            help="wait, loaded, for the end of the one that serves",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            server = takeover(current(), options["idle"], standby=options["standby"])
        except SandboxUnavailable as problem:
            raise CommandError(str(problem)) from problem

        def stop(number: int, frame: FrameType | None) -> None:
            server.terminate()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        self.stdout.write(
            "The sandbox is loaded."
            if options["standby"]
            else "The sandbox accepts scripts."
        )
        self.stdout.flush()
        code = server.wait()
        if code:
            raise CommandError(f"The sandbox's fork server ended with {code}.")

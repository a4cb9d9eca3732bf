"""The web server: loaded once, and forked again whenever the process that listens dies."""

from __future__ import annotations

import importlib
import sys
from argparse import ArgumentParser
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections

from statagent_site import several
from statagent_site.services import pool_connections
from statagent_site.web_process import Forking, listen

SITE = "statagent_site.asgi"
LONGEST_WAIT = 8  # seconds for another process's writing


class Command(BaseCommand):
    help = "Serve the pages only; serve does it together with the workers."
    requires_system_checks: list[str] = [several.TAG]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("-b", "--bind", default="127.0.0.1")
        parser.add_argument("-p", "--port", default="8000")

    def handle(self, *args: Any, **options: Any) -> None:
        importlib.import_module(SITE)
        importlib.import_module("statagent_site.urls")
        connections.close_all()
        # One thread serves all pages: a request that waits for a lock keeps the others
        # waiting too. Messages are tried five times, which outlives 40 seconds.
        options_of = connections.settings["default"].get("OPTIONS", {})
        if "timeout" in options_of:
            options_of["timeout"] = LONGEST_WAIT
        pool_connections(connections.settings["default"])
        address = ["-b", options["bind"], "-p", options["port"]]
        sys.exit(
            Forking(
                partial(listen, [*address, "--no-server-name", f"{SITE}:application"])
            ).run()
        )

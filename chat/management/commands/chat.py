"""A conversation in the terminal: the third surface."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from chat.terminal import Terminal


class Command(BaseCommand):
    help = (
        "Talk in the terminal: chat [FILE …]. Write the path of a file to load it, a"
        " number to press a button, /quit to leave."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", help="tables to begin with")
        parser.add_argument("--keep", action="store_true",
                            help="keep the conversation; else it is gone at the end")  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        with Terminal(self.stdout, keep=options["keep"]) as terminal:
            terminal.talk(options["files"])

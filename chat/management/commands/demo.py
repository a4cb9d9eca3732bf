"""A conversation to look at, answered by the program itself."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from chat.demonstration import demonstrate


class Command(BaseCommand):
    help = (
        "Ask a sample dataset a few questions, for a first look; with --user the"
        " conversation waits in that account's list in the browser."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--user", help="whose conversation it is to be")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        try:
            conversation, token = demonstrate(self.stdout, options["user"])
        except LookupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"\nThe conversation is {conversation.id}.")
        if token:
            self.stdout.write(
                "Start the server (manage.py serve) and open, within ten minutes:\n"
                f"  http://127.0.0.1:8000/link/{token}/"
            )
        else:
            self.stdout.write(f"It waits in the account {options['user']}.")

"""A conversation as a file, by its id."""

from __future__ import annotations

import uuid
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from chat.models import Conversation
from chat.report import FORMATS, exported


class Command(BaseCommand):
    help = "Write a conversation as a notebook, HTML report, Markdown or script."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("conversation", nargs="?", help="its id; without: a list")
        parser.add_argument("--format", choices=tuple(FORMATS), default="ipynb")
        parser.add_argument("-o", "--output", help="the file; “-” is the terminal")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["conversation"]:
            for one in Conversation.objects.exclude(messages=None)[:50]:
                self.stdout.write(f"{one.id}  {one.updated:%Y-%m-%d %H:%M}  {one}")
            return
        made = exported(_found(options["conversation"]), options["format"])
        if options["output"] == "-":
            self.stdout.write(made.text)
            return
        path = Path(options["output"] or made.name)
        path.write_text(made.text, encoding="utf-8")
        path.chmod(0o666 & ~settings.OUTSIDE_UMASK)
        self.stdout.write(f"{path} ({len(made.text.encode()):,} bytes)")


def _found(given: str) -> Conversation:
    try:
        found = Conversation.objects.filter(id=uuid.UUID(given)).first()
    except ValueError:
        found = None
    if found is None:
        raise CommandError(f"There is no conversation {given}.")
    conversation: Conversation = found
    return conversation

"""An assistant's tools on standard input and output (Model Context Protocol)."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from analysis.models import Owner
from chat.people import quotas
from mlmodels.command_line import command_line_owner


class Command(BaseCommand):
    help = (
        "Serve upload, ask, describe, train and predict to an assistant (MCP, stdio)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--account", help="whose work it is; else the command line's"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from chat.api.assistant import server
        except ModuleNotFoundError as missing:
            text = f"{missing}; install it: pip install 'mcp==2.3.0'"
            raise CommandError(text) from missing
        server(_owner(options["account"])).run("stdio")


def _owner(account: str | None) -> Owner:
    if account is None:
        owner = command_line_owner()
        if not owner.quotas:
            owner.quotas = dict(quotas.UNLIMITED)
            owner.save(update_fields=["quotas"])
        return owner
    found = Owner.objects.filter(user__username=account).first()
    if found is None:
        raise CommandError(f"There is no account {account}.")
    return found

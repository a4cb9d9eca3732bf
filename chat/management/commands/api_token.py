"""Tokens of the API from the command line."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from analysis.base.errors import TaskError
from analysis.models import Owner
from chat.models import ApiToken
from chat.people import tokens


class Command(BaseCommand):
    help = "Make, list and revoke tokens of the API for an account or an owner's id."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["make", "list", "revoke"])
        parser.add_argument("who", help="an account's name, or an owner's id")
        parser.add_argument("--name", default="command line")
        parser.add_argument("--scopes", nargs="+", default=list(tokens.SCOPES),
                            choices=list(tokens.SCOPES))  # fmt: skip
        parser.add_argument("--days", type=int, help="how long it holds")
        parser.add_argument("--id", type=int, help="the token to revoke")

    def handle(self, *args: Any, **options: Any) -> None:
        owner = _owner(options["who"])
        match options["action"]:
            case "make":
                self._make(owner, options)
            case "list":
                for row in ApiToken.objects.of(owner):
                    used = row.used.isoformat() if row.used else "never"
                    until = row.expires.isoformat() if row.expires else "for ever"
                    self.stdout.write(f"{row.id}  {row.name}  {','.join(row.scopes)}"
                                      f"  until: {until}  used: {used}")  # fmt: skip
            case _:
                if not tokens.revoke(owner, options["id"] or 0):
                    raise CommandError("There is no such token; see “list”.")
                self.stdout.write("Revoked.")

    def _make(self, owner: Owner, options: dict[str, Any]) -> None:
        try:
            made, row = tokens.create(
                owner, options["name"], options["scopes"], options["days"]
            )
        except TaskError as error:
            raise CommandError(f"{error.message} {error.hint}".strip()) from error
        self.stderr.write(f"Token {row.id}; it is shown this once:")
        self.stdout.write(made)


def _owner(who: str) -> Owner:
    found = Owner.objects.filter(user__username=who).first()
    if found is None:
        try:
            found = Owner.objects.filter(id=who).first()
        except (ValueError, ValidationError):
            found = None
    if found is None:
        raise CommandError(f"There is no account or owner {who}.")
    return found

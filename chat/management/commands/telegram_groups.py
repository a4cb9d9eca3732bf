"""Groups that were joined with a person, told apart and given an owner of their own."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from chat.people.groups import Separation, joined_groups, separate_all


class Command(BaseCommand):
    help = "Show Telegram groups that have no owner of their own; --separate gives them one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--separate",
            action="store_true",
            help="move what came in by a group to an owner that is the group's alone",
        )
        parser.add_argument("--json", action="store_true", help="an object a group")

    def handle(self, *args: Any, **options: Any) -> None:
        found = separate_all() if options["separate"] else joined_groups()
        for one in found:
            if options["json"]:
                self.stdout.write(json.dumps(asdict(one), default=str))
            else:
                self.stdout.write(_line(one))
        if not found and not options["json"]:
            self.stdout.write("Every group has an owner of its own.")


def _line(one: Separation) -> str:
    if one.after is None:
        return f"{one}; owner {one.before}"
    return (
        f"{one}; its own now: {one.conversations} conversations, {one.datasets} datasets,"
        f" {one.models} models (owner {one.after}). Owner {one.before} keeps"
        f" {one.kept_apart} datasets and models that it can no longer reach."
    )

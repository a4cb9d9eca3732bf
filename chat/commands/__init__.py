"""All commands of the chat, found by walking this package.

A command is called by its name ("/columns") or by words of its own ("which columns are
there"); it answers with a reply, or with a message to be read in its place.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from chat.outcomes.command import (
    Command,
    Guided,
    Import,
    Learn,
    Outcome,
    Perform,
    RunScript,
    Say,
)

__all__ = [
    "Command",
    "Guided",
    "Import",
    "Learn",
    "Outcome",
    "Perform",
    "RunScript",
    "Say",
    "commands",
    "find_command",
]


@cache
def commands() -> tuple[Command, ...]:
    """Every command, in the order of their names."""
    found = []
    for module in sorted(iter_modules(__path__), key=lambda module: module.name):
        if module.name != "command":
            found.append(import_module(f"{__name__}.{module.name}").command)
    return tuple(found)


def find_command(text: str) -> tuple[Command, str] | None:
    """The command that a message calls, and the rest of the message."""
    for command in commands():
        rest = command.called_by(text)
        if rest is not None:
            return command, rest
    return None

"""Descriptive statistics by command."""

from __future__ import annotations

from chat.models import Conversation
from chat.outcomes.command import Command, Say

command = Command(
    "describe",
    "Descriptive statistics",
    argument="columns",
    in_groups=True,
    of_table=True,
)


@command.run
def describe(conversation: Conversation, rest: str) -> Say:
    return Say(f"Descriptive statistics for {rest or 'all columns'}")

"""Correlations by command."""

from __future__ import annotations

from chat.models import Conversation
from chat.outcomes.command import Command, Say

command = Command(
    "correlate", "Correlations", argument="columns", in_groups=True, of_table=True
)


@command.run
def correlate(conversation: Conversation, rest: str) -> Say:
    return Say(f"Correlation of {rest}" if rest else "Correlation matrix")

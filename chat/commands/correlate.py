"""Correlations by command."""

from __future__ import annotations

from chat.commands.command import Command, Say
from chat.models import Conversation

command = Command("correlate", "Correlations", argument="columns")


@command.run
def correlate(conversation: Conversation, rest: str) -> Say:
    return Say(f"Correlation of {rest}" if rest else "Correlation matrix")

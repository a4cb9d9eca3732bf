"""Descriptive statistics by command."""

from __future__ import annotations

from chat.commands.command import Command, Say
from chat.models import Conversation

command = Command("describe", "Descriptive statistics", argument="columns")


@command.run
def describe(conversation: Conversation, rest: str) -> Say:
    return Say(f"Descriptive statistics for {rest or 'all columns'}")

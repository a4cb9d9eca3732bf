"""Charts by command."""

from __future__ import annotations

from analysis.base.reply import Notice, Reply
from chat.models import Conversation
from chat.outcomes.command import Command, Say

command = Command("plot", "A chart", argument="columns", in_groups=True, of_table=True)


@command.run
def plot(conversation: Conversation, rest: str) -> Say | Reply:
    if rest:
        return Say(f"Plot {rest}")
    text = "Which columns should be drawn?"
    fix = "For example: /plot age, or /plot fare against age, or /plot fare by sex."
    return Reply(summary=text, blocks=(Notice(text=text, fix=fix),))

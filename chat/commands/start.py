"""A welcome."""

from __future__ import annotations

from analysis.reply import Reply
from chat.commands.command import Command
from chat.models import Conversation
from chat.welcome import greeting_reply

command = Command(
    "start",
    "Begin",
    phrases=(r"(?:hi|hello|hey|good (?:morning|afternoon|evening))(?: there)?",),
)


@command.run
def show(conversation: Conversation, rest: str) -> Reply:
    return greeting_reply(conversation)

"""A welcome."""

from __future__ import annotations

from analysis.base.reply import Reply
from chat.models import Conversation
from chat.outcomes.command import Command
from chat.outcomes.welcome import greeting_reply

command = Command(
    "start",
    "Begin",
    phrases=(r"(?:hi|hello|hey|good (?:morning|afternoon|evening))(?: there)?",),
    is_spoken=True,
    in_groups=True,
)


@command.run
def show(conversation: Conversation, rest: str) -> Reply:
    return greeting_reply(conversation)

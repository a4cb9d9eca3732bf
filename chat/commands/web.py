"""The conversation in a browser: from Telegram, or on another device."""

from __future__ import annotations

from django.conf import settings

from analysis.errors import TaskError
from analysis.reply import Reply, Text
from chat import linking
from chat.commands.command import Command
from chat.models import Conversation

command = Command(
    "web",
    "Open this conversation in a browser",
    phrases=(r"(?:open|continue|go on) (?:this )?in (?:the|a|my) browser",),
)


@command.run
def offer(conversation: Conversation, rest: str) -> Reply:
    if not settings.PUBLIC_URL:
        raise TaskError(
            "This server does not know its own address.",
            hint="The administrator sets STATAGENT_PUBLIC_URL.",
        )
    address = linking.browser_address(linking.create(conversation))
    summary = (
        f"This link opens the conversation in a browser, once, within"
        f" {linking.MINUTES} minutes. Keep it to yourself."
    )
    return Reply(summary=summary, blocks=(Text(text=summary), Text(text=address)))

"""The conversation in a browser: from Telegram, or on another device."""

from __future__ import annotations

from django.conf import settings

from analysis.base.errors import TaskError
from analysis.base.reply import Reply, Text
from chat.models import Conversation
from chat.outcomes.command import Command
from chat.people import linking

command = Command(
    "web",
    "Open this conversation in a browser",
    phrases=(r"(?:open|continue|go on) (?:this )?in (?:the|a|my) browser",),
    in_groups=False,
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

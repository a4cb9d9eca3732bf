"""A stored message as the HTML renderer takes it."""

from __future__ import annotations

from chat.models import Message
from chat.render.html import MessageView


def view_of(message: Message) -> MessageView:
    run = message.run
    return MessageView(
        id=message.id,
        role="user" if message.role == Message.Role.USER else "assistant",
        text=message.text,
        created=message.created,
        reply=message.reply,
        client_id=message.client_id or "",
        run=str(run.id) if run and run.is_active else None,
        has_script=bool(run and run.script),
    )

"""A question whose button was pressed: it shows what was chosen."""

from __future__ import annotations

from chat.models import Message
from chat.models.telegram import TelegramChat, TelegramPost
from chat.render.telegram import said
from chat.render.telegram_limits import CAPTION, TEXT, units
from chat.telegram.linked import plain


def answered(chat: TelegramChat, message: Message, label: str) -> None:
    """A question that was answered says what was chosen, and has no buttons any more."""
    last = chat.posts.filter(message=message).order_by("-part").first()
    if last is None or last.state != TelegramPost.State.SENT:
        return
    rows = [
        [b for b in row if not b.get("callback_data", "").startswith("c:")]
        for row in last.content.get("keyboard", [])
    ]
    last.content["keyboard"] = [row for row in rows if row]
    chosen = said(f"✓ **{plain(label)}**")
    if units(last.content["plain"] + chosen.plain) + 2 <= _room(last):
        for name, more in (("text", chosen.text), ("plain", chosen.plain)):
            last.content[name] = f"{last.content[name]}\n\n{more}"
    last.state = TelegramPost.State.QUEUED
    last.save(update_fields=["content", "state"])


def _room(post: TelegramPost) -> int:
    return TEXT if post.content["method"] == "sendMessage" else CAPTION

"""What an update says: who, where, and what is wanted of us."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

PICTURES = ("photo", "sticker", "animation")
OTHERS = (
    "video",
    "voice",
    "audio",
    "video_note",
    "location",
    "contact",
    "poll",
    "dice",
    "venue",
)


@dataclass(frozen=True)
class Bot:
    """Who we are: what getMe says."""

    id: int
    username: str


@dataclass(frozen=True)
class Place:
    """A chat, or a topic of it."""

    chat_id: int
    thread_id: int
    kind: str
    title: str


def chat_id_of(body: dict[str, Any]) -> int | None:
    """The chat that an update belongs to, if it belongs to one."""
    message = _message_of(body)
    chat = message.get("chat") if message else None
    return chat.get("id") if isinstance(chat, dict) else None


def place_of(body: dict[str, Any]) -> Place | None:
    message = _message_of(body)
    chat = message.get("chat") if message else None
    if not isinstance(chat, dict) or chat.get("type") == "channel":
        return None
    assert message is not None
    # Replies in ordinary groups carry a thread's number too; it is no topic then.
    topic = (
        message.get("message_thread_id", 0) if message.get("is_topic_message") else 0
    )
    title = chat.get("title") or chat.get("first_name") or ""
    return Place(chat["id"], topic, chat.get("type", "private"), str(title)[:255])


def _message_of(body: dict[str, Any]) -> dict[str, Any] | None:
    for name in ("message", "edited_message", "my_chat_member"):
        if isinstance(body.get(name), dict):
            found: dict[str, Any] = body[name]
            return found
    query = body.get("callback_query")
    message = query.get("message") if isinstance(query, dict) else None
    return message if isinstance(message, dict) else None


def text_of(message: dict[str, Any]) -> str:
    return str(message.get("text") or message.get("caption") or "")


def is_for_us(message: dict[str, Any], bot: Bot) -> bool:
    """In a group only commands, mentions and replies are meant for the bot."""
    if message["chat"].get("type") == "private":
        return True
    if message.get("reply_to_message", {}).get("from", {}).get("id") == bot.id:
        return True
    text = text_of(message)
    if text.startswith("/"):
        _, at, name = text.split()[0].partition("@")
        return not at or name.lower() == bot.username.lower()
    return f"@{bot.username}".lower() in text.lower()


def without_mention(text: str, bot: Bot) -> str:
    """The text without the bot's name in it."""
    mention = f"@{bot.username}".lower()
    place = text.lower().find(mention)
    while place >= 0:
        text = text[:place] + text[place + len(mention) :]
        place = text.lower().find(mention)
    return " ".join(text.split(" ")).strip(" ,:")


def unreadable(message: dict[str, Any]) -> str:
    """What to say to something that is no text and no file; empty if it is nothing."""
    if any(kind in message for kind in PICTURES):
        return (
            "⚠️ I cannot read pictures. Send the table itself as a file: CSV, Excel, JSON"
            " or Parquet (📎 → File)."
        )
    if any(kind in message for kind in OTHERS):
        return (
            "⚠️ I can read text and files only. Type your question, or send a table as a"
            " file (📎 → File)."
        )
    return ""

"""The rows of the chat: conversations, the work asked for, and what Telegram needs."""

from chat.models.conversation import (
    Conversation,
    Event,
    LinkToken,
    Message,
    Upload,
)
from chat.models.telegram import TelegramChat, TelegramPost, TelegramUpdate
from chat.models.work import Run, Violation

__all__ = [
    "Conversation",
    "Event",
    "LinkToken",
    "Message",
    "Run",
    "TelegramChat",
    "TelegramPost",
    "TelegramUpdate",
    "Upload",
    "Violation",
]

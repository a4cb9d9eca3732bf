"""The rows of the chat: conversations, the work asked for, tokens, and what Telegram needs."""

from chat.models.conversation import (
    Conversation,
    Event,
    LinkToken,
    Message,
    Upload,
)
from chat.models.lease import Lease
from chat.models.telegram import TelegramChat, TelegramPost, TelegramUpdate
from chat.models.tokens import ApiToken
from chat.models.work import Run, Violation

__all__ = [
    "ApiToken",
    "Conversation",
    "Event",
    "Lease",
    "LinkToken",
    "Message",
    "Run",
    "TelegramChat",
    "TelegramPost",
    "TelegramUpdate",
    "Upload",
    "Violation",
]

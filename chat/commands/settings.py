"""How answers are shown, where that can be chosen."""

from __future__ import annotations

from analysis.base.reply import Choices, Item, KeyValues, Notice, Option, Reply, Text
from chat.models import Conversation
from chat.models.telegram import TelegramChat
from chat.outcomes.command import Command
from chat.people.quotas import quota

command = Command(
    "settings", "How answers are shown in Telegram, and your limits", in_groups=True
)
_WORDS = {
    "compact": "Answers in Telegram are compact: short tables, script by button.",
    "detailed": "Answers in Telegram are detailed: long tables, all charts, the script.",
}
_LIMITS = {
    "concurrent_runs": "Calculations at once",
    "runs_an_hour": "Calculations an hour",
    "storage_mb": "Storage in MB",
    "datasets": "Datasets",
    "models": "Models",
}


@command.run
def show(conversation: Conversation, rest: str) -> Reply:
    chats = TelegramChat.objects.filter(conversation=conversation)
    wanted = rest.strip().lower()
    if wanted in _WORDS:
        if chats.update(detailed=wanted == "detailed"):
            return Reply(summary=_WORDS[wanted], blocks=(Text(text=_WORDS[wanted]),))
        text = "This conversation is in no Telegram chat; there is nothing to change."
        return Reply(summary=text, blocks=(Notice(text=text),))
    if wanted:
        text = f"There is no setting “{rest}”."
        fix = "Say /settings compact or /settings detailed."
        notice = Notice(text=text, level="error", fix=fix)
        return Reply(summary=text, blocks=(notice, _choices()))
    return _all(conversation, chats.first())


def _all(conversation: Conversation, chat: TelegramChat | None) -> Reply:
    items = tuple(
        Item(label=label, value=most, format="integer")
        if (most := quota(conversation.owner, name)) is not None
        else Item(label=label, value="no limit", format="text")
        for name, label in _LIMITS.items()
    )
    limits = KeyValues(items=items, title="Your limits")
    if chat is None:
        return Reply(summary="Your limits.", blocks=(limits,))
    now = "detailed" if chat.detailed else "compact"
    summary = _WORDS[now]
    return Reply(summary=summary, blocks=(Text(text=summary), limits, _choices(now)))


def _choices(now: str = "") -> Choices:
    options = tuple(
        Option(
            label=f"{'✓ ' if mode == now else ''}{mode.capitalize()}",
            value=f"/settings {mode}",
        )
        for mode in _WORDS
    )
    return Choices(options=options, role="next")

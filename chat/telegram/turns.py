"""One update carried out: through the same orchestrator as every other door.

What an update changes is written in one transaction with its row being handled; what it
asks comes after it, in a transaction of its own, and only then is the row handled. A
process that is killed leaves each of them or nothing: a question that comes again is
known by its number. Nothing is locked while a question is still to be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from analysis.base.reply import Choices
from analysis.models import Owner
from chat.models import Conversation, Message, Run
from chat.models.telegram import TelegramChat, TelegramUpdate
from chat.orchestrator import Request, respond
from chat.people import groups, linking
from chat.pressing import Press, misfit
from chat.render.telegram import Call, option_of, said
from chat.render.telegram_limits import DOWNLOAD_BYTES
from chat.runs import recovery as runs
from chat.telegram import albums, updates
from chat.telegram.answered import answered
from chat.telegram.arriving import take_file
from chat.telegram.documents import address_of
from chat.telegram.incoming import (
    Bot,
    Place,
    is_for_us,
    place_of,
    text_of,
    unreadable,
    without_mention,
)
from chat.telegram.linked import go_on_here
from chat.telegram.posting import post, shown_as

WAIT = 0.3
WENT_WRONG = (
    "❌ **Something went wrong on our side.**\n💡 It is in the log; please try again."
)
TOO_LONG = (
    "❌ **This took too long and was given up; nothing of it was done.**"
    "\n💡 Please say it in fewer or other words."
)
_LINK = re.compile(r"/start(?:@\w+)?\s+([A-Za-z0-9_-]{16,64})$")


class GivenUp(Exception):
    """The update was given up meanwhile: nothing may come of it any more."""


@dataclass(frozen=True)
class _Asked:
    """What an update asks, and what is noted with the question once it is stored."""

    chat: TelegramChat
    requests: tuple[Request, ...]
    noted: Callable[[Message], None]


def take_turn(update_id: int, bot: Bot, file: Path | None = None) -> bool:
    """Carry out an update, if that was not done yet; False if it has to wait.

    ``file`` is the document that it brings, fetched beforehand.

    Raises:
        GivenUp: it took longer than it may.
    """
    with transaction.atomic():
        outcome = _begin(update_id, bot, file)
    if isinstance(outcome, bool):
        return outcome
    update = TelegramUpdate.objects.get(id=update_id)

    def noted(question: Message) -> None:
        _still_wanted(update)
        outcome.noted(question)

    assert outcome.chat.conversation is not None
    for request in outcome.requests:
        respond(outcome.chat.conversation, request, noted=noted)
    updates.finish(update)
    return True


def _still_wanted(update: TelegramUpdate) -> None:
    """Raises GivenUp if somebody has answered for it meanwhile."""
    now = TelegramUpdate.objects.select_for_update().get(id=update.id)
    if now.state != updates.State.RECEIVED:
        raise GivenUp(f"update {update.update_id}")


def _begin(update_id: int, bot: Bot, file: Path | None) -> bool | _Asked:
    """All but the questions; True when that was all, False if it has to wait."""
    update = TelegramUpdate.objects.select_for_update().get(id=update_id)
    if update.state != updates.State.RECEIVED:
        return True
    place = place_of(update.body)
    if place is None:
        updates.finish(update)
        return True
    body = update.body
    if "my_chat_member" in body:
        _membership(place, body["my_chat_member"])
    elif "edited_message" in body:
        _edited(chat_at(place), body["edited_message"], bot)
    elif "callback_query" in body:
        asked = _pressed(chat_at(place), update, body["callback_query"])
        if asked is not None:
            return asked
    elif "message" in body:
        outcome = _said(place, update, bot, file)
        if isinstance(outcome, _Asked):
            return outcome
        if not outcome:
            updates.put_off(update, WAIT)
            return False
    updates.finish(update)
    return True


def wanted_file(update: TelegramUpdate, bot: Bot) -> str | None:
    """The Telegram file that must be fetched before this update's turn."""
    message = update.body.get("message", {})
    document = message.get("document")
    if not document or update.stage:
        return None
    if albums.is_album(update) and (albums.is_gathering(update) or _is_busy(update)):
        return None  # not yet
    if not _is_meant(update, bot):
        return None
    if document.get("file_size", 0) > DOWNLOAD_BYTES:
        return None
    return str(document["file_id"])


def _is_busy(update: TelegramUpdate) -> bool:
    place = place_of(update.body)
    chats = (
        TelegramChat.objects.filter(chat_id=place.chat_id, thread_id=place.thread_id)
        if place
        else TelegramChat.objects.none()
    )
    return any(_is_reading(chat) for chat in chats)


def apologise(update: TelegramUpdate, words: str = WENT_WRONG) -> None:
    """Say that an update could not be carried out, after the last attempt."""
    place = place_of(update.body)
    if place is not None:
        post(chat_at(place), said(words))


def chat_at(place: Place) -> TelegramChat:
    """The chat's row; at the first contact with an owner and a conversation."""
    chat = TelegramChat.objects.filter(
        chat_id=place.chat_id, thread_id=place.thread_id
    ).first()
    if chat is None:
        sibling = TelegramChat.objects.filter(chat_id=place.chat_id).first()
        chat = TelegramChat.objects.create(
            chat_id=place.chat_id,
            thread_id=place.thread_id,
            kind=place.kind,
            title=place.title,
            owner=sibling.owner
            if sibling
            else Owner.objects.create(is_group=place.kind != "private"),
        )
    if chat.is_group and not chat.owner.is_group:
        groups.separate(chat.owner)
        chat.refresh_from_db()
    if chat.conversation is None:
        chat.conversation = Conversation.objects.create(owner=chat.owner)
        chat.save(update_fields=["conversation"])
    return chat


def _membership(place: Place, change: dict[str, Any]) -> None:
    status = change.get("new_chat_member", {}).get("status")
    gone = status in ("kicked", "left")
    if not gone:
        chat_at(place)
    TelegramChat.objects.filter(chat_id=place.chat_id).update(blocked=gone)


def _edited(chat: TelegramChat, message: dict[str, Any], bot: Bot) -> None:
    """Say once for each message that edits are not read."""
    number = message["message_id"]
    if not is_for_us(message, bot) or "text" not in message:
        return
    if chat.posts.filter(content__edited=number).exists():
        return
    words = "✏️ I do not read edited messages again. Send it as a new message, please."
    note = post(chat, said(words))
    note.content["edited"] = number
    note.save(update_fields=["content"])


def _said(
    place: Place, update: TelegramUpdate, bot: Bot, file: Path | None
) -> bool | _Asked:
    message = update.body["message"]
    if place.kind != "private":
        # Whoever reads a link can follow it: it was meant for one.
        linking.withdraw_in(text_of(message))
    if "migrate_to_chat_id" in message:
        migrated(place.chat_id, message["migrate_to_chat_id"])
        return True
    if albums.is_album(update) and albums.is_gathering(update):
        return False
    if not _is_meant(update, bot):
        return True
    chat = chat_at(place)
    _seen(chat, message)
    text = without_mention(text_of(message), bot)
    if "document" in message:
        if albums.is_album(update):
            return _part_of_album(chat, update, bot, file)
        if update.stage == 0:
            taken = take_file(chat, message, file)
            return not (taken and text) or _later(update)
    elif "text" not in message:
        if not (albums.is_album(update) and not albums.is_first(update)):
            _unreadable(chat, message)
        return True
    return not text or _ask(chat, update, message, text)


def _is_meant(update: TelegramUpdate, bot: Bot) -> bool:
    """Whether a message is for us; one of an album speaks for all of it."""
    if albums.is_album(update):
        return any(is_for_us(message, bot) for message in albums.messages_of(update))
    return is_for_us(update.body["message"], bot)


def _later(update: TelegramUpdate) -> bool:
    """The file is taken in; what is written below it is asked once that is read."""
    update.stage = 1
    update.save(update_fields=["stage"])
    return False


def _part_of_album(
    chat: TelegramChat, update: TelegramUpdate, bot: Bot, file: Path | None
) -> bool | _Asked:
    """One file of several; the last one asks what the whole album asks."""
    if _is_reading(chat):
        return False
    if update.stage == 0:
        if file is None and wanted_file(update, bot) is not None:
            return False  # it came in only now that it is wanted
        take_file(chat, update.body["message"], file, quiet=True)
        return not albums.is_last(update) or _later(update)
    requests = tuple(albums.requests_of(chat, update, bot))
    return _Asked(chat, requests, _written(chat, update.body["message"]["message_id"]))


def _unreadable(chat: TelegramChat, message: dict[str, Any]) -> None:
    words = unreadable(message)
    if words or text_of(message):
        post(chat, said(words or "⚠️ I can read text and files only."))


def _ask(
    chat: TelegramChat, update: TelegramUpdate, message: dict[str, Any], text: str
) -> bool | _Asked:
    link = _LINK.match(text)
    if link:
        go_on_here(chat, link[1])
        return True
    if _is_reading(chat) and not text.startswith("/cancel"):
        return False
    request = Request(text, f"tg-{update.update_id}")
    return _Asked(chat, (request,), _written(chat, message["message_id"]))


def _written(chat: TelegramChat, number: int) -> Callable[[Message], None]:
    """Notes that a question stands in the chat already."""

    def noted(question: Message) -> None:
        shown_as(chat, question, number)

    return noted


def _is_reading(chat: TelegramChat) -> bool:
    """Whether a file is being read: a question that follows it is about that table."""
    return Run.objects.filter(
        message__conversation=chat.conversation_id,
        kind=Run.Kind.IMPORT,
        status__in=Run.ACTIVE,
    ).exists()


def _seen(chat: TelegramChat, message: dict[str, Any]) -> None:
    if chat.blocked or message["message_id"] > chat.newest_id:
        chat.blocked = False
        chat.newest_id = max(chat.newest_id, message["message_id"])
        chat.save(update_fields=["blocked", "newest_id"])


def _pressed(
    chat: TelegramChat, update: TelegramUpdate, query: dict[str, Any]
) -> _Asked | None:
    kind, _, rest = str(query.get("data", "")).partition(":")
    number, _, what = rest.partition(":")
    message = _message(chat, number)
    if message is None:
        post(chat, said("This button belongs to an earlier conversation."))
    elif kind == "x":
        if message.run is not None:
            runs.cancel(message.run)
    elif kind == "f":
        path = address_of(message.id, what, message.reply)
        if path:
            method = "sendPhoto" if what.startswith("c") else "sendDocument"
            post(chat, Call(method, path=path))  # type: ignore[arg-type]
    elif kind == "c":
        return _choose(chat, update, message, what)
    return None


def _message(chat: TelegramChat, number: str) -> Message | None:
    try:
        wanted = int(number, 36)
    except ValueError:
        return None
    if wanted >= 2**63:
        return None
    found = Message.objects.filter(id=wanted, conversation=chat.conversation_id)
    return found.select_related("run").first()


def _choose(
    chat: TelegramChat, update: TelegramUpdate, message: Message, what: str
) -> _Asked | None:
    reply = message.reply
    try:
        option = option_of(reply, int(what, 36)) if reply else None
    except ValueError:
        option = None
    if option is None or not option.value.strip():
        post(chat, said("⚠️ This button is not offered any more."))
        return None
    assert chat.conversation is not None and reply is not None
    press = Press(message, option.value)
    fits = misfit(chat.conversation, press) is None
    asked = any(isinstance(b, Choices) and b.role == "question" for b in reply.blocks)
    request = Request(option.value, f"tg-{update.update_id}", message.id)
    chosen = option.label or option.value

    def noted(question: Message) -> None:
        if asked and fits:
            pressed = update.body["callback_query"].get("message", {}).get("message_id")
            shown_as(chat, question, pressed)
            answered(chat, message, chosen)

    return _Asked(chat, (request,), noted)


def migrated(old: int, new: int) -> None:
    """A group became a supergroup: its chats go by the new number."""
    if not TelegramChat.objects.filter(chat_id=new).exists():
        TelegramChat.objects.filter(chat_id=old).update(
            chat_id=new, kind="supergroup", newest_id=0
        )

"""One update carried out: through the same orchestrator as every other door.

Everything that an update changes is written in one transaction with its row being
handled. A process that is killed leaves either all of it or nothing, and an update that
comes again finds itself handled.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from analysis.errors import TaskError
from analysis.models import Owner, Run
from analysis.reply import Choices
from chat import linking, runs
from chat.datasets import dataset_from
from chat.models import Conversation, Event, Message
from chat.orchestrator import Request, respond, take_in
from chat.quotas import check_upload
from chat.render.telegram import Call, option_of, said
from chat.render.telegram_buttons import Button
from chat.telegram import albums, updates
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
from chat.telegram.limits import CAPTION, DOWNLOAD_BYTES, TEXT, units
from chat.telegram.models import TelegramChat, TelegramPost, TelegramUpdate
from chat.telegram.posting import post, shown_as

WAIT = 0.3
_LINK = re.compile(r"/start(?:@\w+)?\s+([A-Za-z0-9_-]{16,64})$")
_MIB = 1024 * 1024


@transaction.atomic
def take_turn(update_id: int, bot: Bot, file: Path | None = None) -> bool:
    """Carry out an update, if that was not done yet; False if it has to wait.

    ``file`` is the document that it brings, fetched beforehand.
    """
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
        _pressed(chat_at(place), update, body["callback_query"])
    elif "message" in body and not _said(place, update, bot, file):
        updates.wait(update, WAIT)
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


def apologise(update: TelegramUpdate) -> None:
    """Say that an update could not be carried out, after the last attempt."""
    place = place_of(update.body)
    if place is not None:
        text = "❌ **Something went wrong on our side.**\n💡 It is in the log; please try again."
        post(chat_at(place), said(text))


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
            owner=sibling.owner if sibling else Owner.objects.create(),
        )
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


def _said(place: Place, update: TelegramUpdate, bot: Bot, file: Path | None) -> bool:
    message = update.body["message"]
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
            taken = _document(chat, message, file)
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
) -> bool:
    """One file of several; the last one asks what the whole album asks."""
    if _is_reading(chat):
        return False
    if update.stage == 0:
        if file is None and wanted_file(update, bot) is not None:
            return False  # it came in only now that it is wanted
        _document(chat, update.body["message"], file, quiet=True)
        return not albums.is_last(update) or _later(update)
    albums.answer(chat, update, bot)
    return True


def _unreadable(chat: TelegramChat, message: dict[str, Any]) -> None:
    words = unreadable(message)
    if words or text_of(message):
        post(chat, said(words or "⚠️ I can read text and files only."))


def _ask(
    chat: TelegramChat, update: TelegramUpdate, message: dict[str, Any], text: str
) -> bool:
    link = _LINK.match(text)
    if link:
        _adopt(chat, link[1])
        return True
    if _is_reading(chat) and not text.startswith("/cancel"):
        return False
    assert chat.conversation is not None
    answer = respond(chat.conversation, Request(text, f"tg-{update.update_id}"))
    shown_as(chat, answer.question, message["message_id"])
    return True


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


def _document(
    chat: TelegramChat,
    message: dict[str, Any],
    file: Path | None,
    *,
    quiet: bool = False,
) -> bool:
    """Take a file in; False if it cannot be, which was said then.

    ``quiet`` leaves its receipt out if all is well with it.
    """
    document = message["document"]
    name = Path(str(document.get("file_name") or "table.csv").replace("\\", "/")).name
    size = int(document.get("file_size", 0))
    if file is None:
        post(chat, _too_large(chat.conversation, name, size))
        return False
    size = file.stat().st_size
    if size == 0:
        words = f"❌ **The file is empty: {_safe(name)}.**\n💡 Send a file with a table in it."
        post(chat, said(words))
        return False
    try:
        check_upload(chat.owner, size)
    except TaskError as error:
        post(chat, said(f"❌ **{_safe(error.message)}**\n💡 {_safe(error.hint)}"))
        return False
    assert chat.conversation is not None
    dataset = dataset_from(chat.owner, name[:255], file)
    answer = take_in(chat.conversation, dataset, f"Uploaded {name[:255]}")
    if quiet:
        albums.keep_quiet(chat, answer)
    shown_as(chat, answer.question, message["message_id"])
    return True


def _too_large(conversation: Conversation | None, name: str, size: int) -> Call:
    """What to do with a file that bots do not get: the browser takes it, for this chat."""
    assert conversation is not None
    most = DOWNLOAD_BYTES // _MIB
    words = (
        f"❌ **{_safe(name)} has {size / _MIB:,.0f} MB;** Telegram gives bots files up to"
        f" {most} MB only.\n💡 "
    )
    if not settings.PUBLIC_URL:
        return said(words + "Zip it, save it as Parquet, or take fewer rows.")
    address = linking.browser_address(linking.create(conversation))
    words += (
        "Upload it in the browser: the button opens this conversation there, once,"
        f" within {linking.MINUTES} minutes. Or send it zipped."
    )
    return said(words, [Button("Upload in the browser", url=address)])


def _safe(text: str) -> str:
    return text.replace("*", "∗").replace("`", "’")


def _pressed(chat: TelegramChat, update: TelegramUpdate, query: dict[str, Any]) -> None:
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
        _choose(chat, update, message, what)


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
) -> None:
    reply = message.reply
    try:
        option = option_of(reply, int(what, 36)) if reply else None
    except ValueError:
        option = None
    if option is None or not option.value.strip():
        return
    assert chat.conversation is not None and reply is not None
    asked = any(isinstance(b, Choices) and b.role == "question" for b in reply.blocks)
    answer = respond(chat.conversation, Request(option.value, f"tg-{update.update_id}"))
    if asked:
        pressed = update.body["callback_query"].get("message", {}).get("message_id")
        shown_as(chat, answer.question, pressed)
        _answered(chat, message, option.label or option.value)


def _answered(chat: TelegramChat, message: Message, label: str) -> None:
    """A question that was answered says what was chosen, and has no buttons any more."""
    last = chat.posts.filter(message=message).order_by("-part").first()
    if last is None or last.state != TelegramPost.State.SENT:
        return
    rows = [
        [b for b in row if not b.get("callback_data", "").startswith("c:")]
        for row in last.content.get("keyboard", [])
    ]
    last.content["keyboard"] = [row for row in rows if row]
    chosen = said(f"✓ **{_safe(label)}**")
    if units(last.content["plain"] + chosen.plain) + 2 <= _room(last):
        for name, more in (("text", chosen.text), ("plain", chosen.plain)):
            last.content[name] = f"{last.content[name]}\n\n{more}"
    last.state = TelegramPost.State.QUEUED
    last.save(update_fields=["content", "state"])


def _room(post: TelegramPost) -> int:
    return TEXT if post.content["method"] == "sendMessage" else CAPTION


def _adopt(chat: TelegramChat, token: str) -> None:
    """Go on here with a conversation that was begun in the browser."""
    if chat.is_group:
        post(chat, said("⚠️ Open this link in a private chat with me, not in a group."))
        return
    found = linking.redeem(token)
    if found is None:
        post(
            chat,
            said("⚠️ This link was used or is too old. Make a new one in the browser."),
        )
        return
    theirs, chat.conversation = found
    try:
        chat.owner = linking.join(theirs, chat.owner)
    except linking.TwoAccounts:
        # Two accounts are never made one; the link says which to go on with.
        chat.owner = theirs
    chat.conversation.refresh_from_db()
    waiting = Message.objects.filter(
        conversation=chat.conversation, run__status__in=Run.ACTIVE
    )
    last = Message.objects.filter(conversation=chat.conversation).order_by("-id")
    again = [m.id for m in (*waiting, *last[:1])]
    # From the oldest message that is still of interest: the last, or one under way.
    seen = Event.objects.filter(conversation=chat.conversation)
    if again:
        seen = seen.filter(message__lt=min(again))
    chat.cursor = seen.order_by("-id").values_list("id", flat=True).first() or 0
    chat.save()
    title = _safe(str(chat.conversation))
    post(chat, said(f"🔗 Linked. We go on with **{title}** here and in the browser."))


def migrated(old: int, new: int) -> None:
    """A group became a supergroup: its chats go by the new number."""
    if not TelegramChat.objects.filter(chat_id=new).exists():
        TelegramChat.objects.filter(chat_id=old).update(
            chat_id=new, kind="supergroup", newest_id=0
        )

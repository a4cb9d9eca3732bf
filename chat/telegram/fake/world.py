"""What the fake Bot API remembers: chats, messages, updates, files, faults to come."""

from __future__ import annotations

import base64
import html
import itertools
import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from chat.render import telegram_limits as limits
from chat.telegram.fake.checks import (
    Refused,
    check_keyboard,
    checked,
    checked_text,
)

BOT = {
    "id": 4242,
    "is_bot": True,
    "first_name": "StatAgent",
    "username": "statagent_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
PERSON = {"id": 7, "is_bot": False, "first_name": "Alice", "language_code": "en"}
_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
_RAW = "raw text"
Fault = Callable[[str, dict[str, Any]], None]


@dataclass
class World:
    """The state behind the fake; every method may be called from any thread.

    ``faults`` are asked before each call: they raise ``Refused`` or sleep. ``calls`` keeps
    what was called, ``changed`` counts up with every change of a chat. Numbers go on from ``first``.
    """

    chats: dict[int, dict[int, dict[str, Any]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    kinds: dict[int, dict[str, Any]] = field(default_factory=dict)
    updates: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    commands: list[dict[str, str]] = field(default_factory=list)
    webhook: dict[str, Any] = field(default_factory=dict)
    typing_until: dict[int, float] = field(default_factory=dict)
    answered: list[dict[str, Any]] = field(default_factory=list)
    changed: int = 0
    albums: int = 0
    first: int = 1

    def __post_init__(self) -> None:
        self.news = threading.Condition()
        self._message_ids = itertools.count(self.first)
        self._update_ids = itertools.count(self.first + 100_000)

    # What people do.

    def person_says(self, text: str, chat: int = 7, **more: Any) -> dict[str, Any]:
        """A text from a person; commands are marked as Telegram marks them."""
        if text.startswith("/"):
            length = len(text.split()[0])
            mark = {"type": "bot_command", "offset": 0, "length": length}
            more.setdefault("entities", [mark])
        return self._from_person(chat, {"text": text, **more})

    def person_sends_file(
        self, name: str, content: bytes, chat: int = 7, **more: Any
    ) -> dict[str, Any]:
        identity = f"file-{len(self.files)}"
        self.files[identity] = content
        size = more.pop("file_size", len(content))
        document = {
            "file_id": identity,
            "file_unique_id": identity,
            "file_name": name,
            "file_size": size,
        }
        return self._from_person(chat, {"document": document, **more})

    def person_sends_album(
        self, files: dict[str, bytes], caption: str = "", chat: int = 7
    ) -> None:
        """Several files at once: messages of their own, the words below the last."""
        self.albums += 1
        for place, (name, content) in enumerate(files.items(), 1):
            more = {"caption": caption} if caption and place == len(files) else {}
            group = f"album-{self.albums}"
            self.person_sends_file(name, content, chat, media_group_id=group, **more)

    def person_sends_photo(
        self, caption: str, chat: int = 7, **more: Any
    ) -> dict[str, Any]:
        """A picture, of which only the words below it reach a bot that reads tables."""
        self.files["photo"] = _PIXEL
        size = {"width": 1, "height": 1}
        photo = [{"file_id": "photo", "file_unique_id": "photo", **size}]
        return self._from_person(chat, {"photo": photo, "caption": caption, **more})

    def person_presses(self, message_id: int, data: str, chat: int = 7) -> None:
        with self.news:
            message = self.chats[chat][message_id]
            query = {
                "id": f"press-{next(self._message_ids)}",
                "from": PERSON,
                "message": _public(message),
                "chat_instance": "1",
                "data": data,
            }
            self.tell({"callback_query": query})

    def _from_person(self, chat: int, content: dict[str, Any]) -> dict[str, Any]:
        with self.news:
            message = self._message(chat, PERSON, content)
            self.tell({"message": _public(message)})
            return message

    def tell(self, update: dict[str, Any]) -> None:
        """An update for the bot."""
        with self.news:
            self.updates.append({"update_id": next(self._update_ids), **update})
            self.news.notify_all()

    def tell_raw(self, text: str) -> int:
        """An update as a text of its own; ``NUMBER`` in it stands for its number."""
        with self.news:
            number = next(self._update_ids)
            written = text.replace("NUMBER", str(number))
            self.updates.append({"update_id": number, _RAW: written})
            self.news.notify_all()
            return number

    @staticmethod
    def written(update: dict[str, Any]) -> str:
        """The update as Telegram sends it."""
        return str(update[_RAW]) if _RAW in update else json.dumps(update)

    def _message(
        self, chat: int, sender: dict[str, Any], content: dict[str, Any]
    ) -> dict[str, Any]:
        number = next(self._message_ids)
        kind = self.kinds.get(chat, {"type": "private", "first_name": "Alice"})
        message = {
            "message_id": number,
            "from": sender,
            "chat": {"id": chat, **kind},
            "date": int(time.time()),
            **content,
        }
        self.chats[chat][number] = message
        self._change()
        return message

    def _change(self) -> None:
        self.changed += 1
        self.news.notify_all()

    # What the bot does.

    def call(
        self, method: str, given: dict[str, Any], files: dict[str, tuple[str, bytes]]
    ) -> Any:
        """A call of the Bot API.

        Raises:
            Refused: with Telegram's code and words.
        """
        values = checked(method, given, set(files))
        for fault in list(self.faults):
            fault(method, values)
        act = getattr(self, f"_{_snake(method)}")
        with self.news:
            self.calls.append((method, values))
            return act(values, files)

    def _get_me(self, values: dict[str, Any], files: Any) -> Any:
        return BOT

    def _get_updates(self, values: dict[str, Any], files: Any) -> Any:
        if self.webhook.get("url"):
            raise Refused(
                409,
                "Conflict: can't use getUpdates method while webhook is active;"
                " use deleteWebhook to delete the webhook first",
            )
        offset, until = (
            values.get("offset", 0),
            time.monotonic() + values.get("timeout", 0),
        )
        while True:
            self.updates = [u for u in self.updates if u["update_id"] >= offset]
            left = until - time.monotonic()
            if self.updates or left <= 0:
                return self.updates[: values.get("limit", 100)]
            self.news.wait(left)

    def _set_webhook(self, values: dict[str, Any], files: Any) -> Any:
        self.webhook = values
        return True

    def _delete_webhook(self, values: dict[str, Any], files: Any) -> Any:
        self.webhook = {}
        return True

    def _get_webhook_info(self, values: dict[str, Any], files: Any) -> Any:
        return {
            "url": self.webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates),
        }

    def _set_my_commands(self, values: dict[str, Any], files: Any) -> Any:
        for command in values["commands"]:
            name, words = command["command"], command["description"]
            if not (1 <= len(name) <= 32 and name.replace("_", "a").isalnum()):
                raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(words) <= limits.COMMAND_DESCRIPTION:
                raise Refused(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        if "scope" not in values:
            self.commands = values["commands"]
        return True

    def _send_message(self, values: dict[str, Any], files: Any) -> Any:
        text, entities = checked_text(
            values["text"], values.get("parse_mode"), limits.TEXT
        )
        content = {"text": text, "entities": _listed(entities)}
        return self._sent(values, {**content, "_html": _markup(values, "text")})

    def _send_photo(
        self, values: dict[str, Any], files: dict[str, tuple[str, bytes]]
    ) -> Any:
        _, content = _file(files, "photo", limits.PHOTO_BYTES)
        if not content.startswith((b"\x89PNG", b"\xff\xd8")):
            raise Refused(400, "Bad Request: IMAGE_PROCESS_FAILED")
        identity = self._keep(content)
        size = {"width": 800, "height": 600, "file_size": len(content)}
        photo = [{"file_id": identity, "file_unique_id": identity, **size}]
        return self._sent(values, {"photo": photo, **_caption(values)})

    def _send_document(
        self, values: dict[str, Any], files: dict[str, tuple[str, bytes]]
    ) -> Any:
        name, content = _file(files, "document", limits.UPLOAD_BYTES)
        identity = self._keep(content)
        document = {
            "file_id": identity,
            "file_unique_id": identity,
            "file_name": name,
            "file_size": len(content),
        }
        return self._sent(values, {"document": document, **_caption(values)})

    def _keep(self, content: bytes) -> str:
        identity = f"file-{len(self.files)}"
        self.files[identity] = content
        return identity

    def _sent(self, values: dict[str, Any], content: dict[str, Any]) -> Any:
        if "reply_markup" in values:
            check_keyboard(values["reply_markup"])
            content["reply_markup"] = values["reply_markup"]
        if "message_thread_id" in values:
            content["message_thread_id"] = values["message_thread_id"]
        self.typing_until.pop(values["chat_id"], None)
        return _public(self._message(values["chat_id"], BOT, content))

    def _edit_message_text(self, values: dict[str, Any], files: Any) -> Any:
        text, entities = checked_text(
            values["text"], values.get("parse_mode"), limits.TEXT
        )
        content = {"text": text, "entities": _listed(entities)}
        return self._edited(
            values, {**content, "_html": _markup(values, "text")}, "text"
        )

    def _edit_message_caption(self, values: dict[str, Any], files: Any) -> Any:
        return self._edited(values, _caption(values), "caption")

    def _edit_message_reply_markup(self, values: dict[str, Any], files: Any) -> Any:
        return self._edited(values, {}, "")

    def _edited(
        self, values: dict[str, Any], content: dict[str, Any], needs: str
    ) -> Any:
        message = self.chats[values["chat_id"]].get(values["message_id"])
        if message is None:
            raise Refused(400, "Bad Request: message to edit not found")
        if message["from"]["id"] != BOT["id"]:
            raise Refused(400, "Bad Request: message can't be edited")
        if needs == "text" and "text" not in message:
            raise Refused(400, "Bad Request: there is no text in the message to edit")
        if needs == "caption" and "text" in message:
            raise Refused(
                400, "Bad Request: there is no caption in the message to edit"
            )
        if values.get("reply_markup", {}).get("inline_keyboard"):
            check_keyboard(values["reply_markup"])
            content["reply_markup"] = values["reply_markup"]
        else:
            content["reply_markup"] = None
        before = {**message, "reply_markup": message.get("reply_markup")}
        if all(before.get(name) == value for name, value in content.items()):
            raise Refused(
                400,
                "Bad Request: message is not modified: specified new message content"
                " and reply markup are exactly the same as a current content and reply"
                " markup of the message",
            )
        message.update(content)
        if message["reply_markup"] is None:
            del message["reply_markup"]
        self._change()
        return _public(message)

    def _answer_callback_query(self, values: dict[str, Any], files: Any) -> Any:
        if limits.units(values.get("text", "")) > limits.CALLBACK_ANSWER:
            raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
        self.answered.append(values)
        self._change()
        return True

    def _send_chat_action(self, values: dict[str, Any], files: Any) -> Any:
        self.typing_until[values["chat_id"]] = time.time() + 5
        self._change()
        return True

    def _get_file(self, values: dict[str, Any], files: Any) -> Any:
        identity = values["file_id"]
        if identity not in self.files:
            raise Refused(400, "Bad Request: invalid file_id")
        content = self.files[identity]
        if len(content) > limits.DOWNLOAD_BYTES:
            raise Refused(400, "Bad Request: file is too big")
        return {
            "file_id": identity,
            "file_unique_id": identity,
            "file_size": len(content),
            "file_path": identity,
        }


def _listed(entities: list[Any]) -> list[dict[str, Any]]:
    return [vars(entity) for entity in entities]


def _caption(values: dict[str, Any]) -> dict[str, Any]:
    markup, mode = values.get("caption", ""), values.get("parse_mode")
    text, entities = checked_text(markup, mode, limits.CAPTION)
    shown = _markup(values, "caption")
    return {"caption": text, "caption_entities": _listed(entities), "_html": shown}


def _markup(values: dict[str, Any], name: str) -> str:
    """What the phone shows; only checked markup passes as it is."""
    text = str(values.get(name, ""))
    return text if values.get("parse_mode") == "HTML" else html.escape(text)


def _file(
    files: dict[str, tuple[str, bytes]], name: str, most: int
) -> tuple[str, bytes]:
    if name not in files:
        raise Refused(400, f"Bad Request: there is no {name} in the request")
    if not files[name][1]:
        raise Refused(400, "Bad Request: file must be non-empty")
    if len(files[name][1]) > most:
        raise Refused(413, "Request Entity Too Large")
    return files[name]


def _public(message: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in message.items() if not key.startswith("_")}


def _snake(method: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in method)

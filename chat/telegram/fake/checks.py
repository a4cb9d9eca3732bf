"""Whether a call is one that the Bot API would take.

``api.json`` is cut from the method list of PaulSonOfLars/telegram-bot-api-spec (MIT; its
notice is in ``api.LICENSE.txt``): the methods this bot uses, their fields, types, which are required.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from chat.render import telegram_limits as limits
from chat.telegram.fake.entities import CannotParse, Entity, parse_html

_FIELDS = dict[str, dict[str, Any]]


class Refused(Exception):
    """An answer other than ok: its code, description and parameters."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


@cache
def _api() -> dict[str, dict[str, _FIELDS]]:
    text = Path(__file__).with_name("api.json").read_text(encoding="utf-8")
    found: dict[str, dict[str, _FIELDS]] = json.loads(text)
    return found


def checked(method: str, given: dict[str, Any], files: set[str]) -> dict[str, Any]:
    """The call's values in their types.

    Raises:
        Refused: as Telegram would, with its words where they are known.
    """
    fields = _api()["methods"].get(method)
    if fields is None:
        raise Refused(404, "Not Found: method not found")
    for name in given.keys() | files:
        if name not in fields:
            raise Refused(400, f"Bad Request: unknown field {name} of {method}")
    for name, field in fields.items():
        if field.get("required") and name not in given and name not in files:
            raise Refused(400, f"Bad Request: {name} is empty")
    return {
        name: _value(name, value, fields[name]["types"])
        for name, value in given.items()
    }


def _value(name: str, value: Any, types: list[str]) -> Any:
    for kind in types:
        try:
            return _typed(value, kind)
        except (ValueError, TypeError):
            continue
    raise Refused(400, f"Bad Request: {name} is not of the type {' or '.join(types)}")


def _typed(value: Any, kind: str) -> Any:
    if kind in ("String", "InputFile"):
        if not isinstance(value, str):
            raise TypeError
        return value
    if kind == "Integer":
        return int(value)
    if kind == "Boolean":
        return {"true": True, "false": False, True: True, False: False}[value]
    read = json.loads(value) if isinstance(value, str) else value
    if kind.startswith("Array of "):
        inner = kind.removeprefix("Array of ")
        return [_typed(item, inner) for item in _listed(read)]
    if not isinstance(read, dict):
        raise TypeError
    if kind in _api()["types"]:
        _check_object(read, kind)
    return read


def _listed(read: Any) -> list[Any]:
    if not isinstance(read, list):
        raise TypeError
    return read


def _check_object(read: dict[str, Any], kind: str) -> None:
    fields = _api()["types"][kind]
    for name, value in read.items():
        if name not in fields:
            raise Refused(400, f"Bad Request: unknown field {name} of {kind}")
        _value(name, value, fields[name]["types"])
    for name, field in fields.items():
        if field.get("required") and name not in read:
            raise Refused(400, f"Bad Request: field {name} of {kind} is missing")


def checked_text(
    text: str, parse_mode: str | None, most: int
) -> tuple[str, list[Entity]]:
    """The parsed text and its entities.

    Raises:
        Refused: it is empty, too long, cannot be parsed or has too many entities (the
            real server would drop those without a word).
    """
    entities: list[Entity] = []
    if parse_mode == "HTML":
        try:
            text, entities = parse_html(text)
        except CannotParse as error:
            raise Refused(400, f"Bad Request: can't parse entities: {error}") from error
    if most == limits.TEXT and not text.strip():
        raise Refused(400, "Bad Request: message text is empty")
    if limits.units(text) > most:
        what = "message" if most == limits.TEXT else "message caption"
        raise Refused(400, f"Bad Request: {what} is too long")
    if len(entities) > limits.ENTITIES:
        raise Refused(400, "Bad Request: more than 100 entities lose their format")
    return text, entities


def check_keyboard(markup: dict[str, Any]) -> None:
    """Refuse a keyboard that is too large, or a button that does nothing or too much."""
    rows = markup["inline_keyboard"]
    buttons = [button for row in rows for button in row]
    if len(buttons) > limits.BUTTONS or any(
        len(row) > limits.BUTTONS_IN_A_ROW for row in rows
    ):
        raise Refused(400, "Bad Request: reply markup is too long")
    for button in buttons:
        data = button.get("callback_data")
        if not button["text"].strip():
            raise Refused(
                400, "Bad Request: text buttons are unallowed in the keyboard"
            )
        if len({"callback_data", "url"} & button.keys()) != 1:
            raise Refused(400, "Bad Request: exactly one action for each button")
        if data is not None and not 1 <= len(data.encode()) <= limits.CALLBACK_BYTES:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
        if button.get("style", "primary") not in ("primary", "success", "danger"):
            raise Refused(400, "Bad Request: unknown button style")

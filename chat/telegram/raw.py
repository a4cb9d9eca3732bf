"""What Telegram delivered, as it came, and made into something that can be worked with.

An update is kept as text before anything is made of it. What cannot be read is told
apart here, once, so that nobody behind has to expect a text where a chat should be.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any, NoReturn

# Telegram nests a message in an update and one more in that; far below this.
_DEEPEST = 40
_INTEGER_LIMIT = 2**63
_NUMBER = re.compile(r'(?<!\\)"update_id"\s*:\s*(\d{1,18})(?![\d.eE])')
_RESULT = re.compile(r'\s*\{\s*(?:"ok"\s*:\s*true\s*,\s*)?"result"\s*:\s*\[')
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},]', re.DOTALL)

# What is read of an update, with its kinds; "!" marks what must be there.
_CHAT: dict[str, Any] = {"id!": int, "type!": str, "title": str, "first_name": str}
_MESSAGE: dict[str, Any] = {
    "message_id!": int,
    "chat!": _CHAT,
    "text": str,
    "caption": str,
    "media_group_id": str,
    "message_thread_id": int,
    "is_topic_message": bool,
    "migrate_to_chat_id": int,
    "document": {"file_id!": str, "file_name": str, "file_size": int},
    "reply_to_message": {"from": {"id!": int}},
}
_UPDATE: dict[str, Any] = {
    "update_id!": int,
    "message": _MESSAGE,
    "edited_message": _MESSAGE,
    "my_chat_member": {"chat!": _CHAT, "new_chat_member!": {"status!": str}},
    "callback_query": {
        "id!": str,
        "data": str,
        "message": {"message_id!": int, "chat!": _CHAT},
    },
}


class Unreadable(ValueError):
    """What is no update that could be worked with; the text says why."""


class Garbled(ValueError):
    """An answer of Telegram's in which the updates cannot even be told apart."""


def read(text: str) -> dict[str, Any]:
    """An update of which everything that is used later has its kind.

    Characters that no database holds are replaced.

    Raises:
        Unreadable: it is no JSON, or not what an update looks like.
    """
    try:
        body = json.loads(text, parse_constant=_refuse)
    except RecursionError as error:
        raise Unreadable("it is nested too deeply") from error
    except ValueError as error:
        raise Unreadable(f"it is no JSON: {error}"[:300]) from error
    body = _cleaned(body, 0)
    _check(body, _UPDATE, "the update")
    found: dict[str, Any] = body
    if found["update_id"] < 0:
        raise Unreadable("update_id is below zero")
    return found


def number_of(text: str) -> int | None:
    """The number of an update that cannot be read otherwise, if it has one."""
    found = _NUMBER.search(text)
    return int(found[1]) if found else None


def elements(answer: str) -> list[str]:
    """The texts of the updates in an answer of ``getUpdates``, none of them parsed.

    Raises:
        Garbled: it does not look like such an answer.
    """
    begun = _RESULT.match(answer)
    if begun is None:
        raise Garbled("there is no list of updates in it")
    found, start, depth = [], begun.end(), 0
    for token in _TOKEN.finditer(answer, begun.end()):
        sign = token[0]
        if sign in "[{":
            depth += 1
        elif depth and sign in "]}":
            depth -= 1
        elif not depth and sign in ",]":
            found.append(answer[start : token.start()].strip())
            start = token.end()
            if sign == "]":
                return [text for text in found if text]
    raise Garbled("the list of updates has no end")


def storable(text: str) -> str:
    """A text that every database takes: without null characters and half characters."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", "�")


def _refuse(word: str) -> NoReturn:
    raise Unreadable(f"{word} is no number")


def _cleaned(value: Any, depth: int) -> Any:
    if depth > _DEEPEST:
        raise Unreadable("it is nested too deeply")
    match value:
        case str():
            return storable(value)
        case float() if not math.isfinite(value):
            raise Unreadable("a number in it is too large")
        case list():
            return [_cleaned(one, depth + 1) for one in value]
        case dict():
            return {storable(k): _cleaned(v, depth + 1) for k, v in value.items()}
    return value


def _check(value: Any, wanted: Any, path: str) -> None:
    if isinstance(wanted, Mapping):
        if not isinstance(value, dict):
            raise Unreadable(f"{path} is no object")
        for key, inner in wanted.items():
            name = key.removesuffix("!")
            if name in value:
                _check(value[name], inner, f"{path}.{name}".removeprefix("the update."))
            elif key != name:
                raise Unreadable(f"{path} has no {name}")
    elif not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise Unreadable(f"{path} is no {wanted.__name__}")
    elif wanted is int and not -_INTEGER_LIMIT <= value < _INTEGER_LIMIT:
        raise Unreadable(f"{path} is too large")

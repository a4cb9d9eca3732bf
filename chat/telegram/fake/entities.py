"""Telegram's HTML read by its rules (core.telegram.org/bots/api#html-style)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chat.render.telegram_limits import units

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "s": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
}
_TOKEN = re.compile(r"<(/?)([a-zA-Z]+)([^<>]*)>|&(#?\w+);|([^<&]+)|(.)", re.DOTALL)
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


class CannotParse(Exception):
    """What Telegram answers as “can't parse entities”."""


@dataclass(frozen=True)
class Entity:
    type: str
    offset: int
    length: int


def parse_html(markup: str) -> tuple[str, list[Entity]]:
    """The text without its tags, and its entities in UTF-16 units.

    Raises:
        CannotParse: a tag is unknown, not closed or closed in the wrong order.
    """
    text, found, open_tags = "", [], []
    for token in _TOKEN.finditer(markup):
        closing, tag, attributes, named, words, stray = token.groups()
        if words is not None:
            text += words
        elif named is not None:
            text += _letter(named)
        elif stray == "&":
            text += "&"
        elif stray is not None:
            raise CannotParse("unexpected end of name token")
        elif not closing:
            open_tags.append((_known(tag, attributes), tag, units(text)))
        else:
            if not open_tags or open_tags[-1][1] != tag:
                raise CannotParse(f'unmatched end tag "{tag}"')
            kind, _, start = open_tags.pop()
            found.append(Entity(kind, start, units(text) - start))
    if open_tags:
        raise CannotParse(f'can\'t find end tag corresponding to start tag "{tag}"')
    return text, [entity for entity in found if entity.length]


def _letter(named: str) -> str:
    if named in _NAMED:
        return _NAMED[named]
    if re.fullmatch(r"#\d{1,7}", named):
        return chr(int(named[1:]))
    return f"&{named};"


def _known(tag: str, attributes: str) -> str:
    kind = _TAGS.get(tag.lower())
    if kind is None:
        raise CannotParse(f'unsupported start tag "{tag}"')
    if tag == "blockquote" and attributes.strip() == "expandable":
        return "expandable_blockquote"
    if attributes.strip() and tag != "a":
        raise CannotParse(f'unexpected attribute in tag "{tag}"')
    return kind

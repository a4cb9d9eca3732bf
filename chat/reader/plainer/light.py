"""Words that people say around a question and that change nothing of it."""

from __future__ import annotations

import re
from functools import cache

from analysis.base.columns import Schema
from chat.linking.message import LinkedMessage, link_message
from chat.linking.tables import schema_index
from chat.reader.methods.names import data_of
from chat.reader.plainer.variant import Variant

_KINDS = ("around", "empty", "adverbs", "joining")


@cache
def light_forms() -> tuple[re.Pattern[str], ...]:
    """The patterns, each with the marks that set it off."""
    data = data_of("light")
    return tuple(
        re.compile(rf"(?<![\w'-])(?:{form})(?![\w'-]),?", re.IGNORECASE)
        for form in sorted(
            (form for kind in _KINDS for form in data[kind]), key=len, reverse=True
        )
    )


def without_light(text: str, schema: Schema) -> list[Variant]:
    """The message without all light words, or without one of them."""
    message = link_message(text, schema_index(schema))
    found = [
        match
        for form in light_forms()
        for match in form.finditer(text)
        if not is_named(message, match.start(), match.end())
    ]
    tries = [found] if found else []
    tries += [[one] for one in found if len(found) > 1]
    return [
        Variant(*cut(text, [(match.start(), match.end()) for match in left]))
        for left in tries
    ]


def is_named(message: LinkedMessage, start: int, end: int) -> bool:
    """Whether the words belong to a name or value of the table."""
    return any(
        message.tokens[mention.first].start < end
        and start < message.tokens[mention.last - 1].end
        for mention in message.mentions
    )


def cut(text: str, spans: list[tuple[int, int]]) -> tuple[str, tuple[str, ...]]:
    """A text without some stretches, and what stood there."""
    kept, told, at = [], [], 0
    for start, end in sorted(spans):
        if start < at:
            continue
        kept.append(text[at:start])
        told.append(text[start:end].strip(" ,:"))
        at = end
    kept.append(text[at:])
    rest = re.sub(r"\s+([,.?!;])", r"\1", " ".join(" ".join(kept).split()))
    return rest.strip(" ,;:"), tuple(told)

"""The marks inside a paragraph: ``**strong**``, ``*emphasis*`` and backquoted code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Mark = Literal["plain", "strong", "emphasis", "code"]


class Span(NamedTuple):
    mark: Mark
    text: str


_MARKED = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|\*\*(?P<strong>[^\s*](?:.*?[^\s*])?)\*\*"
    r"|(?<![\w*])\*(?P<emphasis>[^\s*](?:[^*]*?[^\s*])?)\*(?![\w*])",
    re.DOTALL,
)


def spans(text: str) -> Iterator[Span]:
    """The text in pieces of one mark each; a mark that is not closed stays text."""
    start = 0
    for found in _MARKED.finditer(text):
        if found.start() > start:
            yield Span("plain", text[start : found.start()])
        mark: Mark = found.lastgroup  # type: ignore[assignment]  # the groups are marks
        yield Span(mark, found[mark])
        start = found.end()
    if start < len(text):
        yield Span("plain", text[start:])


def unmarked(text: str) -> str:
    """The text without its marks."""
    return "".join(span.text for span in spans(text))

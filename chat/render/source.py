"""Python source as HTML with its keywords, strings and comments marked."""

from __future__ import annotations

import keyword
import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_TOKEN = re.compile(
    r"(?P<comment>#[^\n]*)"
    r"|(?P<string>[rbfuRBFU]{0,2}(?:\"\"\".*?\"\"\"|'''.*?'''"
    r"|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'))"
    rf"|\b(?P<keyword>{'|'.join(keyword.kwlist)})\b",
    re.DOTALL,
)


def highlighted(text: str, language: str) -> SafeString:
    """The text with ``<i class="keyword">`` and the like; other languages stay plain."""
    if language != "python":
        return format_html("{}", text)
    pieces: list[tuple[str]] = []
    start = 0
    for found in _TOKEN.finditer(text):
        pieces.append((text[start : found.start()],))
        pieces.append(
            (format_html('<i class="{}">{}</i>', found.lastgroup, found.group()),)
        )
        start = found.end()
    pieces.append((text[start:],))
    return format_html_join("", "{}", pieces)

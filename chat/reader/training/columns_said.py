"""Which columns a few words name, in whatever way."""

from __future__ import annotations

import re

from analysis.base.columns import Schema
from analysis.base.errors import TaskError
from chat.reader.training.request import linked_columns
from chat.reader.training.selection import select_columns

_AROUND = re.compile(
    r"^(?:the|column|columns|feature|features|variable|variables|using|use|with|from|as)\s+"
    r"|\s+(?:column|columns|feature|features|variable|variables|please|this time|now)$",
    re.IGNORECASE,
)


def columns_said(words: str, schema: Schema) -> list[str]:
    """The columns, or nothing where some of the words are none."""
    before = None
    while before != words:
        before, words = words, _AROUND.sub("", words.strip())
    if not words or re.fullmatch(r"[\d\s,.%-]+", words):
        return []
    try:
        return select_columns(words, schema.names)
    except TaskError:
        return linked_columns(words, schema.names, schema)

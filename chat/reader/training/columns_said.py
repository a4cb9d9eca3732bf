"""Which columns a few words name, in whatever way."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.base.columns import Schema
from analysis.base.errors import TaskError
from chat.reader.training.request import linked_columns
from chat.reader.training.selection import select_columns

_AROUND = re.compile(
    r"^(?:the|column|columns|feature|features|variable|variables|using|use|with|from|as)\s+"
    r"|\s+(?:column|columns|feature|features|variable|variables|please|this time|now)$",
    re.IGNORECASE,
)


_LEAVES_OUT = re.compile(
    r"(?:please |and |then |but |ok |okay |use |take |with |all|everything|every column|[ ,:])*"
    r"(?:except(?: for)?|but(?: not)?|without|exclud(?:e|ing)|drop(?:ping)?|leav(?:e|ing) out"
    r"|remov(?:e|ing)|omit(?:ting)?|ignor(?:e|ing)|skip(?:ping)?|tak(?:e|ing) out"
    r"|(?:do not|don'?t) (?:use|take|include)|minus)\s+(?P<names>.+)",
    re.IGNORECASE,
)
# A question in between chooses no columns.
_ASKS = re.compile(
    r"\?\s*$|^(?:what|how|which|who|why|when|where|is|are|was|were|do|does|did|show|plot)\b",
    re.IGNORECASE,
)
_THEN_START = re.compile(
    r"[\s,;.]*\b(?:and )?(?:then |now )?(?:start|go|train)(?: (?:it|the training|training))?"
    r"\s*$",
    re.IGNORECASE,
)


def columns_chosen(text: str, names: Sequence[str], schema: Schema) -> list[str]:
    """The columns that an answer chooses or leaves out, in whatever words.

    Raises:
        TaskError: some of the words are no column.
    """
    said = _THEN_START.sub("", text.strip()) or text
    leaves = _LEAVES_OUT.fullmatch(said)
    if leaves is None:
        return _chosen(said, names, schema)
    out = _chosen(leaves["names"], names, schema)
    return [name for name in names if name not in out]


def _chosen(words: str, names: Sequence[str], schema: Schema) -> list[str]:
    try:
        return select_columns(words, names)
    except TaskError:
        found = [] if _ASKS.search(words) else linked_columns(words, names, schema)
        if not found:
            raise
        return found


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

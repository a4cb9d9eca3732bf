"""Two columns with one noun: "the maximum and the minimum temperature".

Each of the two words makes a name of the table with the noun behind them and none without
it; the noun is said of both then, so that every reader finds both columns.
"""

from __future__ import annotations

import re

from analysis.base.columns import Schema
from chat.linking.message import link_message
from chat.linking.tables import schema_index
from chat.linking.words import STOPWORDS
from chat.reader.base import roles
from chat.reader.methods.names import data_of

_WHOLE = 0.8  # the score of a link to the whole of a name, or nearly


def with_shared_heads(text: str, schema: Schema) -> str:
    """The text with the noun behind each of two words that share it."""
    data = data_of("shared_heads")
    if not re.search(data["joint"], text, re.IGNORECASE):
        return text
    form = re.compile(data["form"], re.IGNORECASE)
    place = 0
    while match := form.search(text, place):
        place = match.start() + 1
        one, other, head = match["one"], match["other"], match["head"]
        if {one.lower(), other.lower(), head.lower()} & STOPWORDS:
            continue
        if not _in_names(head, schema) and not re.fullmatch(data["heads"], head, re.I):
            continue
        if _differ(one, other, head, schema):
            at = match.end("one")
            text = f"{text[:at]} {head}{text[at:]}"
            place = match.end()
    return text


def _in_names(word: str, schema: Schema) -> bool:
    """Whether a word is a part of several columns' names."""
    part = word.casefold()
    return sum(part in name.casefold() for name in schema.names) > 1


def _differ(one: str, other: str, head: str, schema: Schema) -> bool:
    """Whether the noun makes another column's name of each, and each needs it."""
    first, second = (_column(f"{word} {head}", schema) for word in (one, other))
    if first is None or second is None or first == second:
        return False
    return _column(one, schema, 0.0) is None


def _column(words: str, schema: Schema, least: float = _WHOLE) -> str | None:
    """The one measured column that all of the words name, None where there is none."""
    index = schema_index(schema)
    message = link_message(words, index)
    for one in message.mentions:
        whole = one.first == 0 and one.last == len(message.tokens)
        if one.kind == "column" and whole and one.score >= least:
            column = index.columns.get(one.column)
            if column and len(one.columns) == 1 and roles.is_measure(
                column, index.n_rows
            ):  # fmt: skip
                return column.name
    return None

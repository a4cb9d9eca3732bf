"""Statistics that are written as functions: "AVG(Profit)", "sum(units)", "count(*)"."""

from __future__ import annotations

import re

from analysis.base.columns import Schema
from chat.linking.tokens import tokenise
from chat.reader.base.items import as_formula
from chat.reader.lexicon import lexicon

_CALL = re.compile(
    r"\b(?P<word>[^\W\d_]+)\((?P<inside>\*|[^()]*(?:\([^()]*\)[^()]*)?)\)"
)
_ROWS = "rows"  # what every table has; the message is put in English here
_CALLED = ("statistic", "count")


def without_calls(text: str, schema: Schema) -> str:
    """The text with "avg of Profit" for "AVG(Profit)", where that is a column's name.

    What stands in brackets behind a word with a space between is an explanation, and left
    as it is.
    """
    if "(" not in text:
        return text
    names = {name.casefold(): name for name in schema.names}

    def words(match: re.Match[str]) -> str:
        inside, word = match["inside"].strip(), match["word"]
        if not _is_called(word):
            return match[0]
        if inside == "*":
            return f"{word} of {_ROWS}"
        name = names.get(inside.strip("`\"'").casefold())
        if name is None:
            return match[0]
        return f"{word} of {as_formula(name)}"

    return _CALL.sub(words, text)


def _is_called(word: str) -> bool:
    found = lexicon("en").found(tokenise(word), 0)
    return any(entry.category in _CALLED for _, entry in found)

"""Words of the field that name no column: "coefficient", "distribution"."""

from __future__ import annotations

import re
from functools import cache

from chat.reader.methods.names import data_of

WORD = re.compile(r"[^\W\d_](?:[\w'²-]*[\w²])?")


@cache
def neutral_words(language: str = "en") -> frozenset[str]:
    """Small words, acts and statistics, which change nothing by themselves."""
    known = data_of("neutral", language)
    return frozenset(f"{known['small']} {known['acts']} {known['statistics']}".split())


@cache
def _names(language: str = "en") -> frozenset[str]:
    return frozenset(data_of("neutral", language)["names"].split())


def is_field_word(said: str) -> bool:
    """Whether what was taken for a column's name is words of the field and no noun."""
    words = WORD.findall(said.lower().replace("’", "'"))
    if not words:
        return not re.search(r"\w", said)
    return all(word in neutral_words() or word in _names() for word in words)

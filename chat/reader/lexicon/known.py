"""Words that requests of any kind are made with: they name no column."""

from __future__ import annotations

import re
from functools import cache

from analysis.operations import operations
from chat.reader.lexicon import lexicon

_WORD = re.compile(r"[a-z]+")


@cache
def known_words(language: str = "en") -> frozenset[str]:
    """The lexicon's words, and those of the operations' titles and examples."""
    found = set(lexicon(language).words)
    for operation in operations().values():
        found.update(_WORD.findall(operation.title.lower()))
        for example in operation.language.examples:
            found.update(_WORD.findall(example.text.lower()))
    return frozenset(found)

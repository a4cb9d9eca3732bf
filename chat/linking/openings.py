"""Long names by their beginning: "working hours" for "Working hours in a typical week"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from chat.linking.vocabulary import UNITS
from chat.linking.words import STOPWORDS

_LONGEST = 8  # words
_LEAST = 2  # words that say something
_BRACKET = re.compile(r"^(?P<name>.*\w.*?)\s*[(\[][^()\[\]]*[)\]]\s*$", re.DOTALL)


def openings(
    parts: Mapping[str, tuple[str, ...]],
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each column with the first words of its name that begin no other name."""
    begins = Counter(
        words[:n]
        for words in parts.values()
        for n in range(_LEAST, min(len(words), _LONGEST) + 1)
    )
    for name, words in parts.items():
        for n in range(_LEAST, min(len(words) - 1, _LONGEST) + 1):
            said = [p for p in words[:n] if p not in STOPWORDS and p not in UNITS]
            closed = words[n - 1] not in STOPWORDS
            known = len(said) >= _LEAST or (said and words[0] in said)
            if closed and known and begins[words[:n]] == 1:
                yield name, words[:n]


def without_brackets(names: Iterable[str]) -> dict[str, str]:
    """Names of two words and more without what stands in brackets behind, and the column.

    None where it is the name of several: "Help (1-5)" and "Help (text)".
    """
    found: dict[str, list[str]] = {}
    every = list(names)
    for name in every:
        match = _BRACKET.match(name)
        if match and len(match["name"].split()) >= _LEAST:
            found.setdefault(match["name"].strip(), []).append(name)
    known = {name.casefold() for name in every}
    return {
        short: columns[0]
        for short, columns in found.items()
        if len(columns) == 1 and short.casefold() not in known
    }

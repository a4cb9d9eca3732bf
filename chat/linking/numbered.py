"""Columns that are numbered in a row: "the final grade" of ``grade1`` to ``grade3``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from chat.linking.tokens import Token
from chat.linking.words import STOPWORDS, stem

_NUMBERED = re.compile(r"(?P<stem>.*?[^\W\d])[ _.-]?(?P<number>\d{1,2})")
_PLACES = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4,
    "4th": 4, "fifth": 5, "5th": 5, "sixth": 6, "6th": 6,
}  # fmt: skip
_LAST = ("final", "last")
_BETWEEN = 2  # words between the place and the noun: "first period grade"
_SPELT, _INITIAL = 0.95, 0.85

# The columns by number, for each stem that names are numbered under.
Numbered = Mapping[str, Mapping[int, str]]


def numbered(names: Iterable[str]) -> Numbered:
    """Names that differ in a number at their end alone, counted from one without a gap."""
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for name in names:
        match = _NUMBERED.fullmatch(name)
        if match:
            found[match["stem"].casefold()][int(match["number"])] = name
    return {
        word: by
        for word, by in found.items()
        if len(by) > 1 and set(by) == set(range(1, len(by) + 1))
    }


def numbered_matches(
    tokens: Sequence[Token],
    start: int,
    known: Numbered,
    spellings: Mapping[str, Collection[str]],
    named: Collection[str],
) -> Iterator[tuple[int, int, str, float]]:
    """Columns named by their place from a token on; ``spellings`` are stems that a word of
    a name may stand for, ``named`` stems of whole columns: those name themselves."""
    word = tokens[start].folded
    if word not in _PLACES and word not in _LAST:
        return
    for at in range(start + 1, min(start + 2 + _BETWEEN, len(tokens))):
        noun = tokens[at]
        if noun.kind != "word" or noun.folded in STOPWORDS:
            return
        for stem_of, by in known.items():
            score = _fits(noun, stem_of, spellings)
            place = max(by) if word in _LAST else _PLACES[word]
            if score and place in by and noun.stem not in named:
                yield start, at + 1, by[place], score


def _fits(noun: Token, word: str, spellings: Mapping[str, Collection[str]]) -> float:
    if len(word) == 1:
        return _INITIAL if noun.folded.startswith(word) else 0.0
    known = {stem(word), *spellings.get(word, ())}
    return _SPELT if noun.stem in known else 0.0

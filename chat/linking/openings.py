"""Long names by their beginning: "working hours" for "Working hours in a typical week"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from chat.linking.vocabulary import GENERIC, TASK_WORDS, UNITS, read_lines
from chat.linking.words import STOPWORDS, fold, stem

_LONGEST = 8  # words
_MOST_HEAD = 3  # words
_HEAD, _LAST_OF_HEAD = 0.97, 0.8  # scores of a link
_WORDS = re.compile(r"[A-Za-z]+")
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


# What a name is of stands before these ("Working hours in a typical week").
_BEHIND_HEAD = re.compile(
    r"\s+(?:in|of|with|for|at|on|per|by|during|from|to|about|that|which|when|within|last)\s"
)
_ASKS = re.compile(
    r"^(?:how|what|which|who|where|when|why|do|does|did|is|are|was|were|have|has|had"
    r"|would|will|can|could|should|if|i|my|we|our|please|the)\b"
)


def head_of(name: str) -> tuple[str, ...]:
    """The words that a name of several says what it is by, before all that limits it.

    ``"Working hours in a typical week"`` → working, hours. None for questions, for
    statements and for names that nothing limits.
    """
    text = fold(name)
    end = _BEHIND_HEAD.search(text)
    if end is None or _ASKS.match(text):
        return ()
    words = tuple(_WORDS.findall(text[: end.start()]))
    whole = " ".join(words) == text[: end.start()].strip()
    return words if whole and 1 <= len(words) <= _MOST_HEAD else ()


def heads(
    parts: Mapping[str, tuple[str, ...]],
) -> Iterator[tuple[str, tuple[str, ...], float]]:
    """Each column with what its name is of, and with the last word of that alone.

    Only where no other name holds it; a link by the single word is the weaker one.
    """
    stems = {name: {stem(part) for part in words} for name, words in parts.items()}
    for name in parts:
        head = head_of(name)
        if not head or head[-1] in GENERIC:
            continue
        others = [found for other, found in stems.items() if other != name]
        for said, score in ((head, _HEAD), (head[-1:], _LAST_OF_HEAD)):
            if not any({stem(word) for word in said} <= other for other in others):
                yield name, said, score


def without_numbers(parts: tuple[str, ...]) -> tuple[str, ...]:
    """A name's words but for its numbers: "readm30" by its word alone."""
    return tuple(part for part in parts if not part.isdigit())


def without_modifiers(words: tuple[str, ...]) -> tuple[str, ...]:
    """A name without what only says which of its kind it is: "monthly fee" → fee."""
    bare = tuple(word for word in words if word not in modifiers())
    general = len(bare) == 1 and (bare[0] in GENERIC or bare[0] in TASK_WORDS)
    return () if bare == words or general else bare


@cache
def modifiers(language: str = "en") -> frozenset[str]:
    path = Path(__file__).parent / f"modifiers.{language}.txt"
    return frozenset(word for line in read_lines(path) for word in line.split())

"""Measures taken twice: "baseline reaction time" for ``RT_pre_ms`` beside ``RT_post_ms``.

Two columns whose names differ only by a word for before and one for after are a pair. What
they measure may be said in its own words or, for two capital letters, in words that begin
with these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from chat.linking.tokens import Token
from chat.linking.vocabulary import UNITS
from chat.linking.words import STOPWORDS, stem

_SCORE = 1.1
_LETTERS = 2
_MOST_WORDS = 3  # of a word for before or after
_SIDES = ("before", "after")


@dataclass(frozen=True, slots=True)
class Twice:
    """A column of a pair: what it measures in stems, and which side it is."""

    column: str
    side: str
    nouns: tuple[str, ...]
    letters: str = ""


@cache
def _said() -> Mapping[str, frozenset[tuple[str, ...]]]:
    """The words for each side: ``leading`` a measure, behind it, ``written`` in names."""
    path = Path(__file__).parent / "before_after.en.txt"
    found: dict[str, frozenset[tuple[str, ...]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, words = line.partition(":")
        found[key] = frozenset(tuple(one.split()) for one in words.split(","))
    return found


def taken_twice(parts: Mapping[str, tuple[str, ...]]) -> tuple[Twice, ...]:
    """The columns that are half of a pair of before and after."""
    sided = [one for name, words in parts.items() for one in _sided(name, words)]
    known: dict[tuple[str, ...], dict[str, list[Twice]]] = {}
    for one in sided:
        known.setdefault(one.nouns, {}).setdefault(one.side, []).append(one)
    return tuple(
        one
        for sides in known.values()
        if all(len(sides.get(side, ())) == 1 for side in _SIDES)
        for side in _SIDES
        for one in sides[side]
    )


def _sided(name: str, parts: tuple[str, ...]) -> Iterator[Twice]:
    for side in _SIDES:
        marks = [p for p in parts if (p,) in _said()[f"written {side}"]]
        rest = tuple(
            p for p in parts
            if p not in marks and p not in STOPWORDS and p not in UNITS
        )  # fmt: skip
        if len(marks) == 1 and rest:
            yield Twice(name, side, tuple(stem(p) for p in rest), _letters(name, rest))


def _letters(name: str, parts: tuple[str, ...]) -> str:
    """ "rt" of ``RT_pre``: two capitals alone stand for words that begin with them."""
    if len(parts) != 1 or len(parts[0]) != _LETTERS:
        return ""
    capital = re.search(rf"(?<![^\W_]){parts[0].upper()}(?![^\W_])", name)
    return parts[0] if capital else ""


def twice_matches(
    tokens: Sequence[Token], start: int, pairs: Iterable[Twice]
) -> Iterator[tuple[int, int, str, float]]:
    """Columns of pairs named from a token on: the side first, or what is measured.

    "After" behind a measure is a side only where nothing follows that it goes with: "RT
    after 3 weeks" is another thing.
    """
    for one in pairs:
        for last in _sides(tokens, start, f"leading {one.side}"):
            ended = _nouns(tokens, last, one)
            if ended:
                yield start, ended, one.column, _SCORE
        ended = _nouns(tokens, start, one)
        for last in _sides(tokens, ended, one.side) if ended else ():
            if _closes(tokens, last):
                yield start, last, one.column, _SCORE


def _closes(tokens: Sequence[Token], at: int) -> bool:
    """Whether a description may end before a token."""
    if at >= len(tokens):
        return True
    return tokens[at].kind == "mark" or (tokens[at].folded,) in _said()["behind"]


def _sides(tokens: Sequence[Token], at: int, side: str) -> Iterator[int]:
    """Where words for a side end that stand at a token, the longest first."""
    for last in range(min(at + _MOST_WORDS, len(tokens)), at, -1):
        if tuple(token.folded for token in tokens[at:last]) in _said()[side]:
            yield last


def _nouns(tokens: Sequence[Token], at: int, one: Twice) -> int:
    """Where the words for what is measured end that stand at a token; 0 for none."""
    for nouns in (one.nouns, tuple(one.letters)):
        last = at + len(nouns)
        spoken = tokens[at:last]
        if not nouns or len(spoken) < len(nouns):
            continue
        if nouns == one.nouns and all(
            token.stem == noun for token, noun in zip(spoken, nouns, strict=True)
        ):
            return last
        if nouns != one.nouns and all(
            token.kind == "word"
            and len(token.folded) > _LETTERS
            and token.folded[0] == letter
            and token.folded not in STOPWORDS
            for token, letter in zip(spoken, nouns, strict=True)
        ):
            return last
    return 0

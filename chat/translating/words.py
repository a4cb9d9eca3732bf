"""The words of a language as data, prepared for look-up by their stems."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import snowballstemmer

from chat.linking.words import fold

_FOLDER = Path(__file__).parent
_ENDINGS = frozenset(("", "e", "n", "s", "en", "es", "er", "ern", "nen", "in", "innen"))
_PIECE = re.compile(r"\{\w\}|[^\W_]+|[^\w\s]")


@lru_cache(maxsize=20_000)
def plain(word: str) -> str:
    """A word without case and umlauts: "Umsätze" and "Umsaetze" are "umsatze"."""
    folded = fold(word).replace("ß", "ss")
    for written, umlaut in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        folded = folded.replace(written, umlaut)
    return folded


@lru_cache(maxsize=20_000)
def root(word: str) -> str:
    """The stem of a word, the same for "Umsätze" and "Umsatz"."""
    folded = plain(word)
    if len(folded) <= 3:
        return folded
    # One of its own: it holds the word while it works, and threads would mix theirs up.
    return str(snowballstemmer.stemmer("german").stemWord(folded))


def is_form_of(word: str, name: str) -> bool:
    """Whether a word is a name with an ending, or without one: "Alters", not "älteste"."""
    one, other = plain(word), plain(name)
    if not one.startswith(other):
        one, other = other, one
    return one.startswith(other) and one[len(other) :] in _ENDINGS


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words with what they are in English; slots ("{a}") stand for any words."""

    pieces: tuple[str, ...]
    english: str
    written: str
    is_noun: bool = False

    @property
    def is_pattern(self) -> bool:
        return any(piece.startswith("{") for piece in self.pieces)

    @property
    def weight(self) -> int:
        """How many words must stand as they are."""
        return sum(not piece.startswith("{") for piece in self.pieces)


@dataclass(frozen=True)
class Words:
    """All of a language: phrases by their first stem, longest first."""

    phrases: Mapping[str, Sequence[Phrase]]
    patterns: Sequence[Phrase]
    fronts: Mapping[str, str]
    backs: Mapping[str, str]
    owners: frozenset[str]
    genitives: frozenset[str]
    same: Sequence[Sequence[str]]
    roots: frozenset[str]


@cache
def words() -> Words:
    """The German words."""
    data = tomllib.loads((_FOLDER / "de.toml").read_text(encoding="utf-8"))
    phrases: dict[str, list[Phrase]] = defaultdict(list)
    patterns: list[Phrase] = []
    roots: set[str] = set()
    for table in ("phrases", "nouns", "verbs", "patterns"):
        for english, forms in data[table].items():
            for form in forms:
                phrase = Phrase(
                    _pieces(form), english.strip(), plain(form), table == "nouns"
                )
                roots.update(p for p in phrase.pieces if not p.startswith("{"))
                if phrase.is_pattern:
                    patterns.append(phrase)
                else:
                    phrases[phrase.pieces[0]].append(phrase)
    for known in phrases.values():
        known.sort(key=lambda phrase: -phrase.weight)
    patterns.sort(key=lambda phrase: -phrase.weight)
    return Words(
        phrases=dict(phrases),
        patterns=tuple(patterns),
        fronts={fold(w): english for english, ws in data["fronts"].items() for w in ws},
        backs={fold(w): english for english, ws in data["backs"].items() for w in ws},
        owners=frozenset(data["owners"]["words"]),
        genitives=frozenset(data["genitives"]["words"]),
        same=tuple(tuple(group) for group in data["same"]["groups"]),
        roots=frozenset(roots),
    )


def _pieces(form: str) -> tuple[str, ...]:
    return tuple(
        piece if piece.startswith("{") else root(piece)
        for piece in _PIECE.findall(form)
    )


def phrase_at(said: Sequence[str]) -> Phrase | None:
    """The longest phrase that words begin with; of two alike the one written so."""
    stems = [root(one) for one in said]
    fitting = [
        phrase
        for phrase in words().phrases.get(stems[0], ())
        if tuple(stems[: len(phrase.pieces)]) == phrase.pieces
    ]
    written = [
        phrase
        for phrase in fitting
        if phrase.written == plain(" ".join(said[: len(phrase.pieces)]))
    ]
    if written and len(written[0].pieces) == len(fitting[0].pieces):
        return written[0]
    return fitting[0] if fitting else None

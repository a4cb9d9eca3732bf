"""The words of the acts, read from the files of the languages beside this one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import snowballstemmer

LANGUAGES = ("en",)
_WORD = re.compile(r"\d[\d.,]*\d|\d|[^\W\d_]+|%")

Surface = tuple[str, ...]


@dataclass(frozen=True)
class Act:
    """One kind of question, by its cores: the concepts that it needs.

    ``also`` are concepts that may stand beside them, ``takes`` what else it can use of a
    sentence ("column", "value", "number", …), ``needs`` those that must be there.
    An act that ``refuses`` says so where an answer cannot be asked it; others leave the
    sentence to the reader. ``say`` is the question as a button has it.
    """

    kind: str
    setting: str
    scope: Literal["answer", "table"]
    cores: tuple[frozenset[str], ...]
    also: frozenset[str]
    takes: frozenset[str]
    needs: frozenset[str]
    refuses: bool
    say: str


@dataclass(frozen=True)
class Lexicon:
    """A language's words: concepts by their first word, fillers, acts."""

    language: str
    fillers: frozenset[str]
    before_names: frozenset[str]
    surfaces: Mapping[str, tuple[tuple[Surface, str], ...]]
    contractions: tuple[tuple[str, str], ...]
    numbers: Mapping[str, float]
    alike: tuple[frozenset[str], ...]
    negations: frozenset[str]
    predicting: frozenset[str]
    asking: frozenset[str]
    outcome_after: frozenset[str]
    row_after: frozenset[str]
    training: frozenset[str]
    supposing: frozenset[str]
    ages: frozenset[str]
    old: tuple[Surface, ...]
    aged: frozenset[str]
    many: frozenset[str]
    relative: frozenset[str]
    luck: tuple[Surface, ...]
    chances: frozenset[str]
    chance_of: frozenset[str]
    chance_ends: frozenset[str]
    particles: frozenset[str]
    acts: tuple[Act, ...]

    def read(self, text: str) -> list[str]:
        """The words of a text with contractions written out."""
        plain = text.lower().replace("’", "'")
        for short, long in self.contractions:
            plain = plain.replace(short, long)
        return words_of(plain)

    def stem(self, word: str) -> str:
        return stemmed(word, self.language)

    def say(self, kind: str) -> str:
        """The question that asks for an act; empty if there is none."""
        return next((act.say for act in self.acts if act.kind == kind and act.say), "")


@cache
def lexicons() -> tuple[Lexicon, ...]:
    """The lexicon of every language."""
    return tuple(_read(name) for name in LANGUAGES)


@cache
def stemmed(word: str, language: str) -> str:
    """A word without its ending."""
    return str(snowballstemmer.stemmer(language).stemWord(word))


def words_of(text: str) -> list[str]:
    """The words and numbers of a text, in lower case."""
    return _WORD.findall(text.lower())


def _read(name: str) -> Lexicon:
    path = Path(__file__).with_name(f"{name}.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    language = str(data["language"])
    by_first: dict[str, list[tuple[Surface, str]]] = {}
    for concept, listed in data["concepts"].items():
        for surface in {_surface(one, language) for one in listed.split("|")}:
            by_first.setdefault(surface[0], []).append((surface, concept))
    return Lexicon(
        language=language,
        fillers=frozenset(data["fillers"].split()),
        before_names=frozenset(data["before_names"].split()),
        surfaces={first: tuple(sorted(found)) for first, found in by_first.items()},
        contractions=tuple((a, b) for a, b in data["contractions"]),
        numbers={word: float(value) for word, value in data["numbers"].items()},
        alike=tuple(frozenset(group.split()) for group in data["alike"]),
        negations=frozenset(data["negations"].split()),
        predicting=frozenset(data["predicting"].split()),
        asking=frozenset(data["asking"].split()),
        outcome_after=frozenset(data["outcome_after"].split()),
        row_after=frozenset(data["row_after"].split()),
        training=frozenset(data["training"].split()),
        supposing=frozenset(data["supposing"].split()),
        ages=frozenset(data["ages"].split()),
        old=tuple(tuple(words_of(one)) for one in data["old"].split("|")),
        aged=frozenset(data["aged"].split()),
        many=frozenset(data["many"].split()),
        relative=frozenset(data["relative"].split()),
        luck=tuple(tuple(words_of(one)) for one in data["luck"].split("|")),
        chances=frozenset(data["chances"].split()),
        chance_of=frozenset(data["chance_of"].split()),
        chance_ends=frozenset(data["chance_ends"].split()),
        particles=frozenset(data["particles"].split()),
        acts=tuple(_act(one, frozenset(data["concepts"])) for one in data["acts"]),
    )


def _surface(text: str, language: str) -> Surface:
    return tuple(stemmed(word, language) for word in words_of(text))


def _act(data: Mapping[str, Any], concepts: frozenset[str]) -> Act:
    cores = tuple(frozenset(core.split()) for core in data["cores"])
    also = frozenset(data.get("also", "").split())
    takes = [str(one) for one in data.get("takes", ())]
    named = frozenset(one.rstrip("!") for one in takes)
    unknown = (frozenset().union(*cores, also)) - concepts - SLOTS
    if unknown:
        raise ValueError(f"{data['kind']}: no such concepts: {sorted(unknown)}")
    return Act(
        kind=data["kind"],
        setting=data.get("setting", ""),
        scope=data.get("scope", "answer"),
        cores=cores,
        also=also,
        takes=named | (frozenset().union(*cores, also) & SLOTS),
        needs=frozenset(one.rstrip("!") for one in takes if one.endswith("!")),
        refuses=bool(data.get("refuses", False)),
        say=data.get("say", ""),
    )


# What a stretch of a sentence can be besides a concept.
SLOTS = frozenset({"column", "value", "number", "group", "outcome", "table", "any"})

"""How often people do something, as an answer that a column holds: "who ride daily".

"Daily" parts the rows by the day, unless it is said of what people do and a column holds it
as their answer: "people who ride with us daily", "daily riders", "take the ferry every day"
beside "How often do you take the ferry?".
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from chat.linking.words import STOPWORDS, fold, stem
from chat.reader.base.lattice import Lattice, Sense
from chat.reader.base.roles import WORDS

_DATA = Path(__file__).parent.parent / "lexicon" / "en" / "habits.toml"
_NAMED = 0.35  # what a link to a column costs whose name is said in several words
_NEAR = 6  # tokens from "who" to what he does so often
_PERIODS = ("unit", "unitly", "by", "per", "length", "value")


def link_habits(lattice: Lattice) -> None:
    """Habits as values of the column that holds them, in place of periods."""
    for name, held in _holding(lattice):
        for first, last, answer in _said(lattice, held):
            if not _is_of_people(lattice, name, first, last):
                continue
            for kind in _PERIODS:
                senses = lattice.senses.get(kind, {})
                for at in range(first, last):
                    senses[at] = [s for s in senses.get(at, []) if s.column == name]
            if not any(s.last == last for s in lattice.at("value", first)):
                lattice.add(Sense("value", first, last, answer, name, 0.05, "synonym"))


def _holding(lattice: Lattice) -> Iterator[tuple[str, dict[str, str]]]:
    """The columns that hold two habits or more: each by all forms that are said for it."""
    for column in lattice.columns.values():
        if column.kind != "category":
            continue
        levels = {fold(str(level)): str(level) for level, _ in column.levels}
        held = {
            form: levels[own]
            for forms in _answers()
            for own in forms if own in levels
            for form in forms
        }  # fmt: skip
        if len(set(held.values())) > 1:
            yield column.name, held


def _said(lattice: Lattice, held: dict[str, str]) -> Iterator[tuple[int, int, str]]:
    for first in range(len(lattice.tokens)):
        for width in (3, 2, 1):
            last = first + width
            words = " ".join(token.folded for token in lattice.tokens[first:last])
            if last <= len(lattice.tokens) and words in held:
                yield first, last, held[words]
                break


def _is_of_people(lattice: Lattice, name: str, first: int, last: int) -> bool:
    """Whether somebody does so, or words of the column's name are said before."""
    tokens = lattice.tokens
    if last < len(tokens) and tokens[last].folded in _words("people"):
        return True
    for who in range(max(0, first - _NEAR), first):
        measured = any(
            lattice.columns[s.column].is_numeric and s.cost < _NAMED
            for at in range(who, first) for s in lattice.at("column", at)
        )  # fmt: skip
        if tokens[who].folded in _words("who") and not measured:
            return True
    if any(tokens[at].folded in _words("people") for at in (first - 2, first - 3)
           if at >= 0):  # fmt: skip
        return True  # "how many people travel weekly"
    said = {stem(fold(word)) for word in WORDS.findall(name)}
    if first and tokens[first - 1].stem in said:
        return tokens[first - 1].folded not in STOPWORDS
    return any(
        s.column == name and s.last - s.first > 1 and s.cost < _NAMED
        for s in lattice.all("column")
    )


@cache
def _answers() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split("|")) for line in _data()["answers"])


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(_data()[kind].split())


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))

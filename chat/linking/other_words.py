"""Other words for columns, from files by field, and where each holds.

A line of a file is a set of names that may stand for each other as columns. Behind "<"
stands what is only said for them, and behind "|" what is said for the opposite of those
that hold yes and no. Brackets say which kinds of column a line is for (number, words,
date, flag), and behind a semicolon words one of which the table's names have. "~" stands
before a verb, which is said in all its forms:

    cancelled, canx < ~call off, scrubbed | ~go ahead, flown [flag; flight airline]
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import cast

from analysis.base.columns import Column, Scalar
from chat.linking.mentions import flag_values, is_flag, yes_among
from chat.linking.vocabulary import abbreviations, read_lines
from chat.linking.words import forms_of_verb, root_of, stem

_FIELDS = Path(__file__).parent / "fields"
_LINE = re.compile(
    r"(?P<called>[^<|\[]+)(?:<(?P<said>[^|\[]*))?(?:\|(?P<opposite>[^\[]*))?"
    r"(?:\[(?P<kinds>[^;\]]*)(?:;(?P<near>[^\]]*))?\])?"
)
_NUMBER, _WORDS, _DATE, _FLAG = "number", "words", "date", "flag"


@dataclass(frozen=True, slots=True)
class Names:
    """What columns of one meaning are called, and what is said for them."""

    called: tuple[str, ...]
    said: tuple[str, ...]
    opposite: tuple[str, ...]
    kinds: frozenset[str]
    near: tuple[str, ...]
    near_stems: frozenset[str]

    def holds(self, kinds: frozenset[str], around: frozenset[str]) -> bool:
        """Whether a column is of its kinds, and a table has a word that makes it sure."""
        if self.kinds and not self.kinds & kinds:
            return False
        return not self.near or bool(self.near_stems & around)


@dataclass(frozen=True, slots=True)
class Table:
    """The stems of the words in a table's names, which make sure what a word means."""

    around: frozenset[str] = frozenset()
    kinds: dict[str, frozenset[str]] = field(default_factory=dict)

    def _kinds_of(self, column: Column) -> frozenset[str]:
        if column.name not in self.kinds:
            self.kinds[column.name] = kinds_of(column)
        return self.kinds[column.name]

    def others(self, key: str, column: Column) -> tuple[str, ...]:
        """What is said for a column by a name (or a part of it), by the name's stems."""
        return _others(key, self._kinds_of(column), self.around)

    def opposites(self, key: str, column: Column) -> tuple[str, ...]:
        """What is said where a column of yes and no says no."""
        kinds = self._kinds_of(column)
        found = [
            word for names in _by_name().get(key, ())
            if names.opposite and names.holds(kinds, self.around)
            for word in names.opposite
        ]  # fmt: skip
        return tuple(dict.fromkeys(found))


def table_of(words: Iterable[str]) -> Table:
    """A table by the words of its names, short forms written out."""
    spelled = [
        one for word in words
        for one in (word, *abbreviations().get(word, "").split())
    ]  # fmt: skip
    return Table(frozenset(stem(word) for word in spelled))


def general_others(key: str) -> tuple[str, ...]:
    """What may be said for a name in any table, for any kind of column."""
    return _others(key, frozenset(), frozenset())


def kinds_of(column: Column) -> frozenset[str]:
    """What sort of column the files of words tell apart."""
    found = set()
    if is_flag(column) or yes_among(column) is not None:
        found.add(_FLAG)
    elif column.is_numeric:
        found.add(_NUMBER)
    elif column.kind == "datetime":
        found.add(_DATE)
    else:
        found.add(_WORDS)
    return frozenset(found)


def value_for_no(column: Column) -> Scalar | None:
    """The stored value for no; None where a column holds more than yes and no."""
    values = flag_values(column) if is_flag(column) else None
    return cast(Scalar, values[1]) if values else None


@lru_cache(maxsize=50_000)
def _others(key: str, kinds: frozenset[str], around: frozenset[str]) -> tuple[str, ...]:
    found = [
        word for names in _by_name().get(key, ()) if names.holds(kinds, around)
        for word in (*names.called, *names.said)
        if key not in (key_of_name(word), letters_of(word))
    ]  # fmt: skip
    return tuple(dict.fromkeys(found))


def is_concept(word: str) -> bool:
    """Whether a word is one of the names for things that tables measure or tell apart."""
    return key_of_name(word) in _by_name()


def key_of_name(name: str) -> str:
    return " ".join(root_of(word) for word in name.replace("-", " ").split())


@lru_cache(maxsize=20_000)
def letters_of(name: str) -> str:
    """A name as its letters and digits in one stem, as stretches of words are looked up."""
    name = name.replace("'s ", " ")
    return stem("".join(c for c in name if c.isalnum()))


@cache
def _by_name() -> dict[str, tuple[Names, ...]]:
    found: dict[str, list[Names]] = defaultdict(list)
    for names in all_names():
        keys = [key_of_name(name) for name in names.called]
        keys += [letters_of(name) for name in names.called if " " in name]
        for key in dict.fromkeys(keys):
            found[key].append(names)
    return {key: tuple(names) for key, names in found.items()}


@cache
def all_names(language: str = "en") -> tuple[Names, ...]:
    """The lines of all files of a language, field after field."""
    return tuple(
        _read(line)
        for path in sorted(_FIELDS.glob(f"*.{language}.txt"))
        for line in read_lines(path)
    )


def _read(line: str) -> Names:
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError(f"not a line of names: {line!r}")
    kinds = (match["kinds"] or "").replace(",", " ").split()
    near = tuple((match["near"] or "").split())
    return Names(
        tuple(_listed(match["called"])),
        tuple(_listed(match["said"])),
        tuple(_listed(match["opposite"])),
        frozenset(kinds),
        near,
        frozenset(stem(word) for word in near),
    )


def _listed(names: str | None) -> list[str]:
    found: list[str] = []
    for name in (names or "").split(","):
        name = " ".join(name.split())
        if name.startswith("~"):
            found += forms_of_verb(name[1:])
        elif name:
            found.append(name)
    return found

"""Nouns for what comes again over the rows, and the column that tells one from another.

"How many vehicles" is asked of the registrations, "which guest" of the guests' names: the
column is found by its name, by what its values look like, and by how many there are. A
column that only says what one is like ("Vehicle Type") tells none from another.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analysis.base.columns import Column
from chat.linking.index import SchemaIndex
from chat.linking.naming import name_parts
from chat.linking.vocabulary import abbreviations
from chat.linking.words import fold
from chat.reader.base import roles

_DATA = Path(__file__).parent.parent / "lexicon"
_SEEN = 40  # values that are looked at
_MOST = 0.8  # of them look alike
_THINGS = ("vehicle", "vessel", "animal", "household")
_LEAST = 3  # different ones: fewer are no ones that come again
# Marks of vehicles as they are given out: letters and digits in short groups.
_PLATE = re.compile(
    r"(?=.*\d)(?=.*[A-Z])[A-ZÄÖÜ]{1,3}[\s-]?\d{1,4}[\s-]?[A-Z]{0,3}"
    r"|\d{1,4}[\s-]?[A-Z]{1,3}[\s-]?\d{0,4}"
)


@dataclass(frozen=True)
class Kind:
    """A kind of things or persons; its words in the singular."""

    general: frozenset[str]
    special: tuple[frozenset[str], ...]
    names: frozenset[str]

    @property
    def words(self) -> frozenset[str]:
        return self.general.union(*self.special)

    def same_as(self, noun: str) -> frozenset[str]:
        """The words that mean the same as one of the special ones."""
        return next((same for same in self.special if noun in same), frozenset())


@dataclass(frozen=True)
class EntityWords:
    """The words of a language for what comes again."""

    kinds: Mapping[str, Kind]
    telling: frozenset[str]
    likeness: frozenset[str]
    persons: frozenset[str]
    served: frozenset[str]
    spoken_for: frozenset[str]
    events: frozenset[str]
    levels: frozenset[str]
    amounts: frozenset[str]


@cache
def entity_words(language: str = "en") -> EntityWords:
    kinds = tomllib.loads((_DATA / language / "entities.toml").read_text("utf-8"))
    words = tomllib.loads((_DATA / language / "telling.toml").read_text("utf-8"))
    return EntityWords(
        {
            name: Kind(
                _words(one["general"]),
                tuple(_words(same) for same in one["special"]),
                _words(one["names"]),
            )
            for name, one in kinds.items()
        },
        *(
            _words(words[part])
            for part in (
                "telling",
                "likeness",
                "persons",
                "served",
                "spoken_for",
                "events",
                "levels",
                "amounts",
            )
        ),
    )


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


def singular(word: str) -> str:
    """A noun in the singular: "lorries" → lorry; "borrower" is not the verb's stem."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "buses")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


_IRREGULAR = {"children": "child", "men": "man", "women": "woman"}


@cache
def is_entity_noun(noun: str) -> bool:
    """Whether a noun (in the singular) names what may come again over the rows."""
    return any(noun in kind.words for kind in entity_words().kinds.values())


def says_what_like(column: Column, noun: str) -> bool:
    """ "Vehicle Type": what a vehicle is like; it tells none from another."""
    spelt = _spelt(column)
    named = any(noun in forms for forms in spelt)
    others = {form for forms in spelt if noun not in forms for form in forms}
    return named and bool(others & entity_words().likeness)


def entity_columns(index: SchemaIndex, noun: str) -> tuple[str, ...]:
    """The columns that tell one thing of a noun from another, the surest first."""
    if not is_entity_noun(noun):
        return ()
    if noun not in index.entities:
        found = _found(index, noun, _able(index))
        if not found and noun in entity_words().kinds["vehicle"].general:
            found = _of_plates(index)
        index.entities[noun] = found
    return index.entities[noun]


def likened(index: SchemaIndex, column: Column) -> tuple[str, ...]:
    """The columns of what a column only says the likeness of: Vehicle Type, Registration."""
    for part in name_parts(column.name):
        noun = singular(part)
        if is_entity_noun(noun) and says_what_like(column, noun):
            return entity_columns(index, noun)
    return ()


def is_of_rows(index: SchemaIndex, noun: str) -> bool:
    """Whether each row is one of a noun: the key of the rows is called by it."""
    key = f"{noun} of rows"
    if key not in index.entities:
        keys = [c for c in index.columns.values() if roles.is_key(c, index.n_rows)]
        index.entities[key] = _found(index, noun, keys)
    return bool(index.entities[key])


def rows_are_persons(index: SchemaIndex) -> bool:
    """Whether each row is somebody: its key is called by a word for persons."""
    persons = [k for n, k in entity_words().kinds.items() if n not in _THINGS]
    called = frozenset().union(*(kind.words | kind.names for kind in persons))
    return any(
        roles.is_key(column, index.n_rows) and _is_called(column, called)
        for column in index.columns.values()
    )


def rows_are_events(index: SchemaIndex) -> bool:
    """Whether each row is something that happened, by the table's name or its key's."""
    key = " ".join(sorted(entity_words().events))
    if key not in index.entities:
        called = {
            singular(part)
            for column in index.columns.values() if roles.is_key(column, index.n_rows)
            for part in name_parts(column.name)
        }  # fmt: skip
        events = entity_words().events
        named = {singular(word) for word in index.table_words} & events
        index.entities[key] = tuple(sorted(named | (called & events)))
    return bool(index.entities[key])


def person_columns(index: SchemaIndex) -> tuple[str, ...]:
    """The columns that tell who is served: whom "people" are where rows are not they."""
    words = entity_words()
    key = " ".join(sorted(words.persons))
    if key not in index.entities:
        served = [words.kinds[name] for name in sorted(words.served)]
        called = frozenset().union(*(kind.words | kind.names for kind in served))
        index.entities[key] = tuple(
            column.name for column in _able(index) if _is_called(column, called)
        )
    return index.entities[key]


def _found(index: SchemaIndex, noun: str, able: list[Column]) -> tuple[str, ...]:
    for called in _ways_to_call(noun):
        found = [column for column in able if _is_called(column, called)]
        if found:
            return tuple(column.name for column in sorted(found, key=_sureness))
    return ()


def _of_plates(index: SchemaIndex) -> tuple[str, ...]:
    """Columns whose values look like plates, whatever they are called."""
    kinds = entity_words().kinds
    others = frozenset().union(
        *(one.words | one.names for name, one in kinds.items() if name != "vehicle")
    )
    return tuple(
        column.name for column in _able(index)
        if _looks_like(column, _PLATE)
        and not any(forms & others for forms in _spelt(column))
    )  # fmt: skip


def _ways_to_call(noun: str) -> Iterator[frozenset[str]]:
    """Sets of words by which a column of a noun may be called, the nearest first."""
    words = entity_words()
    own = frozenset((noun,))
    yield own.union(*(k.names for k in words.kinds.values() if noun in k.general))
    for name, kind in words.kinds.items():
        if noun in kind.general:
            yield kind.general
            yield kind.words
        elif noun in kind.words:
            yield kind.same_as(noun)
            if name in words.spoken_for:
                yield kind.general | kind.names


def holds_levels(column: Column) -> bool:
    """ "low", "high": how much, not who."""
    levels = entity_words().levels
    held = [fold(str(level)) for level, _ in column.levels[:_SEEN]]
    return sum(level in levels for level in held) * 2 >= len(held) > 0


def _able(index: SchemaIndex) -> list[Column]:
    """Words or codes that come again; what each row has of its own is the row's key."""
    found = []
    for column in index.columns.values():
        if column.n_unique < _LEAST or roles.yes_of(column) is not None:
            continue
        if roles.is_key(column, index.n_rows):
            continue
        if roles.is_numbering(column, index.n_rows):
            continue
        words = column.kind in ("category", "text", "identifier")
        if words and holds_levels(column):
            continue
        if words or roles.is_code(column, index.n_rows):
            found.append(column)
    return found


def _sureness(column: Column) -> tuple[bool, int]:
    """A number of its own tells more surely than a name, which two may have."""
    called = {form for forms in _spelt(column) for form in forms}
    return "name" in called, -column.n_unique


def _spelt(column: Column) -> list[set[str]]:
    """The parts of a column's name, each with what it may be short for."""
    return [
        {singular(part), *abbreviations().get(part, "").split()}
        for part in name_parts(column.name)
    ]


def _is_called(column: Column, nouns: frozenset[str]) -> bool:
    """Whether a column is called by a noun, and by nothing that says what one is like."""
    telling = entity_words().telling
    spelt = _spelt(column)
    named = [forms for forms in spelt if forms & nouns]
    return bool(named) and all(forms & (nouns | telling) for forms in spelt)


def _looks_like(column: Column, shape: re.Pattern[str]) -> bool:
    seen = [level for level, _ in column.levels[:_SEEN] if isinstance(level, str)]
    alike = sum(shape.fullmatch(level.strip()) is not None for level in seen)
    return bool(seen) and alike >= _MOST * len(seen)

"""Nouns for people by what they do, of a table that calls its people otherwise.

"How many gardeners" of a table of plots with a column ``holder``: a noun that names nothing
of the table means the people of its one column of them.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from analysis.base.columns import Column
from chat.linking.index import SchemaIndex
from chat.linking.naming import name_parts
from chat.reader.base import roles
from chat.reader.base.entities import rows_are_persons, singular
from chat.reader.base.lattice import Lattice, Sense

_DATA = Path(__file__).parent.parent / "lexicon" / "en" / "role_nouns.toml"
_COST = 0.34  # of a link by what people do: dearer than by any word of a name
_LEAST = 3  # different people


@cache
def _words(kind: str) -> frozenset[str]:
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return frozenset(data[kind].split())


def is_role(noun: str) -> bool:
    """Whether a noun (in the singular) is of people by what they do."""
    return noun in _words("people")


def role_column(index: SchemaIndex, word: str) -> str | None:
    """The one column of people that a noun means; None where there is none, or several.

    One that says what they do ("guest") is of them, and of nobody who does otherwise.
    """
    if singular(word) not in _words("people") or rows_are_persons(index):
        return None
    found = [c for c in index.columns.values() if _holds_people(c, index.n_rows)]
    if len(found) != 1 or _says_what_they_do(found[0]):
        return None
    return found[0].name


def _says_what_they_do(column: Column) -> bool:
    """Whether a column is called by more than that it holds people: "guest name"."""
    return any(singular(p) not in _words("columns") for p in name_parts(column.name))


def _holds_people(column: Column, n_rows: int) -> bool:
    parts = [singular(part) for part in name_parts(column.name)]
    if column.kind not in ("category", "text", "identifier") or not parts:
        return False
    if column.n_unique < _LEAST or roles.is_key(column, n_rows):
        return False
    people = _words("people") | _words("columns")
    return parts[-1] in people or (
        parts[0] in people and parts[-1] in _words("columns")
    )


def link_role_noun(lattice: Lattice, at: int) -> bool:
    """Adds the column of people as what a noun of a role means."""
    name = role_column(lattice.index, lattice.tokens[at].folded)
    if name is not None:
        lattice.add(Sense("column", at, at + 1, name, name, _COST, "inferred"))
    return name is not None


def taken_for_people(lattice: Lattice) -> tuple[tuple[str, str], ...]:
    """The nouns of roles of a message, each with the column that it is taken for."""
    return tuple(
        (lattice.tokens[sense.first].text, str(sense.concept))
        for sense in lattice.all("column")
        if sense.cost == _COST
    )

"""Nouns for the rows that a table is not called by, and that are near to its name.

"How many singers" of a table of choir members, "handsets" of one of phones: a noun that
names nothing else of the table, and is near in meaning to what the table is called, is
taken for its rows. So is one that the columns tell: whatever has a breed and is a terrier
is a dog. The answer says so.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from analysis.base.columns import Column
from chat.linking.index import SchemaIndex
from chat.linking.meaning import nearness
from chat.linking.naming import name_parts
from chat.linking.words import STOPWORDS, is_english
from chat.reader.base.entities import singular
from chat.reader.base.lattice import Lattice, Sense
from chat.reader.base.own_words import small_words
from chat.reader.base.role_nouns import is_role, link_role_noun

# Of 40 pairs of a noun and a table's name the rows were as near as that (singers of choir
# members 0.37, handsets of phones 0.42, families of households 0.52); some of the rows
# only (vegetarians of a survey, smokers or diabetics among patients) were below 0.16.
_NEAR = 0.28
_DATA = Path(__file__).parent.parent / "lexicon" / "en" / "rows_told.toml"
TOLD = 0.35  # what such a link costs: dearer than any other word for the rows
_FEW = 2  # questions that make a table one
_SHORTEST = 4  # letters of a word of a name
_SHARED = 4  # letters at the beginning by which a noun belongs to a column
_COUNTING = (
    "count",
    "distinct",
    "per",
    "extreme",
    "top",
)  # stand before what is counted
_SAYING = frozenset(("text", "foreign"))  # senses that explain no word


def link_unknown_nouns(lattice: Lattice) -> None:
    """Adds what unknown nouns mean: the people of a column, or the rows."""
    for at, token in enumerate(lattice.tokens):
        if not _is_unknown_noun(lattice, at) or link_role_noun(lattice, at):
            continue
        if told_rows(lattice.index, token.folded) or _answers(
            lattice.index, token.folded
        ):
            lattice.add(Sense("rownoun", at, at + 1, token.text, cost=TOLD))
            continue
        counted = any(
            sense.last in (at, at - 1)
            for category in _COUNTING
            for sense in lattice.all(category)
        )
        if (
            counted
            and is_plural(token.folded)
            and near_rows(lattice.index, token.folded)
        ):
            lattice.add(Sense("rownoun", at, at + 1, token.text, cost=TOLD))


def near_rows(index: SchemaIndex, word: str) -> bool:
    """Whether a noun in the plural is near to the table's name and to no column's."""
    if _belongs_to_a_column(index, word):
        return False
    called = [one for one in index.table_words if _is_telling(one)]
    if not called:
        return False
    forms = (" ".join(called), *called)
    return max(nearness(word, form) for form in forms) >= _NEAR


def _answers(index: SchemaIndex, word: str) -> bool:
    """ "Riders" of a questionnaire: whoever is asked "do you …" is in a row."""
    return is_questionnaire(index) and is_plural(word) and is_role(singular(word))


def is_questionnaire(index: SchemaIndex) -> bool:
    """Whether columns are questions to those whose answers the rows hold."""
    asked = sum(
        bool(small_words("asked") & set(name_parts(name))) for name in index.columns
    )
    return asked >= _FEW


def told_rows(index: SchemaIndex, word: str) -> bool:
    """Whether columns or values that only such have tell that the rows are of a noun."""
    noun = singular(word)
    return any(
        noun in nouns
        and any(
            set(name_parts(column.name)) & columns or _holds_kinds(column, values)
            for column in index.columns.values()
        )
        for nouns, columns, values in _told()[1]
    )


def _holds_kinds(column: Column, words: frozenset[str]) -> bool:
    """ "Breed": Terrier, Hound; a column of kinds that holds some that only such are."""
    if column.kind != "category" or not words or not _told()[0] & {
        singular(part) for part in name_parts(column.name)
    }:  # fmt: skip
        return False
    return any(
        singular(word) in words
        for level, _ in column.levels
        for word in re.findall(r"[a-z-]+", str(level).casefold())
    )


@cache
def _told() -> tuple[
    frozenset[str],
    tuple[tuple[frozenset[str], frozenset[str], frozenset[str]], ...],
]:
    """What columns of kinds are called; nouns with what tells that rows are so."""
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return frozenset(data["kinds"].split()), tuple(
        (
            frozenset(one["nouns"].split()),
            frozenset(one["columns"].split()),
            frozenset(one["values"].split()),
        )
        for one in data["rows"]
    )


def is_plural(word: str) -> bool:
    return word != singular(word)


def _is_telling(word: str) -> bool:
    return len(word) >= _SHORTEST and word not in STOPWORDS and is_english(word)


def _belongs_to_a_column(index: SchemaIndex, word: str) -> bool:
    """ "Soloists" where a column ``solo`` parts the rows."""
    start = word[:_SHARED]
    return any(
        part.startswith(start) or (len(part) >= _SHARED and word.startswith(part))
        for name in index.columns
        for part in name_parts(name)
    )


def _is_unknown_noun(lattice: Lattice, at: int) -> bool:
    token = lattice.tokens[at]
    if token.kind != "word" or token.folded in STOPWORDS or not token.folded.isalpha():
        return False
    return not any(
        sense.first <= at < sense.last
        for category in lattice.senses
        if category not in _SAYING
        for sense in lattice.all(category)
    )


def taken_for_rows(lattice: Lattice) -> tuple[str, ...]:
    """The nouns of a message that are taken for the rows by their meaning alone."""
    return tuple(
        sense.concept
        for sense in lattice.all("rownoun")
        if sense.cost == TOLD and _is_only(lattice, sense.first)
    )


def _is_only(lattice: Lattice, at: int) -> bool:
    return all(sense.cost == TOLD for sense in lattice.at("rownoun", at))

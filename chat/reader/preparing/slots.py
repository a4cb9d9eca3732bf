"""What the slots of a form take from the text: columns, names, numbers, lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from analysis.base.operation import Operation
from chat.linking.tokens import Token
from chat.linking.words import STOPWORDS, fold
from chat.reader.base.senses import Lattice
from chat.reader.preparing.words import longest, preparations

_SURE = 0.5  # the dearest link that is a column here
_LONGEST_NAME = 4  # words of a new name
_YEAR = re.compile(r"(?:19|20)\d\d")
_ENDING = frozenset(",.;:?!\n")

Filled = Iterator[tuple[int, Any]]


def one_column(lattice: Lattice, at: int) -> Filled:
    """A column, with "column" before or behind its name."""
    lists = preparations().lists
    place = at + longest(lists["column"], lattice.tokens, at)
    for start in {at, place}:
        if (name := _called_like_this(lattice, start)) is not None:
            yield start + 1, name
        for sense in sorted(lattice.at("column", start), key=lambda s: s.cost):
            if sense.cost <= _SURE:
                yield sense.last, sense.concept
                behind = longest(lists["column"], lattice.tokens, sense.last)
                if behind:
                    yield sense.last + behind, sense.concept


def _called_like_this(lattice: Lattice, at: int) -> str | None:
    """ "drop 2019", "make who upper case": a column whose whole name is such a word.

    Elsewhere such words are rather what they usually are; here a column must stand.
    """
    if at >= len(lattice.tokens):
        return None
    token = lattice.tokens[at]
    if token.kind == "number":
        return token.text if token.text in lattice.columns else None
    if token.kind != "word" or token.folded not in STOPWORDS:
        return None
    return next((name for name in lattice.columns if fold(name) == token.folded), None)


def many_columns(lattice: Lattice, at: int) -> Filled:
    """Columns in a list, the longest first."""
    found: list[tuple[int, list[str]]] = [
        *column_run(lattice, at),
        *_years(lattice, at),
    ]
    fronts = [(last, [name]) for last, name in one_column(lattice, at)]
    while fronts:
        found += fronts
        following = []
        for last, names in fronts:
            place = _behind_comma(lattice, last)
            if place == last:
                continue
            for end, name in one_column(lattice, place):
                if name not in names:
                    following.append((end, [*names, name]))
            for end, run in column_run(lattice, place):
                if not set(run) & set(names):
                    found.append((end, [*names, *run]))
        fronts = following[:12]
    yield from sorted(found, key=lambda one: -one[0])


def column_run(lattice: Lattice, at: int) -> Iterator[tuple[int, list[str]]]:
    """ "2019 to 2022", "q1 through q9": the columns from one to another, as they stand."""
    names, lists = list(lattice.columns), preparations().lists
    for last, first in one_column(lattice, at):
        length = longest(lists["through"], lattice.tokens, last)
        if not length:
            continue
        for end, other in one_column(lattice, last + length):
            low, high = names.index(first), names.index(other)
            if low < high:
                yield end, names[low : high + 1]


def _years(lattice: Lattice, at: int) -> Iterator[tuple[int, list[str]]]:
    """ "the years" where columns are called 2019, 2020, 2021."""
    length = longest(preparations().lists["years"], lattice.tokens, at)
    if length and (found := year_columns(lattice)):
        yield at + length, found


def year_columns(lattice: Lattice) -> list[str]:
    """The columns that are called as years, where there are several."""
    found = [name for name in lattice.columns if _YEAR.fullmatch(name)]
    return found if len(found) >= 2 else []


def _behind_comma(lattice: Lattice, at: int) -> int:
    """The place behind what joins the things of a list."""
    place = at
    while place < len(lattice.tokens):
        token = lattice.tokens[place]
        joins = token.text in ",&/;" or any(
            sense.last == place + 1 for sense in lattice.at("and", place)
        )
        glue = place > at and token.kind == "word" and lattice.at("glue", place)
        if not joins and not (glue and not lattice.at("column", place)):
            return place
        place += 1
    return place


def new_name(lattice: Lattice, at: int) -> Filled:
    """A name that is to be given: quoted, or some words, the shortest first."""
    if at >= len(lattice.tokens):
        return
    token = lattice.tokens[at]
    if token.kind == "quoted":
        yield at + 1, token.text
        return
    if _says_nothing(lattice, at):
        return
    last = at
    while last < min(len(lattice.tokens), at + _LONGEST_NAME):
        token = lattice.tokens[last]
        if token.kind == "quoted" or (token.kind == "mark" and token.text not in "_%"):
            break
        if last > at and ends_request(lattice, last):
            break
        last += 1
    for end in range(at + 1, last + 1):
        if lattice.tokens[at].kind == "word":
            yield end, lattice.words(at, end)


def a_value(lattice: Lattice, at: int) -> Filled:
    """A number or a word that is to be filled in."""
    if at >= len(lattice.tokens):
        return
    token = lattice.tokens[at]
    if token.kind == "number" and token.value is not None:
        yield at + 1, plain(token)
    elif token.kind == "quoted" or (
        token.kind == "word" and not _says_nothing(lattice, at)
    ):
        yield at + 1, token.text


def _says_nothing(lattice: Lattice, at: int) -> bool:
    """Whether a word only leads to a name: "the", "column", "called"."""
    lists = preparations().lists
    return any(
        longest(lists[name], lattice.tokens, at)
        for name in ("skipped", "column", "called", "of")
    )


def plain(token: Token) -> int | float:
    value = float(token.value or 0)
    return int(value) if value.is_integer() else value


def a_number(lattice: Lattice, at: int, operation: Operation, parameter: str) -> Filled:
    """A number as a parameter wants it."""
    for sense in lattice.at("number", at):
        value = float(sense.concept)
        known = str(operation.parameters[parameter].plain)
        yield sense.last, int(value) if value.is_integer() and "int" in known else value


def edges(lattice: Lattice, at: int) -> Filled:
    """ "18, 40 and 65": the bounds of classes, open at both ends."""
    found: list[float] = []
    place = at
    while place < len(lattice.tokens) and lattice.tokens[place].kind == "number":
        found.append(plain(lattice.tokens[place]))
        yield place + 1, [None, *sorted(found), None]
        place = _behind_comma(lattice, place + 1)


def ends_request(lattice: Lattice, at: int) -> bool:
    """Whether a request may end before a token."""
    if at >= len(lattice.tokens):
        return True
    token = lattice.tokens[at]
    if token.kind == "mark" and token.text in _ENDING:
        return True
    lists, tokens = preparations().lists, lattice.tokens
    last = at + longest(lists["final"], tokens, at)
    if last > at and (last == len(tokens) or tokens[last].text in _ENDING):
        return True
    return bool(longest(lists["between"], tokens, at))

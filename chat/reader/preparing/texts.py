"""Slots of texts: parts of values, marks by name, new names, units, values in an order."""

from __future__ import annotations

from chat.linking.words import fold
from chat.reader.base.senses import Lattice
from chat.reader.preparing.slots import Filled, ends_request
from chat.reader.preparing.words import longest, preparations

_MOST_WORDS = 4
_ORDERING = ("<", ">", ",", ";", "/", "→", "->", "-")


def a_mark(lattice: Lattice, at: int) -> Filled:
    """What is no word: quoted, by its name ("semicolon"), or as it is."""
    tokens = lattice.tokens
    if at >= len(tokens):
        return
    token = tokens[at]
    if token.kind == "quoted":
        yield at + 1, token.text
        return
    for mark, phrases in preparations().marks.items():
        length = longest(phrases, tokens, at)
        if length:
            yield at + length, mark
    if token.kind == "mark":
        last = at + 1
        while last < len(tokens) and tokens[last].start == tokens[last - 1].end:
            if tokens[last].kind != "mark":
                break
            last += 1
        yield last, lattice.text[token.start : tokens[last - 1].end]


def a_text(lattice: Lattice, at: int) -> Filled:
    """A mark, or up to four words as they are written."""
    yield from a_mark(lattice, at)
    tokens = lattice.tokens
    # "the dash": the article is none of the text.
    article = longest(preparations().lists["skipped"], tokens, at)
    if article and any(a_mark(lattice, at + article)):
        return
    for last in range(at + 1, min(at + _MOST_WORDS, len(tokens)) + 1):
        if tokens[last - 1].kind == "quoted":
            return
        yield last, lattice.text[tokens[at].start : tokens[last - 1].end]


def new_names(lattice: Lattice, at: int) -> Filled:
    """Names for new columns: "first and last", "a, b, c"."""
    tokens, found, place = lattice.tokens, list[str](), at
    while place < len(tokens) and _names_something(lattice, place):
        last = place + 1
        while (
            tokens[place].kind == "word"
            and last < len(tokens)
            and tokens[last].kind in ("word", "number")
            and not lattice.at("and", last)
            and not ends_request(lattice, last)
        ):
            if len(found) >= 1:
                yield last - 1, [*found, lattice.words(place, last - 1)]
            last += 1
        text = tokens[place].text
        found.append(
            text if tokens[place].kind == "quoted" else lattice.words(place, last)
        )
        if len(found) >= 2:
            yield last, list(found)
        place = _behind_and(lattice, last)
        if place == last:
            return


def _names_something(lattice: Lattice, at: int) -> bool:
    """Words do; "one and two" as well, where they do not count ("two columns")."""
    token = lattice.tokens[at]
    if token.kind != "number" or not token.text.isalpha():
        return token.kind in ("word", "quoted")
    return ends_request(lattice, at + 1) or _behind_and(lattice, at + 1) > at + 1


def _behind_and(lattice: Lattice, at: int) -> int:
    place = at
    while place < len(lattice.tokens) and (
        lattice.tokens[place].text in ",;&/" or lattice.at("and", place)
    ):
        place += 1
    return place


def a_unit(lattice: Lattice, at: int) -> Filled:
    """A unit by its sign or its name."""
    for unit, phrases in preparations().units.items():
        length = longest(phrases, lattice.tokens, at)
        if length:
            yield at + length, unit


def in_order(lattice: Lattice, at: int, column: str | None) -> Filled:
    """Values of a column from low to high: "small < medium < large", "low, mid, high"."""
    known = lattice.columns.get(column or "")
    stored = (
        {fold(str(level)): str(level) for level, _ in known.levels} if known else {}
    )
    tokens, found, place, turned = lattice.tokens, list[str](), at, False
    while place < len(tokens):
        value = _stored(lattice, place, stored)
        if value is None or value[1] in found:
            return
        last, word = value
        found.append(word)
        if len(found) >= 2:
            yield last, found[::-1] if turned else list(found)
        place = _behind_and(lattice, last)
        while place < len(tokens) and (
            tokens[place].text in _ORDERING or tokens[place].folded in ("then", "to")
        ):
            turned = turned or tokens[place].text == ">"
            place += 1
        if place == last:
            return


def _stored(
    lattice: Lattice, at: int, stored: dict[str, str]
) -> tuple[int, str] | None:
    """The longest value of the column that stands there."""
    tokens = lattice.tokens
    if at < len(tokens) and tokens[at].kind == "quoted":
        text = fold(tokens[at].text)
        return (at + 1, stored[text]) if text in stored else None
    for last in range(min(at + 6, len(tokens)), at, -1):
        text = fold(lattice.text[tokens[at].start : tokens[last - 1].end])
        if text in stored:
            return last, stored[text]
    return None

"""Lists of pairs: new values for old ones, and names for ranges of numbers."""

from __future__ import annotations

from typing import Any

from chat.linking.words import fold
from chat.reader.base.senses import Lattice
from chat.reader.preparing.slots import Filled, plain
from chat.reader.preparing.words import longest, preparations

_MOST_WORDS = 3  # of a value


def mapping(lattice: Lattice, at: int, column: str | None) -> Filled:
    """ "male = 0, female = 1", "yes to 1 and no to 0": old value, as text, to new.

    A value that is stored as it is written is that one; else it is each that is written
    in another way (Yes, YES).
    """
    found: dict[str, Any] = {}
    known = lattice.columns.get(column or "")
    stored: dict[str, list[str]] = {}
    for level, _ in known.levels if known else ():
        stored.setdefault(fold(str(level)), []).append(str(level))
    place = at
    while place < len(lattice.tokens):
        pair = _pair(lattice, place, stored)
        if pair is None:
            return
        last, old, new = pair
        alike = stored.get(fold(old), [old])
        for one in [old] if old in alike else alike:
            found.setdefault(one, new)
        yield last, dict(found)
        place = _behind_joint(lattice, last)
        if place == last:
            return


def _pair(
    lattice: Lattice, at: int, stored: dict[str, list[str]]
) -> tuple[int, str, Any] | None:
    tokens, to = lattice.tokens, preparations().lists["to"]
    for middle in range(at + 1, min(at + _MOST_WORDS, len(tokens) - 1) + 1):
        length = longest(to, tokens, middle)
        if not length and tokens[middle].text in (":", "-"):
            length = 1 + (tokens[middle].text == "-" and _is_arrow(lattice, middle))
        if not length:
            continue
        old = _text(lattice, at, middle)
        if stored and fold(old) not in stored:
            continue
        place = middle + length
        new = _new(lattice, place)
        return None if new is None else (new[0], old, new[1])
    return None


def _is_arrow(lattice: Lattice, at: int) -> bool:
    tokens = lattice.tokens
    return at + 1 < len(tokens) and tokens[at + 1].text == ">"


def _text(lattice: Lattice, first: int, last: int) -> str:
    token = lattice.tokens[first]
    if last == first + 1 and token.kind == "quoted":
        return token.text
    return lattice.words(first, last)


def _new(lattice: Lattice, at: int) -> tuple[int, Any] | None:
    if at >= len(lattice.tokens):
        return None
    token = lattice.tokens[at]
    if token.kind == "number":
        return at + 1, plain(token)
    if token.kind == "mark":
        return None
    return at + 1, token.text


def _behind_joint(lattice: Lattice, at: int) -> int:
    place = at
    while place < len(lattice.tokens) and (
        lattice.tokens[place].text in ",;&/" or lattice.at("and", place)
    ):
        place += 1
    return place


def ranges(lattice: Lattice, at: int) -> Filled:
    """ "'Child' (0-12), 'Adult' (13 and above)": labels and the bounds of their classes.

    Whole-number ranges that leave gaps ("0-12, 13-19") are closed upwards: an edge lies
    where the next range begins.
    """
    found: list[tuple[float | None, float | None, str]] = []
    place = at
    while place < len(lattice.tokens):
        token = lattice.tokens[place]
        if token.kind == "mark":
            return
        opens = place + 1
        if opens < len(lattice.tokens) and lattice.tokens[opens].text in "([:=":
            opens += 1
        bounds = _bounds(lattice, opens)
        if bounds is None:
            return
        last, low, high = bounds
        if last < len(lattice.tokens) and lattice.tokens[last].text in ")]":
            last += 1
        found.append((low, high, token.text))
        if len(found) >= 2:
            yield last, _classes(found)
        place = _behind_joint(lattice, last)
        if place == last:
            return


def _bounds(lattice: Lattice, at: int) -> tuple[int, float | None, float | None] | None:
    """A range of numbers: "0-12", "60 and above", "under 18", "65+"."""
    tokens = lattice.tokens
    # "Above 40" and "up to 40" part whole numbers otherwise than the bounds say.
    below = [s for s in lattice.at("compare", at) if s.concept == "lt"]
    above = [s for s in lattice.at("compare", at) if s.concept == "ge"]
    for signs, is_low in ((above, True), (below, False)):
        for sign in signs:
            if sign.last < len(tokens) and tokens[sign.last].kind == "number":
                value = float(tokens[sign.last].value or 0)
                return sign.last + 1, *((value, None) if is_low else (None, value))
    if at >= len(tokens) or tokens[at].kind != "number":
        return None
    first = float(tokens[at].value or 0)
    for sense in lattice.at("orless", at + 1):
        pair = (first, None) if sense.concept == "ge" else (None, first)
        return sense.last, *pair
    if at + 1 < len(tokens) and tokens[at + 1].text == "+":
        return at + 2, first, None
    ends = [s.last for s in lattice.at("to", at + 1)]
    if at + 1 < len(tokens) and tokens[at + 1].text in "-–":
        ends.append(at + 2)
    for end in ends:
        if end < len(tokens) and tokens[end].kind == "number":
            return end + 1, first, abs(float(tokens[end].value or 0))
    return None


def _classes(
    found: list[tuple[float | None, float | None, str]],
) -> dict[str, Any]:
    ordered = sorted(found, key=lambda one: float("-inf") if one[0] is None else one[0])
    edges = [_tidy(low) for low, _, _ in ordered]
    last = ordered[-1][1]
    whole = all(one is None or float(one).is_integer() for one in edges)
    edges.append(None if last is None else _tidy(last + 1 if whole else last))
    return {"edges": edges, "labels": [label for _, _, label in ordered]}


def _tidy(number: float | None) -> float | int | None:
    return int(number) if number is not None and number.is_integer() else number

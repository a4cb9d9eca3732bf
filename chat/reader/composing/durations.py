"""The time between two dates as a measure: "days between intake and outcome"."""

from __future__ import annotations

from dataclasses import dataclass

from chat.reader.base.senses import Lattice
from chat.reader.composing.dates import Dates
from chat.reader.composing.made import Made, replaced, time_between
from chat.reader.composing.words import words
from chat.reader.preparing.words import longest

_WIDEST = 12  # tokens between the unit and the dates


@dataclass(frozen=True)
class _Opening:
    """ "the number of days", "how long": where it ends; ``asks``: it is a question."""

    last: int
    unit: str
    asks: bool


def duration(lattice: Lattice) -> Made | None:
    """The first time between two dates that a message speaks of."""
    dates = Dates(lattice)
    if len(dates.names) < 2:
        return None
    for at in range(len(lattice.tokens)):
        opening = _opening(lattice, at)
        if opening is None:
            continue
        made = _between(lattice, dates, at, opening) or _stay(
            lattice, dates, at, opening
        )
        if made is not None:
            return made
    return None


def _opening(lattice: Lattice, at: int) -> _Opening | None:
    tokens, known = lattice.tokens, words().durations
    asks = longest(known["asks"], tokens, at)
    place = at + (asks or longest(known["counts"], tokens, at))
    for unit, phrases in words().units.items():
        if length := longest(phrases, tokens, place):
            return _Opening(place + length, unit, bool(asks))
    for name in ("long", "bare"):
        if length := longest(known[name], tokens, at):
            return _Opening(at + length, "days", name == "long")
    return None


def _between(lattice: Lattice, dates: Dates, at: int, opening: _Opening) -> Made | None:
    """The words from the opening on as the time between the dates behind it."""
    tokens = lattice.tokens
    for place in range(opening.last, min(opening.last + _WIDEST, len(tokens))):
        begins = longest(words().durations["opens"], tokens, place)
        if not begins:
            continue
        one = dates.side(place + begins)
        if one is None:
            continue
        joint = longest(words().durations["joints"], tokens, one.last)
        other = dates.side(one.last + joint) if joint else None
        if other is None or other.column == one.column:
            continue
        step = time_between(one.column, other.column, opening.unit)
        said = f"`{step.params['name']}`"
        if opening.asks and _asks(lattice, opening.last):
            said = words().said["asked"].format(said)
        kept = _kept(lattice, dates, opening.last, place)
        if kept:
            said = words().said["of"].format(said, kept)
        told = lattice.words(at, other.last)
        return Made(step, replaced(lattice, at, other.last, said), told)
    return None


def _stay(lattice: Lattice, dates: Dates, at: int, opening: _Opening) -> Made | None:
    """ "how long does a dog stay": from the one date that begins to the one that ends."""
    ends = dates.ends()
    tokens, known = lattice.tokens, words()
    if not opening.asks or ends is None or not _asks(lattice, opening.last):
        return None
    for place in range(opening.last + 1, min(opening.last + _WIDEST, len(tokens))):
        length = longest(known.stays["staying"], tokens, place)
        if not length:
            continue
        last = place + length
        last += (
            longest(known.stays["places"], tokens, last) if last < len(tokens) else 0
        )
        inside = _place(lattice, last, len(tokens)) if last < len(tokens) else 0
        last += inside
        kept = _kept(lattice, dates, opening.last, last)
        step = time_between(*ends, opening.unit)
        said = words().said["asked"].format(f"`{step.params['name']}`")
        if kept:
            said = words().said["of"].format(said, kept)
        return Made(step, replaced(lattice, at, last, said), lattice.words(at, last))
    return None


def _asks(lattice: Lattice, at: int) -> bool:
    """ "how many days does it stay", not "whether it depends on how many days it stays"."""
    known = words()
    return bool(
        longest(known.stays["auxiliary"], lattice.tokens, at)
        or longest(known.durations["elapses"], lattice.tokens, at)
    )


def _kept(lattice: Lattice, dates: Dates, first: int, last: int) -> str:
    """What stands between the unit and the dates and says more than that time passes."""
    known, tokens, at = words(), lattice.tokens, first
    idle = (
        known.durations["elapses"],
        *known.stays.values(),
        known.durations["passed"],
    )
    kept = ""
    while at < last:
        stored = max((s.last - at for s in lattice.at("value", at)), default=0)
        length = max(longest(phrases, tokens, at) for phrases in idle)
        length = length or _place(lattice, at, last)
        if not length and (tokens[at].text == "," or dates.is_thing(at)):
            length = 1
        if stored or not length:
            length = stored or 1
            apart = " " if tokens[at].start > tokens[at - 1].end else ""
            kept += apart + lattice.words(at, at + length)
        at += length
    return kept.strip()


def _place(lattice: Lattice, at: int, last: int) -> int:
    """ "in the shop": where time is spent, unless the table knows of it."""
    tokens = lattice.tokens
    length = longest(words().stays["within"], tokens, at)
    if (
        not length
        or at + length >= last
        or at + length >= len(tokens)
        or tokens[at + length].kind != "word"
    ):
        return 0
    named = (*lattice.at("value", at + length), *lattice.at("column", at + length))
    return 0 if named else length + 1

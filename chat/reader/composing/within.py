"""A time between two dates as a condition: "within seven days of intake"."""

from __future__ import annotations

from dataclasses import dataclass

from chat.reader.base.senses import Lattice
from chat.reader.composing.dates import Dates, Side
from chat.reader.composing.made import Made, replaced, time_between
from chat.reader.composing.words import words
from chat.reader.preparing.words import longest

_OPS = ("at_most", "below", "above", "at_least")
_BESIDE = 3  # tokens in front that may name the other date: "booked more than …"


@dataclass(frozen=True)
class _Stretch:
    """ "more than 30 days": how it compares, with what, and where it ends."""

    op: str
    number: str
    unit: str
    last: int


def time_within(lattice: Lattice) -> Made | None:
    """The first stretch of time beside a date that limits the rows."""
    dates = Dates(lattice)
    if len(dates.names) < 2:
        return None
    for at in range(len(lattice.tokens)):
        stretch = _stretch(lattice, at)
        made = _beside(lattice, dates, at, stretch) if stretch else None
        if made is not None:
            return made
    return None


def _stretch(lattice: Lattice, at: int) -> _Stretch | None:
    tokens, known = lattice.tokens, words()
    lengths = {op: longest(known.within[op], tokens, at) for op in _OPS}
    op = max(lengths, key=lambda one: lengths[one])
    place = at + lengths[op]
    if place >= len(tokens):
        return None
    one = longest(known.within["first"], tokens, place)
    if one and lengths[op]:
        number, place = "1", place + one
    elif tokens[place].kind == "number" and not tokens[place].percent:
        number, place = f"{tokens[place].value:.12g}", place + 1
    else:
        return None
    unit = next(
        (u for u, phrases in known.units.items() if longest(phrases, tokens, place)), ""
    )
    if not unit:
        return None
    place += longest(known.units[unit], tokens, place)
    for behind in ("at_least", "at_most"):
        if length := longest(known.within[f"behind_{behind}"], tokens, place):
            return _Stretch(behind, number, unit, place + length)
    return _Stretch(op, number, unit, place) if lengths[op] else None


def _beside(lattice: Lattice, dates: Dates, at: int, stretch: _Stretch) -> Made | None:
    """The stretch before or after a date: the other one is named in front, or the only."""
    tokens, known = lattice.tokens, words().within
    after = longest(known["after"], tokens, stretch.last)
    before = longest(known["before"], tokens, stretch.last)
    side = dates.side(stretch.last + max(after, before)) if after or before else None
    if side is None:
        return None
    first = _begins(lattice, dates, at, side)
    other = _other(lattice, dates, first, at, side)
    if other is None:
        return None
    ends = (other, side.column) if before > after else (side.column, other)
    step = time_between(*ends, stretch.unit)
    name = f"`{step.params['name']}`"
    said = words().said[stretch.op].format(name, stretch.number)
    told = lattice.words(first, side.last)
    return Made(step, replaced(lattice, first, side.last, said), told)


def _begins(lattice: Lattice, dates: Dates, at: int, side: Side) -> int:
    """Where the condition begins: "booked more than …", "were made within …"."""
    for place in range(max(at - _BESIDE, 1), at):
        length = longest(words().within["verbs"], lattice.tokens, place)
        if length and place + length == at:
            return place
        named = None if dates.is_thing(place) else dates.side(place)
        if named and named.last == at and named.column != side.column:
            return place
    return at


def _other(
    lattice: Lattice, dates: Dates, first: int, at: int, side: Side
) -> str | None:
    """The date that the stretch reaches to."""
    named = dates.side(first) if first < at else None
    if named is not None and named.last == at:
        return named.column
    others = [name for name in dates.names if name != side.column]
    return others[0] if len(others) == 1 else None

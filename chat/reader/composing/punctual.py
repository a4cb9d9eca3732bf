"""One date after another as a condition: "returned after the due date", "delivered late"."""

from __future__ import annotations

from chat.linking.naming import name_parts
from chat.linking.words import stem
from chat.reader.base.senses import Lattice
from chat.reader.composing.dates import Dates
from chat.reader.composing.made import Made, replaced, time_between
from chat.reader.composing.words import words
from chat.reader.preparing.words import Phrases, longest

_BACK = 3  # tokens in front that may join the condition: "that came back after …"
_SURE = 0.45  # a link that costs less is to a column of its own: "late" of a flag


def in_order(lattice: Lattice) -> Made | None:
    """The first condition that sets one date of a row before or after another."""
    dates = Dates(lattice)
    if len(dates.names) < 2:
        return None
    for at in range(len(lattice.tokens)):
        made = _beside(lattice, dates, at) or _late(lattice, dates, at)
        if made is not None:
            return made
    return None


def _beside(lattice: Lattice, dates: Dates, at: int) -> Made | None:
    """ "returned after the due date": the other date stands in front, or ends the matter."""
    tokens, known = lattice.tokens, words().order
    lengths = {
        word: longest(known[word], tokens, at) for word in ("after", "before", "by")
    }
    word = max(lengths, key=lambda one: lengths[one])
    if not lengths[word]:
        return None
    side = dates.side(at + lengths[word])
    if side is None or side.last == at + lengths[word]:
        return None
    first, other = _front(lattice, dates, at, side.column)
    if other is None:
        return None
    return _made(lattice, (first, side.last), (side.column, other), word)


def _front(lattice: Lattice, dates: Dates, at: int, but: str) -> tuple[int, str | None]:
    """Where the condition begins, and the date that is named in front of it.

    Where only a verb stands there ("came back after …"), it is the date that ends what the
    rows are.
    """
    for place in range(max(at - _BACK, 0), at):
        named = None if dates.is_thing(place) else dates.side(place)
        if named is not None and named.last == at and named.column != but:
            return _joined(lattice, place), named.column
    first = _joined(lattice, at)
    closing = _closing(dates, but)
    return first, closing if first < at else None


def _late(lattice: Lattice, dates: Dates, at: int) -> Made | None:
    """ "late", "on time": by the date for which something is due and the one that ends it."""
    tokens, known = lattice.tokens, words().order
    for key, word in (("late", "after"), ("punctual", "by")):
        length = longest(known[key], tokens, at)
        named = any(s.cost < _SURE for s in lattice.at("column", at))
        if not length or named:
            continue
        due = [n for n in dates.names if _has(n, known["due"])]
        closing = _closing(dates, due[0]) if len(due) == 1 else None
        if closing is None:
            return None
        first, other = _front(lattice, dates, at, due[0])
        sides = (due[0], other or closing)
        return _made(lattice, (first, at + length), sides, word)
    return None


def _made(
    lattice: Lattice, stretch: tuple[int, int], sides: tuple[str, str], word: str
) -> Made:
    """The days from the date that is set to the one that is judged, and their condition."""
    limit, judged = sides
    step = time_between(limit, judged, "days")
    if word == "before":
        step = time_between(judged, limit, "days")
    name = f"`{step.params['name']}`"
    said = words().said["at_most" if word == "by" else "above"].format(name, 0)
    return Made(step, replaced(lattice, *stretch, said), lattice.words(*stretch))


def _joined(lattice: Lattice, at: int) -> int:
    """Where words begin that only join the condition to what it is said of."""
    for place in range(max(at - _BACK, 0), at):
        if place + longest(words().order["joins"], lattice.tokens, place) == at:
            return place
    return at


def _closing(dates: Dates, but: str) -> str | None:
    ends = [
        name for name in dates.names
        if name != but and words().closing & frozenset(name_parts(name))
    ]  # fmt: skip
    return ends[0] if len(ends) == 1 else None


def _has(name: str, phrases: Phrases) -> bool:
    stems = {stemmed for one in phrases for _, stemmed in one}
    return any(stem(part) in stems for part in name_parts(name))

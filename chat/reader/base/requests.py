"""A message as requests: what is asked, and what is only told beside it."""

from __future__ import annotations

from dataclasses import dataclass

from chat.reader.base.senses import Lattice

_ENDS = frozenset(".?!;\n")
# Words that are written with a full stop.
ABBREVIATED = frozenset(
    "dr mr mrs ms st vs no nr approx avg max min std dept fig inc ltd co jr sr prof e.g i.e".split()
)
_SOFT = frozenset((",", ";", ":", "-", "–", "—"))
_OPENERS = (
    "count",
    "howmuch",
    "share",
    "which",
    "statistic",
    "breakdown",
    "rank",
    "who",
)


@dataclass(frozen=True)
class Span:
    first: int
    last: int


def sentences(lattice: Lattice) -> list[Span]:
    """The sentences of a message; "1) … 2) …" are sentences, too."""
    found, first = [], 0
    tokens = lattice.tokens
    for at, token in enumerate(tokens):
        if (
            token.kind == "mark"
            and token.text in _ENDS
            and not _abbreviates(lattice, at)
        ):
            if at > first:
                found.append(Span(first, at))
            first = at + 1
        elif _numbered(lattice, at):
            if at > first:
                found.append(Span(first, at))
            first = at + 2
    if first < len(tokens):
        found.append(Span(first, len(tokens)))
    return [one for one in found if _says_something(lattice, one)]


def _abbreviates(lattice: Lattice, at: int) -> bool:
    """ "Dr. Rossi", "vs. 2023": a full stop that ends no sentence."""
    tokens = lattice.tokens
    if tokens[at].text != "." or not at or at + 1 >= len(tokens):
        return False
    if tokens[at + 1].start == tokens[at].end:
        return True
    if any(
        s.first < at + 1 < s.last for c in ("column", "value") for s in lattice.all(c)
    ):
        return True
    return tokens[at - 1].folded in ABBREVIATED or len(tokens[at - 1].text) == 1


def _numbered(lattice: Lattice, at: int) -> bool:
    """ "1)" at the start of an item, where a "2)" or a "1)" is as well."""
    tokens = lattice.tokens
    if (
        tokens[at].kind != "number"
        or at + 1 >= len(tokens)
        or tokens[at + 1].text != ")"
    ):
        return False
    if at and tokens[at - 1].text == "(":
        return False
    marks = [
        n for n in range(len(tokens) - 1)
        if tokens[n].kind == "number" and tokens[n + 1].text == ")"
        and not (n and tokens[n - 1].text == "(")
    ]  # fmt: skip
    return len(marks) >= 2


def _says_something(lattice: Lattice, span: Span) -> bool:
    return any(t.kind != "mark" for t in lattice.tokens[span.first : span.last])


def openings(lattice: Lattice, span: Span) -> list[int]:
    """Places within a sentence where what is asked may begin, after what is told."""
    tokens = lattice.tokens
    found = []
    for at in range(span.first + 1, span.last):
        before = tokens[at - 1]
        if (before.kind == "mark" and before.text in _SOFT) or any(
            lattice.at(category, at) for category in _OPENERS
        ):
            found.append(at)
    return found


def _parts_rows(lattice: Lattice, at: int) -> bool:
    """ "in each branch": a group is asked for there."""
    return any(
        sense.cost < 0.3
        for by in lattice.at("by", at)
        if by.concept == "each"
        for sense in lattice.at("column", by.last)
    )


def is_told(lattice: Lattice, first: int, last: int) -> bool:
    """Whether a stretch only tells why something is asked."""
    inside = range(first, last)
    if any(lattice.tokens[n].text[:1].isdigit() for n in inside):
        return False
    deciding = ("foreign", "imperative", "defines")
    if any(lattice.at(c, n) for c in deciding for n in inside):
        return False
    only = any(lattice.at("only", n) for n in inside)
    if only and any(s.cost < 0.3 for n in inside for s in lattice.at("value", n)):
        return False  # "we only look at used vans" limits the rows
    if any(_parts_rows(lattice, n) for n in inside):
        return False
    tells = any(lattice.at("narrates", n) for n in inside)
    return tells and last - first >= 2


def may_join(lattice: Lattice, at: int) -> bool:
    """Whether a second request may begin behind an "and" at this token."""
    if at + 1 >= len(lattice.tokens):
        return False
    return any(lattice.at(c, at + 1) for c in (*_OPENERS, "filler", "list"))

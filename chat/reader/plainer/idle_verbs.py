"""Verbs that say no more than how an amount came about: "how many nights were sold".

The amount is that of its column; with "cancelled" or "returned", which tell rows apart,
nothing is left out.
"""

from __future__ import annotations

from functools import cache

from analysis.base.columns import Schema
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base import roles
from chat.reader.base.lattice import Lattice
from chat.reader.base.senses import build_lattice
from chat.reader.methods.names import data_of

_LONGEST = 60  # tokens
_SURE = 0.2  # what a link costs that is to the whole of a name
_TWO, _THREE = 2, 3  # words: "were sold", "did we sell"


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(data_of("idle_verbs")[name].split())


def without_idle_verbs(text: str, schema: Schema) -> str:
    """The message without such verbs behind the amount that they are of."""
    tokens = tokenise(text, _LONGEST + 1)
    verbs = _words("done") | _words("verbs")
    if len(tokens) > _LONGEST or not verbs & {token.folded for token in tokens}:
        return text
    lattice = build_lattice(text, tokens, schema_index(schema))
    for sense in lattice.all("column"):
        column = lattice.columns[sense.column]
        if sense.cost > _SURE or not roles.adds_up(column) or not column.is_numeric:
            continue
        n = _idle(lattice, sense.last)
        if n and _is_asked(lattice, sense.first):
            start = tokens[sense.last].start
            return f"{text[:start].rstrip()}{text[tokens[sense.last + n - 1].end :]}"
    return text


def _idle(lattice: Lattice, at: int) -> int:
    """How many words from a place on are such a verb with what goes before it."""
    said = [token.folded for token in lattice.tokens[at : at + _THREE]]
    if said and said[0] in _words("done") and _closes(lattice, at + 1):
        n = 1
    elif len(said) >= _TWO and said[0] in _words("be") and said[1] in _words("done"):
        n = _TWO
    elif (
        len(said) == _THREE
        and said[0] in _words("do")
        and said[1] in _words("who")
        and said[2] in _words("verbs") | _words("done")
    ):
        n = _THREE
    else:
        return 0
    named = any(
        sense.first <= at + n - 1 < sense.last and sense.cost <= _SURE
        for category in ("column", "value")
        for sense in lattice.all(category)
    )
    return 0 if named else n


def _closes(lattice: Lattice, at: int) -> bool:
    """Whether the question ends there, or goes on with a group, a place or a time."""
    kinds = ("by", "per", "prep", "mark", "date", "and")
    return at == len(lattice.tokens) or any(lattice.at(kind, at) for kind in kinds)


def _is_asked(lattice: Lattice, first: int) -> bool:
    """Whether "how many", "how much" or "total" stands before it."""
    return any(
        sense.last == first
        or (sense.concept == "sum" and sense.last < first <= sense.last + _TWO)
        for category in ("count", "howmuch", "statistic")
        for sense in lattice.all(category)
        if category != "statistic" or sense.concept == "sum"
    )

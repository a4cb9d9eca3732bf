"""What a message tells of its data before or behind the request: background, not used.

"Fines are mostly zero. Kruskal-Wallis for …", "Likert data, so non-parametric: …": a
clause of nothing but words for how values are distributed, of columns and of small words
asks for nothing. One with a number, a value of the table or a limit is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from chat.linking.index import SchemaIndex
from chat.linking.tokens import normalise, tokenise
from chat.reader.base.senses import Lattice, build_lattice
from chat.reader.methods.names import data_of, looked_up

_NAMED = 0.6  # a link to a column that costs less is one of the table's names
_VALUED = 0.3
_MOST_CLAUSES = 12
_EMPTY = ("glue", "filler", "verb", "rowword", "rownoun", "purpose")


@dataclass(frozen=True)
class Parted:
    """The request, and what is only told beside it."""

    rest: str
    told: tuple[str, ...] = ()


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(data_of("background")[name].split())


@cache
def _form(name: str) -> re.Pattern[str]:
    return re.compile(data_of("background")[name], re.IGNORECASE)


def without_background(text: str, index: SchemaIndex) -> Parted:
    """The message without clauses that only tell how the data are."""
    gloss = _form("glosses").search(text)
    if gloss is not None and gloss.start():
        found = without_background(text[: gloss.start()] + text[gloss.end() :], index)
        return Parted(found.rest, (gloss[0].strip(" ,;()"), *found.told))
    clauses = _clauses(text)
    if not 1 < len(clauses) <= _MOST_CLAUSES:
        return _without_reason(text, index)
    told = [clause for clause in clauses if is_background(clause, index)]
    kept = [clause for clause in clauses if clause not in told]
    if not told or not kept:
        return _without_reason(text, index)
    rest = _form("joins").sub("", "".join(kept).strip(" ,;:-–—"))
    found = _without_reason(rest, index)
    return Parted(
        found.rest, (*(one.strip(" ,;:.!-–—\n") for one in told), *found.told)
    )


def _clauses(text: str) -> list[str]:
    """The message cut where clauses end, nothing of it lost."""
    cuts = [0, *(m.end() for m in _form("ends").finditer(text)), len(text)]
    return [text[a:b] for a, b in pairwise(cuts) if text[a:b].strip()]


def _without_reason(text: str, index: SchemaIndex) -> Parted:
    """ "…, because the values are skewed": a reason behind the request."""
    for match in _form("reasons").finditer(text):
        behind = text[match.end() :]
        if is_background(behind, index):
            return Parted(text[: match.start()], (text[match.start() :].strip(" ,;."),))
    return Parted(text)


def distrusts(clause: str) -> bool:
    """Whether a clause says of a method that it is not wanted."""
    return _form("distrusts").search(clause.casefold()) is not None


def is_background(clause: str, index: SchemaIndex) -> bool:
    """Whether a clause says nothing but how the data are."""
    low = normalise(clause).casefold().strip()
    if low.endswith("?") or _form("never").search(low) or not _form("says").search(low):
        return False
    wary = distrusts(low)
    tokens = tokenise(low, 40)
    if not tokens:
        return False
    lattice = build_lattice(low, tokens, index)
    words = [token for token in tokens if token.kind != "mark"]
    if not any(token.folded in _words("states") for token in words):
        return False
    return all(_says_nothing(lattice, at, wary) for at in range(len(tokens)))


def _says_nothing(lattice: Lattice, at: int, wary: bool) -> bool:
    token = lattice.tokens[at]
    if token.kind == "mark":
        return token.text not in "%=<>+*/"
    known = token.folded in _words("states") or token.folded in _words("beside")
    if token.kind in ("number", "date") and not known:
        return False
    if known:
        return True
    if any(s.cost < _VALUED for s in lattice.at("value", at)):
        return False
    if token.folded.endswith("ly") or any(lattice.at(c, at) for c in _EMPTY):
        return True
    if any(s.first <= at < s.last and s.cost < _NAMED for s in lattice.all("column")):
        return True
    return wary and looked_up([token.folded]) is not None

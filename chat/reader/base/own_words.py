"""Words of a long name beside one of its values, or twice: "happy with the crossing".

Of the column "How happy are you with the crossing?" the answer is "happy"; what stands
behind it in the column's own words names nothing more. "Likelihood to recommend" is one
name of "How likely are you to recommend us?", and not two.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from chat.linking.words import STOPWORDS, fold, stem
from chat.reader.base.lattice import Lattice, Sense
from chat.reader.base.roles import WORDS

_SURE = 0.2  # what a link costs that is to the whole of a value
_LIKELY = 0.45  # what one may cost that another of the same column stands beside
_IN_FULL = 0.1  # a link that costs less is to a name that is said as it stands
_LONG = 4  # words of a name that is a question or a statement
_DATA = Path(__file__).parent.parent / "lexicon" / "en" / "own_words.toml"
_FARTHEST = 6  # tokens behind a value


@cache
def small_words(kind: str) -> frozenset[str]:
    """Words of closed classes around the names of a questionnaire's columns."""
    return frozenset(tomllib.loads(_DATA.read_text(encoding="utf-8"))[kind].split())


def link_own_words(lattice: Lattice) -> None:
    """Values with the words of their column's name behind, and names said in two parts."""
    long = {
        name: {stem(fold(word)) for word in WORDS.findall(name)}
        for name in lattice.columns
        if len(WORDS.findall(name)) >= _LONG
    }
    found = [*_with_own_words(lattice, long), *_in_two_parts(lattice, long)]
    for sense in [*found, *_with_name(lattice)]:
        lattice.add(sense)


def _with_own_words(lattice: Lattice, long: dict[str, set[str]]) -> Iterator[Sense]:
    for sense in lattice.all("value"):
        if sense.cost > _SURE or sense.column not in long:
            continue
        last = _reach(lattice, sense.last, long[sense.column], sense.column)
        if last > sense.last:
            yield replace(sense, last=last)


def _with_name(lattice: Lattice) -> Iterator[Sense]:
    """ "Malta-flagged": the value, and which column it is of."""
    for sense in lattice.all("value"):
        at = sense.last
        if at + 1 < len(lattice.tokens) and lattice.tokens[at].text == "-":
            at += 1
        for name in lattice.at("column", at) if sense.cost <= _SURE else ():
            if at > sense.last and name.column == sense.column and name.cost <= _SURE:
                yield replace(sense, last=name.last)


def _reach(lattice: Lattice, at: int, own: set[str], name: str) -> int:
    """How far words of a name go on from a token: with one of content at least."""
    last = at
    for place in range(at, min(at + _FARTHEST, len(lattice.tokens))):
        token = lattice.tokens[place]
        if token.folded in small_words("joining"):
            continue
        if token.folded in STOPWORDS or any(
            one.column == name for one in lattice.at("value", place)
        ):
            break
        if token.stem not in own or _names_another(lattice, place, name):
            break
        last = place + 1
    return last


def _names_another(lattice: Lattice, at: int, name: str) -> bool:
    return any(
        sense.column != name and sense.first <= at < sense.last
        and sense.cost < _IN_FULL
        for kind in ("column", "value")
        for sense in lattice.all(kind)
    )  # fmt: skip


def _in_two_parts(lattice: Lattice, long: dict[str, set[str]]) -> Iterator[Sense]:
    for sense in lattice.all("column"):
        if sense.cost > _LIKELY or sense.column not in long:
            continue
        at = sense.last
        while at < len(lattice.tokens) and lattice.tokens[at].folded in small_words(
            "joining"
        ):
            at += 1
        for other in lattice.at("column", at) if at > sense.last else ():
            if other.column == sense.column and other.cost <= _LIKELY:
                cost = min(sense.cost, other.cost)
                yield replace(sense, last=other.last, cost=cost, how="partial")

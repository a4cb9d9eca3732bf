"""A chart parser: edges over stretches, joined by rules from the bottom up.

The grammar is stratified: a rule uses only categories that are made before its own, so
each rule is tried once from each token. Words without a meaning of their own ("the",
"of") may stand between the parts of a rule at a small cost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from chat.reader.base.items import Edge
from chat.reader.base.senses import Lattice

# Chosen so that a reading never wins by skipping three articles over one that skips none.
GLUE_COST = 0.02
_MOST_GLUE = 3
_MOST_HERE = 14

Build = Callable[..., Any]


@dataclass(frozen=True)
class Symbol:
    category: str
    concepts: frozenset[str] | None = None
    optional: bool = False


@dataclass(frozen=True)
class Rule:
    """``target`` is made of ``symbols``; ``build`` gets their items (None if left out).

    ``build`` returns an item, a list of items, or None where the parts do not fit.
    """

    target: str
    symbols: tuple[Symbol, ...]
    build: Build
    cost: float = 0.0
    name: str = ""


def rule(target: str, pattern: str, build: Build, cost: float = 0.0) -> Rule:
    """A rule from a pattern such as ``"statistic:mean|sum glue? columns"``."""
    symbols = []
    for word in pattern.split():
        optional = word.endswith("?")
        category, _, concepts = word.rstrip("?").partition(":")
        symbols.append(
            Symbol(
                category,
                frozenset(concepts.split("|")) if concepts else None,
                optional,
            )
        )
    return Rule(target, tuple(symbols), build, cost, f"{target} = {pattern}")


class Chart:
    """All edges of a message."""

    def __init__(self, lattice: Lattice) -> None:
        self.lattice = lattice
        self.edges: dict[str, dict[int, list[Edge]]] = {}
        self._glue = [self.is_glue(at) for at in range(len(lattice.tokens))]
        for category, places in lattice.senses.items():
            for senses in places.values():
                for sense in senses:
                    self.add(Edge(category, sense.first, sense.last, sense, sense.cost))

    def is_glue(self, at: int) -> bool:
        if self.lattice.tokens[at].text in "()[]":
            return True
        return any(s.last == at + 1 for s in self.lattice.at("glue", at))

    def add(self, edge: Edge) -> None:
        here = self.edges.setdefault(edge.category, {}).setdefault(edge.first, [])
        for place, other in enumerate(here):
            if other.last == edge.last and other.item == edge.item:
                if edge.cost < other.cost:
                    here[place] = edge
                return
        here.append(edge)

    def apply(self, rules: Sequence[Rule]) -> None:
        """Each rule once from each token, in order."""
        for one in rules:
            first = one.symbols[0]
            starts = range(len(self.lattice.tokens))
            if not first.optional:
                known = self.edges.get(first.category)
                if not known:
                    continue
                starts_at: Sequence[int] = sorted(known)
            else:
                starts_at = list(starts)
            for start in starts_at:
                for last, parts, cost in list(self._matches(one.symbols, start, start)):
                    if last > start:
                        self._built(one, start, last, parts, cost)
        for places in self.edges.values():
            for at, here in places.items():
                if len(here) > _MOST_HERE:
                    places[at] = sorted(here, key=lambda e: (e.cost, -e.last))[
                        :_MOST_HERE
                    ]

    def _built(
        self, one: Rule, first: int, last: int, parts: list[Any], cost: float
    ) -> None:
        made = one.build(self.lattice, *parts)
        if made is None:
            return
        for item in made if isinstance(made, list) else [made]:
            extra = 0.0
            if (
                isinstance(item, tuple)
                and len(item) == 2
                and isinstance(item[1], float)
            ):
                item, extra = item
            self.add(Edge(one.target, first, last, item, cost + one.cost + extra))

    def _matches(
        self, symbols: Sequence[Symbol], at: int, start: int
    ) -> Iterator[tuple[int, list[Any], float]]:
        if not symbols:
            yield at, [], 0.0
            return
        symbol, rest = symbols[0], symbols[1:]
        for place, glue in self._places(at, start):
            for edge in self.edges.get(symbol.category, {}).get(place, ()):
                concept = getattr(edge.item, "concept", None)
                if symbol.concepts is not None and concept not in symbol.concepts:
                    continue
                for last, parts, cost in self._matches(rest, edge.last, start):
                    yield last, [edge.item, *parts], cost + edge.cost + glue
        if symbol.optional:
            for last, parts, cost in self._matches(rest, at, start):
                yield last, [None, *parts], cost

    def _places(self, at: int, start: int) -> Iterator[tuple[int, float]]:
        yield at, 0.0
        if at == start:
            return
        for skipped in range(1, _MOST_GLUE + 1):
            place = at + skipped - 1
            if place >= len(self._glue) or not self._glue[place]:
                return
            yield at + skipped, skipped * GLUE_COST

"""What all stages share: the chart, what its words mean, and the columns listed."""

from __future__ import annotations

from dataclasses import dataclass

from chat.reader.base.chart import Chart
from chat.reader.base.items import Edge
from chat.reader.base.senses import Lattice
from chat.reader.frames.edges.pairs import is_family
from chat.reader.frames.items import Group, Term
from chat.reader.frames.places import numbers_each_row
from chat.reader.lexicon.operations import Meaning, Methods

SURE = 0.3
_GLUE = 2


@dataclass(frozen=True, slots=True)
class Listed:
    """Columns named together up to the token ``last``; ``run`` where they are a run."""

    last: int
    names: tuple[str, ...]
    cost: float
    star: bool = False
    run: bool = False


def group_of(
    one: Listed,
    markers: frozenset[str] = frozenset(("none",)),
    passed: tuple[Term, ...] = (),
) -> Group:
    run = one.run or is_family(one.names)
    return Group(one.names, markers, one.star, round(one.cost, 2), run, passed)


class Stage:
    """The chart with what each stretch means to methods (``meanings``, by first token)."""

    def __init__(self, chart: Chart, words: Methods) -> None:
        self.chart = chart
        self.lattice: Lattice = chart.lattice
        self.words = words
        self.n = len(self.lattice.tokens)
        self.meanings: list[dict[int, Meaning]] = []
        self.lists: list[list[Listed]] = [[] for _ in range(self.n + 1)]
        self.ways: dict[int, list[tuple[int, float, tuple[Term, ...]]]] = {}

    def _add(
        self, category: str, first: int, last: int, item: object, cost: float
    ) -> None:
        self.chart.add(Edge(category, first, last, item, cost))

    def _skips(self, at: int) -> list[tuple[int, float]]:
        """A place, and those behind words that stand between things."""
        return [(place, cost) for place, cost, _ in self._ways(at)]

    def _ways(self, at: int) -> list[tuple[int, float, tuple[Term, ...]]]:
        """The places that may be reached from one, with the terms passed over."""
        known = self.ways.get(at)
        if known is not None:
            return known
        found: dict[int, tuple[float, tuple[Term, ...]]] = {at: (0.0, ())}
        ends = [at]
        for _ in range(_GLUE):
            following = []
            for place in ends:
                if place >= self.n:
                    continue
                cost, terms = found[place]
                if self.chart.is_glue(place) and place + 1 not in found:
                    found[place + 1] = (cost + 0.03, terms)
                    following.append(place + 1)
                for last, meaning in self.meanings[place].items():
                    if last in found or not meaning.plain.keys() & {"opening", "stat"}:
                        continue
                    found[last] = (cost + 0.03, (*terms, Term((place, last), meaning)))
                    following.append(last)
            ends = following
        made = [(place, cost, terms) for place, (cost, terms) in sorted(found.items())]
        self.ways[at] = made
        return made

    def _is_named(self, at: int) -> bool:
        """Whether the table itself knows the word, other than as the name of a row."""
        n_rows = self.lattice.index.n_rows
        return any(sense.cost < SURE for sense in self.lattice.at("value", at)) or any(
            sense.cost < SURE
            and not numbers_each_row(self.lattice.columns[sense.concept], n_rows)
            for sense in self.lattice.at("column", at)
        )

    def _marked_at(self, at: int) -> bool:
        """Whether a marker stands right before, so that columns rather belong to it."""
        return any(
            at == last and "marker" in meaning.plain
            for first in range(max(0, at - 4), at)
            for last, meaning in self.meanings[first].items()
        )

"""The best ways to lay items over a message, every token paid for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chat.reader.base.chart import Chart
from chat.reader.base.items import Edge

# What a token costs that no item uses. Fitted by hand on the working corpus: a word must
# cost more than any doubtful link (0.45), a number or a name of the table more than that.
UNUSED_WORD = 2.0
UNUSED_NUMBER = 3.5
UNUSED_NAME = 3.0
CHEAP: Mapping[str, float] = {
    "glue": 0.03,
    "filler": 0.02,
    "verb": 0.08,
    "purpose": 0.02,
    "and": 0.05,
}
_KEPT = 24


@dataclass(frozen=True, slots=True)
class Cover:
    """Items in order, the tokens that none uses, and what it all costs."""

    items: tuple[Edge, ...]
    unused: tuple[int, ...]
    cost: float


def covers(
    chart: Chart,
    categories: Mapping[str, float],
    most: int = _KEPT,
    first: int = 0,
    last: int | None = None,
    cheap: Mapping[str, float] = CHEAP,
) -> list[Cover]:
    """The cheapest covers of the tokens from ``first`` to ``last``.

    ``categories`` are those that are laid, each with a cost of its own.
    """
    n = len(chart.lattice.tokens) if last is None else last
    best: list[list[Cover]] = [[] for _ in range(n + 1)]
    best[first] = [Cover((), (), 0.0)]
    tops = [
        (cost, chart.edges.get(category, {})) for category, cost in categories.items()
    ]
    for at in range(first, n):
        if not best[at]:
            continue
        here = best[at] = _cut(best[at], most)
        for own, places in tops:
            for edge in places.get(at, ()):
                if edge.last > n:
                    continue
                for cover in here:
                    best[edge.last].append(
                        Cover(
                            (*cover.items, edge),
                            cover.unused,
                            cover.cost + own + edge.cost,
                        )
                    )
        for category, own in cheap.items():
            for edge in chart.edges.get(category, {}).get(at, ()):
                if edge.last > n or _says_a_statistic(chart, category, at):
                    continue
                for cover in here:
                    best[edge.last].append(
                        Cover(cover.items, cover.unused, cover.cost + own + edge.cost)
                    )
        price = _price(chart, at)
        for cover in here:
            unused = cover.unused if price == 0 else (*cover.unused, at)
            best[at + 1].append(Cover(cover.items, unused, cover.cost + price))
    return _cut(best[n], most)


def _says_a_statistic(chart: Chart, category: str, at: int) -> bool:
    """ "total", "typical": said out of politeness nowhere."""
    return category == "filler" and bool(chart.lattice.at("statistic", at))


def _cut(found: list[Cover], most: int) -> list[Cover]:
    seen: set[tuple[int, ...]] = set()
    kept: list[Cover] = []
    for cover in sorted(found, key=_cost):
        key = tuple(id(edge) for edge in cover.items)
        if key in seen:
            continue
        seen.add(key)
        kept.append(cover)
        if len(kept) >= most:
            break
    return kept


def _cost(cover: Cover) -> float:
    return cover.cost


def _price(chart: Chart, at: int) -> float:
    token = chart.lattice.tokens[at]
    if token.kind == "mark":
        return 0.0 if token.text not in "%=<>+*/^" else 1.0
    if token.kind in ("number", "date"):
        return UNUSED_NUMBER
    for category in ("column", "value"):
        if any(s.cost < 0.3 for s in chart.lattice.at(category, at)):
            return UNUSED_NAME
    return UNUSED_WORD

"""What of a cover changes the calculation: words laid as an item that does nothing are unused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from chat.linking.words import stem
from chat.reader.base import roles
from chat.reader.base.cover import Cover
from chat.reader.base.items import Edge, Measure
from chat.reader.base.senses import Lattice
from chat.reader.calculating.assembly import calculation_of
from chat.reader.calculating.state import Calculation
from chat.reader.calculating.steps import steps_of
from chat.reader.lexicon import nouns

# Items that say what is calculated, of which rows, or how it is parted and ranked. Others
# ("which", "how much", a noun) may say again what the rest says already.
_TELLING = ("rows", "key", "limit", "window")
_TELLING_SIGNS = (
    "rest", "rising", "against", "percentile", "ofone", "statistic", "quality",
)  # fmt: skip


def idle_items(cover: Cover, lattice: Lattice, made: Calculation) -> tuple[Edge, ...]:
    """The items without which the very same would be calculated.

    What is said twice ("women (sex = f)"), and what the calculation says anyway ("on
    average" beside a mean), is no such item.
    """
    steps = steps_of(made)
    said = repr(steps)
    found = []
    for place, edge in enumerate(cover.items):
        if not _tells(edge) or _is_satisfied(edge, cover, made, said):
            continue
        rest = replace(cover, items=(*cover.items[:place], *cover.items[place + 1 :]))
        without = calculation_of(rest, lattice)
        if without is not None and steps_of(without) == steps:
            found.append(edge)
    return tuple(found)


def _tells(edge: Edge) -> bool:
    if edge.category == "sign":
        return edge.item.kind in _TELLING_SIGNS
    return edge.category in _TELLING


def _is_satisfied(edge: Edge, cover: Cover, made: Calculation, said: str) -> bool:
    """Whether another item, or the calculation itself, says the same.

    ``said`` are its steps in words of the program.
    """
    for other in cover.items:
        same = other.category == edge.category and _what(other) == _what(edge)
        if other is not edge and same:
            return True
    if edge.category == "key":  # "by month" beside "cumulative": the grain there is
        grains = {key.get("grain") for key in made.keys}
        parted = {key.get("column") for key in made.keys}
        named = [key for key in edge.item if key.grain is None]
        # "of each country … in percent of that country": said twice
        twice = bool(named) and all(key.column in parted for key in named)
        return twice or any(key.grain in grains for key in edge.item if key.grain)
    if edge.category == "rows":
        return repr(edge.item.column) in said
    if edge.category == "sign" and edge.item.kind == "statistic":
        ratio = any(measure.over is not None for measure in made.measures)
        return ratio or edge.item.concept in set(_statistics(made))
    if edge.category == "sign" and edge.item.kind == "ofone":
        return _is_of_each(edge.item.data["lower"], made)
    if edge.category == "sign" and edge.item.kind == "quality":
        return _is_measured_by(edge.item.concept, made)
    if edge.category == "sign" and edge.item.kind == "against":
        return "window" in made.params
    if edge.category == "window":
        return bool(made.params.get("window", {}).get("kind") == edge.item.kind)
    if edge.category == "limit" and edge.item.quality:
        return _is_measured_by(edge.item.quality, made)
    if edge.category == "limit":  # "the highest": an order that is there anyway
        return "order" in made.params or bool(made.ranked_by)
    return False


def _is_of_each(lower: Measure, made: Calculation) -> bool:
    """ "per night" beside the mean of a rate per night, which says the same."""
    columns = made.lattice.columns
    if lower.of is None or lower.of not in columns:
        return False
    noun = set(roles.parts(columns[lower.of]))
    named = [
        columns[m.of] for m in made.measures if m.of is not None and m.of in columns
    ]
    return any(
        {*noun, *nouns("en").rates} & set(roles.parts(column)) >= noun
        for column in named
    )


def _is_measured_by(quality: str, made: Calculation) -> bool:
    """Whether no other column is measured than the one that a quality speaks of.

    "What does a night cost" asks for no number of nights where a column holds the price.
    """
    words = nouns("en").qualities.get(quality, ())
    columns = made.lattice.columns
    meant = {
        column.name for column in columns.values()
        if {stem(word) for word in words} & set(roles.parts(column))
        and roles.is_measure(column, made.lattice.index.n_rows)
    }  # fmt: skip
    used = {measure.of for measure in made.measures if measure.of is not None}
    return not meant or not used or bool(meant & used)


def _what(edge: Edge) -> Any:
    """What an item says, without how it was said."""
    item = edge.item
    if edge.category == "rows":
        return item.column, item.op, repr(item.value), item.negated
    if edge.category == "key":
        return tuple((key.column, key.grain) for key in item)
    return item


def _statistics(made: Calculation) -> Iterator[str]:
    for measure in made.measures:
        yield measure.statistic
    over = made.params.get("over_groups")
    if over:
        yield over["statistic"]
    window = made.params.get("window")
    if window:
        yield window.get("statistic", "")

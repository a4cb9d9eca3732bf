"""Persons of whom a table tells nothing: "the men" among women, "per trapped person"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from analysis.base.task import Step
from chat.linking.sexes import absent_sexes, untold_sexes
from chat.linking.words import stem
from chat.reader.base.near_rows import is_questionnaire
from chat.reader.base.senses import Lattice
from chat.reader.grammar.lengths import length_unit

_ALL_ROWS = {"statistic": "count", "of": None}
_FREE = 0.2  # what a link to a column costs whose words count nothing


def measures_of(steps: Sequence[Step]) -> Sequence[Mapping[str, Any]]:
    """What the last step measures."""
    return (steps[-1].params.get("measures") or ()) if steps else ()


def other_persons(
    lattice: Lattice, measures: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    """The words for persons whom the table does not hold, or does not count."""
    yield from _of_absent_sexes(lattice)
    for measure in measures:
        over = (measure.get("over") or {}).get("of")
        yield from _divided_by(lattice, over)
        if over is None and measure["statistic"] == "sum" and _counts(lattice):
            yield from sexes_untold(lattice)
        if over is None and measure["statistic"] == "sum":
            yield from _counted_by_time(lattice, measure.get("of"))


def _of_absent_sexes(lattice: Lattice) -> Iterator[str]:
    """ "the men" of a table, or of what is left of it, that holds only women."""
    others = absent_sexes(lattice.index.columns.values())
    for at, token in enumerate(lattice.tokens):
        if token.stem in others and not lattice.at("value", at):
            yield token.text


def sexes_untold(lattice: Lattice) -> tuple[str, ...]:
    """ "men", "women" of a table that tells nobody's sex, as the message has them."""
    known = untold_sexes(lattice.index)
    return tuple(
        token.text for at, token in enumerate(lattice.tokens)
        if token.stem in known and not _is_linked(lattice, at)
    )  # fmt: skip


def sexes_unknown(lattice: Lattice) -> Iterator[str]:
    """ "Men" of a questionnaire that did not ask: anybody may have answered it."""
    if is_questionnaire(lattice.index):
        yield from sexes_untold(lattice)


def sexes_counted(lattice: Lattice, steps: Sequence[Step]) -> Iterator[str]:
    """ "How many men were seen": the number of all rows is none of men alone."""
    measures = measures_of(steps)
    limited = len(steps) != 1 or bool(steps[-1].params.get("by"))
    if not limited and [{**one} for one in measures] == [_ALL_ROWS]:
        yield from sexes_untold(lattice)


def both_sexes(lattice: Lattice) -> Iterator[str]:
    """Men set against women where the table tells neither from the other."""
    known = untold_sexes(lattice.index)
    said = sexes_untold(lattice)
    if len({known[stem(word)] for word in said}) > 1:
        yield from said


def _is_linked(lattice: Lattice, at: int) -> bool:
    return any(
        sense.first <= at < sense.last
        for kind in ("column", "value", "option", "quoted")
        for sense in lattice.all(kind)
    )


def _divided_by(lattice: Lattice, over: str | None) -> Iterator[str]:
    """ "per trapped person": hours_trapped is no number of persons."""
    for sense in lattice.all("column"):
        persons = lattice.at("rowword", sense.last)
        if sense.concept == over and any(one.concept == "people" for one in persons):
            yield lattice.words(sense.last, sense.last + 1)


def _counts(lattice: Lattice) -> bool:
    """ "how many guests were men": the total of all guests is no number of them."""
    return any(True for _ in lattice.all("count"))


def _counted_by_time(lattice: Lattice, of: str | None) -> Iterator[str]:
    """ "how many were trapped": the total of hours_trapped is no number of them."""
    if of is None or of not in lattice.columns or not length_unit(lattice, of):
        return
    if any(True for _ in lattice.all("length")):
        return
    named = [s for s in lattice.all("column") if s.cost < _FREE]
    for sense in lattice.all("count"):
        if not any(one.first <= sense.first < one.last for one in named):
            yield lattice.words(sense.first, sense.last)

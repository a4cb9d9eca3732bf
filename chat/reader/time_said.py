"""A sentence that only says by which date a question goes: "…? use Date In"."""

from __future__ import annotations

from analysis.base.columns import Schema
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base.requests import sentences
from chat.reader.base.senses import Lattice, build_lattice

_LONGEST = 60
_SURE = 0.15  # a link that costs less is to a whole name


def with_time_said(text: str, schema: Schema) -> str:
    """The text with such a sentence put behind the question that it belongs to.

    By itself "use Date In" would keep that column only.
    """
    if sum(column.kind == "datetime" for column in schema.columns) == 0:
        return text
    tokens = tokenise(text, _LONGEST + 1)
    if not 3 < len(tokens) <= _LONGEST:
        return text
    lattice = build_lattice(text, tokens, schema_index(schema))
    spans = sentences(lattice)
    if len(spans) != 2 or not any(True for _ in lattice.all("timeby")):
        return text
    name = _date_of(lattice, spans[1].first, spans[1].last)
    if name is None:
        return text
    asked = text[: tokens[spans[0].last - 1].end]
    return f"{asked}, {name}"


def _date_of(lattice: Lattice, first: int, last: int) -> str | None:
    """The words for a column of dates, where a stretch says nothing else."""
    opens = [s.last for s in lattice.at("timeby", first)]
    if not opens:
        return None
    at = max(opens)
    while at < last and lattice.at("glue", at):
        at += 1
    named = [
        s for s in lattice.at("column", at)
        if s.cost < _SURE and lattice.columns[s.concept].kind == "datetime"
    ]  # fmt: skip
    if not named:
        return None
    best = max(named, key=lambda s: s.last)
    rest = range(best.last, last)
    empty = ("glue", "filler", "head", "timeby", "unit", "purpose", "prep")
    if not all(
        lattice.tokens[n].kind == "mark" or any(lattice.at(c, n) for c in empty)
        for n in rest
    ):
        return None
    return lattice.words(best.first, best.last)

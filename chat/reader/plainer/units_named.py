"""Units beside the amounts that are measured in them: "tonnes of cargo", "dues in pounds".

A unit that a column's name has already says nothing more than the column: it is left out.
One that it does not have stays, for a figure in another unit would be asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

from analysis.base.columns import Schema
from chat.linking.naming import name_parts
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base.senses import Lattice, build_lattice
from chat.reader.lexicon import nouns
from chat.reader.methods.names import data_of
from chat.reader.plainer.units import said_units, units_of

_LONGEST = 60
_MOST = 4  # units of one message
_LINKED = 0.6  # what a link to a column may cost
_IN_FULL = 0.1  # what a link costs to a name that is said as it stands
_NEAR = 4  # tokens between a column and a number that limits it


def without_units_named(text: str, schema: Schema) -> str:
    """The message without units that only repeat what their columns are measured in."""
    for _ in range(_MOST):
        tokens = tokenise(text, _LONGEST + 1)
        said = {token.folded for token in tokens} & _said_words()
        if len(tokens) > _LONGEST or not said:
            break
        lattice = build_lattice(text, tokens, schema_index(schema))
        span = next(_repeated(lattice), None)
        if span is None:
            break
        first, last = span
        start = lattice.tokens[first].start
        end = lattice.tokens[last - 1].end
        text = f"{text[:start].rstrip(' ,')} {text[end:].lstrip()}".strip()
    return text


def _said_words() -> frozenset[str]:
    words = {form for form in said_units() if len(form) > 1 and form.isalpha()}
    return frozenset(words) | _percents()


def _percents() -> frozenset[str]:
    return frozenset(data_of("units_asked")["percents"].split())


def _repeated(lattice: Lattice) -> Iterator[tuple[int, int]]:
    """The stretches of tokens that say but the unit of a column beside them."""
    for at, token in enumerate(lattice.tokens):
        word = token.folded
        units = said_units().get(word, frozenset()) if len(word) > 1 else frozenset()
        if units and _is_of_amount(lattice, at, units):
            yield at, at + (2 if _is_of(lattice, at + 1) else 1)
        elif units and _is_in(lattice, at) and _measures(lattice, units):
            yield at - 1, at + 1
        elif word in _percents() and _is_part_of_number(lattice, at):
            yield at, at + 1


def _is_of(lattice: Lattice, at: int) -> bool:
    return at < len(lattice.tokens) and lattice.tokens[at].folded == "of"


def _is_in(lattice: Lattice, at: int) -> bool:
    """ "… in dollars" at the end of what is asked, or in brackets there."""
    if not at or lattice.tokens[at - 1].folded != "in":
        return False
    ends = at + 1 == len(lattice.tokens) or lattice.tokens[at + 1].kind == "mark"
    return ends or any(lattice.at(kind, at + 1) for kind in ("by", "per", "and"))


def _is_of_amount(lattice: Lattice, at: int, units: frozenset[str]) -> bool:
    """ "tonnes of cargo": a column measured in that unit, or in none, right behind."""
    if not _is_of(lattice, at + 1) or _names_in_full(lattice, at):
        return False
    before = lattice.tokens[at - 1] if at else None
    if before is not None and before.kind == "number":
        return False
    return any(
        sense.cost < _LINKED and units_of(sense.column) & units
        for sense in lattice.at("column", at + 2)
    )


def _names_in_full(lattice: Lattice, at: int) -> bool:
    """ "hours of work" of a column that is called so."""
    return any(
        sense.cost < _IN_FULL and sense.first <= at < sense.last
        for sense in lattice.all("column")
    )


def _measures(lattice: Lattice, units: frozenset[str]) -> bool:
    """Whether every column of numbers that is named with a unit has one of these."""
    named = [
        units_of(sense.column) for sense in lattice.all("column")
        if sense.cost < _LINKED and lattice.columns[sense.column].is_numeric
    ]  # fmt: skip
    measured = [one for one in named if one]
    return bool(measured) and all(one & units for one in measured)


def _is_part_of_number(lattice: Lattice, at: int) -> bool:
    """ "occupancy under 30 percent" of a column that holds percents."""
    if not at or lattice.tokens[at - 1].kind != "number" or _is_of(lattice, at + 1):
        return False
    return any(
        sense.cost < _LINKED and 0 <= at - 1 - sense.last <= _NEAR
        and nouns("en").percents & set(name_parts(sense.column))
        for sense in lattice.all("column")
    )  # fmt: skip

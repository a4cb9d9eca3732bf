"""What can be offered where a message was not understood: from its own words.

The words that the table or the language knows are named, and so are those that nothing
knows; the requests that are offered are made of the columns and values that were named,
and each of them is one that can be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from analysis.base.columns import Column, Schema
from chat.linking.naming import quoted
from chat.linking.outcomes import Reading, Unclear, Understood
from chat.linking.suggestions import suggestions
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base import roles
from chat.reader.base.account import is_unknown
from chat.reader.base.senses import Lattice, Sense, build_lattice

_LONGEST = 60
_OFFERED = 4
_LINKED = 0.5  # what a link costs that is still named
_FEW_LEVELS = 25

Read = Callable[[str], Reading]


@dataclass(frozen=True)
class _Named:
    """What a message names of its table."""

    numbers: tuple[Column, ...]
    groups: tuple[Column, ...]
    values: tuple[Sense, ...]
    dated: bool


def unclear(text: str, schema: Schema, read: Read) -> Unclear:
    """What was recognised of a message, and what could be asked with it."""
    tokens = tokenise(text, _LONGEST)
    lattice = build_lattice(text, tokens, schema_index(schema))
    chosen = _chosen(lattice)
    named = _named(lattice, chosen)
    made = []
    for one in _requests(lattice, named):
        if one.casefold() != text.casefold() and isinstance(read(one), Understood):
            made.append(one)
        if len(made) == _OFFERED:
            break
    return Unclear(
        tuple(dict.fromkeys(_told(lattice, sense) for sense in chosen)),
        tuple(made) or suggestions(schema),
        tuple(dict.fromkeys(_unknown(lattice))),
    )


def _chosen(lattice: Lattice) -> list[Sense]:
    """The longest and surest links, none overlapping, in order."""
    found = [
        s for kind in ("column", "value") for s in lattice.all(kind) if s.cost < _LINKED
    ]
    chosen: list[Sense] = []
    for sense in sorted(found, key=lambda s: (s.first - s.last, s.cost)):
        if all(sense.last <= o.first or o.last <= sense.first for o in chosen):
            chosen.append(sense)
    return sorted(chosen, key=lambda sense: sense.first)


def _told(lattice: Lattice, sense: Sense) -> str:
    words = lattice.words(sense.first, sense.last)
    if sense.category == "value":
        return f"“{words}” ({sense.column} = {sense.concept})"
    same = words.casefold() == sense.column.casefold()
    return f"“{words}”" if same else f"“{words}” ({sense.column})"


def _unknown(lattice: Lattice) -> Iterator[str]:
    for at, token in enumerate(lattice.tokens):
        if token.kind == "word" and is_unknown(lattice, at):
            yield token.text


def _named(lattice: Lattice, chosen: list[Sense]) -> _Named:
    n_rows = lattice.index.n_rows
    columns = [lattice.columns[s.column] for s in chosen if s.category == "column"]
    columns = list({column.name: column for column in columns}.values())
    numbers = [c for c in columns if roles.is_measure(c, n_rows)]
    groups = [c for c in columns if c not in numbers and _parts(c)]
    values = tuple(s for s in chosen if s.category == "value")
    groups += [
        column for s in values
        if (column := lattice.columns[s.column]) not in groups and _parts(column)
    ]  # fmt: skip
    dated = any(c.kind == "datetime" for c in lattice.columns.values())
    return _Named(tuple(numbers), tuple(groups), values, dated)


def _parts(column: Column) -> bool:
    return roles.is_group(column) and 2 <= column.n_unique <= _FEW_LEVELS


def _requests(lattice: Lattice, named: _Named) -> Iterator[str]:
    """Requests of what was named, the likeliest first."""
    numbers = named.numbers or _usual_numbers(lattice, named)
    for value in named.values[:1]:
        where = f"where {quoted(value.column)} is {value.concept}"
        if numbers:
            yield f"{_statistic(numbers[0])} {quoted(numbers[0].name)} {where}"
        yield f"how many rows {where}"
    for number in numbers[:2]:
        for group in named.groups[:2]:
            yield f"{_statistic(number)} {quoted(number.name)} by {quoted(group.name)}"
    if len(named.numbers) > 1:
        one, other = (quoted(c.name) for c in named.numbers[:2])
        yield f"correlation between {one} and {other}"
    for group in named.groups[:1]:
        yield f"how many rows by {quoted(group.name)}"
    for number in named.numbers[:2]:
        yield f"{_statistic(number)} {quoted(number.name)}"
        if named.dated:
            yield f"{_statistic(number)} {quoted(number.name)} by month"
        yield f"histogram of {quoted(number.name)}"
    if len(named.groups) > 1:
        one, other = (quoted(c.name) for c in named.groups[:2])
        yield f"how many rows by {one} and {other}"


def _usual_numbers(lattice: Lattice, named: _Named) -> tuple[Column, ...]:
    """The amount that a question about a group means which names none."""
    if not named.groups:
        return ()
    main = roles.main_measure(lattice.columns.values(), lattice.index.n_rows)
    return () if main is None else (main,)


def _statistic(column: Column) -> str:
    return "total" if roles.adds_up(column) else "average"

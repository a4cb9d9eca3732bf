"""Units behind numbers: "dogs over 20 kg", "parts over 100 euros", "30 degrees or more".

A unit that the column beside it is measured in says nothing more; where no such column
stands there, the one column of that unit is meant, and that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from analysis.base.columns import Column, Schema
from analysis.base.task import Task
from chat.linking.naming import name_parts
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base import roles
from chat.reader.base.senses import Lattice, Sense, build_lattice
from chat.reader.lexicon import nouns
from chat.reader.methods.names import data_of

_LONGEST = 60
_WIDEST = 3  # tokens of a unit
_NEAR = 5  # tokens between a column and its number
_LINKED = 0.6
_LETTER = 1
_CONDITIONS = ("compare", "since", "between", "orless", "onwards")


@dataclass(frozen=True)
class _Quantity:
    """A number with its unit: where it stands, and what the unit may be."""

    first: int
    unit: int
    last: int
    units: frozenset[str]


@cache
def said_units() -> dict[str, frozenset[str]]:
    """Units by the words for them."""
    found: dict[str, set[str]] = {}
    for unit, forms in data_of("units").items():
        for form in forms["said"]:
            found.setdefault(form, set()).add(unit)
    return {form: frozenset(units) for form, units in found.items()}


@cache
def units_of(name: str) -> frozenset[str]:
    """The units that a column's name says it is measured in."""
    return frozenset(
        unit
        for unit, forms in data_of("units").items()
        if any(_stands(form, name) for form in forms["named"])
    )


def _stands(form: str, name: str) -> bool:
    """Whether a unit stands in a name; one letter only at its end or in brackets."""
    bare = re.escape(form)
    if len(form) == _LETTER and form.isalpha():
        return bool(re.search(rf"(?<=[_\s/])(?-i:{bare})$|\({bare}(?:\)| ?/)", name))
    return bool(
        form in name_parts(name)
        or re.search(rf"(?<![^\W_]){bare}(?![^\W_])", name, re.IGNORECASE)
        or (not form[0].isalnum() and form in name.casefold())
    )


def with_units(text: str, schema: Schema) -> tuple[str, tuple[str, ...]]:
    """The message without units of numbers, and which columns were meant by them."""
    told: list[str] = []
    for _ in range(4):
        changed = _once(text, schema)
        if changed is None:
            break
        text, said = changed
        told += said
    return text, tuple(told)


def _once(text: str, schema: Schema) -> tuple[str, list[str]] | None:
    tokens = tokenise(text, _LONGEST + 1)
    if len(tokens) > _LONGEST:
        return None
    lattice = build_lattice(text, tokens, schema_index(schema))
    for one in _quantities(lattice):
        made = _settled(lattice, one)
        if made is not None:
            return made
    return _measured_in(lattice)


def _measured_in(lattice: Lattice) -> tuple[str, list[str]] | None:
    """ "labour in euros": of several columns of labour that in euros."""
    tokens = lattice.tokens
    for sense in lattice.all("column"):
        at = sense.last
        if at + 1 >= len(tokens) or not lattice.at("prep", at):
            continue
        units = said_units().get(tokens[at + 1].folded)
        fitting = [
            other.column for other in lattice.at("column", sense.first)
            if units and other.last == sense.last and units_of(other.column) & units
        ]  # fmt: skip
        if len(fitting) != 1:
            continue
        start, end = tokens[sense.first].start, tokens[at + 1].end
        words = lattice.words(sense.first, at + 2)
        made = lattice.text[:start] + _quoted(fitting[0]) + lattice.text[end:]
        return made, [f"“{words}” was taken to mean {fitting[0]}"]
    return None


def contradicts(text: str, schema: Schema, task: Task) -> bool:
    """Whether a number with a unit limits a column that is measured in another."""
    tokens = tokenise(text, _LONGEST + 1)
    if len(tokens) > _LONGEST:
        return False
    lattice = build_lattice(text, tokens, schema_index(schema))
    limits = [*_limits([step.params for step in task.steps])]
    for one in _quantities(lattice):
        held = [units_of(c) for c, value in limits if value == tokens[one.first].value]
        if held and all(units and not units & one.units for units in held):
            return True
    return False


def _limits(params: Any) -> Iterator[tuple[str, float]]:
    """The columns that are limited or tested by a number, wherever they stand."""
    if isinstance(params, list):
        for one in params:
            yield from _limits(one)
    elif isinstance(params, dict):
        column = params.get("column")
        for name in ("value", "mu", "low", "high"):
            if isinstance(column, str) and isinstance(params.get(name), int | float):
                yield column, float(params[name])
        for one in params.values():
            yield from _limits(one)


def _quantities(lattice: Lattice) -> list[_Quantity]:
    tokens, found = lattice.tokens, []
    for at, token in enumerate(tokens):
        if token.kind != "number" or token.percent:
            continue
        for last in range(min(at + 1 + _WIDEST, len(tokens)), at + 1, -1):
            said = " ".join(one.folded for one in tokens[at + 1 : last])
            units = said_units().get(said) or said_units().get(said.replace(" ", ""))
            if units:
                found.append(_Quantity(at, at + 1, last, units))
                break
    return found


def _settled(lattice: Lattice, one: _Quantity) -> tuple[str, list[str]] | None:
    fitting = [
        column for column in lattice.columns.values()
        if units_of(column.name) & one.units
        and roles.is_measure(column, lattice.index.n_rows)
    ]  # fmt: skip
    text, tokens = lattice.text, lattice.tokens
    start, end = tokens[one.unit].start, tokens[one.last - 1].end
    if any(
        sense.first < one.last and one.unit < sense.last
        for kind in ("column", "value")
        for sense in lattice.all(kind)
        if sense.cost < _LINKED and sense.last > one.last
    ):
        return None  # "5 mm rain": the unit begins a name
    rest = text[:start].rstrip() + text[end:]
    beside = _beside(lattice, one)
    if beside is not None:
        return _named_by_unit(lattice, beside, one, rest)
    fitting = _likeliest(lattice, fitting)
    if not fitting and _is_money(lattice, one) and _is_condition(lattice, one):
        return rest, []
    if not fitting or not _is_condition(lattice, one):
        return None
    if len(fitting) > 1:
        return rest, []  # which of them is asked
    name = fitting[0].name
    opens, limit = _opening(lattice, one)
    words = lattice.words(opens, one.last)
    before = text[: tokens[opens].start]
    made = f"{before}with {_quoted(name)} {rest[tokens[limit].start :]}"
    return made, [f"“{words}” was taken to mean {name}"]


def _is_money(lattice: Lattice, one: _Quantity) -> bool:
    """Whether a unit is a currency, and no column of the table names one."""
    currencies = set(data_of("amounts")["currencies"])
    named = any(units_of(name) & currencies for name in lattice.columns)
    return bool(one.units & currencies) and not named


def _beside(lattice: Lattice, one: _Quantity) -> Sense | None:
    """A column of that unit, or of none, that stands beside a number."""
    near = [
        sense for sense in lattice.all("column")
        if sense.cost < _LINKED
        and (0 <= one.first - sense.last <= _NEAR or 0 <= sense.first - one.last <= 1)
        and _is_measured(lattice, sense)
    ]  # fmt: skip
    of_it = [s for s in near if units_of(s.column) & one.units]
    plain = [
        s for s in near
        if not units_of(s.column) and _only_compares(lattice, s, one)
    ]  # fmt: skip
    return min([*of_it, *plain], key=lambda s: s.cost, default=None)


def _named_by_unit(
    lattice: Lattice, beside: Sense, one: _Quantity, rest: str
) -> tuple[str, list[str]]:
    """ "labour under 30 euros": of several columns of labour that in euros."""
    others = [
        sense for sense in lattice.at("column", beside.first)
        if sense.last == beside.last and sense.column != beside.column
    ]  # fmt: skip
    if not others or beside.last > one.first:
        return rest, []
    tokens = lattice.tokens
    start, end = tokens[beside.first].start, tokens[beside.last - 1].end
    words = lattice.words(beside.first, beside.last)
    made = rest[:start] + _quoted(beside.column) + rest[end:]
    return made, [f"“{words}” was taken to mean {beside.column}"]


def _quoted(name: str) -> str:
    return name if name.isidentifier() else f"`{name}`"


def _is_measured(lattice: Lattice, sense: Sense) -> bool:
    return roles.is_measure(lattice.columns[sense.column], lattice.index.n_rows)


def _only_compares(lattice: Lattice, sense: Sense, one: _Quantity) -> bool:
    """Whether nothing but a comparison stands between a column and a number."""
    kinds = ("compare", "glue", "is", "since", "between", "filler", "verb")
    covered = {
        at
        for kind in kinds
        for found in lattice.all(kind)
        for at in range(found.first, found.last)
    }
    return all(at in covered for at in range(sense.last, one.first))


def _is_condition(lattice: Lattice, one: _Quantity) -> bool:
    """Whether a number limits: "over 20 kg", "30 degrees or more"."""
    before = any(
        sense.last == one.first for kind in _CONDITIONS for sense in lattice.all(kind)
    )
    return before or any(lattice.at(kind, one.last) for kind in _CONDITIONS)


def _opening(lattice: Lattice, one: _Quantity) -> tuple[int, int]:
    """Where the comparison begins that ends in a number, with its verb and without."""
    reaching = "|".join(data_of("light")["reaching"].values())
    found = [
        sense.first
        for kind in _CONDITIONS
        for sense in lattice.all(kind)
        if sense.last == one.first
    ]
    first = min(found, default=one.first)
    verb = first > 0 and re.fullmatch(reaching, lattice.tokens[first - 1].folded)
    return (first - 1 if verb else first), first


def _likeliest(lattice: Lattice, fitting: list[Column]) -> list[Column]:
    """Of several columns of a unit the one whose end is said, else amounts before rates."""
    if len(fitting) > 1:
        fitting = _at_end(lattice, fitting)
    rates = nouns("en").rates
    plain = [c for c in fitting if not rates & set(roles.parts(c))]
    return plain if len(fitting) > 1 and len(plain) == 1 else fitting


def _at_end(lattice: Lattice, fitting: list[Column]) -> list[Column]:
    """ "reach 30 degrees" speaks of the maximum, "fall below 2 degrees" of the minimum."""
    words = data_of("light")["reaching"]
    for end, form in words.items():
        if re.search(rf"\b(?:{form})\b", lattice.text, re.IGNORECASE):
            found = [c for c in fitting if nouns("en").ends[end] & set(roles.parts(c))]
            if len(found) == 1:
                return found
    return fitting

"""Sums, products and differences of columns as a measure: "labour plus parts"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from analysis.base.task import Step
from chat.linking.naming import name_parts
from chat.linking.vocabulary import UNITS
from chat.linking.words import stem
from chat.reader.base import roles
from chat.reader.base.senses import Lattice
from chat.reader.composing.made import Made, replaced
from chat.reader.composing.words import words
from chat.reader.lexicon import nouns
from chat.reader.preparing.formulas import column_term
from chat.reader.preparing.words import longest

_SURE = 0.45  # what the link to a name may cost
_MOST = 6  # columns that one formula joins
_NEAR = 4  # tokens before a sum where a statistic of it stands
_SHOWN = {"+": "+", "*": "×", "-": "−"}


@dataclass(frozen=True)
class _Operand:
    """The columns that some words may name, the likeliest first, and where they end."""

    names: tuple[tuple[str, float], ...]
    last: int


def formula(lattice: Lattice) -> Made | None:
    """The first sum, product or difference of columns that is asked about."""
    for at in range(len(lattice.tokens)):
        made = _signed(lattice, at) or _together(lattice, at) or _apart(lattice, at)
        if made is not None:
            return made
    return None


def _signed(lattice: Lattice, at: int) -> Made | None:
    """ "quantity times unit price", "labour plus parts"."""
    first = _operand(lattice, at)
    if first is None:
        return None
    sign, operands = "", [first]
    while len(operands) < _MOST:
        found = next(_signs(lattice, operands[-1].last), None)
        if found is None or (sign and found[0] != sign):
            break
        other = _operand(lattice, found[1])
        if other is None:
            break
        sign, operands = found[0], [*operands, other]
    if len(operands) < 2 or (sign == "+" and not _is_measured(lattice, at)):
        return None
    return _made(lattice, at, operands[-1].last, operands, sign)


def _signs(lattice: Lattice, at: int) -> Iterator[tuple[str, int]]:
    for sign, phrases in words().signs.items():
        if length := longest(phrases, lattice.tokens, at):
            yield sign, at + length


def _is_measured(lattice: Lattice, at: int) -> bool:
    """Whether a sum is what a statistic is of, rather than a list of inputs."""
    tokens, known = lattice.tokens, words().sums
    if at and longest(known["inputs"], tokens, at - 1):
        return False
    asked = ("statistic", "howmuch", "extreme", "top")
    return any(
        sense.first < at for category in asked for sense in lattice.all(category)
    )


def _together(lattice: Lattice, at: int) -> Made | None:
    """ "adults and children together"."""
    tokens, known = lattice.tokens, words().sums
    first = _operand(lattice, at)
    operands = [first] if first else []
    while operands and len(operands) < _MOST:
        place = operands[-1].last
        while joint := longest(known["joints"], tokens, place):
            place += joint
        other = _operand(lattice, place) if place > operands[-1].last else None
        if other is None:
            break
        operands.append(other)
    if len(operands) < 2:
        return None
    last = operands[-1].last
    length = longest(known["together"], tokens, last)
    return _made(lattice, at, last + length, operands, "+") if length else None


def _apart(lattice: Lattice, at: int) -> Made | None:
    """ "the biggest gap between a and b", "how many degrees lie between a and b"."""
    tokens, known = lattice.tokens, words()
    asks = longest(known.durations["asks"], tokens, at)
    place = at + (asks + 1 if asks else longest(known.sums["differences"], tokens, at))
    opens = longest(known.sums["lies" if asks else "opens"], tokens, place)
    if place == at or not opens:
        return None
    one = _operand(lattice, place + opens)
    joint = longest(known.sums["and"], tokens, one.last) if one else 0
    other = _operand(lattice, one.last + joint) if one and joint else None
    if one is None or other is None:
        return None
    ranked = any(
        at - _NEAR <= sense.first < at
        for category in ("extreme", "top")
        for sense in lattice.all(category)
    )
    averaged = any(sense.first < at for sense in lattice.all("statistic"))
    if not (asks or ranked or (averaged and any(True for _ in lattice.all("by")))):
        return None
    return _made(
        lattice, at, other.last, [one, other], "|" if ranked else "-", asks > 0
    )


def _operand(lattice: Lattice, at: int) -> _Operand | None:
    """The columns of numbers that the words from a token on may name."""
    while length := longest(words().sums["skipped"], lattice.tokens, at):
        at += length
    able = [
        s for s in lattice.at("column", at)
        if s.cost <= _SURE
        and roles.is_measure(lattice.columns[s.concept], lattice.index.n_rows)
    ]  # fmt: skip
    if not able:
        return None
    last = min(able, key=lambda s: (s.cost, -s.last)).last
    named = sorted((s.cost, s.concept) for s in able if s.last == last)
    return _Operand(tuple((name, cost) for cost, name in named), last)


def _made(
    lattice: Lattice,
    first: int,
    last: int,
    operands: list[_Operand],
    sign: str,
    asks: bool = False,
) -> Made | None:
    names = _chosen(lattice, operands, alike=sign != "*")
    if names is None:
        return None
    terms = [column_term(name) for name in names]
    if sign == "|":
        name, expression = f"|{' − '.join(names)}|", f"abs({' - '.join(terms)})"
    else:
        name = f" {_SHOWN[sign]} ".join(names)
        expression = f" {sign} ".join(terms)
    said = words().said["asked"].format(f"`{name}`") if asks else f"`{name}`"
    step = Step(operation="add_column", params={"name": name, "expression": expression})
    text = replaced(lattice, first, last, said)
    return Made(step, text, lattice.words(first, last))


def _chosen(
    lattice: Lattice, operands: list[_Operand], alike: bool
) -> tuple[str, ...] | None:
    """One column for each: such as are in one unit before others, then the likeliest."""
    best: tuple[tuple[float, ...], tuple[str, ...]] | None = None
    for combined in product(*(one.names for one in operands)):
        names = tuple(name for name, _ in combined)
        if len(set(names)) < len(names):
            continue
        units = {_units(name) for name in names}
        if alike and not _can_be_added(names):
            continue
        rank = (float(alike and len(units) > 1), sum(cost for _, cost in combined))
        if best is None or rank < best[0]:
            best = rank, names
    return best[1] if best else None


def _can_be_added(names: tuple[str, ...]) -> bool:
    """Whether amounts may be of one kind: money and numbers of pieces are not."""
    pieces = nouns("en").pieces
    counted = {bool(pieces.intersection(map(stem, name_parts(n)))) for n in names}
    return len(counted) == 1


def _units(name: str) -> frozenset[str]:
    return UNITS.intersection(name_parts(name))

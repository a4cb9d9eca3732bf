"""Two shares of one column, the one less the other: the net promoter score and its like."""

from __future__ import annotations

import re

from analysis.base.columns import Column
from analysis.base.task import Step
from chat.reader.base import roles
from chat.reader.base.senses import Lattice
from chat.reader.composing.made import Made
from chat.reader.composing.words import words
from chat.reader.preparing.formulas import column_term

_PROMOTERS = (9, 10, 0, 6)
_TOP = 10  # of the scale of recommendations
_SURE = 0.45


def score(lattice: Lattice) -> Made | None:
    """The first such score that a message asks for, by its name or spelled out."""
    known, text = words().scores, lattice.text
    named = re.search(known["named"], text, re.IGNORECASE)
    spelled = re.search(known["spelled"], text, re.IGNORECASE)
    if named is None and spelled is None:
        return None
    ends = _PROMOTERS
    if spelled is not None:
        a, b, c, d = (int(spelled[end]) for end in "abcd")
        ends = (min(a, b), max(a, b), min(c, d), max(c, d))
    column = _column(lattice, ends)
    if column is None:
        return None
    start, end, kept = _stretch(text, named, spelled)
    step = _step(column, ends)
    name = step.params["name"]
    head, tail = text[:start], re.sub(known["blanks"], "", text[end:], flags=re.I)
    if re.match(known["wanting"], head, re.IGNORECASE):
        head = f"{known['wanted']} "
    asked = known["asked"].format(name) + kept
    return Made(step, f"{head}{asked}{tail}".strip(), text[start:end])


def _stretch(
    text: str, named: re.Match[str] | None, spelled: re.Match[str] | None
) -> tuple[int, int, str]:
    """Where it stands: its name, what it is, or both where one explains the other.

    Behind its name stands of which rows it is.
    """
    if named is None or spelled is None:
        one = named or spelled
        assert one is not None
        return *one.span(), ""
    between = text[named.end() : spelled.start()]
    joint = re.fullmatch(words().scores["joint"], between, re.IGNORECASE)
    if joint is None:
        return *spelled.span(), ""
    return named.start(), spelled.end(), joint["kept"]


def _column(lattice: Lattice, ends: tuple[int, ...]) -> Column | None:
    """The column of answers from 0 to 10 that is named, or that asks who recommends."""
    able = [
        column for column in lattice.columns.values()
        if roles.is_measure(column, lattice.index.n_rows)
        and isinstance(column.maximum, int | float) and column.maximum <= _TOP
        and isinstance(column.minimum, int | float) and column.minimum >= 0
        and column.maximum >= max(ends) - 1
    ]  # fmt: skip
    said = {s.concept for s in lattice.all("column") if s.cost <= _SURE}
    asking = [c for c in able if words().recommend & set(roles.parts(c))]
    for found in ([c for c in able if c.name in said], asking):
        if len(found) == 1:
            return found[0]
    return None


def _step(column: Column, ends: tuple[int, ...]) -> Step:
    a, b, c, d = ends
    term = column_term(column.name)
    points = (
        f"where({term} >= {a} and {term} <= {b}, 100, "
        f"where({term} >= {c} and {term} <= {d}, -100, 0))"
    )
    name = words().scores["name"].format(a, b, c, d, column.name)
    if ends == _PROMOTERS:
        name = words().scores["promoters"].format(column.name)
    # What is missing stays so.
    params = {"name": name, "expression": f"{points} + 0 * {term}"}
    return Step(operation="add_column", params=params)

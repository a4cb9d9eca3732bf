"""Stretches of time as amounts: "half an hour or longer". No word of any language."""

from __future__ import annotations

from typing import Any

from chat.linking.naming import name_parts
from chat.linking.words import stem
from chat.reader.base import roles
from chat.reader.base.chart import rule
from chat.reader.base.items import Rows
from chat.reader.base.senses import Lattice, Sense
from chat.reader.grammar.conditions import TURNED, comparable
from chat.reader.lexicon import lexicon, nouns

# A stretch of time in minutes; months and years have no fixed number of them.
_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "night": 1440, "week": 10080}
_MONTHS = {"month": 1, "year": 12}


def lasting(
    lattice: Lattice, sign: str, amount: Sense, unit: Sense, of: Sense | None = None
) -> Any:
    """ "a week or longer": of the one column that holds lengths of time, or the named."""
    found = []
    rates = nouns("en").rates
    for name, column in lattice.columns.items():
        if rates & set(roles.parts(column)) or (of is not None and of.concept != name):
            continue
        own = length_unit(lattice, name) if comparable(lattice, name) else ""
        for units in (_MINUTES, _MONTHS):
            if own in units and unit.concept in units and not roles.is_time(column):
                factor = units[unit.concept] / units[own]
                found.append((own != unit.concept, name, factor))
    found = [one for one in found if one[0] == min(found)[0]]
    if len(found) != 1:
        return None
    _, name, factor = found[0]
    value = round(float(amount.concept) * factor, 6)
    top = lattice.columns[name].maximum
    if isinstance(top, (int, float)) and value > top and of is None:
        return None  # another length is meant: none is as long
    whole = int(value) if value.is_integer() else value
    return Rows(name, TURNED[sign], whole, role="number")


def length_unit(lattice: Lattice, name: str) -> str:
    """The unit of time that a column's numbers count, by its name; "" for none."""
    for part in name_parts(name):
        for entry in lexicon("en").entries.get(stem(part), ()):
            if entry.category == "length" and len(entry.words) == 1:
                return entry.concept
    return ""


LENGTHS = (
    rule("rows_", "column compare number length", lambda x, n, c, a, u: lasting(x, c.concept, a, u, n)),
    rule("rows_", "column compare portion length", lambda x, n, c, a, u: lasting(x, c.concept, a, u, n)),
    rule("rows_", "column number length orless", lambda x, n, a, u, c: lasting(x, c.concept, a, u, n)),
    rule("rows_", "column portion length orless", lambda x, n, a, u, c: lasting(x, c.concept, a, u, n)),
    rule("rows_", "compare number length", lambda x, c, n, u: lasting(x, c.concept, n, u)),
    rule("rows_", "compare portion length", lambda x, c, n, u: lasting(x, c.concept, n, u)),
    rule("rows_", "number length orless", lambda x, n, u, c: lasting(x, c.concept, n, u)),
    rule("rows_", "portion length orless", lambda x, n, u, c: lasting(x, c.concept, n, u)),
)  # fmt: skip

"""More of one goes with more of another: "do older patients need more sessions?".

The rows that have more of one measure are said to have more or less of another; how the
two are related is asked. The first measure is named by its comparative ("older").
"""

from __future__ import annotations

import re

from analysis.base.columns import Schema
from chat.linking.naming import quoted
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base import roles
from chat.reader.base.senses import Lattice, Sense, build_lattice
from chat.reader.lexicon import nouns
from chat.reader.methods.names import data_of

_LONGEST = 20
_NAMED = 0.45  # a link that costs less names a column


def with_relation(text: str, schema: Schema) -> str:
    """The message as a question how two measures are related."""
    data = data_of("comparatives")["both"]
    if not re.match(data["asks"], text, re.IGNORECASE):
        return text
    tokens = tokenise(text, _LONGEST + 1)
    if len(tokens) > _LONGEST:
        return text
    lattice = build_lattice(text, tokens, schema_index(schema))
    if re.search(data["against"], _unnamed(lattice), re.IGNORECASE):
        return text
    comparatives = sorted(
        {s.first for kind in ("more", "less") for s in lattice.all(kind)}
    )
    first = next((at for at in comparatives if at in (1, 2)), None)
    one = _of_quality(lattice, first) if first is not None else None
    later = [at for at in comparatives if first is not None and at > first + 1]
    other = _measure_behind(lattice, later[0]) if len(later) == 1 else None
    if one is None or other is None or one == other:
        return text
    return str(data["means"].format(quoted(one), quoted(other)))


def _unnamed(lattice: Lattice) -> str:
    """The words that belong to no name of a column."""
    named = {
        at for s in lattice.all("column") if s.cost < _NAMED
        for at in range(s.first, s.last)
    }  # fmt: skip
    tokens = lattice.tokens
    return " ".join(t.text for at, t in enumerate(tokens) if at not in named)


def _of_quality(lattice: Lattice, at: int) -> str | None:
    """The column that "older" at a token compares, where a noun of rows is behind it."""
    if at + 1 >= len(lattice.tokens) or lattice.tokens[at + 1].kind != "word":
        return None
    n_rows = lattice.index.n_rows
    for sense in lattice.at("quality", at):
        words = nouns("en").qualities.get(str(sense.concept), ())
        found = roles.main_measure(lattice.columns.values(), n_rows, words=words)
        if words and found is not None:
            return found.name
    return None


def _measure_behind(lattice: Lattice, at: int) -> str | None:
    """The one measure that is named behind "more" up to the end."""
    n_rows = lattice.index.n_rows
    found: list[Sense] = [
        s for s in lattice.all("column")
        if s.first > at and s.cost < _NAMED
        and roles.is_measure(lattice.columns[s.column], n_rows)
    ]  # fmt: skip
    names = {s.column for s in found}
    values = any(s.first > at and s.cost < _NAMED for s in lattice.all("value"))
    return names.pop() if len(names) == 1 and not values else None

"""Nouns for the rows of a group that the table does not know: "which school's families
pay most", "whose audiences spend most at the bar: which director?".

Each row is taken for one of them, and that is said.
"""

from __future__ import annotations

import re

from analysis.base.columns import Schema
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base.entities import singular
from chat.reader.base.senses import build_lattice
from chat.reader.methods.names import data_of

_LONGEST = 40
_LINKED = 0.6
_SENSES = ("column", "value", "rownoun", "rowword", "date", "unit", "number")


def with_rows_of_owners(text: str, schema: Schema) -> tuple[str, tuple[str, ...]]:
    """The message with a word for rows in place of such a noun, and what was taken for what."""
    data = data_of("possessed")
    turned = re.sub(
        data["whose"],
        lambda m: data["asked"].format(**m.groupdict()),
        text,
        flags=re.IGNORECASE,
    )
    found = re.search(data["owner"], turned, re.IGNORECASE)
    if found is None:
        return turned, ()
    noun = found["noun"]
    if (
        singular(noun.casefold()) == noun.casefold()
        and noun.casefold() not in data["many"]
    ):
        return turned, ()
    if not _is_unknown(turned, found.start("noun"), schema):
        return turned, ()
    start, end = found.span("noun")
    return (
        f"{turned[:start]}{data['rows']}{turned[end:]}",
        (data["told"].format(noun=noun),),
    )


def _is_unknown(text: str, start: int, schema: Schema) -> bool:
    """Whether the word that begins there names nothing of the table, and no rows."""
    tokens = tokenise(text, _LONGEST + 1)
    if len(tokens) > _LONGEST:
        return False
    lattice = build_lattice(text, tokens, schema_index(schema))
    at = next((n for n, token in enumerate(tokens) if token.start == start), None)
    return at is not None and not any(
        s.first <= at < s.last and s.cost < _LINKED
        for kind in _SENSES
        for s in lattice.all(kind)
    )

"""What each row is by the date that it has: "average spend per visit" with a visit date.

The date is no key then: "per visit" parts the rows by nothing, it is of each of them.
"""

from __future__ import annotations

import re

from analysis.base.columns import Schema
from chat.linking.naming import name_parts
from chat.linking.tables import schema_index
from chat.linking.words import stem
from chat.reader.base.senses import nouns_of_rows
from chat.reader.composing.words import words
from chat.reader.methods.names import data_of


def with_events(text: str, schema: Schema) -> tuple[str, tuple[str, ...]]:
    """The message with "per row" for such an event, and what was taken for what."""
    data = data_of("events")
    found = re.search(data["each"], text, re.IGNORECASE)
    if found is None or not _is_event(found["noun"], schema):
        return text, ()
    told = data["told"].format(noun=found["noun"])
    return f"{text[: found.start()]}{data['means']}{text[found.end() :]}", (told,)


def _is_event(noun: str, schema: Schema) -> bool:
    """Whether nothing but one date of the table is called so."""
    said = stem(noun.casefold())
    if said in nouns_of_rows(schema_index(schema)):
        return False
    generic = words().generic
    named = [c for c in schema.columns if said in map(stem, name_parts(c.name))]
    own = [{stem(p) for p in name_parts(c.name) if p not in generic} for c in named]
    return len(named) == 1 and named[0].kind == "datetime" and own == [{said}]

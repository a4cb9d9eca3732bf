"""Rows kept by a clause around a question: "among those who bought: is the basket higher …".

The verb of the clause is that of a column of what is so or not; only its yes is meant. A
clause that says more than that is left to the readers.
"""

from __future__ import annotations

import re
from typing import Any

from analysis.base.columns import Schema
from chat.linking.mentions import is_flag
from chat.linking.naming import quoted
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base.roles import parts, yes_of
from chat.reader.methods.names import data_of

_LONGEST = 240  # characters


def with_those_who(text: str, schema: Schema) -> tuple[str, tuple[str, ...]]:
    """The message with such a clause as a condition, and what was taken for what."""
    data = data_of("those_who")
    if len(text) > _LONGEST:
        return text, ()
    for form in ("before", "behind"):
        found = re.search(data[form], text, re.IGNORECASE)
        if found is None or not _are_rows(found["who"], schema):
            continue
        held = _held(found["clause"], schema)
        if held is None:
            continue
        name, value = held
        rest = f"{text[: found.start()]}{text[found.end() :]}".rstrip(" ?.!")
        limit = f"only {quoted(name)} = {value}"
        kept = f"{limit}: {rest}" if form == "before" else f"{rest}, {limit}"
        said = found[0].strip(" ,:;")
        return kept, (data["told"].format(said=said, column=name, value=value),)
    return text, ()


def _are_rows(who: str, schema: Schema) -> bool:
    known = data_of("those_who")["who"].split()
    nouns = schema_index(schema).row_nouns
    return who.casefold() in known or any(t.stem in nouns for t in tokenise(who))


def _held(clause: str, schema: Schema) -> tuple[str, Any] | None:
    """The one column of yes and no that all words of a clause name, and its yes."""
    data = data_of("those_who")
    if re.search(data["never"], clause, re.IGNORECASE):
        return None
    words = [t for t in tokenise(clause) if t.folded not in data["small"].split()]
    found = [
        column
        for column in schema.columns
        if is_flag(column)
        and words
        and all(word.stem in parts(column) for word in words)
    ]
    value = yes_of(found[0]) if len(found) == 1 else None
    return None if value is None else (found[0].name, value)

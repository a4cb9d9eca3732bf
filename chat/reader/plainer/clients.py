"""Those whom rows are about: "average rating of guests from France" of a table of bookings.

Where no column tells them apart and something else is said of them, each row stands for
one of them; the answer says so. How many there are is not answered by that.
"""

from __future__ import annotations

import re

from analysis.base.columns import Schema
from chat.linking.entities import properties_of
from chat.linking.naming import name_parts
from chat.linking.tables import schema_index
from chat.linking.tokens import tokenise
from chat.reader.base.entities import singular
from chat.reader.base.senses import Lattice, Sense, build_lattice, nouns_of_rows
from chat.reader.methods.names import data_of

_LONGEST = 40
_LINKED = 0.6
_QUESTION = 4  # words of a name that is a question


def with_clients(text: str, schema: Schema) -> tuple[str, tuple[str, ...]]:
    """The message with a general word for them, and what was taken for what."""
    data = data_of("clients")
    deals = re.search(data["deals"], text, re.IGNORECASE)
    if deals is not None and _is_no_name(text, schema, deals.start("noun")):
        told = data["told"].format(words=deals["noun"])
        start, end = deals.span("noun")
        return f"{text[:start]}{data['rows']}{text[end:]}", (told,)
    form = rf"(?<![\w-])(?<!\ba )(?<!\ban )(?P<noun>{data['nouns']})(?![\w-]|'s|’s)"
    found = re.search(form, text, re.IGNORECASE)
    if found is None:
        return text, ()
    before = text[: found.start()]
    told_apart = rf"\b(?:{data['apart']})(?: (?:of|our|the))* $"
    counted = re.search(rf"\b(?:{data['counted']}) $", before, re.IGNORECASE)
    if re.search(told_apart, before, re.IGNORECASE):
        return text, ()
    index = schema_index(schema)
    lattice = build_lattice(text, tokenise(text, _LONGEST + 1), index)
    at = next(
        (n for n, token in enumerate(lattice.tokens) if token.start == found.start()),
        None,
    )
    if at is None or len(lattice.tokens) > _LONGEST or _is_known(lattice, at):
        return text, ()
    asked = _is_of_a_question(lattice, at)
    if counted is not None and not asked:
        return text, ()
    says_more = asked or _says_more(lattice, at)
    if properties_of(lattice.tokens[at], index) or not says_more:
        return text, ()
    told = data["told"].format(words=found["noun"])
    return f"{before}{data['means']}{text[found.end() :]}", (told,)


def _is_no_name(text: str, schema: Schema, start: int) -> bool:
    """Whether the table has no name for the word that begins at a letter."""
    lattice = build_lattice(text, tokenise(text, _LONGEST), schema_index(schema))
    found = [n for n, token in enumerate(lattice.tokens) if token.start == start]
    return bool(found) and not _is_known(lattice, found[0])


def _is_known(lattice: Lattice, at: int) -> bool:
    """Whether the table, or what its rows are called, knows the word."""
    if lattice.tokens[at].stem in nouns_of_rows(lattice.index):
        return True
    return any(
        s.first <= at < s.last
        and s.cost < _LINKED
        and not (kind == "column" and _is_verb_of(lattice, at, s))
        for kind in ("column", "value", "quoted")
        for s in lattice.all(kind)
    )


def _is_of_a_question(lattice: Lattice, at: int) -> bool:
    """Whether a column is a question about what those did whom the word is for."""
    return any(
        s.first <= at < s.last and _is_verb_of(lattice, at, s)
        for s in lattice.all("column")
    )


def _is_verb_of(lattice: Lattice, at: int, sense: Sense) -> bool:
    """ "visitors" beside a column "Which stages did you visit?": it is not called so."""
    if sense.last - sense.first > 1:
        return False
    parts = name_parts(str(sense.column))
    word = lattice.tokens[at].folded
    return len(parts) >= _QUESTION and not {word, singular(word)} & set(parts)


def _says_more(lattice: Lattice, at: int) -> bool:
    """Whether a value or a column of the table is said of them."""
    return any(
        s.cost < _LINKED and not s.first <= at < s.last
        for kind in ("column", "value")
        for s in lattice.all(kind)
    )

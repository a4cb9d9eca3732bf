"""What each row is called: by the name of the table, its key, or the name of its date."""

from __future__ import annotations

from functools import lru_cache

from analysis.base.columns import Column
from chat.linking.index import SchemaIndex
from chat.linking.naming import name_parts
from chat.linking.rownouns import counted_nouns
from chat.linking.tokens import Token
from chat.linking.words import stem
from chat.reader.base.entities import entity_words
from chat.reader.base.roles import KEY_WORDS, is_key, is_numbered, parts
from chat.reader.lexicon import nouns

_COMES_AGAIN = 0.5  # different ones for each row: each has two rows or more


@lru_cache(maxsize=64)
def nouns_of_rows(index: SchemaIndex) -> frozenset[str]:
    """Stems of what a row is called: the table's name, and that of its key."""
    found = {word for word in index.row_nouns if not word.isdigit() and len(word) > 2}
    for column in index.columns.values():
        words = [word for word in parts(column) if word not in KEY_WORDS]
        if is_key(column, index.n_rows):
            found.update(words[-1:])
        elif len(words) == 1 and is_numbered(column, index.n_rows):
            found.difference_update(words)
    known = (frozenset(found) - _come_again(index)) | events_of_rows(index)
    return known - counted_nouns(index)


def _come_again(index: SchemaIndex) -> frozenset[str]:
    """Stems of nouns that a column tells apart over several rows of each: in huts.csv with
    a ``HutName`` of a row a month, a hut is no row.

    Where a key numbers the rows, each is one: dogs of one name are several dogs.
    What only describes the rows ("tool" of tool_loans.csv) is found beside them anyway.
    """
    if any(is_key(column, index.n_rows) for column in index.columns.values()):
        return frozenset()
    found: set[str] = set()
    head = [stem(one) for one in index.table_words[-1:]]
    for column in index.columns.values():
        if column.kind not in ("category", "text", "identifier"):
            continue
        if not 1 < column.n_unique <= _COMES_AGAIN * index.n_rows:
            continue
        name = name_parts(column.name)
        alone = len(name) == 1 and head == [stem(name[0])]
        if alone or (len(name) > 1 and set(name[1:]) <= entity_words().telling):
            found.add(stem(name[0]))
    return frozenset(found)


@lru_cache(maxsize=64)
def events_of_rows(index: SchemaIndex) -> frozenset[str]:
    """Stems of what each row is by the name of its date."""
    found = (_event(column, index) for column in index.columns.values())
    return frozenset(one for one in found if one is not None)


def is_done(token: Token) -> bool:
    """Whether a word says what was done: "hired", "sold"."""
    known = nouns("en")
    return token.folded.endswith(known.done) or token.folded in known.participles


def _event(column: Column, index: SchemaIndex) -> str | None:
    """ "Performance", "alarm_time": each row is one that was then, where every row has
    such a date and no other column tells of it.

    "Start", "closed" and "timestamp" say when, and of nothing what it is.
    """
    known = nouns("en")
    if column.kind != "datetime" or column.n_missing:
        return None
    name = [one for one in name_parts(column.name) if one not in known.moments]
    done = any(one.endswith(known.done) or one in known.participles for one in name)
    if len(name) != 1 or done:
        return None
    own = stem(name[0])
    others = [one for one in index.columns.values() if one.name != column.name]
    return None if any(own in parts(one) for one in others) else own

"""Words for a thing or a person, where a column holds but something about it.

``customer_age`` is no column of customers: who counts, ranks or groups customers means
them, not their ages. Such a link by half a name is none.
"""

from __future__ import annotations

from functools import cache, lru_cache

from analysis.base.columns import Column
from chat.linking.index import SchemaIndex, spellings
from chat.linking.naming import name_parts
from chat.linking.tokens import Token
from chat.linking.vocabulary import ENTITIES, UNITS
from chat.linking.words import STOPWORDS, stem

# The last word of a name that numbers or counts the things themselves.
_NUMBERING = frozenset(
    """id ids no nr num number code key index name count counts n total totals qty quantity
    freq frequency""".split()
)


@cache
def _entities() -> frozenset[str]:
    return frozenset(stem(word) for word in ENTITIES)


def is_entity(token: Token) -> bool:
    return token.kind == "word" and token.stem in _entities()


def is_only_of(token: Token, column: Column) -> bool:
    """Whether a word names whose property a column holds, and not the property."""
    parts = [p for p in name_parts(column.name) if p not in STOPWORDS | UNITS]
    if len(parts) < 2 or not is_entity(token):
        return False
    head = parts[-1]
    if head in _NUMBERING or head.isdigit() or _is_said(token, head):
        return False
    own = [part for part in parts[:-1] if _is_said(token, part)]
    # "orders_shipped" counts orders: a plural within a name is what is counted.
    return bool(own) and not any(
        part.endswith("s") for part in own if part != stem(part)
    )


def is_property(token: Token, column: Column) -> bool:
    """Whether a number or a date of a thing is all that its column holds."""
    is_amount = column.is_numeric or column.kind == "datetime"
    return is_amount and is_only_of(token, column)


def _is_said(token: Token, part: str) -> bool:
    return any(word == token.stem for word, _, _ in spellings(part))


@lru_cache(maxsize=512)
def properties_of(token: Token, index: SchemaIndex) -> tuple[str, ...]:
    """The columns that hold something about what a word names, none naming it itself."""
    if not is_entity(token):
        return ()
    found = []
    for name, column in index.columns.items():
        if is_only_of(token, column):
            found.append(name)
        elif any(_is_said(token, part) for part in name_parts(name)):
            return ()
    return tuple(found)

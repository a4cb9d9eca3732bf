"""Words with a negating prefix: "undelivered", "nonsmokers", "inactive".

Where a column says who smokes, "nonsmokers" are those it says no of. The message is read
as if "non-smokers" stood there, which the grammar knows as a negation.
"""

from __future__ import annotations

import re

from analysis.base.columns import Column, Schema
from chat.linking.index import SchemaIndex
from chat.linking.link import column_candidates
from chat.linking.tables import schema_index
from chat.linking.tokens import Token, tokenise
from chat.linking.values import value_candidates
from chat.linking.words import stem
from chat.reader.base.roles import parts, yes_of
from chat.reader.lexicon import nouns

_MOST_TOKENS = 200
_SHORTEST = 3  # letters behind a prefix
_LINKED = 0.8
_MOST_LEVELS = 12


def without_negating_prefixes(text: str, schema: Schema) -> str:
    """The message with "non-" before what the table knows, for words it does not."""
    index = schema_index(schema)
    tokens = tokenise(text, _MOST_TOKENS)
    linked = _linked(tokens, index)
    made, at = [], 0
    for number, token in enumerate(tokens):
        if token.kind != "word" or number in linked or not token.folded.isalpha():
            continue
        positive = _positive(token.folded, index)
        if positive is None:
            continue
        made += [text[at : token.start], "non-", positive]
        at = token.end
    return "".join([*made, text[at:]])


def _linked(tokens: tuple[Token, ...], index: SchemaIndex) -> set[int]:
    found = [*column_candidates(tokens, index), *value_candidates(tokens, index)]
    return {
        at
        for one in found
        if one.score >= _LINKED and one.how in ("exact", "partial")
        for at in range(one.first, one.last)
    }


def _positive(word: str, index: SchemaIndex) -> str | None:
    """What a word denies or affirms the opposite of, as the table calls it."""
    prefixes = nouns("en").negating
    for prefix in prefixes:
        rest = word.removeprefix(prefix)
        if rest == word or len(rest) < _SHORTEST:
            continue
        if any(_is_of(column, stem(rest)) for column in index.columns.values()):
            return rest
    for column in index.columns.values():
        # "smokers" where a column is called nonsmoker
        for part in _own_words(column):
            for prefix in prefixes:
                rest = part.removeprefix(prefix)
                if rest != part and len(rest) >= _SHORTEST and stem(rest) == stem(word):
                    return part
    return None


def _own_words(column: Column) -> list[str]:
    if yes_of(column) is None:
        return []
    return [
        word for word in re.findall(r"[a-z]+", column.name.lower()) if len(word) > 4
    ]


def _is_of(column: Column, root: str) -> bool:
    """Whether a column says yes or no to a word, or holds it as one of few values."""
    if yes_of(column) is not None:
        return root in parts(column)
    if column.is_numeric or not 2 <= len(column.levels) <= _MOST_LEVELS:
        return False
    return any(stem(str(level).lower()) == root for level, _ in column.levels)

"""A message cut into tokens, with everything in it that the table knows."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from analysis.base.columns import Column
from chat.linking.choosing import best_mentions
from chat.linking.created import created_columns, created_mentions, created_names
from chat.linking.dates import date_candidates, latest_day
from chat.linking.explanations import without_explanations
from chat.linking.implied import time_candidates
from chat.linking.index import SchemaIndex
from chat.linking.link import column_candidates
from chat.linking.mentions import Mention
from chat.linking.rownouns import without_row_nouns
from chat.linking.tokens import Token, tokenise
from chat.linking.values import value_candidates

_MOST_TOKENS = 600
# Behind a number word these count nothing of the table: "two-tailed", "two-way".
_UNCOUNTED = frozenset(
    """way sample samples tailed sided factor factors variables columns groups proportions
    means sets different other independent of""".split()
)


@dataclass(frozen=True, slots=True, eq=False)
class LinkedMessage:
    """A message cut into tokens and linked to the table.

    ``new_names`` are the columns that the message itself creates.
    """

    text: str
    tokens: tuple[Token, ...]
    mentions: Sequence[Mention]
    columns: Mapping[str, Column]
    index: SchemaIndex
    new_names: tuple[str, ...] = ()


@lru_cache(maxsize=64)  # the readers of one message, and of it with fewer words
def link_message(text: str, index: SchemaIndex) -> LinkedMessage:
    """The text with the columns, values, dates and numbers in it, none overlapping."""
    tokens = tokenise(text, _MOST_TOKENS)
    names = [name for name in created_names(text) if name not in index.columns]
    columns: Mapping[str, Column] = index.columns
    if names:
        columns = ChainMap(created_columns(names, text), dict(index.columns))
    found = [
        *column_candidates(tokens, index),
        *value_candidates(tokens, index),
        *time_candidates(tokens, index),
        *date_candidates(tokens, latest_day(index.columns)),
        *created_mentions(tokens, names),
    ]
    linked = without_row_nouns(best_mentions(found, tokens), tokens, index)
    mentions = sorted([*linked, *_rest(tokens, linked)], key=lambda m: m.first)
    mentions = without_explanations(mentions, tokens)
    return LinkedMessage(text, tokens, tuple(mentions), columns, index, tuple(names))


def _rest(tokens: Sequence[Token], linked: Sequence[Mention]) -> list[Mention]:
    """Numbers and quoted texts that were linked to nothing."""
    inside = {n for m in linked for n in range(m.first, m.last)}
    found = []
    for at, token in enumerate(tokens):
        if at in inside:
            continue
        if token.kind == "number" and not _is_word_number(tokens, at):
            found.append(
                Mention(
                    kind="number",
                    first=at,
                    last=at + 1,
                    text=token.text,
                    value=token.value,
                    percent=token.percent,
                )
            )
        elif token.kind == "quoted":
            found.append(Mention("quoted", at, at + 1, token.text, value=token.text))
    return found


def _is_word_number(tokens: Sequence[Token], at: int) -> bool:
    """ "two-tailed", "one of": a number word that counts nothing."""
    token = tokens[at]
    if token.text[0].isdigit() or token.text[0] in "$€£":
        return False
    after = tokens[at + 1].folded if at + 1 < len(tokens) else ""
    return token.folded == "one" or after == "-" or after in _UNCOUNTED

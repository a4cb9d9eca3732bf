"""Tables of counts: each row is a combination of groups, with how many there were."""

from __future__ import annotations

from collections.abc import Iterable
from math import prod

from analysis.base.columns import Column
from chat.linking.words import stem
from chat.reader.base import roles
from chat.reader.lexicon import nouns

_TWO = 2  # values: 0 and 1 say yes and no, and count nothing


def counts_column(columns: Iterable[Column], n_rows: int) -> str | None:
    """The column of counts, where the others' combinations occur once each."""
    columns = list(columns)
    numbers = [c for c in columns if c.is_numeric and c.n_unique != _TWO]
    named = {stem(word) for word in nouns("en").counts}
    if len(numbers) != 1 or not set(roles.parts(numbers[0])) & named:
        return None
    others = [c for c in columns if c is not numbers[0]]
    combinations = prod(max(c.n_unique, 1) for c in others)
    return numbers[0].name if others and combinations == n_rows else None

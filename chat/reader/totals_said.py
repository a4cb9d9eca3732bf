"""Rows of totals that a question leaves out where no value of the table is called so."""

from __future__ import annotations

import re
from functools import cache

from analysis.base.columns import Schema
from chat.linking.outcomes import Question
from chat.linking.words import fold
from chat.reader.methods.names import data_of


def totals_left_out(text: str, schema: Schema) -> Question | None:
    """ "sum of units without the total row": asked to leave it out of the table first.

    None where a column holds a value that is called total: it is a condition then.
    """
    data = data_of("totals")
    match = _pattern().search(text)
    if match is None or _is_named(match["totals"], schema):
        return None
    return Question(data["prompt"], ((data["command"], data["button"]),), "totals")


@cache
def _pattern() -> re.Pattern[str]:
    data = data_of("totals")
    source = (
        rf"\b(?:{data['without']}) (?P<totals>{data['totals']})(?= *(?:$|[,.;:?!]))"
    )
    return re.compile(source, re.IGNORECASE)


def _is_named(said: str, schema: Schema) -> bool:
    """Whether a column or a value is called by one of the words."""
    words = set(fold(said).split())
    stems = {word.removesuffix("s") for word in words if "total" in word}
    names = {fold(name) for name in schema.names}
    levels = {
        fold(level)
        for column in schema.columns
        for level, _ in column.levels
        if isinstance(level, str) and "total" in level.casefold()
    }
    return any(stem in one for stem in stems for one in (*names, *levels))

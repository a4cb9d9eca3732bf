"""What is paid for something: the column of it, and whether it is one for each already."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.base.columns import Column
from chat.linking.naming import name_parts
from chat.linking.words import stem
from chat.reader.base import roles
from chat.reader.base.items import Measure
from chat.reader.calculating.state import State
from chat.reader.lexicon import nouns

_PAID = ("paying", "price")


def is_for_each(columns: Mapping[str, Column], upper: Measure, lower: Measure) -> bool:
    """ "cheapest per night" of a rate per night: it is one for each night already."""
    if upper.of is None or upper.of not in columns:
        return False
    named = set(roles.parts(columns[upper.of]))
    noun = lower.of if lower.of in columns else lower.noun
    said = {stem(word) for word in name_parts(noun or "")}
    return bool(nouns("en").rates & named and said & named)


def speaks_of_money(stage: State) -> bool:
    """Whether what is paid is asked for, and a column of it is there."""
    found = [
        stage._quality_column(quality)
        for quality, _ in stage._qualities()
        if quality in _PAID
    ]
    named = {name for _, columns in stage.bag.subjects for name in columns.names}
    return any(column is not None and column.name not in named for column in found)

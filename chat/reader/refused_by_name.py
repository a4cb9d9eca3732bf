"""Methods that are not offered are refused by their names, whatever else a message says.

"Do past prices help to foretell sales? Granger causality with two lags" names a method
beside a question with a word that nothing explains: the name decides, neither the word
nor the question without the method.
"""

from __future__ import annotations

from analysis.base.columns import Schema
from chat.linking.message import link_message
from chat.linking.outcomes import (
    UNUSED,
    Question,
    Reading,
    Unclear,
    Understood,
    UnknownColumn,
)
from chat.linking.tables import schema_index
from chat.reader.methods.linking import linked_of
from chat.reader.methods.refusing import refusal, refused_methods


def refused_by_name(text: str, schema: Schema, reading: Reading) -> Reading:
    """The refusal of what a message names, where its reading left that out."""
    if not (_is_open(reading) or isinstance(reading, Understood)):
        return reading
    linked = linked_of(link_message(text, schema_index(schema)))
    named = [one for one in refused_methods(linked) if one.method is not None]
    if not named:
        return reading
    if isinstance(reading, Understood):
        left = {word.casefold() for word in reading.task.ignored}
        words = {w for one in named for w in one.text.casefold().split()}
        words |= {one.text.casefold() for one in named}
        if not left & words:
            return reading
    return refusal(linked) or reading


def _is_open(reading: Reading) -> bool:
    """Whether the message is not understood, or only without a word of it."""
    if isinstance(reading, Question):
        return reading.why == UNUSED
    return isinstance(reading, Unclear | UnknownColumn)

"""A message that was linked to the table, as the finders of methods see it."""

from __future__ import annotations

from functools import lru_cache

from chat.linking.index import SchemaIndex
from chat.linking.message import LinkedMessage, link_message
from chat.reader.methods.linked import LinkedText, linked_text


@lru_cache(maxsize=64)
def linked_of(message: LinkedMessage) -> LinkedText:
    """The words, the columns and values they name, without columns still to be made."""
    there = [
        mention
        for mention in message.mentions
        if not set(mention.columns) & set(message.new_names)
    ]
    return linked_text(
        message.text, message.tokens, there, message.columns, message.index.postings
    )


def linked_message(text: str, index: SchemaIndex) -> LinkedText:
    """A text linked to a table."""
    return linked_of(link_message(text, index))

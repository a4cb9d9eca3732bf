"""First words by which a message or a clause of it asks something."""

from __future__ import annotations

from functools import cache

from chat.reader.methods.names import data_of


@cache
def openings(kind: str) -> frozenset[str]:
    """The words of a kind: ``asking``, or ``limited`` (of a figure of some rows)."""
    return frozenset(data_of("openings")[kind])

"""The words of measures that are made within a question, read from the lexicon's data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from chat.linking.words import stem
from chat.reader.methods.names import data_of
from chat.reader.preparing.words import Phrases, phrase

Lists = Mapping[str, Phrases]


@dataclass(frozen=True)
class ComposingWords:
    """Lists of phrases by what they are for; ``said`` are comparisons as they are put.

    ``bands`` are patterns of ranges that are set side by side.
    """

    units: Lists
    durations: Lists
    stays: Lists
    within: Lists
    order: Lists
    sums: Lists
    signs: Lists
    generic: frozenset[str]
    closing: frozenset[str]
    said: Mapping[str, str]
    bands: Mapping[str, str]
    scores: Mapping[str, str]
    recommend: frozenset[str]
    levels: Mapping[str, str]
    improving: Mapping[str, str]


@cache
def words(language: str = "en") -> ComposingWords:
    """The words of a language."""
    data = data_of("composing", language)
    found = {
        name: {
            key: Phrases(phrase(one) for one in values)
            for key, values in group.items()
            if isinstance(values, list)
        }
        for name, group in data.items()
    }
    return ComposingWords(
        found["units"],
        found["durations"],
        found["stays"],
        found["within"],
        found["order"],
        found["sums"],
        found["signs"],
        frozenset(data["durations"]["generic"]),
        frozenset(data["durations"]["closing"]),
        data["said"],
        data["bands"],
        {k: v for k, v in data["scores"].items() if isinstance(v, str)},
        frozenset(stem(word) for word in data["scores"]["recommend"]),
        data["levels"],
        data["improving"],
    )

"""Words of the account of a method, read from the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from chat.linking.words import STOPWORDS
from chat.reader.methods.names import data_of

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@cache
def _known(kind: str) -> frozenset[str]:
    return frozenset(data_of("account")[kind]["words"].split())


@cache
def weighty() -> Mapping[str, str]:
    """Words that a setting must show, each with what the setting is called."""
    known = data_of("account")["weighty"]
    return {word: shown for shown, words in known.items() for word in words}


@cache
def places(kind: str) -> frozenset[str]:
    return frozenset(data_of("account")["places"][kind])


@cache
def _small() -> frozenset[str]:
    neutral = data_of("neutral")
    return frozenset(f"{neutral['small']} {neutral['acts']}".split())


def is_silent(word: str) -> bool:
    known = (STOPWORDS, _small(), _known("silent"), weighty())
    return word.endswith("ly") or any(word in words for words in known)


def may_be_a_column(word: str) -> bool:
    small = word in STOPWORDS or word in places("never")
    return not small and not word.endswith("ly")


def numbers_in(value: Any) -> Iterator[float]:
    """All numbers of parameters, those that are written as text among them."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, Sequence) and not isinstance(value, str):
        for one in value:
            yield from numbers_in(one)
    elif isinstance(value, int | float) or _NUMBER.fullmatch(str(value)):
        yield float(value)


def strings_in(value: Any) -> Iterator[str]:
    """All texts of parameters, however deep."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, str):
        yield value
    elif isinstance(value, Sequence):
        for one in value:
            yield from strings_in(one)

"""How near words are in meaning: "takings" to revenue, "squad" to team.

Word vectors of WordLlama (D. L. Miller, MIT licence; 32,000 pieces of words with 256
figures each, part of the package): nothing is downloaded and nothing is learnt, so the
same words are as near on every machine. Nearness is the cosine of two vectors, from -1
to 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chat.linking.naming import name_parts
from chat.linking.vocabulary import (
    GENERIC,
    OTHER_ABBREVIATIONS,
    UNITS,
    abbreviations,
)
from chat.linking.words import STOPWORDS, stem

# What one word of a longer name counts for: "rate" is less than all of "heart rate".
_PART = 0.9
_SHORTEST = 4  # letters of a word that stands for a whole name by itself
_QUANTITIES = {
    "km": "kilometres distance", "mile": "miles distance", "miles": "miles distance",
    "kg": "kilograms weight", "g": "grams weight", "lb": "pounds weight",
    "cm": "centimetres", "min": "minutes duration", "mins": "minutes duration",
    "minutes": "minutes duration", "hours": "hours duration", "hrs": "hours duration",
    "eur": "euros money", "usd": "dollars money", "gbp": "pounds money",
    "kwh": "energy consumption", "c": "temperature",
}  # fmt: skip


@dataclass(frozen=True)
class Near:
    """A name and how near it is in meaning to some words."""

    name: str
    nearness: float


@cache
def _model() -> Any:
    # Loaded when the first unknown word comes: most messages have none.
    import wordllama

    folder = Path(wordllama.__file__).parent
    return wordllama.WordLlama.load(cache_dir=folder, disable_download=True)


@lru_cache(maxsize=20_000)
def _vector(words: str) -> NDArray[np.float32]:
    vector: NDArray[np.float32] = _model().embed([words], norm=True)[0]
    return vector


def nearness(one: str, other: str) -> float:
    """The cosine of the vectors of two words or phrases."""
    return float(_vector(one) @ _vector(other))


def nearest(words: str, names: Iterable[str]) -> list[Near]:
    """The names of columns by how near they are to some words, the nearest first."""
    said = words.casefold()
    found = [Near(name, _near_to_name(said, name)) for name in names]
    return sorted(found, key=lambda near: -near.nearness)


def _near_to_name(said: str, name: str) -> float:
    return max(
        (
            weight * nearness(said, form)
            for form, weight in _forms(name)
            if not _only_begins(said, form)
        ),
        default=-1.0,
    )


def _only_begins(said: str, form: str) -> bool:
    """ "postponed" beside "post": they share a piece and no meaning."""
    return any(
        said.startswith(word) and stem(said) != stem(word) for word in form.split()
    )


@lru_cache(maxsize=20_000)
def _forms(name: str) -> tuple[tuple[str, float], ...]:
    """A column's name in whole words, and the words of it that say something alone."""
    found: dict[str, float] = {}
    for expand in (_usual, _other):
        words = [
            word
            for part in name_parts(name)
            for word in expand(part).split()
            if not word.isdigit()
        ]
        core = [w for w in words if w not in UNITS and w not in STOPWORDS]
        if not core:
            core = [q for w in words for q in _QUANTITIES.get(w, w).split()]
        if core:
            found.setdefault(" ".join(core), 1.0)
        for word in core:
            if len(word) >= _SHORTEST and word not in GENERIC:
                found.setdefault(word, _PART)
    return tuple(found.items())


def _usual(part: str) -> str:
    return abbreviations().get(part, part)


def _other(part: str) -> str:
    other = OTHER_ABBREVIATIONS.get(part)
    return " ".join(other) if other else _usual(part)

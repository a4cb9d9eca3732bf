"""How much each part of a name weighs: rare ones more than what many names share."""

from __future__ import annotations

import math
from collections import defaultdict

from chat.linking.vocabulary import (
    GENERIC,
    UNITS,
    abbreviations,
)
from chat.linking.words import STOPWORDS, stem


def rarity_of(parts: dict[str, tuple[str, ...]]) -> dict[str, float]:
    counts: dict[str, int] = defaultdict(int)
    for words in parts.values():
        for word in {stem(word) for word in words}:
            counts[word] += 1
    return {
        word: 0.25 + math.log(1 + len(parts) / n) / math.log(2 + len(parts))
        for word, n in counts.items()
    }


def weight_of(
    word: str, rarity: dict[str, float], alone: bool, pair: bool = False
) -> float:
    if alone:
        return 1.0
    if word in STOPWORDS and pair:
        return 0.6
    if word in UNITS or word in STOPWORDS:
        return 0.05
    weight = rarity.get(stem(word), 1.0)
    return weight * 0.5 if abbreviations().get(word, word) in GENERIC else weight


_BEHIND_PER = 0.4  # of a part's weight: a "price per tonne" is no number of tonnes


def weights_of(parts: tuple[str, ...], rarity: dict[str, float]) -> tuple[float, ...]:
    per = parts.index("per") if "per" in parts[1:] else len(parts)
    return tuple(
        weight_of(part, rarity, len(parts) == 1, len(parts) == 2)
        * (_BEHIND_PER if place > per else 1)
        for place, part in enumerate(parts)
    )

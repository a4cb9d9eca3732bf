"""Chooses, among stretches that overlap, those that together explain most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from chat.linking.mentions import Mention
from chat.linking.tokens import Token

_LENGTH_BONUS = 0.12


def best_mentions(
    candidates: Iterable[Mention], tokens: Sequence[Token]
) -> list[Mention]:
    """The non-overlapping mentions with the greatest total weight, in order.

    Weighted interval scheduling: a stretch counts by its score for every word in it, so
    that a long name beats the short names within it.
    """
    ending: dict[int, list[Mention]] = defaultdict(list)
    for mention in candidates:
        ending[mention.last].append(mention)
    best: list[tuple[float, Mention | None]] = [(0.0, None)]
    for last in range(1, len(tokens) + 1):
        here: tuple[float, Mention | None] = (best[last - 1][0], None)
        for mention in ending.get(last, ()):
            weight = best[mention.first][0] + _weight(mention, tokens)
            if weight > here[0] + 1e-9:
                here = (weight, mention)
        best.append(here)
    return _walk(best)


def _walk(best: list[tuple[float, Mention | None]]) -> list[Mention]:
    chosen = []
    at = len(best) - 1
    while at > 0:
        mention = best[at][1]
        if mention is None:
            at -= 1
        else:
            chosen.append(mention)
            at = mention.first
    return chosen[::-1]


def _weight(mention: Mention, tokens: Sequence[Token]) -> float:
    stretch = tokens[mention.first : mention.last]
    words = sum(token.kind != "mark" for token in stretch) - mention.passed
    return mention.score * words + _LENGTH_BONUS * (words - 1)

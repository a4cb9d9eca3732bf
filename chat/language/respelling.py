"""Misspelt words of the task language, mended: "corelation", "histgram"."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from chat.language.mentions import Mention
from chat.language.task_words import task_words
from chat.language.tokens import Token
from chat.language.words import is_english

_MOST_UNKNOWN = 16


def respelt(tokens: Sequence[Token], mentions: Sequence[Mention]) -> dict[int, str]:
    """The place of each misspelt word with what it should be."""
    inside = {n for m in mentions for n in range(m.first, m.last)}
    known = task_words()
    found: dict[int, str] = {}
    tried = 0
    for at, token in enumerate(tokens):
        word = token.folded
        if at in inside or token.kind != "word" or not 5 <= len(word) <= 20:
            continue
        if word in known or not word.isascii() or is_english(word):
            continue
        tried += 1
        if tried > _MOST_UNKNOWN:
            break
        near = process.extractOne(
            word,
            known,
            scorer=DamerauLevenshtein.distance,
            score_cutoff=2 if len(word) >= 8 else 1,
        )
        if near is not None and _is_misspelt(word, near[0]):
            found[at] = near[0]
    return found


def _is_misspelt(word: str, near: str) -> bool:
    """Not so where one is the other with an ending: "symmetry" and ``symmetr``."""
    return word[0] == near[0] and not (word.startswith(near) or near.startswith(word))

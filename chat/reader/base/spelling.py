"""Misspelt words of the lexicon, set right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from chat.linking.shortened import skeleton
from chat.linking.tokens import Token
from chat.linking.words import in_dictionary, is_english, stem
from chat.reader.lexicon import Lexicon

if TYPE_CHECKING:
    from chat.reader.base.lattice import Lattice

_SUPERLATIVES = ("iest", "ier", "iness")
_DEGREES = ("est", "er")
_SHORTEST = 3  # letters of a word that takes "er" and "est"
_SHORT = frozenset(("how", "many", "much", "what", "which", "the", "and", "who", "by"))


def respelt(lattice: Lattice, words: Lexicon) -> tuple[Token, ...]:
    """The tokens with misspelt words of the lexicon set right."""
    linked = {
        n
        for category in ("column", "value", "date")
        for sense in lattice.all(category)
        if sense.cost < 0.45
        for n in range(sense.first, sense.last)
    }
    found = []
    for at, token in enumerate(lattice.tokens):
        right = token.folded
        unknown = (
            token.kind == "word"
            and at not in linked
            and token.folded.isalpha()
            and token.folded not in words.words
            and token.stem not in words.entries
            and not (len(token.folded) > 3 and in_dictionary(token.folded))
        )
        if unknown:
            right = _nearest(token.folded, words) or token.folded
        if right != token.folded:
            lattice.spelling[at] = right
            found.append(_token(right, token))
        else:
            found.append(token)
    return tuple(found)


def _nearest(word: str, words: Lexicon) -> str | None:
    if len(word) <= 3:
        short = [
            other
            for other in sorted(_SHORT)
            if other[0] == word[0] and DamerauLevenshtein.distance(word, other) == 1
        ]
        return short[0] if short and not is_english(word) else None
    if skeleton(word) == word:  # "avrg": its vowels were left out
        whole = words.by_skeleton.get(word, frozenset())
        if len(whole) == 1:
            return next(iter(whole))
    most = 1 if len(word) < 7 else 2
    if word.endswith(_SUPERLATIVES) or _is_of_degree(word):
        return None  # "windiest" is a word of its own, and none for "weakest"
    near = process.extract(
        word,
        words.spelt,
        scorer=DamerauLevenshtein.distance,
        score_cutoff=most,
        limit=3,
    )
    fitting = [
        (d, str(w)) for w, d, _ in near
        if w[0] == word[0] and len(w) > 3 and not (len(word) < 6 and _draws(w, words))
    ]  # fmt: skip
    return min(fitting)[1] if fitting else None


def _is_of_degree(word: str) -> bool:
    """ "wettest", "finer": an English word with an ending, however rare, is no other's."""
    for ending in _DEGREES:
        bare = word.removesuffix(ending)
        if bare == word or len(bare) < _SHORTEST:
            continue
        forms = (bare, bare + "e", bare[:-1] if bare[-1] == bare[-2] else bare)
        if any(len(one) >= _SHORTEST and is_english(one) for one in forms):
            return True
    return False


def _draws(word: str, words: Lexicon) -> bool:
    """ "lones" may be anything: a chart of lines has to be asked for."""
    return any(one.category == "charttype" for one in words.entries.get(stem(word), ()))


def _token(word: str, like: Token) -> Token:
    return Token(
        like.text, word, stem(word), like.start, like.end, like.kind, letters=word
    )

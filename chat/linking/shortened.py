"""How words are cut short in names ("AttPct", "SckDays"), and which words are akin."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from chat.linking.words import STOPWORDS, is_english

# Short forms that are words of their own: no other word is cut down to them.
_WHOLE = frozenset(
    """pre post mid max min avg std sum num new old all day id no per sex age car
    top low non sub its""".split()
)
_SHORTEST_WORD = 4
_LONG_PART = 6
_LONGEST_VALUE = 4
_ENDINGS = frozenset(
    """y e ti eti iti ies ied i ty ety ity ness ing ed d er or ers al ally ful ly able ance ence ant ent
    ion ions ation ations ment ments s es ive action actions actory ously ous ian ag age
    ages""".split()
) | {""}  # fmt: skip
_SURE_ENDINGS = frozenset(
    ("ty", "ti", "ety", "eti", "ness", "ing", "ed", "ment", "ag", "age")
)
# What a state and who is in it end in: absence, absent.
_OF_A_STATE = frozenset(("c", "t"))


def skeleton(word: str) -> str:
    """The first letter and the consonants behind it: "department" → dprtmnt."""
    return word[:1] + "".join(c for c in word[1:] if c not in "aeiou")


@lru_cache(maxsize=50_000)
def is_short_form(part: str) -> bool:
    """Whether a part of a name looks like a word that was cut."""
    if not 2 <= len(part) <= _LONG_PART or not part.isalpha() or part in _WHOLE:
        return False
    if len(part) == 2:
        return part not in STOPWORDS
    return not is_english(part)


@lru_cache(maxsize=50_000)
def shortens(part: str, word: str) -> float:
    """How well a part of a name stands for a word, from 0 to 1."""
    if len(word) <= len(part) or part[:1] != word[:1] or not word.isalpha():
        return 0.0
    bones = skeleton(word)
    if bones == part:
        return 0.86
    if len(word) < _SHORTEST_WORD:
        return 0.0
    if len(part) == 2:
        return 0.65 if word.startswith(part) or bones.startswith(part) else 0.0
    if word.startswith(part):
        return 0.85
    if bones.startswith(part):
        return 0.82
    if skeleton(part) == part and _is_within(part, bones):
        return 0.76
    return 0.0


def _is_within(part: str, bones: str) -> bool:
    """Whether letters stand in a word in their order, the last at its end."""
    at = 0
    for letter in part[:-1]:
        found = bones.find(letter, at)
        if found < 0:
            return False
        at = found + 1
    return bones[-1] == part[-1] and at < len(bones)


def akin(word: str, words: Iterable[str]) -> list[str]:
    """The words that differ from one by their endings only: safety, safe."""
    return [other for other in words if other != word and _is_akin(word, other)]


def _is_akin(one: str, other: str) -> bool:
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    if shared < 4:
        return False
    ends = one[shared:], other[shared:]
    if frozenset(ends) == _OF_A_STATE and shared >= 5:
        return True
    if not all(end in _ENDINGS for end in ends):
        return False
    return shared >= 5 or any(end in _SURE_ENDINGS for end in ends)


def is_short_value(level: str) -> bool:
    """Whether a stored value looks like a word that was cut ("FIN", "Mgr")."""
    return 2 <= len(level) <= _LONGEST_VALUE and level.isalpha() and level[:1].isupper()

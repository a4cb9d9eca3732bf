"""Names of columns as words: cut apart, written out, and what they are looked up by."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from analysis.base.columns import Column
from chat.linking.openings import without_modifiers
from chat.linking.vocabulary import INITIALS, UNITS, abbreviations
from chat.linking.words import STOPWORDS, fold, is_english, root_of, stem

_NUMBER_OF = re.compile(r"(?:\bno\.? ?of|\bnum\.? of|#\s?of|^#) ?", re.I)
_PROSE = 5  # words
_NAME_PARTS = re.compile(
    r"[kMGT]Wh?(?![a-z])|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+|[^\W\d_A-Za-z]+"
)
_OF_HEAD = 0.9  # … where its name says more ("monthly fee")


@lru_cache(maxsize=20_000)
def name_parts(name: str) -> tuple[str, ...]:
    """The words of a column's name: ``"gdpPercap_2007"`` → gdp, percap, 2007.

    Words written together are cut where known words meet ("traveltime").
    """
    parts: list[str] = []
    name = _NUMBER_OF.sub("number of ", name)
    for part in _NAME_PARTS.findall(name):
        parts.extend(_without_initial(part) or _cut(fold(part)))
    return tuple(parts)


def _without_initial(part: str) -> tuple[str, str] | None:
    """ "Mjob" → m, job: a letter before a whole word stands for a word of its own."""
    letter, rest = fold(part[:1]), part[1:]
    if letter not in INITIALS or not part[0].isupper() or not rest.islower():
        return None
    if fold(part) in abbreviations():  # "Prev" is short for previous, and no P, rev
        return None
    is_word = len(rest) >= 3 and (rest in abbreviations() or is_english(rest))
    return (letter, rest) if is_word and not is_english(fold(part)) else None


@cache
def _cut(part: str) -> tuple[str, ...]:
    if len(part) < 5 or not part.isascii() or is_english(part):
        return (part,)
    if part[:2] in _SHORT_WORDS and is_english(part[2:]):
        return (part[:2], part[2:])
    for at in range(len(part) - 3, 2, -1):
        if all(_is_piece(piece) for piece in (part[:at], part[at:])):
            return (part[:at], part[at:])
    return (part,)


_SHORT_WORDS = frozenset(("go", "up", "in", "on", "to", "no", "by"))


def _is_piece(piece: str) -> bool:
    if piece in abbreviations():
        return len(piece) >= 3
    return len(piece) >= 3 and is_english(piece)


def spelled_out(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The parts with short forms of several words written out ("los": length of stay)."""
    if is_prose(parts):
        return parts
    return tuple(
        word
        for part in parts
        for word in (
            abbreviations().get(part, part).split()
            if " " in abbreviations().get(part, "")
            else (part,)
        )
        if word == part or word not in STOPWORDS
    )


def is_prose(parts: tuple[str, ...]) -> bool:
    """Whether a name is a whole question or statement: nothing in it is cut short."""
    return len(parts) >= _PROSE


def key_of(words: tuple[str, ...]) -> str:
    return stem("".join(words))


def core_of(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(p for p in parts if p not in UNITS and p not in STOPWORDS)


def spelled(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        word for part in parts for word in abbreviations().get(part, part).split()
    )


def names_said(column: Column) -> tuple[str, ...]:
    """The stems of a column's name, and of what is left of it without "total" …"""
    return tuple(names_for(name_parts(column.name), frozenset()))


def names_for(parts: tuple[str, ...], others: frozenset[str]) -> dict[str, float]:
    """What a name is looked up by, with how sure it is; ``others`` have the rest of it."""
    words = spelled(core_of(parts) or parts)
    found = {
        " ".join(root_of(word) for word in one): 1.0
        for one in (spelled(parts), words, parts)
    }
    if len(parts) > 1:
        # "newsletter" is two words to who cuts it.
        found |= {key_of(parts): 1.0, root_of("".join(parts)): 1.0}
    bare = tuple(root_of(word) for word in without_modifiers(words))
    if bare and not is_prose(parts) and not others & {stem(word) for word in bare}:
        found.setdefault(" ".join(bare), _OF_HEAD)
    return found


def quoted(name: str) -> str:
    """A column's name as a message can hold it: in backquotes, unless it is one word."""
    return name if re.fullmatch(r"\w+", name) else f"`{name}`"

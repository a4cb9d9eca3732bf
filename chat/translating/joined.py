"""Words that are joined of two, one of which says what is asked of the other."""

from __future__ import annotations

from chat.linking.words import is_english
from chat.reader.lexicon.known import known_words
from chat.translating.names import Names
from chat.translating.words import phrase_at, words

_LINKS = ("", "s", "es", "n", "en", "e", "er", "-")
_SHORTEST = 3  # letters that a part of a joined word has at least
_LONGEST = 100  # letters of a joined word: every place to cut it is looked at


def is_joined(word: str, names: Names) -> bool:
    """Whether a word is joined of two in German, and none of English."""
    folded = word.casefold()
    if folded in known_words() or is_english(folded):
        return False
    return joined(word, names) is not None


def joined(word: str, names: Names) -> str | None:
    """A joined word by its parts: "Durchschnittspreis" is the average price."""
    if len(word) > _LONGEST:
        return None
    known = words()
    folded = word.casefold()
    for cut in range(len(folded) - _SHORTEST, _SHORTEST - 1, -1):
        front = known.fronts.get(folded[:cut])
        if front is not None:
            rest = _single(word[cut:], names)
            if rest is not None:
                return f"{front} {rest}"
    for cut in range(_SHORTEST, len(folded) - _SHORTEST + 1):
        back = known.backs.get(folded[cut:])
        if back is None:
            continue
        for link in _LINKS:
            if link and not folded[:cut].endswith(link):
                continue
            rest = _single(word[: cut - len(link)], names)
            if rest is not None:
                return f"{back} {rest}"
    return _of_two_nouns(word)


def _of_two_nouns(word: str) -> str | None:
    """ "Zimmertyp" is the room type: two nouns, the first of which says of what sort."""
    for cut in range(_SHORTEST, len(word) - _SHORTEST + 1):
        second = phrase_at([word[cut:]])
        if second is None or not second.is_noun:
            continue
        for link in _LINKS:
            if link and not word[:cut].casefold().endswith(link):
                continue
            first = phrase_at([word[: cut - len(link)] or " "])
            if first is not None and first.is_noun:
                return f"{first.english} {second.english}"
    return None


def _single(word: str, names: Names) -> str | None:
    """One word by itself: a name, or a noun that the language's file has."""
    written = names.written(word)
    if written is not None:
        return written
    phrase = phrase_at([word])
    return phrase.english if phrase is not None else None

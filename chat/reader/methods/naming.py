"""Finds the methods that a message names, and unknown words before known ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from chat.linking.words import STOPWORDS, is_english, stem
from chat.reader.methods.linked import LinkedText
from chat.reader.methods.names import (
    MOST_WORDS,
    Method,
    data_of,
    looked_up,
    may_begin,
    plain,
)

_WORD = re.compile(r"[^\W_](?:[\w'&²+.:]*[\w²])?'?|²|\d+%?")
_CLOSE = re.compile(r"[\s/-]{0,3}")
_BREAK = re.compile(r"[,;:.!?()\"“”\[\]=~+*<>]")
_MOST_UNKNOWN = 3
_SHORTEST = 4  # of an unknown word before a statistic: shorter ones are typing errors


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the message: as it is compared, and where it stands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Named:
    """A stretch of the text that names a method; without one, by unknown words.

    ``head`` is the known method or chart behind unknown words.
    """

    start: int
    end: int
    text: str
    method: Method | None = None
    head: str = ""

    @property
    def is_absent(self) -> bool:
        return self.method is None or not self.method.is_offered


def words_in(linked: LinkedText) -> list[Word]:
    return [
        Word(plain(match[0]).replace("'", ""), match.start(), match.end())
        for match in _WORD.finditer(linked.low)
    ]


def named_methods(linked: LinkedText) -> tuple[Named, ...]:
    """The methods named, the longest first where they overlap, in order.

    Words that name a column or a value of the table are none.
    """
    if "named" not in linked.memory:
        linked.memory["named"] = _find_methods(linked)
    found: tuple[Named, ...] = linked.memory["named"]
    return found


def _find_methods(linked: LinkedText) -> tuple[Named, ...]:
    words = words_in(linked)
    found: list[Named] = []
    at = 0
    while at < len(words):
        longest = _longest(linked, words, at) if may_begin(words[at].text) else 0
        for length in range(longest, 0, -1):
            one = _named(linked, words, at, length)
            if one is not None:
                found.append(one)
                at += length
                break
        else:
            at += 1
    return tuple(found)


def _longest(linked: LinkedText, words: Sequence[Word], at: int) -> int:
    """How many words stand close together from a place on, as many as a form may have."""
    length = 1
    while (
        length < MOST_WORDS
        and at + length < len(words)
        and _CLOSE.fullmatch(
            linked.low, words[at + length - 1].end, words[at + length].start
        )
    ):
        length += 1
    return length


def _named(
    linked: LinkedText, words: Sequence[Word], at: int, length: int
) -> Named | None:
    stretch = words[at : at + length]
    method = looked_up([word.text for word in stretch])
    if method is None:
        return None
    start, end = stretch[0].start, stretch[-1].end
    part = linked.covering(start, end)
    if part is not None and (length == 1 or (part.start, part.end) != (start, end)):
        return None
    if (
        length == 1
        and stretch[0].text in _standing()
        and not _stands(linked, words, at)
    ):
        return None
    if is_denied(linked, start):
        return None
    return Named(start, end, linked.text[start:end], method)


def is_denied(linked: LinkedText, start: int) -> bool:
    """Whether the words before say that it is not wanted ("not a Scheffé test")."""
    before = linked.low[max(0, start - 24) : start]
    return _denied().search(before) is not None


@cache
def _denied() -> re.Pattern[str]:
    words = "|".join(map(re.escape, data_of("modifiers")["denied"]))
    return re.compile(rf"\b(?:{words}) (?:an? |the |any )?$")


@cache
def _standing() -> frozenset[str]:
    return frozenset(data_of("modifiers")["standing"])


@cache
def _followers() -> frozenset[str]:
    return frozenset(data_of("modifiers")["followed_by"])


def _stands(linked: LinkedText, words: Sequence[Word], at: int) -> bool:
    """Whether an ambiguous word stands as a noun of its own."""
    word = words[at]
    before = linked.low[: word.start].rstrip()
    noun_before = not before or bool(
        re.search(r"(?:\b(?:a|an|the|this|planned|run|do|compute|calculate)|[,;:.])$", before)
    )  # fmt: skip
    after = linked.low[word.end :].lstrip()
    following = words[at + 1] if at + 1 < len(words) else None
    stands = (
        not after
        or after[0] in ".,;:?!"
        or (following is not None and following.text in _followers())
    )
    if word.text not in data_of("modifiers")["commands"]:
        return noun_before and stands
    told = before.rpartition(" ")[2] in data_of("modifiers")["command_before"]
    listed = following is not None and linked.covering(following.start, following.end)
    return (noun_before or told) and bool(
        stands or after[0] == "(" or "~" in after or listed
    )


@cache
def known_words() -> frozenset[str]:
    """Words that may stand before any method and leave it as it is."""
    return frozenset(data_of("modifiers")["known"]["words"].split()) | STOPWORDS


@cache
def _heads(strict: bool) -> frozenset[str]:
    return frozenset(data_of("modifiers")["heads"]["any" if strict else "rare"])


def unknown_modifiers(linked: LinkedText, named: Sequence[Named]) -> tuple[Named, ...]:
    """Unknown words before a known method, chart or statistic ("foo regression")."""
    words = words_in(linked)
    found = []
    for at, length, strict in _head_places(linked, words, named):
        first = at
        while (
            first > 0
            and at - first < _MOST_UNKNOWN
            and _CLOSE.fullmatch(linked.low, words[first - 1].end, words[first].start)
            and _is_unknown(linked, words[first - 1], named, strict)
        ):
            first -= 1
        if first == at:
            continue
        start, end = words[first].start, words[at + length - 1].end
        head = linked.text[words[at].start : end]
        if not is_denied(linked, start):
            found.append(Named(start, end, linked.text[start:end], None, head))
    return tuple(found)


def _head_places(
    linked: LinkedText, words: Sequence[Word], named: Sequence[Named]
) -> list[tuple[int, int, bool]]:
    """First word and number of words of each head, and whether it stands no strangers."""
    places = []
    offered = {one.start: one for one in named if not one.is_absent}
    taken: set[int] = set()
    for at, word in enumerate(words):
        one = offered.get(word.start)
        if one is not None:
            length = sum(w.end <= one.end for w in words[at:])
            places.append((at, length, _ends_strictly(words[at + length - 1].text)))
            taken.update(range(at, at + length))
    absent = [one for one in named if one.is_absent]
    for at, word in enumerate(words):
        if at in taken or any(one.start <= word.start < one.end for one in absent):
            continue
        if linked.covering(word.start, word.end):
            continue
        if word.text in _heads(True) and not _is_verb(linked, words, at):
            places.append((at, 1, True))
        elif word.text in _heads(False) and not _is_verb(linked, words, at):
            places.append((at, 1, False))
    return places


def _ends_strictly(word: str) -> bool:
    return word in _heads(True) or word in ("test", "tests")


def _is_verb(linked: LinkedText, words: Sequence[Word], at: int) -> bool:
    """ "test whether", "plot fare", "and chart it": what to do, no noun."""
    after = linked.low[words[at].end :]
    if words[at].text in ("plot", "graph", "chart", "test", "forecast", "transform"):
        return not re.match(
            r"\s*(?:$|[,.;:?!)]|(?:of|for|with|between|on|by|showing|comparing|to|in|from"
            r"|using|that|where|and|over|across|about)\b)",
            after,
        )
    return False


def _owner(linked: LinkedText, word: Word) -> str:
    """ "library" of "library's"."""
    return linked.low[word.start : word.end].partition("'")[0]


def _is_unknown(
    linked: LinkedText, word: Word, named: Sequence[Named], strict: bool
) -> bool:
    text = word.text
    if not strict and len(text) < _SHORTEST:
        return False
    if "'" in linked.low[word.start : word.end] and is_english(_owner(linked, word)):
        return False
    if (
        text in _heads(True)
        or text in known_words()
        or text.rstrip("s") in known_words()
    ):
        return False
    if text.isdigit() or re.fullmatch(r"[\d.,%]+", text) or text.endswith("ly"):
        return False
    if any(part.start < word.end and word.start < part.end for part in linked.parts):
        return False
    if any(one.start < word.end and word.start < one.end for one in named):
        return False
    if stem(text) in linked.related:
        return False
    return strict or not is_english(text)

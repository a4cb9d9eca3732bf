"""Puts a German message into English: names stay, patterns reorder, words change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chat.linking.tokens import Token, normalise, tokenise
from chat.translating.joined import joined
from chat.translating.names import Names
from chat.translating.words import Phrase, phrase_at, root, words

_DECIMAL = re.compile(r"(?<![\d.,])(\d+),(\d+)(?![\d,])")
_THOUSANDS = re.compile(r"(?<![\d.,])([1-9]\d{0,2})((?:\.\d{3})+)(?![\d.])")
_DAY = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b")
_LONGEST = 8  # words of a phrase
_STOPS = frozenset(".;?!\n:")


@dataclass(frozen=True, slots=True)
class _Item:
    """A word or mark of the message; ``english`` where that is settled."""

    text: str
    stem: str
    english: str = ""
    owner: bool = False


def in_english(text: str, names: Names) -> str:
    """The message in English, with the names and values of the table as written there."""
    text = _DAY.sub(_iso, normalise(text))
    text = _THOUSANDS.sub(lambda m: m[0].replace(".", ""), text)
    text = _DECIMAL.sub(r"\1.\2", text)
    items = list(_items(tokenise(text), text, names))
    return _joined(_rendered(items, names))


def _iso(match: re.Match[str]) -> str:
    day, month, year = (int(part) for part in match.groups())
    return f"{year}-{month:02}-{day:02}"


def _items(tokens: Sequence[Token], text: str, names: Names) -> Iterator[_Item]:
    said = [token.text for token in tokens]
    stems = [root(t.text) if t.kind == "word" else t.text.casefold() for t in tokens]
    at = 0
    while at < len(tokens):
        token = tokens[at]
        whole = text[token.start : token.end]
        found = names.at(said, at) if token.kind in ("word", "number") else None
        if found is not None and not _is_rather_a_word(token, found):
            yield _Item(whole, "", english=found[1])
            at += found[0]
            continue
        settled = token.kind not in ("word", "mark")
        yield _Item(whole, stems[at], english=whole if settled else "")
        at += 1


def _is_rather_a_word(token: Token, found: tuple[int, str]) -> bool:
    """Whether a small word ("in", "an") is only by chance written as a value is."""
    return found[0] == 1 and len(token.text) <= 3 and token.text != found[1]


def _rendered(items: Sequence[_Item], names: Names) -> list[str]:
    """The English of some words, part by part."""
    out: list[str] = []
    at = 0
    owner = False
    while at < len(items):
        matched = _pattern_at(items, at)
        if matched is not None:
            phrase, slots, end = matched
            out.extend(_filled(phrase, slots, names))
            at, owner = end, False
            continue
        english, used, is_owner = _word_at(items, at, names, owner)
        if english:
            out.append(english)
        at, owner = at + used, is_owner
    return out


def _word_at(
    items: Sequence[_Item], at: int, names: Names, owner: bool
) -> tuple[str, int, bool]:
    """The English of the longest phrase from a word on, and how many words it is."""
    item = items[at]
    if item.english:
        return item.english, 1, True
    known = words()
    if owner and item.text.casefold() in known.genitives:
        return "of the", 1, False
    written = names.written(item.text)
    if written is not None:
        return written, 1, True
    phrase = phrase_at([i.text for i in items[at : at + _LONGEST]])
    if phrase is not None:
        return phrase.english, len(phrase.pieces), phrase.english in known.owners
    compound = joined(item.text, names)
    if compound is not None:
        return compound, 1, True
    return item.text, 1, False


def _pattern_at(
    items: Sequence[_Item], at: int
) -> tuple[Phrase, dict[str, Sequence[_Item]], int] | None:
    """The pattern with most words that stands from a word on, with its slots."""
    end = at
    while end < len(items) and items[end].text not in _STOPS:
        end += 1
    for phrase in words().patterns:
        first = phrase.pieces[0]
        if first.startswith("{") and at and items[at - 1].text not in _STOPS:
            continue
        if not first.startswith("{") and items[at].stem != first:
            continue
        matched = _matched(phrase.pieces, items, at, end)
        if matched is not None:
            return phrase, matched[0], matched[1]
    return None


def _matched(
    pieces: Sequence[str], items: Sequence[_Item], at: int, end: int
) -> tuple[dict[str, Sequence[_Item]], int] | None:
    """The words of each slot, and where the pattern ends; the last slot takes the rest."""
    if not pieces:
        return {}, at
    piece = pieces[0]
    if not piece.startswith("{"):
        if at < end and not items[at].english and items[at].stem == piece:
            return _matched(pieces[1:], items, at + 1, end)
        return None
    if len(pieces) == 1:
        return ({piece: items[at:end]}, end) if at < end else None
    for stop in range(at + 1, end + 1):
        rest = _matched(pieces[1:], items, stop, end)
        if rest is not None:
            return {piece: items[at:stop], **rest[0]}, rest[1]
    return None


def _filled(
    phrase: Phrase, slots: dict[str, Sequence[_Item]], names: Names
) -> Iterator[str]:
    for part in re.split(r"(\{\w\}|\[\w+\])", phrase.english):
        if part in slots:
            yield from _rendered(slots[part], names)
        elif part.startswith("["):
            # A German word that the table may have a name for.
            yield from _rendered([_Item(part[1:-1], root(part[1:-1]))], names)
        elif part.strip():
            yield part.strip()


def _joined(parts: Sequence[str]) -> str:
    text = " ".join(part for part in parts if part)
    text = re.sub(r"\s+([,.;:?!)])", r"\1", text)
    text = re.sub(r"\(\s+", "(", text)
    return re.sub(r" {2,}", " ", text).strip()

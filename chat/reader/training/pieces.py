"""A training request cut into what gives columns their parts: marks, columns, words, stops."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from chat.linking.mentions import Mention
from chat.linking.message import LinkedMessage
from chat.linking.naming import name_parts
from chat.linking.tokens import Token
from chat.linking.words import STOPWORDS, fold

SURE = 0.75
# A column's own name, and another form of it, as the linker scores them.
IN_FULL = 1.2
IN_OTHER_FORM = 1.0
_STOPS = re.compile(r"[?!;\n]|\.(?=\s|$)")
# A mark takes the place of words that only look like a column ("leave" for cancelled).
_MARK_ORDER = (
    "target_before", "features_before", "excluded", "every", "target", "features", "only",
    "but", "anew", "on", "of",
)  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """A part of a request: a mark, a column, a word without a use, or a stop."""

    kind: str
    start: int
    end: int
    text: str
    mention: Mention | None = None


@cache
def _words() -> dict[str, Any]:
    path = Path(__file__).with_name("roles.en.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def pasts() -> dict[str, str]:
    """Verbs whose column is called by a past that is not made of them: leave, left."""
    return dict(_words()["pasts"])


@cache
def _marks() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = []
    for kind in _MARK_ORDER:
        form = "|".join(f"(?:{one})" for one in _words()["marks"][kind])
        found.append(
            (
                kind,
                re.compile(rf"(?<![\w'’_])(?:{form})(?![\w_]|['’]\w)", re.IGNORECASE),
            )
        )
    return tuple(found)


@cache
def _small() -> frozenset[str]:
    return frozenset(_words()["small"]["words"].split()) | STOPWORDS


def pieces_of(message: LinkedMessage) -> list[Piece]:
    """Marks, columns, words and stops, in their order."""
    columns = list(columns_in(message))
    kept = [piece for piece in columns if _is_in_full(piece)]
    for kind, form in _marks():
        for match in form.finditer(message.text):
            piece = Piece(kind, match.start(), match.end(), match[0].lower())
            if not any(_meet(piece, other) for other in kept):
                kept.append(piece)
    for piece in columns:
        if not any(_meet(piece, other) for other in kept):
            kept.append(piece)
    for match in _STOPS.finditer(message.text):
        piece = Piece("stop", match.start(), match.end(), match[0])
        if not any(_meet(piece, other) for other in kept):
            kept.append(piece)
    for token in message.tokens:
        kind = "comma" if token.text == "," else "word"
        if token.kind == "mark" and kind == "word":
            continue
        piece = Piece(kind, token.start, token.end, token.text)
        if kind == "word" and token.folded in _small():
            continue
        if not any(_meet(piece, other) for other in kept):
            kept.append(piece)
    return sorted(kept, key=lambda piece: piece.start)


def columns_in(message: LinkedMessage) -> Iterator[Piece]:
    for mention in message.mentions:
        if mention.kind != "column" or not mention.columns:
            continue
        tokens = message.tokens[mention.first : mention.last]
        if mention.score < SURE or _is_small(tokens, mention.score):
            continue
        yield Piece("column", tokens[0].start, tokens[-1].end, mention.text, mention)


def _is_small(tokens: Sequence[Token], score: float) -> bool:
    """Whether words that say little were taken for a column that is called otherwise."""
    if all(token.folded in STOPWORDS for token in tokens):
        return score < IN_FULL
    return score < IN_OTHER_FORM and all(token.folded in _small() for token in tokens)


def _is_in_full(piece: Piece) -> bool:
    return piece.mention is not None and piece.mention.score >= IN_FULL


def _meet(one: Piece, other: Piece) -> bool:
    return one.start < other.end and other.start < one.end


def measured_by(name: str) -> list[str]:
    """What a column measures by the unit in its name: a time for "Finish_min"."""
    said = set(name_parts(name))
    return [
        noun
        for one in _words()["measured"].values()
        if said & set(one["units"].split())
        for noun in one["nouns"].split()
    ]


def in_unit_of(word: str, name: str) -> bool:
    """Whether a word is the unit in a column's name: "minutes" for Finish_min."""
    said = fold(word)
    return any(
        said in units
        and part in units
        and (said.startswith(part) or part.startswith(said))
        for one in _words()["measured"].values()
        for units in (one["units"].split(),)
        for part in name_parts(name)
    )

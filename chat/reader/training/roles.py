"""Which columns of a training request are predicted, used and left out.

The request is read from left to right: marks ("predict", "from", "except", "as the target")
give parts to the columns behind or before them. What has no use is kept, to be told.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from analysis.base.columns import Schema
from chat.linking.mentions import Mention
from chat.linking.message import LinkedMessage, link_message
from chat.linking.tables import schema_index
from chat.linking.tokens import Token, normalise
from chat.linking.vocabulary import ROW_NOUNS
from chat.linking.words import STOPWORDS
from chat.reader.base.senses import nouns_of_rows
from chat.reader.lexicon import nouns

SURE = 0.75
# A column's own name, and another form of it, as the linker scores them.
_IN_FULL = 1.2
_IN_OTHER_FORM = 1.0
_STOPS = re.compile(r"[?!;\n]|\.(?=\s|$)")
# A mark takes the place of words that only look like a column ("leave" for cancelled).
_MARK_ORDER = (
    "target_before", "features_before", "excluded", "every", "target", "features", "only",
    "but", "anew", "on", "of",
)  # fmt: skip

# What a word of a list of columns stands behind.
_LISTING = ("features", "excluded", "on", "column", "comma", "every", "word")


@dataclass(frozen=True)
class Piece:
    """A part of a request: a mark, a column, a word without a use, or a stop."""

    kind: str
    start: int
    end: int
    text: str
    mention: Mention | None = None


@dataclass
class Roles:
    """The columns of a request by their part.

    ``likely`` is a target that was said loosely, ``no_target`` words where one would stand
    that is no column; ``unused`` words have no part, and ``absent`` ones stand where a
    feature would.
    """

    target: str = ""
    likely: str = ""
    no_target: str = ""
    features: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    every: bool = False
    absent: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)


def roles_of(text: str, schema: Schema) -> Roles:
    """The parts that a request, without its settings and kind of model, gives to columns."""
    reading = _Reading(link_message(normalise(text), schema_index(schema)))
    for piece in _pieces(reading.message):
        reading.take(piece)
    return reading.roles()


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


def _pieces(message: LinkedMessage) -> list[Piece]:
    """Marks, columns, words and stops, in their order."""
    columns = list(_columns(message))
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


def _columns(message: LinkedMessage) -> Iterator[Piece]:
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
        return score < _IN_FULL
    return score < _IN_OTHER_FORM and all(token.folded in _small() for token in tokens)


def _is_in_full(piece: Piece) -> bool:
    return piece.mention is not None and piece.mention.score >= _IN_FULL


def _meet(one: Piece, other: Piece) -> bool:
    return one.start < other.end and other.start < one.end


class _Reading:
    """The parts that have been given so far, and the one that the next column gets."""

    def __init__(self, message: LinkedMessage) -> None:
        self.message = message
        self.rows = nouns_of_rows(message.index) | ROW_NOUNS | nouns("en").people
        self.state = ""
        self.target: list[Piece] = []
        self.loose: list[Piece] = []  # behind "of" and "for"
        self.pending: list[Piece] = []  # no part yet
        self.recent: list[Piece] = []  # since the last mark
        self.features: list[Piece] = []
        self.excluded: list[Piece] = []
        self.sought: list[str] = []  # words where a target would stand
        self.beside: list[str] = []  # those of them that may make it another column
        self.found = Roles()
        self.before = Piece("start", 0, 0, "")

    def take(self, piece: Piece) -> None:
        if piece.kind == "anew":
            piece = self._named_there(piece) or piece
        getattr(self, f"_{piece.kind}")(piece)
        self.before = piece

    def _begin(self, state: str) -> None:
        self.state = state
        self.recent = []

    def _stop(self, piece: Piece) -> None:
        self._begin("")

    def _comma(self, piece: Piece) -> None:
        if self.state in ("target", "of") and self._has_target():
            self._begin("")

    def _anew(self, piece: Piece) -> None:
        self._begin("")

    def _named_there(self, piece: Piece) -> Piece | None:
        """ "from make, storage and battery": a column of a list, and no new sentence."""
        listed = self.before.kind in ("features", "excluded", "comma")
        if self.state not in ("features", "excluded") or not listed:
            return None
        columns = _columns(self.message)
        return next((one for one in columns if one.start == piece.start), None)

    def _target(self, piece: Piece) -> None:
        listed = self.state == "features" and self.before.kind in ("comma", "column")
        if listed and (self.sought or self._has_target()):
            return  # "from the weather and whether it was a holiday"
        # "can age and income predict churn": what predicts it stands before
        if piece.text.split()[0] in ("predict", "predicts") and self.state == "":
            told = [one for one in self.recent if one in self.pending]
            if told and self.before is told[-1]:
                self._move(told, self.pending, self.features)
        self._begin("target")

    def _target_before(self, piece: Piece) -> None:
        if self.recent:
            one = self.recent[-1]
            for part in (self.pending, self.features, self.loose, self.excluded):
                if one in part:
                    part.remove(one)
            if one not in self.target:
                self.target.append(one)
        self._begin("")

    def _features(self, piece: Piece) -> None:
        if not self._has_target() and self.pending:
            one = self.pending[-1]
            self._move([one], self.pending, self.loose)
        self._begin("features")

    def _features_before(self, piece: Piece) -> None:
        if self.state not in ("excluded", "features"):
            self._move(list(self.recent), self.pending, self.features)
        self._begin("")

    def _excluded(self, piece: Piece) -> None:
        if piece.text in _words()["pasts"] and self.before.kind == "target":
            self.sought.append(piece.text)  # "tells me who will leave"
            return
        self._begin("excluded")

    def _every(self, piece: Piece) -> None:
        if self.state == "excluded":
            return
        self.found.every = True
        self._begin("features")

    def _but(self, piece: Piece) -> None:
        if self.found.every:
            self._begin("excluded")

    def _only(self, piece: Piece) -> None:
        told = [one for one in self.recent if one in self.pending]
        self._move(told, self.pending, self.features)
        self._begin("features")

    def _of(self, piece: Piece) -> None:
        if self.state == "" and not self._has_target():
            self._begin("of")

    def _on(self, piece: Piece) -> None:
        if self._has_target() and self.state in ("target", "of", ""):
            self._begin("features")
        elif piece.text == "from" or (self.pending and self.state == ""):
            self._features(piece)
        elif self.state == "":
            self._begin("of")

    def _column(self, piece: Piece) -> None:
        part = {"target": self.target, "of": self.loose, "features": self.features,
                "excluded": self.excluded}.get(self.state, self.pending)  # fmt: skip
        if self.state == "features" and self._describes(piece):
            self.found.unused.append(self.found.absent.pop())
        part.append(piece)
        self.recent.append(piece)

    def _describes(self, piece: Piece) -> bool:
        """ "soil pH": a word right before a column says more of it, and is told."""
        between = self.message.text[self.before.end : piece.start].strip()
        return bool(self.found.absent) and self.before.kind == "word" and not between

    def _word(self, piece: Piece) -> None:
        token = next(t for t in self.message.tokens if t.start == piece.start)
        is_row = token.stem in self.rows or token.folded in self.rows
        if self.state in ("target", "of"):
            self.sought.append(piece.text)
            self.beside += [] if is_row else [piece.text]
        elif self._is_listed() and self._says_more(piece):
            self.found.unused.append(piece.text)
        elif self._is_listed():
            if self.before.kind == "word" and self.found.absent:
                self.found.absent[-1] += f" {piece.text}"
            else:
                self.found.absent.append(piece.text)
        elif not is_row:
            self.found.unused.append(piece.text)

    def _is_listed(self) -> bool:
        """Whether a word stands in a list of columns: "from age, humidity and sex"."""
        if (
            self.state not in ("features", "excluded")
            or self.before.kind not in _LISTING
        ):
            return False
        # "…, use the sparse solver", behind a list of features, begins no other one
        return bool(self.recent) or self.state == "excluded" or not self.features

    def _says_more(self, piece: Piece) -> bool:
        """ "bed size, water": a word right behind a column says more of it, and is told."""
        between = self.message.text[self.before.end : piece.start]
        return self.before.kind == "column" and between == " "

    def _has_target(self) -> bool:
        return bool(self.target or self.loose)

    @staticmethod
    def _move(some: Sequence[Piece], source: list[Piece], to: list[Piece]) -> None:
        for one in some:
            if one in source:
                source.remove(one)
                to.append(one)

    def roles(self) -> Roles:
        found = self.found
        if self.target:  # "train on age and income to predict churn"
            self.features += self.loose
        elif len(self.loose) > 1 and not self.features:
            self.loose = [_best(self.loose)]
        self._settle_target(self.target or self.loose[:1] or self._alone())
        chosen = found.target or found.likely
        self._settle_doubles(chosen)
        for part, names in (
            (self.features, found.features),
            (self.excluded, found.excluded),
        ):
            for piece in part:
                assert piece.mention is not None
                if piece.mention.column not in (*names, chosen):
                    names.append(piece.mention.column)
        used = {*found.features, *found.excluded, chosen}
        found.unused += [
            piece.text for piece in self.pending
            if piece.mention is not None and piece.mention.column not in used
            and not (piece.mention.how == "synonym" or self._are_rows(piece))
        ]  # fmt: skip
        return found

    def _settle_doubles(self, chosen: str) -> None:
        """ "from height and place" where only the target is like a place: it is missing."""
        said = {one.text.casefold() for one in (*self.target, *self.loose)}
        for one in list(self.features):
            assert one.mention is not None
            same = one.mention.column == chosen and one.mention.score < _IN_OTHER_FORM
            if same and one.text.casefold() not in said:
                self.features.remove(one)
                self.found.absent.append(one.text)

    def _alone(self) -> list[Piece]:
        """A request with one column and no mark: "train a model, price"."""
        return self.pending[:1] if len(self.pending) == 1 else []

    def _are_rows(self, piece: Piece) -> bool:
        assert piece.mention is not None
        tokens = self.message.tokens[piece.mention.first : piece.mention.last]
        return all(t.stem in self.rows or t.folded in self.rows for t in tokens)

    def _settle_target(self, said: Sequence[Piece]) -> None:
        found = self.found
        told = [piece for piece in said if not self._are_rows(piece)] or list(said)
        if not told:
            found.no_target = " ".join(self.sought)
            return
        best = _best(told, self.message.text)
        assert best.mention is not None
        mention = best.mention
        others = {p.mention.column for p in told if p.mention} - {mention.column}
        loose = mention.how == "synonym" and mention.last - mention.first > 1
        found.likely = mention.column
        doubtful = (others or self.beside) and not _is_bracketed(
            best, self.message.text
        )
        if len(mention.columns) == 1 and not loose and not doubtful:
            found.target = mention.column


def _best(pieces: Sequence[Piece], text: str = "") -> Piece:
    """The column that is meant: one in brackets explains the words before it."""
    return max(
        pieces,
        key=lambda p: (_is_bracketed(p, text), p.mention.score if p.mention else 0.0),
    )


def _is_bracketed(piece: Piece, text: str) -> bool:
    return text[: piece.start].rstrip().endswith("(")

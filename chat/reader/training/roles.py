"""Which columns of a training request are predicted, used and left out.

The request is read from left to right: marks ("predict", "from", "except", "as the target")
give parts to the columns behind or before them. What has no use is kept, to be told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.base.columns import Column, Schema
from chat.linking.message import LinkedMessage, link_message
from chat.linking.tables import schema_index
from chat.linking.tokens import normalise
from chat.linking.vocabulary import ROW_NOUNS
from chat.linking.words import fold, stem
from chat.reader.base.roles import parts
from chat.reader.base.senses import nouns_of_rows
from chat.reader.lexicon import nouns
from chat.reader.training.pieces import (
    IN_OTHER_FORM,
    Piece,
    columns_in,
    measured_by,
    pasts,
    pieces_of,
)

_MOST_CLASSES = 20
_NUMBER_OF = re.compile(r"^(?:number|count|amount) of (?:the )?", re.IGNORECASE)
# What a word of a list of columns stands behind.
_LISTING = ("features", "excluded", "on", "column", "comma", "every", "word")


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
    for piece in pieces_of(reading.message):
        reading.take(piece)
    return reading.roles()


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
        columns = columns_in(self.message)
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
        if piece.text in pasts() and self.before.kind == "target":
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
            same = one.mention.column == chosen and one.mention.score < IN_OTHER_FORM
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

    def _other_than(self, column: Column) -> list[str]:
        """The words beside a target that say something else than it: "finish time" is
        Finish_min, and classes in brackets behind are its own."""
        own = {*parts(column), *(stem(noun) for noun in measured_by(column.name))}
        own |= {stem(fold(str(level))) for level, _ in column.levels[:_MOST_CLASSES]}
        self.found.unused = [w for w in self.found.unused if stem(fold(w)) not in own]
        return [word for word in self.beside if stem(fold(word)) not in own]

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
        bare = _NUMBER_OF.sub("", mention.text)
        loose = mention.how == "synonym" and len(bare.split()) > 1
        found.likely = mention.column
        beside = self._other_than(self.message.index.columns[mention.column])
        doubtful = (others or beside) and not _is_bracketed(best, self.message.text)
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

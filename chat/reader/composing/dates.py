"""Which column of dates some words name, within "from … until …"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chat.linking.naming import name_parts
from chat.linking.shortened import akin
from chat.linking.words import stem
from chat.reader.base import roles
from chat.reader.base.senses import Lattice, nouns_of_rows
from chat.reader.composing.words import words
from chat.reader.lexicon import nouns
from chat.reader.preparing.words import longest

_SURE = 0.45  # what the link to a name may cost
_LONGEST = 9  # tokens of one side


@dataclass(frozen=True)
class Side:
    """A column of dates and where the words for it end."""

    column: str
    last: int


class Dates:
    """The table's columns of dates, by the words that tell them apart."""

    def __init__(self, lattice: Lattice) -> None:
        self.lattice = lattice
        self.tokens = lattice.tokens
        named = {
            c.name: _own_words(c.name)
            for c in lattice.columns.values()
            if c.kind == "datetime"
        }
        self.names = tuple(named)
        self.own = {
            name: frozenset(
                one for one in own
                if not any(one in other for n, other in named.items() if n != name)
            )
            for name, own in named.items()
        }  # fmt: skip
        self.row_nouns = nouns_of_rows(lattice.index)

    def side(self, at: int, ends: Iterable[int] = ()) -> Side | None:
        """The one column of dates that the words from a token on name."""
        found: dict[str, int] = {}
        last = at
        while at < len(self.tokens) and last + _LONGEST > at:
            if found and longest(words().durations["joints"], self.tokens, at):
                break
            named, length = self._named(at)
            if named:
                for name in named:
                    found[name] = found.get(name, 0) + length
                at += length
                last = at
                continue
            length = longest(words().durations["passed"], self.tokens, at)
            if not length and self.is_thing(at):
                length = 1
            if not length:
                break
            at += length
        best = max(found.values(), default=0)
        chosen = [name for name, score in found.items() if score == best]
        if len(chosen) != 1:
            return None
        while length := longest(words().durations["behind"], self.tokens, last):
            last += length
        return Side(chosen[0], last)

    def ends(self) -> tuple[str, str] | None:
        """The date that begins and the one that ends, where there are just these two.

        None where the table counts such times itself.
        """
        lasting = nouns("en").durations
        rows = self.lattice.index.n_rows
        for column in self.lattice.columns.values():
            if roles.is_measure(column, rows) and lasting & set(roles.parts(column)):
                return None
        closing = [
            name for name in self.names
            if words().closing & frozenset(name_parts(name))
        ]  # fmt: skip
        if len(self.names) != 2 or len(closing) != 1:
            return None
        other = next(name for name in self.names if name != closing[0])
        return other, closing[0]

    def _named(self, at: int) -> tuple[list[str], int]:
        """The columns of dates that a word may name, and how many words do."""
        linked = [
            s for s in self.lattice.at("column", at)
            if s.concept in self.own and s.cost <= _SURE
        ]  # fmt: skip
        if linked:
            length = max(s.last for s in linked) - at
            return [s.concept for s in linked if s.last - at == length], length
        token = self.tokens[at]
        if token.kind != "word":
            return [], 0
        near = [
            name for name, own in self.own.items()
            if token.stem in map(stem, own) or akin(token.folded, own)
        ]  # fmt: skip
        return near, 1

    def is_thing(self, at: int) -> bool:
        """ "the animal is brought in": a noun for what has the dates."""
        token = self.tokens[at]
        if token.kind != "word":
            return False
        if token.stem in self.row_nouns or self.lattice.at("rowword", at):
            return True
        linked = self.lattice.at("value", at) or self.lattice.at("column", at)
        before = longest(words().durations["determiners"], self.tokens, at - 1)
        return not linked and at > 0 and before == 1


def _own_words(name: str) -> frozenset[str]:
    """A name's words that are not such as all dates have."""
    return frozenset(one for one in name_parts(name) if one not in words().generic)

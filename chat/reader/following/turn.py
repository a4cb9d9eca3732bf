"""A short message with what its words say of the answer before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from analysis.base.columns import Schema
from chat.linking.tables import schema_index
from chat.linking.tokens import Token, tokenise
from chat.reader.base.account import unused_stretches
from chat.reader.base.chart import Chart
from chat.reader.base.cover import CHEAP, covers
from chat.reader.base.senses import Lattice, Sense, build_lattice
from chat.reader.calculating.state import Bag, bag_of
from chat.reader.grammar import RULES, TOPS
from chat.reader.lexicon import following_words

LONGEST = 18  # tokens: what is longer has a request of its own
_CHEAP = {**CHEAP, "continues": 0.1, "refers": 0.1, "by": 0.4}
_ACCEPTED = 2.2
_MOST_TRIED = 6
_SURE = 0.3  # a link that costs less is to a name of the table


@dataclass(frozen=True)
class Said:
    """A stretch of tokens that says something of the answer before."""

    kind: str
    concept: str
    first: int
    last: int


def said_in(tokens: Sequence[Token]) -> tuple[Said, ...]:
    """All that is said by the words of such messages, whatever the table."""
    words = following_words()
    return tuple(
        Said(entry.category, entry.concept, first, last)
        for first in range(len(tokens))
        for last, entry in words.found(tokens, first)
    )


class Turn:
    """The message: its lattice, and what is said in it by the words of such messages."""

    def __init__(self, text: str, schema: Schema) -> None:
        self.text = text
        self.schema = schema
        self.index = schema_index(schema)
        tokens = tokenise(text, LONGEST + 1)
        self.lattice: Lattice = build_lattice(text, tokens, self.index)

    @property
    def is_short(self) -> bool:
        return 0 < len(self.lattice.tokens) <= LONGEST

    @cached_property
    def said(self) -> tuple[Said, ...]:
        return said_in(self.lattice.tokens)

    def of(self, kind: str, concept: str = "") -> list[Said]:
        """What is said of a kind, the longest stretches that do not overlap."""
        found = [
            s for s in self.said if s.kind == kind and concept in ("", s.concept)
        ]  # fmt: skip
        chosen: list[Said] = []
        for one in sorted(found, key=lambda s: (s.first - s.last, s.first)):
            if all(one.last <= o.first or o.last <= one.first for o in chosen):
                chosen.append(one)
        return sorted(chosen, key=lambda s: s.first)

    def without(self, *stretches: Iterable[Said | Sense]) -> str:
        """The text but for some stretches; what is left is to be read yet."""
        taken = {
            at
            for found in stretches
            for one in found
            for at in range(one.first, one.last)
        }
        kept, at = [], 0
        for number, token in enumerate(self.lattice.tokens):
            kept.append(self.text[at : token.start])
            said = self.text[token.start : token.end]
            kept.append(" " if number in taken else said)
            at = token.end
        kept.append(self.text[at:])
        return re.sub(r"\s+", " ", "".join(kept)).strip(" ,.;:?!")

    def names(self, one: Said) -> bool:
        """Whether the words are a name of the table, too."""
        return any(
            sense.first < one.last and one.first < sense.last and sense.cost < _SURE
            for category in ("column", "value")
            for sense in self.lattice.all(category)
        )

    def bags(self, text: str) -> Iterator[tuple[Lattice, Bag]]:
        """The readings of a text that use all of its words, the cheapest first."""
        tokens = tokenise(text, LONGEST + 1)
        lattice = build_lattice(text, tokens, self.index)
        if not tokens:
            yield lattice, Bag(())
            return
        chart = Chart(lattice)
        chart.apply(RULES)
        for cover in covers(chart, TOPS, cheap=_CHEAP)[:_MOST_TRIED]:
            if cover.cost > _ACCEPTED:
                return
            if not unused_stretches(lattice, cover.unused):
                yield lattice, bag_of(cover)


def holds_only(bag: Bag, *kinds: str) -> bool:
    """Whether a reading holds items of some kinds only ("measures", "subject", …)."""
    return all(
        (edge.item.kind if edge.category == "sign" else edge.category) in kinds
        for edge in bag.items
    )

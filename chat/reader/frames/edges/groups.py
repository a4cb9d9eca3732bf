"""Columns with what the words beside them say of their place."""

from __future__ import annotations

from chat.reader.frames.edges.pairs import column_pairs
from chat.reader.frames.edges.stage import Listed, group_of
from chat.reader.frames.edges.terms import TermsStage
from chat.reader.frames.items import Grain, Group, Roled, Term
from chat.reader.lexicon.operations import Meaning

_UNMARKED = 0.12
_NAMED = 0.6  # a role's word that is a column's name is rather the column


class GroupsStage(TermsStage):
    """Columns with what the words beside them say of their place."""

    def _groups(self, at: int) -> None:
        before = _UNMARKED if self._marked_at(at) else 0.0
        for one in self.lists[at]:
            self._add("m_group", at, one.last, group_of(one), one.cost + before)
        for last, meaning in self.meanings[at].items():
            markers = meaning.plain.get("marker")
            if markers:
                self._marked(at, last, frozenset(markers))
            if meaning.role_before:
                self._roled(at, last, meaning)

    def _marked(self, at: int, last: int, markers: frozenset[str]) -> None:
        for place, glue, passed in self._ways(last):
            if place > self.n - 1:
                return
            for one in self.lists[place]:
                item = group_of(one, markers, passed)
                self._add("m_group", at, one.last, item, one.cost + glue - 0.02)
                self._adjusted_behind(at, one)
            for sense in self.lattice.at("unit", place):
                if "adjusting" not in markers:
                    self._add(
                        "m_grain", at, sense.last, Grain(sense.concept, markers), glue
                    )

    def _adjusted_behind(self, at: int, one: Listed) -> None:
        for place, glue in self._skips(one.last):
            if place >= self.n:
                return
            for last, meaning in self.meanings[place].items():
                if "adjusted" in meaning.plain:
                    group = group_of(one, frozenset(("adjusting",)))
                    self._add("m_group", at, last, group, one.cost + glue - 0.05)

    def _roled(self, at: int, last: int, meaning: Meaning) -> None:
        roles = frozenset(meaning.role_before)
        term = Term((at, last), meaning, True) if meaning.heads else None
        named = _NAMED if self._is_name(at, last) else 0.0
        for place, glue in self._skips(last):
            if place >= self.n:
                return
            for extra in (place, place + 1):
                if extra > place and not (
                    extra < self.n and self.lattice.tokens[place].text in "=:"
                ):
                    continue
                for one in self.lists[extra]:
                    self._add(
                        "m_roled",
                        at,
                        one.last,
                        Roled(one.names, roles, term),
                        one.cost + glue + named,
                    )

    def _behind_words(self, at: int, last: int, meaning: Meaning) -> None:
        """ "patient as subject", "dead the event"."""
        if not meaning.role_behind and "adjusted" not in meaning.plain:
            return
        for first in range(max(0, at - 8), at):
            for one in self.lists[first]:
                for place, glue in self._skips(one.last):
                    if place != at:
                        continue
                    if meaning.role_behind:
                        item = Roled(one.names, frozenset(meaning.role_behind))
                        self._add("m_roled", first, last, item, one.cost + glue)
                    if "adjusted" in meaning.plain:
                        group = group_of(one, frozenset(("adjusting",)))
                        self._add("m_group", first, last, group, one.cost + glue)

    def _pairs(self) -> None:
        """ "weight" where the columns are Prewt and Postwt: both of them."""
        for first, second, rest in column_pairs(self.lattice, self.words):
            for at, token in enumerate(self.lattice.tokens):
                if token.kind == "word" and token.stem in rest:
                    group = Group((first, second), frozenset(("none",)), run=True)
                    self._add("m_group", at, at + 1, group, 0.2)

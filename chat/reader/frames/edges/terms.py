"""Words about methods, and columns that are said to act on others."""

from __future__ import annotations

from collections.abc import Iterator

from chat.reader.base.refining import names_group
from chat.reader.frames.edges.columns import ColumnsStage
from chat.reader.frames.edges.stage import Listed
from chat.reader.frames.items import Effect, Term
from chat.reader.lexicon.operations import Meaning

_IN_FULL = 0.1
_IN_NAME = 1.0
_PLACED_NAME = 0.5  # behind "by" a column's name is rather the column than the method


class TermsStage(ColumnsStage):
    """Words about methods, and columns that are said to act on others."""

    def _term(self, at: int, last: int, meaning: Meaning) -> None:
        meaning = self._with_inner(at, last, meaning)
        if meaning.heads and names_group(self.lattice, at, last):
            return
        only_unit = meaning.plain.keys() == {"unitword"} and not meaning.is_term
        if only_unit and not self._behind_number(at):
            return
        if meaning.is_term or meaning.plain.keys() & {
            "opening", "stat", "reading", "tested", "whenwords", "unitword", "people",
            "onesided",
        }:  # fmt: skip
            if meaning.plain.keys() == {"people"} and self._is_named(at):
                return
            cost = 0.15 * sum(n in self.lattice.spelling for n in range(at, last))
            if self._is_in_name(at, last):
                cost += _IN_NAME
            elif self._marked_at(at) and self._is_name(at, last):
                cost += _PLACED_NAME
            idle = any(
                sense.last == last
                for category in ("glue", "filler", "verb")
                for sense in self.lattice.at(category, at)
            )
            self._add("m_term", at, last, Term((at, last), meaning, idle), cost)

    def _behind_number(self, at: int) -> bool:
        """Whether a unit stands where units do: behind a number, or a mark behind it."""
        return at > 0 and (
            self.lattice.tokens[at - 1].kind == "number"
            or bool(self.lattice.at("number", at - 1))
            or self.lattice.tokens[at - 1].text in "-%/"
        )

    def _is_name(self, at: int, last: int) -> bool:
        """Whether the words are the whole name of a column ("coloured by line")."""
        return any(
            sense.last == last and sense.cost < _IN_FULL
            for sense in self.lattice.at("column", at)
        )

    def _is_in_name(self, at: int, last: int) -> bool:
        """Whether the words are part of a column's name ("sales forecast")."""
        return any(
            sense.last >= last and sense.last - sense.first > last - at
            and sense.cost < _IN_FULL
            for first in range(max(0, at - 6), at + 1)
            for sense in self.lattice.at("column", first)
        )  # fmt: skip

    def _with_inner(self, at: int, last: int, meaning: Meaning) -> Meaning:
        """ "Welch t test" is a head that holds a setting: inner words choose theirs."""
        if last - at < 2 or not meaning.heads:
            return meaning
        whole = Meaning()
        for first in range(at, last):
            for end, inner in self.meanings[first].items():
                if end <= last and (first, end) != (at, last):
                    for operation, chosen in inner.options.items():
                        if operation in meaning.heads:
                            whole.options.setdefault(operation, {}).update(chosen)
        whole.merge(meaning)
        return whole

    def _effects(self, at: int, last: int, meaning: Meaning) -> None:
        if "effect" in meaning.plain:
            self._effect_of(at, last, frozenset(meaning.plain["effect"]))
        for kind in ("affects", "depends"):
            heads = meaning.plain.get(kind)
            if not heads:
                continue
            for first, before, cost in self._lists_before(at):
                for place, glue in self._skips(last):
                    if place >= self.n:
                        break
                    for one in self.lists[place]:
                        if set(one.names) & set(before.names):
                            continue
                        pair = (before.names, one.names)
                        turned = kind == "depends"
                        item = Effect(
                            *(pair[::-1] if turned else pair), frozenset(heads), turned
                        )
                        total = before.cost + one.cost + glue + cost
                        self._add("m_effect", first, one.last, item, total)

    def _lists_before(self, at: int) -> Iterator[tuple[int, Listed, float]]:
        for first in range(max(0, at - 12), at):
            for one in self.lists[first]:
                for place, glue in self._skips(one.last):
                    if place == at:
                        yield first, one, glue

    def _effect_of(self, at: int, last: int, heads: frozenset[str]) -> None:
        """ "effect of A on B"."""
        for middle, one, cost in self._lists_after(last, "of"):
            for end, other, more in self._lists_after(middle, "on"):
                if set(one.names) & set(other.names):
                    continue
                item = Effect(one.names, other.names, heads)
                self._add("m_effect", at, end, item, cost + more)

    def _lists_after(self, at: int, marker: str) -> Iterator[tuple[int, Listed, float]]:
        if at >= self.n:
            return
        for last, meaning in self.meanings[at].items():
            if marker not in meaning.plain.get("marker", ()):
                continue
            for place, glue in self._skips(last):
                if place >= self.n:
                    break
                for one in self.lists[place]:
                    yield one.last, one, one.cost + glue

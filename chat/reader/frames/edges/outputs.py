"""Figures of the answer that a message asks for by name, and what they are of."""

from __future__ import annotations

from collections.abc import Iterator

from chat.reader.frames.edges.rests import RestsStage
from chat.reader.frames.items import Output

_OF = frozenset(("of", "for", "per", "on", "in", "between"))
_PRODUCT = frozenset(("interaction", "product"))
_SETTING = frozenset(("=", "<", ">", "≤", "≥", "-", "–", "/"))
_TESTS = frozenset(("test", "tests", "tested"))
_ADDING = frozenset(("+", "plus", "&"))


class OutputsStage(RestsStage):
    """Figures of the answer that a message asks for by name, and what they are of."""

    def _outputs(self) -> None:
        for at in range(self.n):
            for last, meaning in self.meanings[at].items():
                concepts = meaning.plain.get("output")
                if not concepts:
                    continue
                figures = frozenset(concepts)
                if not self._is_another(at, last):
                    self._output(at, last, Output((at, last), figures))
                    self._either(at, last, figures)
                for end, columns, product in self._what_of(last):
                    item = Output((at, end), figures, columns, product)
                    self._output(at, end, item)
        self._joints()
        self._per_unit()

    def _output(self, at: int, last: int, item: Output) -> None:
        self._add("m_output", at, last, item, 0.0)

    def _is_another(self, at: int, last: int) -> bool:
        """ "F" is a woman where a column says so, "p" a column that is called so."""
        return (
            last == at + 1
            and len(self.lattice.tokens[at].text) == 1
            and (self._is_named(at) or self._counts_something(at))
        )

    def _counts_something(self, at: int) -> bool:
        """ "n = 40", "t-test": a letter sets something, or begins a word."""
        tokens = self.lattice.tokens
        return at + 1 < self.n and (
            tokens[at + 1].text in _SETTING or tokens[at + 1].folded in _TESTS
        )

    def _either(self, at: int, last: int, figures: frozenset[str]) -> None:
        """ "epsilon squared or eta squared": one of them is enough."""
        if last + 1 >= self.n or self.lattice.tokens[last].folded != "or":
            return
        for place, _ in self._skips(last + 1):
            if place >= self.n:
                return
            for end, meaning in self.meanings[place].items():
                others = meaning.plain.get("output")
                if others:
                    both = figures | others
                    self._output(at, end, Output((at, end), both))

    def _what_of(self, at: int) -> Iterator[tuple[int, tuple[str, ...], bool]]:
        """Behind a figure: "of age", "per additional visit", "for the interaction"."""
        if at >= self.n or self.lattice.tokens[at].folded not in _OF:
            return
        for place, _ in self._skips(at + 1):
            for start in (place, *self._rises(place)):
                if start < self.n:
                    yield from self._named_there(at, start)

    def _rises(self, at: int) -> Iterator[int]:
        """Places behind "one additional", "a one-unit increase in"."""
        if at >= self.n:
            return
        for last, meaning in self.meanings[at].items():
            if "unitrise" in meaning.plain:
                yield from (place for place, _ in self._skips(last))

    def _named_there(
        self, at: int, place: int
    ) -> Iterator[tuple[int, tuple[str, ...], bool]]:
        for one in self.lists[place]:
            yield one.last, one.names, False
            yield from self._and_per(one.last, one.names)
        for sense in self.lattice.at("value", place):
            if sense.column:
                yield sense.last, (sense.column,), False
        if self.lattice.tokens[place].folded in _PRODUCT:
            yield place + 1, (), True
        for last, meaning in self.meanings[place].items():
            if "unitword" in meaning.plain and last == place + 1:
                yield last, (), False

    def _and_per(
        self, at: int, names: tuple[str, ...]
    ) -> Iterator[tuple[int, tuple[str, ...], bool]]:
        """ "per visit and per year of age": the same figure of another column."""
        tokens = self.lattice.tokens
        if at + 1 >= self.n or tokens[at].folded not in ("and", ",", "&"):
            return
        if tokens[at + 1].folded in _OF:
            for end, others, product in self._what_of(at + 1):
                yield end, (*names, *others), product

    def _joints(self) -> None:
        """ "U plus the effect size": what stands between things that are asked for."""
        outputs = self.chart.edges.get("m_output", {})
        for at, token in enumerate(self.lattice.tokens):
            if token.folded in _ADDING and any(
                place in outputs for place, _ in self._skips(at + 1)
            ):
                self._add("m_filler", at, at + 1, "filler", 0.0)

    def _per_unit(self) -> None:
        """ "hazard ratio … per additional visit": one unit more of what comes behind."""
        outputs = self.chart.edges.get("m_output", {})
        for at, token in enumerate(self.lattice.tokens):
            if token.folded != "per" or not any(place < at for place in outputs):
                continue
            for start in self._rises(at + 1):
                if start < self.n and self.lists[start]:
                    self._add("m_filler", at, start, "filler", 0.02)

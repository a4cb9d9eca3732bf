"""What is left: the rest of the rows, and words without a meaning of their own."""

from __future__ import annotations

from dataclasses import replace

from chat.reader.base.senses import Sense
from chat.reader.frames.edges.numbers import NumbersStage
from chat.reader.frames.items import Rest
from chat.reader.frames.places import numbers_each_row

_ROWS = ("rowword", "rownoun")
_ROW_OR_COLUMN = 0.15  # a noun of rows that also names a column is rather the column
_SAYING_NOTHING = (
    "glue",
    "filler",
    "verb",
    "yesno",
    "which",
    "rowword",
    "rownoun",
    "who",
)


class RestsStage(NumbersStage):
    """What is left: the rest of the rows, and words without a meaning of their own."""

    def _rests(self) -> None:
        """ "those who do not", "non-smokers": the rows that a condition leaves."""
        longest: dict[int, Sense] = {}
        for sense in self.lattice.all("rest"):
            known = longest.get(sense.last)
            if known is None or sense.first < known.first:
                longest[sense.last] = sense
        for sense in longest.values():
            self._add("m_rest", sense.first, sense.last, Rest(), 0.0)
        for at, token in enumerate(self.lattice.tokens):
            if token.folded != "non":
                continue
            start = (
                at + 2
                if at + 1 < self.n and self.lattice.tokens[at + 1].text == "-"
                else at + 1
            )
            for edge in self.chart.edges.get("rows_", {}).get(start, ()):
                if edge.item.role in ("flag", "value") and not edge.item.negated:
                    rows = replace(edge.item, negated=True)
                    self._add("rows", at, edge.last, rows, max(0.0, edge.cost - 0.1))

    def _filler(self) -> None:
        """Words without a meaning of their own, where they are no term."""
        terms = self.chart.edges.get("m_term", {})
        for category in _SAYING_NOTHING:
            for at, edges in list(self.chart.edges.get(category, {}).items()):
                ends = {edge.last for edge in terms.get(at, ())}
                doubt = _ROW_OR_COLUMN if self._is_named(at) else 0.0
                for edge in edges:
                    if edge.last not in ends:
                        cost = edge.cost + (doubt if category in _ROWS else 0.0)
                        self._add("m_filler", at, edge.last, "filler", cost)
        for at, token in enumerate(self.lattice.tokens):
            if token.text == "(" and at + 1 < self.n:
                self._gloss_of_value(at)
            if self.lattice.at("only", at) and self._behind_rows(at):
                self._add("m_filler", at, at + 1, "filler", 0.02)
            for sense in self.lattice.at("and", at):
                if sense.concept == "and":
                    self._add("m_filler", at, sense.last, "filler", 0.03)
            for last, meaning in self.meanings[at].items():
                if "marker" in meaning.plain and self._before_rows(last):
                    self._add("m_filler", at, last, "filler", 0.02)

    def _behind_rows(self, at: int) -> bool:
        """ "among white mothers only": the word says again that a condition limits."""
        ends = {
            e.last for here in self.chart.edges.get("rows", {}).values() for e in here
        }
        named = at - 1
        nouns = any(self.lattice.at(kind, named) for kind in _ROWS) or any(
            "people" in meaning.plain for meaning in self.meanings[named].values()
        )
        return at in ends or (nouns and named in ends)

    def _gloss_of_value(self, at: int) -> None:
        """ "the control group (Cont)": words that the value in brackets explains."""
        tokens = self.lattice.tokens
        ends = [e.last for e in self.chart.edges.get("rows_", {}).get(at + 1, ())]
        if not any(end < self.n and tokens[end].text == ")" for end in ends):
            return
        for before in range(at - 1, max(-1, at - 4), -1):
            if tokens[before].kind != "word" or self.chart.is_glue(before):
                return
            self._add("m_filler", before, before + 1, "filler", 0.1)

    def _row_names(self) -> None:
        """ "do junctions with lights …": a key's name stands for the rows."""
        n_rows = self.lattice.index.n_rows
        for sense in self.lattice.all("column"):
            if numbers_each_row(self.lattice.columns[sense.concept], n_rows):
                self._add("m_filler", sense.first, sense.last, "filler", 0.06)

    def _before_rows(self, at: int) -> bool:
        rows = self.chart.edges.get("rows", {})
        terms = self.chart.edges.get("m_term", {})
        rests = self.chart.edges.get("m_rest", {})
        return any(
            place in rows or place in terms or place in rests
            for place, _ in self._skips(at)
        )

"""All items that speak of methods and charts, added to a chart of words."""

from __future__ import annotations

from chat.reader.base.chart import Chart
from chat.reader.frames.edges.outputs import OutputsStage
from chat.reader.frames.edges.spelling import spelt
from chat.reader.lexicon.operations import methods

# What a cover is made of, each with a cost of its own.
TOPS = {
    "m_term": 0.0,
    "m_group": 0.1,
    "m_roled": 0.05,
    "m_effect": 0.05,
    "m_named": 0.05,
    "m_hypo": 0.1,
    "m_grain": 0.1,
    "m_rest": 0.05,
    "m_output": 0.0,
    "rows": 0.12,
}
CHEAP = {"m_filler": 0.02}


def add_method_edges(chart: Chart, language: str = "en") -> None:
    """Adds to a chart all items that speak of methods."""
    Assembly(chart, methods(language)).add()


class Assembly(OutputsStage):
    """All stages in order; a later one sees what the earlier ones found."""

    def add(self) -> None:
        tokens = spelt(self.lattice)
        self.meanings = [self.words.found(tokens, at) for at in range(self.n)]
        self._lists()
        for at in range(self.n):
            self._groups(at)
            for last, meaning in self.meanings[at].items():
                self._term(at, last, meaning)
                self._behind_words(at, last, meaning)
                self._effects(at, last, meaning)
                if "when" in meaning.plain:
                    self._when(at, last)
            self._numbers(at)
        self._rests()
        self._pairs()
        self._row_names()
        self._outputs()
        self._filler()

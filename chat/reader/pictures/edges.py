"""Lays what the words say of a chart over a message."""

from __future__ import annotations

from collections.abc import Iterator

from chat.reader.base import roles
from chat.reader.base.chart import Chart
from chat.reader.base.refining import counts_rows, names_group
from chat.reader.frames.edges.columns import ColumnsStage
from chat.reader.frames.edges.spelling import spelt
from chat.reader.frames.edges.stage import Listed
from chat.reader.lexicon import Lexicon, chart_words
from chat.reader.lexicon.operations import methods
from chat.reader.pictures.items import Axis, Bins, Sign
from chat.reader.pictures.kinds import names_rows

# What a cover is made of, each with a cost of its own.
TOPS = {
    "p_axis": 0.1, "p_sign": 0.05, "p_bins": 0.05, "p_noun": 0.05, "p_look": 0.1,
    "rows": 0.12,
}  # fmt: skip
CHEAP = {"p_says": 0.03}
_SIGNS = ("kind", "count", "time", "change", "relation", "distribution", "grain",
          "order", "ordering", "share")  # fmt: skip
_SAYING_NOTHING = ("glue", "filler", "verb", "yesno", "which", "rowword", "rownoun")
_MOST_GLUE = 3
_SKIPPED = 0.02
_UNITS_BETWEEN = 2  # "20 minute buckets": the words between a number and the bins
_SHORTEST_NOUN = 4
_UNPLACED = 0.1  # columns belong rather to the words that stand right before them


def add_picture_edges(chart: Chart, language: str = "en") -> None:
    """Adds to a chart of words all items that speak of pictures."""
    _PictureEdges(chart, chart_words(language), language).add()


class _PictureEdges(ColumnsStage):
    def __init__(self, chart: Chart, said: Lexicon, language: str) -> None:
        super().__init__(chart, methods(language))
        self.said: list[list[tuple[int, str, str]]] = []
        self.lexicon = said

    def add(self) -> None:
        tokens = spelt(self.lattice)
        self.meanings = [self.words.found(tokens, at) for at in range(self.n)]
        self.said = [
            [(last, one.category, one.concept)
             for last, one in self.lexicon.found(tokens, at)
             if one.category != "kind" or not self._names_other(at, last)]
            for at in range(self.n)
        ]  # fmt: skip
        self._lists()
        for at in range(self.n):
            self._nouns(at)
        for at in range(self.n):
            self._axes(at)
            self._signs(at)
            self._bins(at)
            self._fillers(at)

    def _names_other(self, at: int, last: int) -> bool:
        """Whether a word for a kind of chart means the rows or a column there."""
        return counts_rows(self.lattice, at) or names_group(self.lattice, at, last)

    def _at(self, category: str, at: int) -> Iterator[tuple[int, str]]:
        if at < self.n:
            for last, found, concept in self.said[at]:
                if found == category:
                    yield last, concept

    def _past(self, at: int) -> Iterator[tuple[int, float]]:
        """A place, and those behind small words that stand between things."""
        yield at, 0.0
        for skipped in range(1, _MOST_GLUE + 1):
            at += 1
            if at > self.n or not self._is_small_word(at - 1):
                return
            yield at, skipped * _SKIPPED

    def _is_small_word(self, at: int) -> bool:
        return self.chart.is_glue(at) or any(
            sense.last == at + 1
            for category in ("filler", "rownoun", "rowword")
            for sense in self.lattice.at(category, at)
        )

    # --- columns ---

    def _axes(self, at: int) -> None:
        for start, place, cost in self._places(at):
            for begin, statistic, more in self._statistics(start):
                if begin >= self.n:
                    continue
                for one in self.lists[begin]:
                    self._axis(at, one, place, statistic, cost + more)

    def _places(self, at: int) -> Iterator[tuple[int, str, float]]:
        placed = any(
            last == at for first in range(max(0, at - 4), at)
            for last, _ in self._at("place", first)
        )  # fmt: skip
        yield at, "", _UNPLACED if placed else 0.0
        for last, concept in self._at("place", at):
            for place, cost in self._past(last):
                yield place, concept, cost

    def _statistics(self, at: int) -> Iterator[tuple[int, str, float]]:
        yield at, "", 0.0
        for category in ("stat", "count"):
            for last, concept in self._at(category, at):
                for place, cost in self._past(last):
                    yield place, concept, cost

    def _axis(
        self, at: int, one: Listed, place: str, statistic: str, cost: float
    ) -> None:
        ends = [(one.last, statistic, place, cost)]
        if one.last < self.n and self.lattice.tokens[one.last].text in ")]":
            ends.append((one.last + 1, statistic, place, cost))
        if not statistic:
            ends += [(last, concept, place, cost + 0.1)
                     for category in ("stat", "count")
                     for last, concept in self._at(category, one.last)]  # fmt: skip
        for last, concept in self._behind(one.last):
            if place in ("", "of", "by", "versus", "colour", "facet"):
                ends.append((last, statistic, concept, cost - 0.02))
        for last, said, where, price in ends:
            item = Axis(one.names, where, said)
            self._add("p_axis", at, last, item, price + one.cost)

    def _behind(self, at: int) -> Iterator[tuple[int, str]]:
        for place, _ in self._past(at):
            yield from self._at("behind", place)

    # --- words about the whole ---

    def _signs(self, at: int) -> None:
        for category in _SIGNS:
            for last, concept in self._at(category, at):
                cost = 0.15 if category == "count" else 0.0
                self._add("p_sign", at, last, Sign(category, concept), cost)
        for start, place in self._at("place", at):
            for last, concept in self._at("count", start):
                if place in ("by", "versus"):
                    self._add("p_sign", at, last, Sign("count", concept), 0.0)
        for last, _ in self._at("look", at):
            while last < self.n and self._is_range(last):
                last += 1
            self._add("p_look", at, last, Sign("look", "look"), 0.0)

    def _is_range(self, at: int) -> bool:
        token = self.lattice.tokens[at]
        return token.kind == "number" or token.text in "-–" or token.folded == "to"

    def _bins(self, at: int) -> None:
        """ "8 bins", "20 minute buckets", "bin width of 500", "in buckets of 20"."""
        for last, concept in self._at("bin", at):
            if concept == "binned":
                self._add("p_bins", at, last, Bins(), 0.1)
            if concept == "width":
                self._width_behind(at, last)
        for sense in self.lattice.at("number", at):
            if sense.percent:
                continue
            number = float(sense.concept)
            for end, between in self._bin_words(sense.last):
                made = self._made(number, between)
                if made is not None:
                    self._add("p_bins", at, end, made, 0.0)

    def _bin_words(self, at: int) -> Iterator[tuple[int, int]]:
        for between in range(_UNITS_BETWEEN + 1):
            place = at + between
            if place >= self.n:
                return
            if place > at and not self._may_be_unit(place - 1):
                return
            for last, concept in self._at("bin", place):
                if concept == "bins" or (concept == "width" and between):
                    yield last, between

    def _may_be_unit(self, at: int) -> bool:
        """Whether a word between a number and the bins says in what it is measured."""
        token = self.lattice.tokens[at]
        if token.text == "-":
            return True
        meanings = self.meanings[at].values()
        return token.kind == "word" and all(
            m.plain.keys() & {"unitword", "people", "opening"} for m in meanings
        )

    def _made(self, number: float, between: int) -> Bins | None:
        if number <= 0:
            return None
        if between:
            return Bins(width=number)
        return Bins(number=int(number)) if number == int(number) else None

    def _width_behind(self, at: int, last: int) -> None:
        for place, _ in self._past(last):
            for sense in self.lattice.at("number", place):
                if sense.concept <= 0:
                    continue
                item = Bins(width=float(sense.concept))
                self._add("p_bins", at, sense.last, item, 0.0)
                unit = sense.last
                if unit < self.n and self.lattice.tokens[unit].kind == "word":
                    self._add(
                        "p_bins", at, unit + 1, item, 0.05 * self._counts_as(unit)
                    )

    def _counts_as(self, at: int) -> int:
        """How much more a word is than a unit behind a number."""
        known = any(True for last, _, _ in self.said[at])
        named = any(s.cost < 0.3 for s in self.lattice.at("column", at))
        return 20 if known or named or self.chart.is_glue(at) else 0

    # --- rows, and what says nothing ---

    def _nouns(self, at: int) -> None:
        cost = self._as_row_noun(at)
        if cost is not None:
            item = Sign("noun", self.lattice.tokens[at].text)
            self._add("p_noun", at, at + 1, item, cost)
        for sense in self.lattice.at("column", at):
            column = self.lattice.columns[sense.concept]
            if names_rows(column, self.lattice.index.n_rows) and sense.cost < 0.5:
                item = Sign("noun", column.name)
                self._add("p_noun", at, sense.last, item, 0.05 + sense.cost)
                for first in range(max(0, at - 3), at):
                    for last, place in self._at("place", first):
                        if last == at and place in ("by", "of"):
                            self._add("p_noun", first, sense.last, item, sense.cost)

    def _as_row_noun(self, at: int) -> float | None:
        """What it costs to take a word for the rows; None where it is none."""
        token = self.lattice.tokens[at]
        known = any(s.last == at + 1 for s in self.lattice.at("rowword", at)) or any(
            s.last == at + 1 and s.cost == 0 for s in self.lattice.at("rownoun", at)
        )
        if known or (token.kind == "word" and token.stem in self._of_rows()):
            return 0.02
        usual = any(s.last == at + 1 for s in self.lattice.at("rownoun", at))
        usual = usual or any("people" in m.plain for m in self.meanings[at].values())
        return 0.05 if usual and not self._is_placed(at) else None

    def _is_placed(self, at: int) -> bool:
        """ "by country": behind such a word stands a column, not the rows."""
        return any(
            place == at and concept not in ("of", "join")
            for first in range(max(0, at - 5), at)
            for last, concept in self._at("place", first)
            for place, _ in self._past(last)
        )

    def _of_rows(self) -> set[str]:
        """What rows are called by their key or their date: "trips" have a trip_date."""
        n_rows = self.lattice.index.n_rows
        return {
            word
            for column in self.lattice.columns.values()
            if column.kind == "datetime" or roles.is_key(column, n_rows)
            for word in roles.parts(column)[:1]
            if len(word) >= _SHORTEST_NOUN
        }

    def _fillers(self, at: int) -> None:
        for last, _ in self._at("says", at):
            self._add("p_says", at, last, "says", 0.0)
        for category in _SAYING_NOTHING:
            for sense in self.lattice.at(category, at):
                self._add("p_says", at, sense.last, "says", 0.02)
        for sense in self.lattice.at("and", at):
            self._add("p_says", at, sense.last, "says", 0.03)
        for last, place in self._at("place", at):
            if place in ("of", "by", "facet", "colour") and self._leads_to_rows(last):
                self._add("p_says", at, last, "says", 0.05)

    def _leads_to_rows(self, at: int) -> bool:
        rows = self.chart.edges.get("rows", {})
        nouns = self.chart.edges.get("p_noun", {})
        return any(place in rows or place in nouns for place, _ in self._past(at))

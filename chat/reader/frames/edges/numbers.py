"""Numbers with what names them, and values that a hypothesis speaks of."""

from __future__ import annotations

from chat.linking.mentions import is_flag
from chat.reader.base.items import Rows
from chat.reader.base.senses import Sense
from chat.reader.frames.edges.groups import GroupsStage
from chat.reader.frames.edges.stage import SURE
from chat.reader.frames.items import Hypothesis, Named
from chat.reader.lexicon.operations import Meaning

_MOST_LEVELS = 50
# What may stand between a setting and its number.
_NAMING = frozenset(("of", "is", "at", "about", "around", "equal", "to", "as"))
_ASKING = frozenset(("is", "are", "was", "were"))
NO_WORDS = Meaning()


class NumbersStage(GroupsStage):
    """Numbers with what names them, and values that a hypothesis speaks of."""

    def _numbers(self, at: int) -> None:
        for sense in self.lattice.at("column", at):
            self._stored(sense)
        for sense in self.lattice.at("number", at):
            self._named(sense)
            self._split(sense)
            self._level(sense)
            self._as_many(sense)
            self._bare_value(sense)
            if sense.percent or self._percent_word(sense.last):
                last = self._unit_end(sense.last)
                item = Hypothesis("eq", float(sense.concept), True)
                self._add("m_hypo", at, last, item, 0.35)
        for last, meaning in self.meanings[at].items():
            signs = meaning.plain.get("unequal")
            if signs:
                self._hypotheses(at, last, signs)

    def _percent_word(self, at: int) -> bool:
        return at < self.n and self.lattice.tokens[at].folded in ("percent", "pct", "%")

    def _unit_end(self, at: int) -> int:
        if at < self.n:
            for last, meaning in self.meanings[at].items():
                if "unitword" in meaning.plain:
                    return last
            if self.lattice.tokens[at].text == "%":
                return at + 1
        return at

    def _hypotheses(self, at: int, last: int, signs: set[str]) -> None:
        for place, glue in self._skips(last):
            if place >= self.n:
                return
            for sense in self.lattice.at("number", place):
                end = self._unit_end(sense.last)
                percent = sense.percent or self._percent_word(sense.last)
                sign = next(s for s in ("greater", "less", "ne", "eq") if s in signs)
                item = Hypothesis(sign, float(sense.concept), percent)
                self._add("m_hypo", at, end, item, glue)

    def _named(self, sense: Sense) -> None:
        """A number with the words that may say what it is."""
        befores: list[tuple[int, Meaning]] = [(sense.first, NO_WORDS)]
        for first in range(max(0, sense.first - 7), sense.first):
            for last, meaning in self.meanings[first].items():
                if meaning.number_after and self._reaches(last, sense.first):
                    befores.append((first, meaning))
        behinds: list[tuple[int, Meaning]] = [(sense.last, NO_WORDS)]
        for place in (sense.last, sense.last + 1):
            if place >= self.n or (
                place > sense.last and self.lattice.tokens[sense.last].text not in "-%"
            ):
                continue
            for last, meaning in self.meanings[place].items():
                if meaning.number_before:
                    behinds.append((last, meaning))
        for first, before in befores:
            for last, behind in behinds:
                if before is NO_WORDS and behind is NO_WORDS:
                    continue
                item = Named(
                    float(sense.concept), sense.percent, (first, last), before, behind
                )
                self._add("m_named", first, last, item, 0.0)

    def _level(self, sense: Sense) -> None:
        """ "at 14", "at 8": levels of a column of few whole numbers."""
        named = {s.concept for s in self.lattice.all("column") if s.cost < SURE}
        fitting = [
            column for column in self.lattice.columns.values()
            if column.kind == "integer" and column.is_grouping and not is_flag(column)
            and any(level == sense.concept for level, _ in column.levels)
        ]  # fmt: skip
        for column in fitting:
            if column.name in named or len(fitting) == 1:
                cost = 0.1 if column.name in named else 0.25
                rows = Rows(column.name, "==", int(sense.concept))
                self._add("rows", sense.first, sense.last, rows, cost)

    def _as_many(self, sense: Sense) -> None:
        """ "the three species": the number that a column has of them."""
        for column in self.lattice.at("column", sense.last):
            if self.lattice.columns[column.concept].n_unique == sense.concept:
                self._add("m_filler", sense.first, sense.last, "filler", 0.05)

    def _bare_value(self, sense: Sense) -> None:
        """ "is the average lwt 130?": a number that nothing else is said of."""
        starts = self.lattice.tokens[0].folded in _ASKING
        if not starts or sense.last < self.n - 2 or sense.percent:
            return
        if any(one.last == sense.first for lists in self.lists for one in lists):
            item = Hypothesis("eq", float(sense.concept))
            self._add("m_hypo", sense.first, self._unit_end(sense.last), item, 0.25)

    def _split(self, sense: Sense) -> None:
        """ "70/30": the second is what is kept aside."""
        at = sense.last
        if at + 1 >= self.n or self.lattice.tokens[at].text not in "/-:":
            return
        for other in self.lattice.at("number", at + 1):
            if sense.concept + other.concept == 100:
                for first in range(max(0, sense.first - 6), sense.first):
                    for last, meaning in self.meanings[first].items():
                        if meaning.number_after and self._reaches(last, sense.first):
                            place = first, other.last
                            item = Named(float(other.concept), True, place, meaning)
                            self._add("m_named", *place, item, 0.0)

    def _stored(self, sense: Sense) -> None:
        """ "alive = yes": a value that is a word of another use beside its column."""
        tokens, at = self.lattice.tokens, sense.last
        if at + 1 >= self.n or tokens[at].folded not in ("=", "==", "is"):
            return
        column = self.lattice.columns[sense.concept]
        for level, _ in column.levels[:_MOST_LEVELS]:
            if str(level).lower() == tokens[at + 1].folded:
                rows = Rows(column.name, "==", level)
                self._add("rows", sense.first, at + 2, rows, sense.cost - 0.2)

    def _reaches(self, at: int, number: int) -> bool:
        """Whether only "of", "=", "is" and their like stand before the number."""
        while at < number:
            token = self.lattice.tokens[at]
            if token.text not in "=:(" and token.folded not in _NAMING:
                return False
            at += 1
        return at == number

    def _when(self, at: int, last: int) -> None:
        """ "from before to after": levels that are small words elsewhere."""
        word = self.lattice.words(at, last)
        for column in self.lattice.columns.values():
            if column.is_numeric or not 2 <= column.n_unique <= _MOST_LEVELS:
                continue
            for level, _ in column.levels:
                if str(level).lower() == word.lower():
                    rows = Rows(column.name, "==", level)
                    self._add("rows", at, last, rows, 0.05)

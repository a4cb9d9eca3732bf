"""Lists of columns, from the end of the message to its beginning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chat.reader.base.senses import Sense
from chat.reader.frames.edges.pairs import between, numbered_family
from chat.reader.frames.edges.stage import Listed, Stage

_MOST_SENSES = 2
_MOST_LISTS = 12
_LONGEST_LIST = 60
_GLOSS = 6
_GLOSS_COST = 0.1
_ITEMS = frozenset(
    (
        "items",
        "item",
        "questions",
        "statements",
        "ratings",
        "scores",
        "scales",
        "columns",
        "variables",
        "raters",
    )
)
_ITEMS_COST = 0.05
# A mark that parts clauses is no bridge between a word and its columns.
_JOINING = {",", "&", "+", "*", "×", ":", ";", "/"}


class ColumnsStage(Stage):
    """Lists of columns, from the end of the message to its beginning."""

    def _lists(self) -> None:
        """Lists of columns, from the end of the message to its beginning."""
        for at in range(self.n - 1, -1, -1):
            found: list[Listed] = []
            for one in self._singles(at):
                found.append(one)
                for sep_last, star, cost in self._separators(one.last):
                    for rest in self.lists[sep_last]:
                        if set(one.names) & set(rest.names):
                            continue
                        if len(one.names) + len(rest.names) > _LONGEST_LIST:
                            continue
                        found.append(Listed(
                            rest.last, (*one.names, *rest.names),
                            one.cost + rest.cost + cost - 0.08, star or rest.star,
                            one.run or rest.run,
                        ))  # fmt: skip
            found.sort(key=lambda one: one.cost - 0.2 * len(one.names))
            self.lists[at] = found[:_MOST_LISTS]

    def _singles(self, at: int) -> Iterator[Listed]:
        for sense in self._columns(at):
            yield Listed(sense.last, (sense.concept,), sense.cost)
            yield from self._run(sense)
        yield from self._glossed(at)
        yield from self._counted(at)
        yield from self._items(at)
        if any("when" in meaning.plain for meaning in self.meanings[at].values()):
            word = self.lattice.tokens[at].folded
            for name in self.lattice.columns:
                if name.lower() == word and not self.lattice.at("column", at):
                    yield Listed(at + 1, (name,), 0.1)
        token = self.lattice.tokens[at]
        if token.kind == "mark" and token.text in "([":
            for inner in self.lists[at + 1]:
                closes = inner.last
                if closes < self.n and self.lattice.tokens[closes].text in ")]":
                    yield Listed(
                        closes + 1, inner.names, inner.cost, inner.star, inner.run
                    )

    def _counted(self, at: int) -> Iterator[Listed]:
        """ "the four ages": as many as the column has values, which says nothing more."""
        for number in self.lattice.at("number", at):
            for sense in self._columns(number.last) if number.last < self.n else ():
                if self.lattice.columns[sense.concept].n_unique == number.concept:
                    yield Listed(sense.last, (sense.concept,), sense.cost + 0.02)

    def _items(self, at: int) -> Iterator[Listed]:
        """ "the five Q items": all numbered columns of a beginning, or of the one there is."""
        number = next((s for s in self.lattice.at("number", at)), None)
        place = at if number is None else number.last
        for start in (place, place + 1):
            if start >= self.n or self.lattice.tokens[start].folded not in _ITEMS:
                continue
            word = self.lattice.tokens[start - 1].folded if start > place else ""
            names = numbered_family(self.lattice, word)
            if len(names) < 2 or (number is None and not word):
                continue
            if number is None or number.concept == len(names):
                yield Listed(start + 1, names, _ITEMS_COST, run=True)

    def _columns(self, at: int) -> Sequence[Sense]:
        here = sorted(self.lattice.at("column", at), key=lambda s: (s.cost, -s.last))
        by_last: dict[int, int] = {}
        kept = []
        for sense in here:
            by_last[sense.last] = by_last.get(sense.last, 0) + 1
            if by_last[sense.last] <= _MOST_SENSES:
                kept.append(sense)
        return kept

    def _run(self, sense: Sense) -> Iterator[Listed]:
        """ "item1 to item5": the columns between, by their numbers."""
        at = sense.last
        if at >= self.n:
            return
        ends = [s.last for s in self.lattice.at("to", at)]
        if self.lattice.tokens[at].text in ("-", "–", "…"):
            ends.append(at + 1)
        for end in dict.fromkeys(ends):
            if self.lattice.tokens[at].folded in ("and", ","):
                continue
            for other in self._columns(end) if end < self.n else ():
                names = between(self.lattice, sense.concept, other.concept)
                if len(names) >= 2:
                    yield Listed(
                        other.last, names, sense.cost + other.cost - 0.3, run=True
                    )

    def _glossed(self, at: int) -> Iterator[Listed]:
        """ "low birth weight (low)": the column in brackets explains the words."""
        tokens = self.lattice.tokens
        if tokens[at].kind != "word" or self._is_small(at):
            return
        for opens in range(at + 1, min(at + _GLOSS, self.n - 2) + 1):
            if tokens[opens].text == "(" and tokens[opens - 1].kind != "mark":
                for sense in self._columns(opens + 1):
                    closes = sense.last
                    if closes < self.n and tokens[closes].text == ")":
                        cost = sense.cost + _GLOSS_COST * (opens - at)
                        yield Listed(closes + 1, (sense.concept,), cost)
                return
            if tokens[opens].kind == "mark":
                return

    def _is_small(self, at: int) -> bool:
        return bool(self.lattice.at("glue", at)) or any(
            meaning.heads or "marker" in meaning.plain or "affects" in meaning.plain
            for last, meaning in self.meanings[at].items()
            if last == at + 1
        )

    def _separators(self, at: int) -> Iterator[tuple[int, bool, float]]:
        if at >= self.n:
            return
        token = self.lattice.tokens[at]
        ends: dict[int, float] = {}
        for sense in self.lattice.at("and", at):
            if sense.concept == "and" or token.text in "/":
                ends[sense.last] = 0.0
        if token.kind == "mark" and token.text in _JOINING:
            ends[at + 1] = 0.0
        for end, cost in list(ends.items()):
            yield end, token.text in "*×:", cost
            follows = end
            if follows < self.n and token.text in ",;":
                for sense in self.lattice.at("and", follows):
                    if sense.concept == "and":
                        yield sense.last, False, cost
                        end = sense.last
            if end < self.n and self.chart.is_glue(end):
                yield end + 1, False, cost + 0.02

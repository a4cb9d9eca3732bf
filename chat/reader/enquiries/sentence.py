"""A message with its cues, numbers and columns, and which of its words have found a use."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from analysis.base.columns import Column
from chat.linking.index import SchemaIndex
from chat.linking.mentions import is_flag
from chat.linking.naming import name_parts
from chat.linking.tokens import normalise, tokenise
from chat.linking.words import STOPWORDS, stem
from chat.reader.base.roles import is_key, parts
from chat.reader.base.senses import Lattice, Sense, build_lattice
from chat.reader.enquiries.words import words

LONGEST = 70  # tokens
_NEAR = 0.1  # links nearer than that may each be meant
_SURE = 0.45  # what a link may cost
_WRITTEN = 0.1  # what it costs where the name stands as it is
_BARE_POINT = re.compile(r"(?<![\d\w])\.(?=\d)")
RUN_MARKS = frozenset("-–—")
_BREAKS = frozenset(",;:.?!()")
_CLAUSES = frozenset(",;?!()")
_PASSED = frozenset(("the", "a", "an", "in", "is", "as", "of", "by", "with", "being"))
RUN_WORDS = frozenset(("to", "through", "until", "till"))
_LEAST_PART = 4  # letters of a word that may stand for a longer name
_SHORTEST_CODE = 2
_LEAST_FAMILY = 3  # columns that share the beginning of their names


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a number; ``breaks`` are the marks before it, ``at`` its token."""

    text: str
    stem: str
    at: int
    breaks: str = ""
    number: float | None = None
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """Words ``first`` to ``last`` (exclusive): a cue by its concept, or a column."""

    name: str
    first: int
    last: int


@dataclass
class Sentence:
    """The words of a message; ``used`` are the places of those that have a use."""

    lattice: Lattice
    words: tuple[Word, ...]
    cues: tuple[Span, ...] = ()
    columns: list[Span] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    known: set[str] = field(default_factory=set)

    def has(self, *concepts: str) -> bool:
        return any(cue.name in concepts for cue in self.cues)

    def of(self, *concepts: str) -> list[Span]:
        return [cue for cue in self.cues if cue.name in concepts]

    def use(self, *spans: Span) -> None:
        for span in spans:
            self.used.update(range(span.first, span.last))

    def use_cues(self, concepts: Collection[str]) -> None:
        """Counts all cues of the concepts as used."""
        self.use(*(cue for cue in self.cues if cue.name in concepts))

    def numbers(self) -> Iterator[int]:
        """The places of numbers that have no use yet."""
        for at, word in enumerate(self.words):
            if word.number is not None and at not in self.used:
                yield at

    def forget(self) -> None:
        """Begins anew, for another reader."""
        self.used.clear()
        self.known.clear()

    def means_known(self, span: Span) -> bool:
        """Whether words may as well mean a column that is in use already."""
        at = self.words[span.first].at
        if any(s.concept in self.known for s in self.lattice.at("column", at)):
            return True
        stems = {word.stem for word in self.words[span.first : span.last]}
        return any(stems <= {*parts(self.lattice.columns[n])} for n in self.known)

    def is_doubtful(self, span: Span) -> bool:
        """Whether words may as well mean another column than the one chosen."""
        at = self.words[span.first].at
        here = {
            s.concept: s.cost for s in self.lattice.at("column", at)
            if s.last == self.words[span.last - 1].at + 1
        }  # fmt: skip
        best = here.get(span.name, 0.0)
        return any(
            name != span.name and name not in self.known and cost - best < _NEAR
            for name, cost in here.items()
        )

    def is_passed(self, at: int) -> bool:
        """Whether a word may stand between a cue and what it places."""
        return self.words[at].text in _PASSED

    def between(self, first: int, last: int) -> int | None:
        """How far a stretch ends from where another begins; None where more lies between."""
        if last < first or any(not self.is_passed(at) for at in range(first, last)):
            return None
        breaks = "".join(w.breaks for w in self.words[first : last + 1])
        return None if set(breaks) & _CLAUSES else last - first

    def limits(self) -> bool:
        """Whether some word that may limit what is asked has no use."""
        return any(
            at not in self.used and (word.number is not None or self._limits(at))
            for at, word in enumerate(self.words)
        )

    def _limits(self, at: int) -> bool:
        """Whether a word limits; "we only have 60" does not."""
        here = {cue.name for cue in self.cues if cue.first <= at < cue.last}
        return "limit" in here and "scarce" not in here

    def names_more(self) -> bool:
        """Whether a column or a value of the table is named and has no use."""
        for category in ("column", "value", "date"):
            for sense in self.lattice.all(category):
                places = self.places(sense)
                free = places and not places & self.used
                if sense.cost < _SURE and free and not self._is_plain(sense, places):
                    return True
        return any(self._is_of_a_name(at) for at in range(len(self.words)))

    def _is_of_a_name(self, at: int) -> bool:
        """Whether a word that has no use is part of a column's name: one of several."""
        word = self.words[at]
        if at in self.used or len(word.text) < _LEAST_PART or word.number is not None:
            return False
        if self.is_known(at) or self.means_known(Span("", at, at + 1)):
            return False
        if self.lattice.at("rownoun", word.at) or self._names_rows(at):
            return False
        return any(word.stem in parts(c) for c in self.lattice.columns.values())

    def _names_rows(self, at: int) -> bool:
        """ "trees": what the rows are by the column that numbers them."""
        here = self.lattice.at("column", self.words[at].at)
        return any(_is_row(self, sense) for sense in here)

    def _is_plain(self, sense: Sense, places: set[int]) -> bool:
        """A noun for the rows, a cue or a filler, though it may name something as well."""
        at = sense.first
        if sense.category == "column" and (
            self.lattice.at("rownoun", at) or _is_row(self, sense)
        ):
            return True
        if sense.category == "column" and self.means_known(
            Span("", min(places), max(places) + 1)
        ):
            return True
        known = {
            n for cue in self.cues if cue.name != "limit"
            for n in range(cue.first, cue.last)
        }  # fmt: skip
        return places <= known or all(
            self.words[n].text in words().fillers | STOPWORDS for n in places
        )

    def places(self, sense: Sense) -> set[int]:
        return {
            n
            for n, word in enumerate(self.words)
            if sense.first <= word.at < sense.last
        }

    def is_known(self, at: int) -> bool:
        """Whether a word has a use, belongs to a cue, or says nothing."""
        return (
            at in self.used
            or any(c.first <= at < c.last for c in self.cues if c.name != "limit")
            or self.words[at].text in words().fillers | STOPWORDS
        )

    def _is_explained(self, at: int) -> bool:
        """ "pieces (units_sold)": a word that a name in brackets explains."""
        return any(
            span.first == at + 1 and "(" in self.words[at + 1].breaks
            for span in self.columns
        )

    def left(self) -> tuple[str, ...]:
        """Words without a use that say something: they are told with the answer."""
        found = []
        for at, word in enumerate(self.words):
            if self.is_known(at) or self.means_known(Span("", at, at + 1)):
                continue
            if self._is_explained(at):
                continue
            if self.lattice.at("rownoun", word.at) or self.lattice.at(
                "filler", word.at
            ):
                continue
            if self._names_rows(at):
                continue
            found.append(self.lattice.tokens[word.at].text)
        return tuple(dict.fromkeys(found))


def sentence_of(text: str, index: SchemaIndex) -> Sentence | None:
    """The message cut into words with their cues; None for a long one."""
    text = _BARE_POINT.sub("0.", normalise(text))
    tokens = tokenise(text, LONGEST + 1)
    if not tokens or len(tokens) > LONGEST:
        return None
    found, marks = [], ""
    for at, token in enumerate(tokens):
        if token.kind == "mark":
            marks += token.text
            continue
        number = token.value if token.kind == "number" else None
        root = stem(token.folded)
        found.append(Word(token.folded, root, at, marks, number, token.percent))
        marks = ""
    sentence = Sentence(build_lattice(text, tokens, index), tuple(found))
    named = {
        n
        for sense in sentence.lattice.all("column")
        if _is_written(sentence, sense)
        for n in sentence.places(sense)
    }
    sentence.cues = tuple(
        cue for cue in _cues(sentence.words)
        if cue.name == "limit" or not named & set(range(cue.first, cue.last))
    )  # fmt: skip
    return sentence


def _is_written(sentence: Sentence, sense: Sense) -> bool:
    """Whether a column stands there by its whole name, which is no cue then."""
    text = sentence.lattice.words(sense.first, sense.last)
    name = str(sense.concept)
    return text.casefold() == name.casefold() or name_parts(text) == name_parts(name)


def _cues(found: Sequence[Word]) -> Iterator[Span]:
    """All cues, the longest of a concept at a place."""
    stems = [word.stem for word in found]
    for at in range(len(stems)):
        longest: dict[str, int] = {}
        for surface, concept in words().cues.get(stems[at], ()):
            last = at + len(surface)
            if tuple(stems[at:last]) != surface:
                continue
            if any(set(w.breaks) & {";", "?", "!"} for w in found[at + 1 : last]):
                continue
            longest[concept] = max(last, longest.get(concept, 0))
        for concept, last in longest.items():
            yield Span(concept, at, last)


# --- columns -----------------------------------------------------------------------------


def with_columns(sentence: Sentence) -> Sentence:
    """The sentence with the columns that it names, runs ("item1 to item5") filled up."""
    best = list(_codes(sentence))
    for sense in sentence.lattice.all("column"):
        places = sentence.places(sense)
        if sense.cost >= _SURE or not places:
            continue
        written = sentence.lattice.words(sense.first, sense.last).lower()
        if sentence.lattice.at("rownoun", sense.first) and (
            written != sense.concept.lower()
        ):
            continue
        cued = {
            n for c in sentence.cues if c.name != "limit"
            for n in range(c.first, c.last)
        }  # fmt: skip
        if sense.cost > _WRITTEN and places <= cued:
            continue
        if sense.cost > _WRITTEN and all(
            sentence.words[n].number is not None for n in places
        ):
            continue  # "1-5" of "Help (1-5)" and others
        if _is_row(sentence, sense) or _parts_rows(sentence, sense, places):
            continue
        span = Span(sense.concept, min(places), max(places) + 1)
        best.append((sense.cost - 0.2 * len(places), span.first, span))
    chosen: list[Span] = []
    for _, _, span in sorted(best, key=lambda one: one[:2]):
        if all(span.last <= c.first or c.last <= span.first for c in chosen):
            chosen.append(span)
    sentence.columns = sorted(chosen, key=lambda one: one.first)
    return sentence


def _parts_rows(sentence: Sentence, sense: Sense, places: Collection[int]) -> bool:
    """ "median time by club": no name goes over what parts the rows."""
    inside = any(
        min(places) < cue.first and cue.last <= max(places)
        for cue in sentence.of("by", "pergroup")
    )
    return inside and not _is_written(sentence, sense)


def _is_row(sentence: Sentence, sense: Sense) -> bool:
    """ "the visitors": what the rows are, though a column of numbers for them exists."""
    column = sentence.lattice.columns[sense.concept]
    written = sentence.lattice.words(sense.first, sense.last)
    n_rows = sentence.lattice.index.n_rows
    return written != column.name and (is_key(column, n_rows) or counts(column, n_rows))


def counts(column: Column, n_rows: int) -> bool:
    """Whether a column only numbers the rows: whole numbers without a gap."""
    low, high = column.minimum, column.maximum
    return (
        column.n_unique == n_rows
        and isinstance(low, int | float)
        and isinstance(high, int | float)
        and high - low == n_rows - 1
    )


def _codes(sentence: Sentence) -> Iterator[tuple[float, int, Span]]:
    """ "Q8_1" of "Q8_1 Buses run on time": a code that begins the name of one column."""
    for at, word in enumerate(sentence.words):
        if len(word.text) < _SHORTEST_CODE or not any(c.isdigit() for c in word.text):
            continue
        found = [
            name for name in sentence.lattice.columns
            if re.match(rf"{re.escape(word.text)}(?=[.:)\s])", name.lower())
        ]  # fmt: skip
        if len(found) == 1 and word.number is None:
            yield 0.0, at, Span(found[0], at, at + 1)


def flag(sentence: Sentence, name: str) -> bool:
    """Whether a column holds yes and no."""
    return is_flag(sentence.lattice.columns[name])


def listed(sentence: Sentence) -> list[str]:
    """The columns of numbers that are named, with those of runs between them."""
    columns = sentence.lattice.columns
    order = [n for n, c in columns.items() if c.is_numeric]
    names: list[str] = []
    for place, span in enumerate(sentence.columns):
        if not columns[span.name].is_numeric:
            continue
        before = sentence.columns[place - 1] if place else None
        if before is not None and _is_run(sentence, before, span):
            one, other = sorted((order.index(before.name), order.index(span.name)))
            names += order[one : other + 1]
            sentence.used.update(range(before.last, span.first))
        names.append(span.name)
        sentence.use(span)
    family = _family(sentence, order)
    if set(names) <= set(family) and (len(names) < _LEAST_FAMILY or not names):
        names = family
    return list(dict.fromkeys(names))


def _is_run(sentence: Sentence, before: Span, span: Span) -> bool:
    if not sentence.lattice.columns[before.name].is_numeric:
        return False
    between = sentence.words[before.last : span.first]
    marks = set(sentence.words[span.first].breaks)
    if not between:
        return bool(marks & RUN_MARKS) and not marks & _BREAKS
    return len(between) == 1 and between[0].text in RUN_WORDS


def _family(sentence: Sentence, order: Sequence[str]) -> list[str]:
    """ "the Mot items": the columns of numbers whose names begin with a word."""
    for at, word in enumerate(sentence.words):
        follows = any(c.first == at + 1 for c in sentence.of("items"))
        if not follows or len(word.text) < 2:
            continue
        names = [
            name for name in order
            if re.match(rf"{re.escape(word.text)}[\W\d_]", name.lower())
        ]  # fmt: skip
        if len(names) >= _LEAST_FAMILY:
            sentence.used.add(at)
            return names
    return []

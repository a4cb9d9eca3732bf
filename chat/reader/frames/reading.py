"""Reads a message as a method or a chart: the frames that fit, the best first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from analysis.base.task import Evidence, Step, Task
from analysis.operations import operations
from chat.linking.index import SchemaIndex
from chat.linking.tokens import tokenise
from chat.reader.base.account import is_unknown
from chat.reader.base.chart import Chart
from chat.reader.base.confidence import confidence_of
from chat.reader.base.cover import UNUSED_WORD, Cover, covers
from chat.reader.base.items import Edge
from chat.reader.base.senses import Lattice, build_lattice
from chat.reader.calculating.conditions import where_of, years_as_numbers
from chat.reader.frames.edges.assembly import CHEAP, TOPS, add_method_edges
from chat.reader.frames.edges.spelling import spelt
from chat.reader.frames.filling import fill
from chat.reader.frames.frame import Frame
from chat.reader.frames.said import Said, said_by
from chat.reader.grammar import RULES
from chat.reader.lexicon.operations import methods

# Above this a reading leaves out or bends too much to be acted upon: it is half of what
# one unused word costs, so that small doubts add up to it and one leftover exceeds it.
COMPLETE = 1.5
# Doubts grow with a message: so much for each token of a longer one, and never a word's.
_SHORT, _DOUBT, _MOST_DOUBT = 14, 0.04, 1.8
_FULLY = 0.1
_KEPT = 32
_HOPELESS = 1.0  # a reading that much dearer wins by no column
_LONGEST = 90  # tokens; what is longer describes a task step by step


@dataclass(frozen=True)
class MethodRead:
    """A method with the cover it rests on."""

    frame: Frame
    cover: Cover

    @property
    def cost(self) -> float:
        return self.cover.cost + self.frame.cost

    @property
    def is_complete(self) -> bool:
        """Whether every word is accounted for, and every place that must be is filled."""
        frame = self.frame
        if frame.missing or frame.violations:
            return False
        if not all(self._tells_little(at) for at in self.cover.unused):
            return False
        longer = max(0, len(frame.lattice.tokens) - _SHORT)
        most = min(COMPLETE + _DOUBT * longer, _MOST_DOUBT)
        return self.cost - UNUSED_WORD * len(self.cover.unused) <= most

    def _tells_little(self, at: int) -> bool:
        """ "the lake level": a word that only describes the column behind it."""
        token = self.frame.lattice.tokens[at]
        if len(self.cover.unused) > 1 or token.kind != "word":
            return False
        if not is_unknown(self.frame.lattice, at):
            return False
        return any(
            edge.category in ("m_group", "m_effect")
            and _begins(self.frame.lattice, edge, at + 1)
            for edge in self.cover.items
        )

    @property
    def unused(self) -> tuple[str, ...]:
        tokens = self.frame.lattice.tokens
        return tuple(tokens[at].text for at in self.cover.unused)


def _begins(lattice: Lattice, edge: Edge, at: int) -> bool:
    """Whether a column of an item stands just there, named in full."""
    return edge.first <= at < edge.last and any(
        sense.cost < _FULLY for sense in lattice.at("column", at)
    )


def read_method(text: str, index: SchemaIndex) -> list[MethodRead]:
    """The readings of a text as a method, the cheapest first."""
    tokens = tokenise(text, _LONGEST + 1)
    if len(tokens) > _LONGEST:
        return []
    lattice = build_lattice(text, tokens, index)
    if _is_anothers(lattice):
        return []
    chart = Chart(lattice)
    chart.apply(RULES)
    return method_readings(chart)


def _is_anothers(lattice: Lattice) -> bool:
    """Whether the message opens with a change of the table, or no frame reads its turn."""
    words = methods()
    tokens = spelt(lattice)
    for at in range(len(tokens)):
        if any("unread" in m.plain for m in words.found(tokens, at).values()):
            return True
    for at in range(len(tokens)):
        if lattice.at("imperative", at):
            return True
        if not lattice.at("filler", at):
            return False
    return False


def method_readings(chart: Chart) -> list[MethodRead]:
    """The readings of a chart that holds the common items already."""
    words = methods()
    add_method_edges(chart)
    found: dict[Any, MethodRead] = {}
    best = math.inf
    for cover in covers(chart, TOPS, most=_KEPT, cheap=CHEAP):
        said = said_by(cover, chart.lattice)
        for name in _candidates(said):
            dearest = best + _HOPELESS - cover.cost
            frame = fill(operations()[name], said, chart.lattice, words, dearest)
            if frame is None:
                continue
            read = MethodRead(frame, cover)
            best = min(best, read.cost)
            key = name, repr(sorted(frame.params.items())), repr(frame.rows)
            if key not in found or read.cost < found[key].cost:
                found[key] = read
    return sorted(found.values(), key=lambda read: read.cost)


def _candidates(said: Said) -> list[str]:
    """Operations that some word names, or whose statistic is held against a number."""
    names: set[str] = set()
    for term in said.terms:
        names |= term.meaning.heads | term.meaning.bare
    for effect in said.effects:
        names |= effect.heads | {"linear_regression", "logistic_regression"}
        names |= {n for n, own in methods().words.items() if own.effects}
    if said.plain("reading") & {"greater", "less"}:
        names |= {n for n, own in methods().words.items() if own.comparatives}
    if said.hypotheses:
        names |= {n for n, own in methods().words.items() if own.tests}
    return sorted(names)


def steps_of(frame: Frame) -> tuple[Step, ...]:
    steps = list(frame.prepare)
    if frame.rows:
        where = years_as_numbers(where_of(frame.rows), frame.lattice)
        steps.insert(0, Step(operation="filter_rows", params={"where": where}))
    steps.append(Step(operation=frame.operation.name, params=frame.params))
    return tuple(steps)


def task_of(read: MethodRead) -> Task:
    """The reading as a task, restated part by part."""
    steps = steps_of(read.frame)
    known = operations()
    return Task(
        steps=steps,
        confidence=confidence_of(read.cost),
        understood=tuple(known[s.operation].words(s.params) for s in steps),
        assumptions=tuple(read.frame.assumed),
        ignored=read.unused,
        evidence=tuple(_evidence(read)),
    )


def _evidence(read: MethodRead) -> list[Evidence]:
    lattice = read.frame.lattice
    used = {
        name
        for value in read.frame.params.values()
        for name in (value if isinstance(value, list) else [value])
        if isinstance(name, str)
    }
    found = []
    for edge in read.cover.items:
        if edge.category == "m_term":
            text = lattice.words(edge.first, edge.last)
            found.append(Evidence(
                text=text, target=read.frame.operation.name, kind="operation",
            ))  # fmt: skip
    for sense in lattice.all("column"):
        if sense.concept in used and sense.cost < 0.5:
            found.append(Evidence(
                text=lattice.words(sense.first, sense.last), target=sense.concept,
                kind="column", score=round(max(0.0, 1 - sense.cost), 3),
            ))  # fmt: skip
    return found

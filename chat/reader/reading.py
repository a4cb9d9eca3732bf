"""Reads a message as calculations: the best reading with an account of every word.

A message is cut into sentences; in each, what is told before what is asked ("my boss
wants to know …") is set apart and said. What remains unused decides whether there is an
answer (:mod:`.account`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from analysis.base.task import Evidence, Step
from chat.linking.index import SchemaIndex
from chat.linking.tokens import tokenise
from chat.reader.base.account import Unused, absent_in, is_unknown, unused_stretches
from chat.reader.base.chart import Chart
from chat.reader.base.cover import UNUSED_WORD, Cover, covers
from chat.reader.base.items import Edge
from chat.reader.base.requests import Span, is_told, openings, sentences
from chat.reader.base.senses import Lattice, Sense, build_lattice
from chat.reader.calculating.assembly import calculation_of
from chat.reader.calculating.effects import idle_items
from chat.reader.calculating.state import Calculation
from chat.reader.calculating.steps import steps_of
from chat.reader.grammar import RULES, TOPS

# Set so that what is told costs less than its words unused, and more than any doubt
# about a word that is used.
TOLD = 1.2
_MOST_OPENINGS = 4
_LONGEST = 60
_MOST_CHECKED = 4  # readings of which each word is asked for its effect
_GOOD = 2.0
_HOPELESS = 3.0  # a cover that much dearer wins by no frame


@dataclass(frozen=True)
class Read:
    """A calculation with the cover it rests on, and what the sentence only tells."""

    made: Calculation
    cover: Cover
    told: str = ""
    extra: float = 0.0
    first: int = 0
    last: int = 0
    idle: tuple[Edge, ...] = ()

    @property
    def cost(self) -> float:
        return self.cover.cost + self.made.cost + self.extra

    @property
    def unused(self) -> list[Unused]:
        idle = [at for edge in self.idle for at in range(edge.first, edge.last)]
        return unused_stretches(self.made.lattice, (*self.cover.unused, *idle))

    @property
    def steps(self) -> tuple[Step, ...]:
        return steps_of(self.made)

    def evidence(self) -> list[Evidence]:
        return [
            e for edge in self.cover.items for e in _evidence(self.made.lattice, edge)
        ]


def _evidence(lattice: Lattice, edge: Edge) -> list[Evidence]:
    """What the words of an item were read as: names of the table, then the rest."""
    found, at = [], edge.first
    while at < edge.last:
        named = [
            s for category in ("column", "value") for s in lattice.at(category, at)
            if s.last <= edge.last and _names(edge, s)
        ]  # fmt: skip
        if not named:
            at += 1
            continue
        best = max(named, key=lambda s: (s.last - s.first, -s.cost))
        target = (
            f"{best.column} = {best.concept}"
            if best.category == "value"
            else best.column
        )
        found.append(
            Evidence.model_validate(
                {
                    "text": lattice.words(best.first, best.last),
                    "target": target,
                    "kind": best.category,
                    "how": best.how,
                    "score": round(max(0.0, min(1.0, 1 - best.cost)), 3),
                }
            )
        )
        at = best.last
    if not found:
        words = lattice.words(edge.first, edge.last)
        found.append(Evidence(text=words, target=edge.category, kind="operation"))
    return found


def _names(edge: Edge, sense: Sense) -> bool:
    """Whether an item speaks of the column of a sense."""
    return repr(sense.column) in repr(edge.item)


@dataclass(frozen=True)
class ReadMessage:
    """All requests of a message, or what keeps it from being answered.

    ``reads`` are the best readings in order, ``rivals`` other readings of a single
    request. ``foreign`` says that the message asks for what is no calculation.
    """

    lattice: Lattice
    reads: tuple[Read, ...] = ()
    rivals: tuple[Read, ...] = ()
    told: tuple[str, ...] = ()
    absent: tuple[Unused, ...] = ()
    foreign: bool = False

    @property
    def cost(self) -> float:
        return max((read.cost for read in self.reads), default=99.0)


def read_calculations(
    text: str, index: SchemaIndex, known: Collection[str] = ()
) -> ReadMessage:
    """The message as calculations; ``known`` are stems of words of other requests."""
    lattice = build_lattice(text, tokenise(text, 600), index)
    absent = tuple(absent_in(lattice, known))
    chart = Chart(lattice)
    chart.apply(RULES)
    spans = sentences(lattice)
    found: list[tuple[Span, list[Read]]] = [
        (span, readings(chart, span)) for span in spans[:8]
    ]
    good = [
        (span, reads) for span, reads in found if reads and reads[0].cost < _GOOD * 2
    ]
    told = tuple(
        lattice.words(span.first, span.last)
        for span, reads in found
        if (span, reads) not in good and is_told(lattice, span.first, span.last)
    )
    rest = [
        (span, reads) for span, reads in found
        if (span, reads) not in good
        and not is_told(lattice, span.first, span.last)
        and not _only_filler(lattice, span)
    ]  # fmt: skip
    foreign = any(_foreign(lattice, span, reads, known) for span, reads in found)
    if rest and good:
        foreign = True
    chosen = good or [one for one in found if one[1]][:1]
    if chosen:
        absent = tuple(
            one for one in absent
            if any(r[0].first <= one.first < r[0].last for _, r in chosen)
        )  # fmt: skip
    return ReadMessage(
        lattice,
        tuple(reads[0] for _, reads in chosen),
        tuple(chosen[0][1][1:4]) if len(chosen) == 1 else (),
        told,
        absent,
        foreign or not chosen,
    )


def _only_filler(lattice: Lattice, span: Span) -> bool:
    return all(
        lattice.tokens[n].kind == "mark"
        or any(lattice.at(c, n) for c in ("filler", "glue", "purpose"))
        for n in range(span.first, span.last)
    )


def _foreign(
    lattice: Lattice, span: Span, reads: Sequence[Read], known: Collection[str]
) -> bool:
    """Whether a word of another kind of request stands there, used by no item."""
    used: set[int] = set()
    if reads:
        for edge in reads[0].cover.items:
            used.update(range(edge.first, edge.last))
        first = reads[0].first
    else:
        first = span.first
    heads = any(
        first <= s.first < span.last and not set(range(s.first, s.last)) <= used
        for s in lattice.all("foreign")
    )
    return heads or any(
        at not in used
        and lattice.tokens[at].folded in known
        and is_unknown(lattice, at)
        for at in range(first, span.last)
    )


def readings(chart: Chart, span: Span) -> list[Read]:
    """The readings of a sentence, the cheapest first."""
    found = _from(chart, span.first, span.last, "")
    if found and found[0].cost < _GOOD:
        return found
    for at in _later(chart, span):
        if not is_told(chart.lattice, span.first, at):
            continue
        told = chart.lattice.words(span.first, at).strip(" ,;:")
        found += _from(chart, at, span.last, told)
    return sorted(found, key=lambda read: read.cost)


def _later(chart: Chart, span: Span) -> list[int]:
    places = openings(chart.lattice, span)
    return places[:_MOST_OPENINGS] + places[-_MOST_OPENINGS:]


def _from(chart: Chart, first: int, last: int, told: str) -> list[Read]:
    if last - first > _LONGEST:
        return []
    found: list[Read] = []
    for cover in covers(chart, TOPS, first=first, last=last):
        if found and cover.cost > found[0].cost + _HOPELESS:
            break
        made = calculation_of(cover, chart.lattice)
        if made is not None:
            found.append(Read(made, cover, told, TOLD if told else 0.0, first, last))
    found.sort(key=lambda read: read.cost)
    found[:_MOST_CHECKED] = [_with_idle(read) for read in found[:_MOST_CHECKED]]
    return sorted(found, key=lambda read: read.cost)


def _with_idle(read: Read) -> Read:
    """The reading, which pays for items that change nothing of it."""
    idle = idle_items(read.cover, read.made.lattice, read.made)
    if not idle:
        return read
    return replace(read, idle=idle, extra=read.extra + UNUSED_WORD * len(idle))


def read_calculation(text: str, index: SchemaIndex) -> list[Read]:
    """The readings of a single request, the cheapest first."""
    read = read_calculations(text, index)
    return [*read.reads[:1], *read.rivals]


def without_told(read: Read) -> Read:
    return replace(read, told="", extra=0.0)

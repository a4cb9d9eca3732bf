"""A whole message as a picture: a task, or None where words are left over."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analysis.base.columns import Schema
from analysis.base.task import Evidence, Step, Task
from chat.linking.outcomes import Understood
from chat.linking.tables import schema_index
from chat.linking.tokens import normalise, tokenise
from chat.reader.base.account import is_unknown, unused_stretches
from chat.reader.base.chart import Chart
from chat.reader.base.confidence import confidence_of
from chat.reader.base.cover import UNUSED_WORD, Cover, covers
from chat.reader.base.items import Rows
from chat.reader.base.refining import counts_rows
from chat.reader.base.restating import step_words
from chat.reader.base.senses import Lattice, build_lattice
from chat.reader.calculating.conditions import where_of, years_as_numbers
from chat.reader.grammar import RULES
from chat.reader.openings import openings
from chat.reader.pictures.choosing import Picture, picture_of
from chat.reader.pictures.edges import CHEAP, TOPS, add_picture_edges
from chat.reader.pictures.items import Request
from chat.reader.pictures.request import request_of

_LONGEST = 60  # tokens
_KEPT = 40
_NAMED = 0.45  # a link to a column that costs less holds the words within it
# Above this too many doubts add up; it is less than one word that is not used.
_COMPLETE = 1.5
# Shares, ranks, groups taken together, and questions of yes or no.
_FIGURES = (
    "share",
    "acrossall",
    "rank",
    "howmuchmore",
    "more",
    "ratioof",
    "percentile",
)


@dataclass(frozen=True)
class _Read:
    cover: Cover
    said: Request
    picture: Picture

    @property
    def cost(self) -> float:
        return self.cover.cost + self.picture.cost


# What is said of how values lie.
_LIE = ("distribution", "change", "relation", "share", "count")
# What parts the rows: without it a count is one number.
_PARTING = ("by", "which", "unitly", "overtime", "unit", "versus", "breakdown")


def read_as_picture(text: str, schema: Schema) -> Understood | None:
    """The message as one chart or figures by groups, every word having its place."""
    found = _read(text, schema)
    return Understood(_task(*found)) if found is not None else None


def read_as_points(text: str, schema: Schema) -> Understood | None:
    """The message as points of two columns that it sets against each other."""
    found = _read(text, schema)
    if found is None or found[0].picture.step.operation != "scatter_plot":
        return None
    opposed = any(slot.place == "versus" for slot in found[0].said.slots)
    return Understood(_task(*found)) if opposed else None


def lines_are_rows(text: str, schema: Schema, task: Task) -> bool:
    """Whether a line chart is drawn for "how many lines", which are rows."""
    if task.steps[-1].operation != "line_chart":
        return False
    lattice = build_lattice(text, tokenise(normalise(text)), schema_index(schema))
    return any(counts_rows(lattice, at) for at in range(len(lattice.tokens)))


def _read(text: str, schema: Schema) -> tuple[_Read, Lattice] | None:
    """The best reading whose words are all accounted for."""
    index = schema_index(schema)
    tokens = tokenise(normalise(text), _LONGEST + 1)
    if not tokens or len(tokens) > _LONGEST:
        return None
    lattice = build_lattice(text, tokens, index)
    chart = Chart(lattice)
    chart.apply(RULES)
    add_picture_edges(chart)
    best: _Read | None = None
    for cover in covers(chart, TOPS, most=_KEPT, cheap=CHEAP):
        if best is not None and cover.cost >= best.cost:
            break
        said = request_of(cover, lattice)
        picture = picture_of(said, lattice) if said is not None else None
        if said is None or picture is None:
            continue
        read = _Read(cover, said, picture)
        if best is None or read.cost < best.cost:
            best = read
    if best is None or not _is_complete(best, lattice):
        return None
    return best, lattice


def _asks_what_was_done(read: _Read, lattice: Lattice) -> bool:
    """ "what did I pay the staff in May": no number of rows by the columns that it names."""
    measures = read.picture.step.params.get("measures") or ()
    counts = [
        m for m in measures
        if (m.get("of") is None or m["statistic"] == "unique") and not m.get("over")
    ]  # fmt: skip
    if read.picture.step.operation == "line_chart":
        counts = counts or [{}] if not read.picture.step.params.get("y") else counts
    if any(True for _ in lattice.all("howmuch")):
        return bool(counts)
    said = any(True for _ in lattice.all("count"))
    done = any(True for _ in lattice.all("auxiliary"))
    return bool(counts) and done and not said


def _asks_for_each(read: _Read, lattice: Lattice) -> bool:
    """ "what do we take per passenger": something for each, no picture of passengers."""
    alone = read.picture.step.operation in ("histogram", "box_plot")
    return alone and any(
        not any(s.cost < _NAMED and s.first < one.first < s.last
                for s in lattice.all("column"))
        for one in lattice.all("per")
    )  # fmt: skip


def _answers_no_question(read: _Read, lattice: Lattice) -> bool:
    """ "does the sauna matter for the takings", "when did the price jump": asked of values,
    and no picture of how all of them lie."""
    alone = read.picture.step.operation in ("histogram", "box_plot")
    if not alone or read.said.bins or any(map(read.said.sign, _LIE)):
        return False
    first = lattice.tokens[0].folded
    rows = bool(read.said.rows) and first in openings("limited")
    return rows or first in openings("asking")


def _is_complete(read: _Read, lattice: Lattice) -> bool:
    """Whether what is not used may be left out: one word at most that decides nothing."""
    unused = read.cover.unused
    if _counts_its_kind(read, lattice):
        return False
    if not read.said.sign("kind") and (
        _asks_for_figures(lattice)
        or _only_counts(lattice)
        or _asks_what_was_done(read, lattice)
        or _asks_for_each(read, lattice)
        or _answers_no_question(read, lattice)
    ):
        return False
    if len(unused) > 1 or read.cost - UNUSED_WORD * len(unused) > _COMPLETE:
        return False
    if any(one.decides for one in unused_stretches(lattice, unused)):
        return False
    return not any(_qualifies(read, lattice, at) for at in unused)


def _counts_its_kind(read: _Read, lattice: Lattice) -> bool:
    """ "how many lines took longer": what is counted is no kind of chart."""
    counts = {sense.last for sense in lattice.all("count")}
    return any(
        edge.category == "p_sign" and edge.item.kind == "kind" and edge.first in counts
        for edge in read.cover.items
    )


def _only_counts(lattice: Lattice) -> bool:
    """ "how many schools take part": one number, not the rows of each school."""
    if any(True for category in _PARTING for _ in lattice.all(category)):
        return False
    return any(lattice.at("column", s.last) for s in lattice.all("count"))


def _asks_for_figures(lattice: Lattice) -> bool:
    """Whether words ask for what only a calculation says, and no chart is named."""
    return any(True for category in _FIGURES for _ in lattice.all(category))


def _qualifies(read: _Read, lattice: Lattice, at: int) -> bool:
    """Whether a word may be more than a description.

    So is one that the language knows ("type"), and an unknown one beside the kind of
    chart ("sankey chart").
    """
    if not is_unknown(lattice, at):
        return True
    return any(
        edge.category == "p_sign" and edge.item.kind == "kind"
        and (edge.first == at + 1 or edge.last == at)
        for edge in read.cover.items
    )  # fmt: skip


def _of_the_date_drawn(read: _Read, lattice: Lattice) -> list[Rows]:
    """ "orders in 2023 by month of delivery": the year, too, is that of the delivery."""
    along = read.picture.step.params.get("x")
    if not isinstance(along, str) or lattice.columns[along].kind != "datetime":
        return list(read.said.rows)
    named = {sense.column for sense in lattice.all("column")}
    return [
        replace(rows, column=along)
        if rows.role in ("time", "part") and rows.column not in named
        else rows
        for rows in read.said.rows
    ]


def _task(read: _Read, lattice: Lattice) -> Task:
    steps: list[Step] = []
    if read.said.rows:
        rows = _of_the_date_drawn(read, lattice)
        where = years_as_numbers(where_of(rows), lattice)
        steps.append(Step(operation="filter_rows", params={"where": where}))
    steps.append(read.picture.step)
    unused = [one.words for one in unused_stretches(lattice, read.cover.unused)]
    return Task(
        steps=tuple(steps),
        confidence=confidence_of(read.cost),
        understood=tuple(step_words(step) for step in steps),
        assumptions=tuple(dict.fromkeys(read.picture.assumed)),
        ignored=(*read.said.looks, *unused),
        evidence=tuple(_evidence(read, lattice)),
    )


def _evidence(read: _Read, lattice: Lattice) -> list[Evidence]:
    found = []
    for edge in read.cover.items:
        words = lattice.words(edge.first, edge.last)
        if edge.category != "p_axis":
            target = read.picture.step.operation
            found.append(Evidence(text=words, target=target, kind="operation"))
            continue
        for name in edge.item.names:
            best = min(
                (s for s in lattice.all("column")
                 if s.concept == name and edge.first <= s.first and s.last <= edge.last),
                key=lambda s: s.cost, default=None,
            )  # fmt: skip
            if best is not None:
                found.append(Evidence(
                    text=lattice.words(best.first, best.last), target=name,
                    kind="column", score=round(max(0.0, 1 - best.cost), 3),
                ))  # fmt: skip
    return found

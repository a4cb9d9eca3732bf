"""Short messages behind a method or a chart: one part of it is changed, and said.

"same but Spearman", "and for age?", "now by class", "with 30 bins", "as a box plot",
"only women", "age instead of fare". The rest stays as it was.
"""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

from analysis.base.columns import Schema
from analysis.base.operation import Operation
from analysis.base.parameters import ColumnRole
from analysis.base.task import Step, Task
from analysis.operations import operation_named
from chat.linking.outcomes import NoSuchMethod, Understood
from chat.linking.tables import schema_index
from chat.linking.tokens import normalise, tokenise
from chat.reader.base.chart import Chart
from chat.reader.base.cover import Cover, covers
from chat.reader.base.items import Edge, Rows
from chat.reader.base.restating import step_words
from chat.reader.base.senses import Lattice, build_lattice
from chat.reader.calculating.assembly import settled_rows
from chat.reader.calculating.conditions import where_of, years_as_numbers
from chat.reader.calculating.state import Bag
from chat.reader.comparatives import COMPARISONS
from chat.reader.following.adjusting import adjusted
from chat.reader.following.months import placed_in_time
from chat.reader.following.standing import columns_of, flat, joined, limits_of
from chat.reader.frames.edges.assembly import CHEAP, TOPS, add_method_edges
from chat.reader.frames.frame import Frame
from chat.reader.frames.items import Group
from chat.reader.frames.said import Said, said_by
from chat.reader.frames.settings import take_named, take_terms
from chat.reader.frames.two_valued import can_be_told_apart
from chat.reader.grammar import RULES
from chat.reader.lexicon.operations import MethodWords, methods
from chat.reader.methods.filling import filled
from chat.reader.plain_statistics import as_calculation
from chat.reader.reading import read_calculations

_LONGEST = 10  # tokens: what is longer has a request of its own
_CONFIDENCE = 0.9
_SAYING = ("continues", "refers", "adds", "purpose", "orelse")
_MOST_TRIED = 12
_DEAREST = 0.6  # of what settings cost beside columns
_GROUPS = ("group", "group_by", "category")
_PAIR = ("x", "y")
_CLEAR = 1.0  # half of what one unused word costs
_COVARIATES = ("predictors", "controls")
_PLAIN = ("calculate", "aggregate", "count_rows")


def method_continued(
    text: str, schema: Schema, previous: Task | None
) -> Understood | NoSuchMethod | None:
    """The method before with what the message changes; None if it changes nothing."""
    found = None if previous is None else _method(previous)
    if found is None:
        return None
    before, step = found
    lattice = _lattice(text, schema)
    if _draws_figures(step, lattice):
        return None
    if not 0 < len(lattice.tokens) <= _LONGEST or _stands_alone(text, schema):
        return None
    named = _in_order(previous)
    chart = Chart(lattice)
    chart.apply(RULES)
    add_method_edges(chart)
    for category in _SAYING:
        for sense in lattice.all(category):
            chart.add(Edge("m_filler", sense.first, sense.last, "filler", 0.05))
    tops = {**TOPS, "sign": 0.3}
    for cover in covers(chart, tops, cheap=CHEAP)[:_MOST_TRIED]:
        if cover.unused:
            continue
        one = _Changed(lattice, before, step, named)
        changed = one.by(cover)
        if changed is not None:
            return Understood(changed)
        if one.held:
            told = f"{one.operation.title} has no place for columns held constant."
            return NoSuchMethod((f"adjusting for {', '.join(one.held)}",), told)
    return None


def _draws_figures(step: Step, lattice: Lattice) -> bool:
    """ "plot it by agent" behind plain figures: a calculation can be drawn and ranked,
    they cannot."""
    kinds = ("charttype", "top", "extreme")
    drawn = any(True for kind in kinds for _ in lattice.all(kind))
    return drawn and as_calculation(step) is not None


def _stands_alone(text: str, schema: Schema) -> bool:
    """ "how many rows are there?": a calculation that needs nothing from before."""
    read = read_calculations(normalise(text), schema_index(schema))
    return (
        bool(read.reads)
        and read.cost < _CLEAR
        and not read.lattice.at("continues", 0)
        and any(edge.category == "measures" for edge in read.reads[0].cover.items)
    )


def _in_order(previous: Task | None) -> tuple[str, ...]:
    """The columns that the message before named, in the order of its words."""
    named = (
        [e.target for e in previous.evidence if e.kind == "column"] if previous else []
    )
    return tuple(dict.fromkeys(named))


def _lattice(text: str, schema: Schema) -> Lattice:
    text = normalise(text)
    return build_lattice(text, tokenise(text, _LONGEST + 1), schema_index(schema))


def _method(previous: Task) -> tuple[list[Step], Step] | None:
    """The last analysis and the steps before it; None where calculations change it."""
    steps = [s for s in previous.steps if not s.companion and not s.standing]
    if not steps or steps[-1].operation in _PLAIN:
        return None
    grouped = bool(steps[-1].params.get("group_by"))
    if grouped and as_calculation(steps[-1]) is not None:
        return None
    if operation_named(steps[-1].operation).kind == "prepare":
        return None
    return steps[:-1], steps[-1]


class _Changed:
    """The step before, on its way to the one that is meant."""

    def __init__(
        self,
        lattice: Lattice,
        before: list[Step],
        step: Step,
        named: tuple[str, ...] = (),
    ) -> None:
        self.lattice = lattice
        self.order = named
        self.before = list(before)
        self.operation: Operation = operation_named(step.operation)
        self.params: dict[str, Any] = copy.deepcopy(dict(step.params))
        self.told: list[str] = []
        self.held: tuple[str, ...] = ()
        self.adds = any(True for _ in lattice.all("adds")) or any(
            sense.concept == "add" for sense in lattice.all("making")
        )

    def by(self, cover: Cover) -> Task | None:
        said = said_by(cover, self.lattice)
        if said.effects or said.hypotheses or said.rest or said.grains:
            return None
        away = _not_meant(cover)
        if away is None:
            return None
        done = (
            self._method(said)
            and self._settings(said)
            and self._columns(said, away)
            and self._rows(cover)
        )
        if not done or not self.told or not self._is_whole():
            return None
        return self._task()

    def _method(self, said: Said) -> bool:
        """Another method or chart of the same columns."""
        heads = [t.meaning.heads for t in said.terms if t.meaning.heads and not t.idle]
        if not heads or any(self.operation.name in one for one in heads):
            return True
        names = sorted(set.intersection(*map(set, heads)))
        chosen = [*self._named("subject"), *self._named("group")]
        for name in names:
            if operation_named(name).kind == "prepare":
                continue
            step = filled(name, chosen, self.lattice.columns)
            if step is not None:
                self.operation = operation_named(name)
                self.params = dict(step.params)
                self.told.append(self.operation.title)
                return True
        return False

    def _named(self, kind: str) -> list[str]:
        """The columns that the step is about, or those that part its rows."""
        found: list[str] = []
        for name in self.operation.column_parameters():
            value = self.params.get(name)
            if value and (name in _GROUPS) == (kind == "group"):
                found += value if isinstance(value, list) else [value]
        return found

    def _settings(self, said: Said) -> bool:
        own = methods().words.get(self.operation.name, MethodWords())
        frame = Frame(self.operation, self.lattice, replace(said, groups=[], rows=[]))
        take_terms(frame, own)
        take_named(frame, methods())
        if frame.violations or frame.cost > _DEAREST:
            return False
        for name, value in frame.params.items():
            if self.adds and isinstance(value, list):
                value = list(dict.fromkeys([*self.params.get(name, ()), *value]))
            if self.params.get(name) != value:
                self.params[name] = value
                self.told.append(f"{name.replace('_', ' ')} {value}")
        return True

    def _columns(self, said: Said, away: tuple[str, ...]) -> bool:
        adds = self.adds and "predictors" in self.params
        self.held = _held_constant(said, adds)
        if self.held:
            return not away and self._adjust(self.held)
        if said.roled:
            return False
        if away and not said.groups and not self._without(away):
            return False
        return all(self._column(group, away) for group in said.groups)

    def _adjust(self, names: tuple[str, ...]) -> bool:
        """ "now controlling for age": what was asked, with columns held constant."""
        step = Step(operation=self.operation.name, params=self.params)
        changed = adjusted(step, names, self.lattice.columns)
        if changed is None:
            return False
        self.operation = operation_named(changed.operation)
        self.params = dict(changed.params)
        self.told.append(f"adjusted for {', '.join(names)}")
        return True

    def _without(self, away: tuple[str, ...]) -> bool:
        """ "without age": one of the columns goes."""
        for name, role in self.operation.column_parameters().items():
            value = self.params.get(name)
            if role.many and value and set(away) & set(value):
                self.params[name] = [one for one in value if one not in away]
                self.told.append(f"without {', '.join(away)}")
                return True
        return False

    def _column(self, group: Group, away: tuple[str, ...]) -> bool:
        parted = [n for n in _GROUPS if n in self.operation.column_parameters()]
        if group.markers & {"by", "colour"} and parted:
            return self._put(parted[0], group.names, ())
        outs = away if away else ()
        for name, role in self._places():
            columns = [self.lattice.columns[one] for one in group.names]
            if name in parted and name != "category":
                continue
            if name not in self.params or not all(map(role.accepts, columns)):
                continue
            if name == "outcome" and not all(
                can_be_told_apart(self.operation.name, column) for column in columns
            ):
                continue
            value = self.params[name]
            known = value if isinstance(value, list) else [value]
            if outs and not set(outs) & set(known):
                continue
            return self._put(name, group.names, outs)
        return False

    def _places(self) -> list[tuple[str, ColumnRole]]:
        """The places of columns; of a pair the one named last is the first to go."""
        places = list(self.operation.column_parameters().items())
        pair = [one for one in places if one[0] in _PAIR]
        if len(pair) == len(_PAIR) and all(self.params.get(n) for n in _PAIR):
            return [*reversed(pair), *(one for one in places if one not in pair)]
        return places

    def _put(self, name: str, names: tuple[str, ...], outs: tuple[str, ...]) -> bool:
        role = self.operation.column_parameters()[name]
        old = self.params.get(name)
        if not role.many:
            if len(names) != 1 or (old == names[0]):
                return False
            self.params[name] = names[0]
        else:
            known = list(old or [])
            new = [one for one in names if one not in known]
            if not new:
                return False
            self.params[name] = self._among(known, new, outs, role.minimum)
        marker = "by " if name in _GROUPS else ""
        self.told.append(marker + ", ".join(names))
        return True

    def _among(
        self, known: list[str], new: list[str], outs: tuple[str, ...], least: int
    ) -> list[str]:
        """New columns added, in place of those that are not meant, or of the last."""
        if outs:
            place = min(known.index(one) for one in outs if one in known)
            kept = [one for one in known if one not in outs]
            return [*kept[:place], *new, *kept[place:]]
        if self.adds:
            return [*known, *new]
        if len(known) > len(new) and (least > len(new) or len(known) == 2):
            if set(known) == set(self.order):
                known = [one for one in self.order if one in known]
            return [*known[: len(known) - len(new)], *new]
        return new

    def _rows(self, cover: Cover) -> bool:
        known = limits_of(self.before)
        bag, years = placed_in_time(self.lattice, _limits(cover), known)
        rows = settled_rows(self.lattice, bag)
        if not rows:
            return rows is not None
        names = {str(one.column) for one in rows}
        if names & {*self._named("group"), *self._named("subject")}:
            return False
        kept = [leaf for leaf in known if not columns_of(leaf) & names]
        others = [s for s in self.before if s.operation != "filter_rows"]
        new = years_as_numbers(where_of(rows), self.lattice)
        where = joined([*kept, *flat(new)])
        self.before = [*others, Step(operation="filter_rows", params={"where": where})]
        self.told += [f"rows by {', '.join(sorted(names))}", *years]
        return True

    def _is_whole(self) -> bool:
        for name, role in self.operation.column_parameters().items():
            value = self.params.get(name)
            if self.operation.parameters[name].required and not value:
                return False
            if role.many and value and len(value) < role.minimum:
                return False
        named = [*self._named("group"), *self._named("subject")]
        parts = any(n in self.operation.column_parameters() for n in _GROUPS)
        return len(named) > 1 or not (parts and self.operation.name in COMPARISONS)

    def _task(self) -> Task:
        step = Step(operation=self.operation.name, params=self.params)
        steps = (*self.before, step)
        return Task(
            steps=steps,
            confidence=_CONFIDENCE,
            understood=tuple(step_words(one) for one in steps),
            assumptions=(
                f"changed: {'; '.join(self.told)}; the rest as in the question before",
            ),
            source="followup",
        )


def _held_constant(said: Said, adds: bool) -> tuple[str, ...]:
    """Columns that are to be adjusted for, where nothing else is named."""
    names: list[str] = []
    for group in said.groups:
        if not adds and "adjusting" not in group.markers:
            return ()
        names += group.names
    for roled in said.roled:
        if not any(parameter in _COVARIATES for _, parameter in roled.roles):
            return ()
        names += roled.names
    return tuple(dict.fromkeys(names))


def _limits(cover: Cover) -> Bag:
    """What a cover says of the rows, and nothing else of it."""
    found = [(e, e.item) for e in cover.items if isinstance(e.item, Rows)]
    return Bag(cover.items, rows=found)


def _not_meant(cover: Cover) -> tuple[str, ...] | None:
    """The columns that are not meant any more; None where a sign says something else."""
    names: tuple[str, ...] = ()
    for edge in cover.items:
        if edge.category != "sign":
            continue
        mark = edge.item
        if getattr(mark, "kind", "") != "notcolumn":
            return None
        names += tuple((mark.data or {})["names"])
    return names

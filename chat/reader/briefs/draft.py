"""A brief on its way to a task: steps in order, what they rest on, what was not used."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from analysis.base.columns import Schema
from analysis.base.task import Evidence, Step
from chat.linking.outcomes import Reading
from chat.reader.briefs.classing import Classes
from chat.reader.briefs.growing import grown_by
from chat.reader.briefs.steps import (
    CHANGES_OUTLIERS,
    columns_of,
    is_preparing,
    merged,
    name_made,
    renamed,
    says_more,
    subject_of,
)
from chat.reader.briefs.terms import spelled_out
from chat.reader.briefs.verdicts import Verdicts

_REMOVES = "remove_outliers"


@dataclass
class Context:
    """What the last request spoke of, for "these columns" and "the two groups"."""

    columns: list[str] = field(default_factory=list)
    group: str | None = None
    levels: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Entry:
    """A step; ``rows`` limit the rows for this analysis alone.

    ``sure``: it was not a question in words that are only near to columns' names.
    """

    step: Step
    rows: tuple[Step, ...] = ()
    sure: bool = True


@dataclass(frozen=True)
class Unread:
    """A clause that no reader understood; ``late``: behind one that was.

    ``refused``: a word of the field stands in it where a column's name would;
    ``states``: it says how things are, and neither asks nor commands; ``restated``: a
    clause behind it asks for an analysis of columns by their names.
    """

    text: str
    late: bool = False
    asks: bool = False
    refused: bool = False
    states: bool = False
    restated: bool = False


@dataclass
class Draft:
    """The steps so far.

    ``origin`` is the table before any of them, ``unread`` clauses that no reader
    understood, ``judging`` and ``outliers`` settings of the whole brief. ``ruled``: it says
    what makes an outlier; ``sought``: the clause that asks for them, while it is not sure of
    which column; ``explicit``: an analysis was asked for by names behind what was not read;
    ``grouped``: the groups that the next clauses are about.
    """

    origin: Schema
    entries: list[Entry] = field(default_factory=list)
    context: Context = field(default_factory=Context)
    made: list[str] = field(default_factory=list)
    scaled: list[str] = field(default_factory=list)
    judging: dict[str, Any] = field(default_factory=dict)
    outliers: dict[str, Any] = field(default_factory=dict)
    scaling: str | None = None
    ddof: int | None = None
    told: list[str] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    refused: list[tuple[Unread, Reading]] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    confidence: float = 1.0
    to_name: str | None = None
    asked: str = ""
    explicit: bool = False
    signed: bool = False
    ruled: bool = False
    sought: Unread | None = None
    classes: Classes | None = None
    grouped: list[str] = field(default_factory=list)
    verdicts: Verdicts = field(default_factory=Verdicts)

    @property
    def steps(self) -> list[Step]:
        return [entry.step for entry in self.entries]

    def change(self, place: int, step: Step) -> None:
        self.entries[place] = replace(self.entries[place], step=step)

    @property
    def schema(self) -> Schema:
        """The table behind the steps so far."""
        return grown_by(self.origin, self.steps)

    def prepare(self, step: Step) -> None:
        """Adds a preparing step, or says more about the same one before."""
        if self._is_read_so(step):
            return
        self._instead_of_removal(step)
        place = self._same(step)
        if place is not None:
            before = self.steps[place].params
            params = {**before, **step.params}
            if self._redefines(place, step):
                return
            self.change(place, Step(operation=step.operation, params=params))
            return
        if self._renames(step):
            return
        self.entries.append(Entry(step))
        name = name_made(step)
        if name is not None:
            self.made.append(name)
        if step.operation == "scale_columns":
            self.scaled = list(step.params.get("columns") or ())

    def _instead_of_removal(self, step: Step) -> None:
        """ "Removing outliers: replace each by the mean": what is said more exactly."""
        if step.operation not in CHANGES_OUTLIERS or step.operation == _REMOVES:
            return
        self.entries = [
            entry for entry in self.entries
            if entry.step.operation != _REMOVES
            or set(entry.step.params["columns"]) - set(step.params["columns"])
        ]  # fmt: skip

    def _is_read_so(self, step: Step) -> bool:
        """Whether signs are to go from columns that were read as numbers without them."""
        names = step.params.get("columns") or []
        if step.operation not in ("replace_text", "change_text") or not names:
            return False
        there = self.schema
        read = all(name in there.names and there[name].is_numeric for name in names)
        if read:
            told = f"{', '.join(names)} was read as numbers, without such signs"
            self.assumed.append(told)
        return read

    def _redefines(self, place: int, step: Step) -> bool:
        """A column named after a formula that is now said to be another takes its name."""
        before = self.steps[place]
        if step.operation != "add_column":
            return False
        old, formula = before.params["name"], step.params["expression"]
        if old != spelled_out(before.params["expression"]):
            return False
        new = spelled_out(formula)
        if new == old or new in self.schema.names:
            return False
        params = {"name": new, "expression": formula}
        self.change(place, Step(operation="add_column", params=params))
        for later in range(place + 1, len(self.entries)):
            self.change(later, renamed(self.steps[later], old, new))
        self.made = [new if name == old else name for name in self.made]
        return True

    def _renames(self, step: Step) -> bool:
        """Whether a new column is one made before, under the name it is called now."""
        for place, before in enumerate(self.steps):
            if step.operation == before.operation == "add_column" and (
                before.params["expression"] == step.params["expression"]
            ):
                old, new = before.params["name"], step.params["name"]
                used = any(
                    old in columns_of(later) for later in self.steps[place + 1 :]
                )
                if not used and old not in self.origin.names:
                    self.change(place, step)
                    self.made = [new if name == old else name for name in self.made]
                    return True
        return False

    def _same(self, step: Step) -> int | None:
        for place, before in enumerate(self.steps):
            if before.operation != step.operation:
                continue
            if subject_of(before) == subject_of(step):
                return place
        return None

    def ask(self, steps: list[Step], again: bool = False) -> None:
        """Adds what a request came to: its rows, then its analysis.

        ``again``: it names no columns, so that it is about those before, and their rows.
        """
        rows, analysis = tuple(steps[:-1]), steps[-1]
        rows = rows or self._rows_before(analysis, again)
        place = self._repeated(rows, analysis)
        if place is not None:
            self.change(place, merged(self.entries[place].step, analysis))
        else:
            self.entries.append(Entry(analysis, rows))
        self.context = context_of(analysis)

    def _rows_before(self, analysis: Step, again: bool) -> tuple[Step, ...]:
        """The rows of the analysis before, where what limits them is in this one, too.

        "… in each year from 2000 to 2010? Do the years differ?" means the same years.
        """
        last = next(
            (e for e in reversed(self.entries) if not is_preparing(e.step)), None
        )
        if last is None or not last.rows:
            return ()
        limits = {name for step in last.rows for name in columns_of(step)}
        same = {*columns_of(last.step)} & {*columns_of(analysis)}
        if again and same:
            return last.rows
        return last.rows if same and limits <= {*columns_of(analysis)} else ()

    def _repeated(self, rows: tuple[Step, ...], analysis: Step) -> int | None:
        """The analysis before, where this one only says it again or more exactly."""
        for place in reversed(range(len(self.entries))):
            before = self.entries[place]
            if is_preparing(before.step):
                if analysis.operation != "find_outliers":
                    return None
                continue
            if before.rows == rows and says_more(before.step, analysis):
                return place
        return None

    def leave(
        self,
        text: str,
        asks: bool = False,
        refused: bool = False,
        states: bool = False,
    ) -> None:
        """Keeps a clause that nothing reads."""
        self.unread.append(Unread(text, self.asks(), asks, refused, states))

    def refuse(self, text: str, reading: Reading, asks: bool) -> None:
        """Keeps a clause with a name or a method that is not there."""
        left = Unread(text, self.asks(), asks, refused=True)
        self.refused.append((left, reading))

    def asks(self) -> bool:
        return any(not is_preparing(step) for step in self.steps)

    def ordered(self) -> list[Step]:
        """The steps with preparations that nothing follows before what they are for.

        Analyses of some rows alone come last, since a condition holds for all behind it.
        """
        entries = self.entries
        places = [n for n, step in enumerate(self.steps) if not is_preparing(step)]
        if places and places[-1] < len(entries) - 1:
            first, last = places[0], places[-1]
            trailing = entries[last + 1 :]
            if all(is_preparing(entry.step) for entry in trailing):
                asked = entries[first : last + 1]
                found = [one for one in asked if _is_found(one.step, trailing)]
                rest = [one for one in asked if one not in found]
                entries = [*entries[:first], *found, *trailing, *rest]
        steps = [entry.step for entry in entries if not entry.rows]
        limited = [entry for entry in entries if entry.rows]
        rows = list(limited[0].rows) if limited else []
        return [*steps, *rows, *(entry.step for entry in limited)]

    @property
    def parted(self) -> list[Entry]:
        """The first analysis of each set of rows, where there are several."""
        found = {repr(e.rows): e for e in reversed(self.entries) if e.rows}
        return list(found.values()) if len(found) > 1 else []


def context_of(step: Step) -> Context:
    """What can be meant by "these columns" or "the two groups" after a step."""
    params = step.params
    if step.operation == "calculate":
        keys = params.get("by") or []
        columns = [
            str(m["of"]).strip("`") for m in params.get("measures") or () if m.get("of")
        ]
        plain = bool(keys) and "grain" not in keys[0]
        group = keys[0].get("column") if plain else None
        levels = list(keys[0].get("values") or ()) if keys else []
        return Context(list(dict.fromkeys(columns)), group, levels)
    group = params.get("group") or params.get("group_by")
    if isinstance(group, list):
        group = group[0] if group else None
    columns = [name for name in columns_of(step) if name != group]
    return Context(columns, group, list(params.get("levels") or ()))


def _is_found(step: Step, trailing: list[Entry]) -> bool:
    """Outliers are found before they are removed: behind that there would be others."""
    return step.operation == "find_outliers" and any(
        one.step.operation in CHANGES_OUTLIERS
        and set(columns_of(one.step)) & set(columns_of(step))
        for one in trailing
    )

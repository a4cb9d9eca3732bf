"""A calculation laid out: its keys and the columns of its answer, with their names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from analysis.base.reply import Format
from analysis.calculations.keys import KeyCode, heading, key_code
from analysis.calculations.measures import (
    AVERAGES,
    Shown,
    format_of_measure,
    scale_of_measure,
    unused,
)
from analysis.calculations.naming import measure_name, over_name, singular, window_name
from analysis.signatures.calculation import Calculation, Measure, Window

COUNT = "group size"
REACHED = "share reached"
BELOW, AT_MOST, KNOWN = "lower", "lower or equal", "known values"


@dataclass(frozen=True)
class Laid:
    """A measure with the names of its columns.

    ``whole`` is what is shared or divided, ``under`` what divides it; ``n`` the number
    of values it was made of; ``final`` what answers, a window's column where there is one.
    """

    form: Measure
    name: str
    whole: str = ""
    under: str = ""
    n: str = ""
    windowed: str = ""
    change: str = ""

    ranked: bool = False

    @property
    def final(self) -> str:
        """The column that answers."""
        return self.windowed or self.name

    @property
    def size(self) -> str:
        """The column that groups are ordered by: for ranks what they are ranks of."""
        return self.name if self.ranked else self.final


class Plan:
    """The names of everything in a calculation, the same for script and presentation."""

    def __init__(self, form: Calculation) -> None:
        self.form = form
        taken: set[str] = {COUNT, REACHED, BELOW, AT_MOST, KNOWN}
        self.keys: list[KeyCode] = [
            key_code(key, heading(key, taken)) for key in form.by
        ]
        self.names = [key.name for key in self.keys]
        self.measures = [
            self._windowed(self._laid(measure, taken), taken)
            for measure in form.measures or (Measure(),)
        ]
        self.over = ""
        if form.over_groups:
            name = over_name(form, self.measures[0].final, self.names)
            self.over = unused(name, taken)
        self.held: list[Laid] = []  # measures that groups must have, but do not answer
        self.having = [(each, self._held(each.measure, taken)) for each in form.having]

    @property
    def completes(self) -> bool:
        """Whether groups without rows are added: not of days by weekday, where one key of
        a column tells the other and most pairs of levels cannot be."""
        columns = [key.column for key in self.form.by if key.column is not None]
        return any(key.every for key in self.keys) and len({*columns}) == len(columns)

    @property
    def all_measures(self) -> list[Laid]:
        """The measures that answer, and those that only select groups."""
        return [*self.measures, *self.held]

    def _held(self, measure: Measure, taken: set[str]) -> str:
        """The column of a measure that groups must have: an answer's, or one more."""
        for laid in self.all_measures:
            if laid.form == measure:
                return laid.name
        self.held.append(self._laid(measure, taken))
        return self.held[-1].name

    def _laid(self, measure: Measure, taken: set[str]) -> Laid:
        noun = self.form.noun
        name = unused(measure_name(measure, noun), taken)
        whole = under = n = ""
        if measure.over:
            parts = measure.model_copy(update={"over": None, "label": None})
            whole = unused(measure_name(parts, noun), taken)
            under = unused(measure_name(measure.over, noun), taken)
        elif measure.share is not None:
            parts = measure.model_copy(update={"share": None, "label": None})
            whole = unused(measure_name(parts, noun), taken)
            if not self.form.by:
                all_rows = parts.model_copy(update={"where": None})
                under = unused(measure_name(all_rows, noun), taken)
        elif measure.statistic == "rate":
            whole = unused(f"{noun or 'rows'} that do", taken)
            n = unused(f"known {noun or 'rows'}", taken)
        elif measure.statistic == "mode" and len(self.form.measures) == 1:
            n = unused("times", taken)
        elif measure.statistic in AVERAGES and len(self.form.measures) == 1:
            n = unused("values", taken)
        return Laid(measure, name, whole, under, n)

    def _windowed(self, laid: Laid, taken: set[str]) -> Laid:
        """The measure with the columns that the window makes of it."""
        window, change = self.form.window, ""
        if window is None:
            return laid
        if window.kind == "growth":
            step = window.model_copy(update={"kind": "change"})
            change = window_name(step, laid.name, self.grain)
            alone = len(self.form.measures) < 2
            change = unused("change" if alone else change, taken)
        windowed = unused(window_name(window, laid.name, self.grain), taken)
        ranked = window.kind == "rank"
        return replace(laid, windowed=windowed, change=change, ranked=ranked)

    @property
    def grain(self) -> str | None:
        """The unit of time that a window goes along, or what its groups are."""
        number = self.form.path
        if number is None:
            return None
        key = self.form.by[number]
        return key.grain if key.is_running else singular(self.names[number])

    @cached_property
    def shown(self) -> list[Shown]:
        """The columns of the answer, each measure's answer before its parts."""
        form = self.form
        if form.over_groups:
            style = format_of_measure(self.measures[0].form)
            style = "number" if style == "integer" else style
            if form.over_groups.statistic == "count":
                return [Shown(self.over, 0, "value", "integer")]
            if form.over_groups.statistic == "share":
                return [Shown(self.over, 0, "value", "percent")]
            return [
                Shown(
                    self.over,
                    0,
                    "value",
                    style,
                    scale_of_measure(self.measures[0].form),
                )
            ]
        if form.position:
            return [
                Shown(AT_MOST, 0, "value", "percent"),
                Shown(BELOW, 0, "value", "percent"),
                Shown(KNOWN, 0, "part", "integer"),
            ]
        found = []
        for number, laid in enumerate(self.measures):
            style = format_of_measure(laid.form)
            scale = scale_of_measure(laid.form)
            if laid.windowed and self.form.window:
                kind, unit = window_format(self.form.window, style, scale)
                found.append(Shown(laid.windowed, number, "value", kind, unit))
            role = "part" if laid.windowed else "value"
            found.append(Shown(laid.name, number, role, style, scale))
            if laid.change:
                found.append(Shown(laid.change, number, "part", style, scale))
            found += self._parts(number, laid)
        if form.reach:
            found.insert(1, Shown(REACHED, 0, "part", "percent"))
        return found

    @cached_property
    def shown_keys(self) -> list[str]:
        """The keys of the answer: all, or those that statistics over groups keep."""
        over = self.form.over_groups
        return [self.names[number] for number in over.by] if over else self.names

    def _parts(self, number: int, laid: Laid) -> list[Shown]:
        parts = []
        plain = laid.form.model_copy(update={"share": None, "times": 1, "unit": ""})
        if laid.whole:
            plain = plain.model_copy(update={"over": None})
            style = "integer" if laid.n else format_of_measure(plain)
            parts.append(Shown(laid.whole, number, "part", style))
        if laid.under:
            style = format_of_measure(laid.form.over or plain)
            parts.append(Shown(laid.under, number, "part", style))
        if laid.n:
            parts.append(Shown(laid.n, number, "part", "integer"))
        return parts

    @property
    def ordering(self) -> Laid:
        """The measure that the groups are ordered by."""
        return self.measures[self.form.sequence.measure if self.form.sequence else 0]


def window_format(window: Window, style: Format, scale: int) -> tuple[Format, int]:
    """How a window's numbers are shown, and their scale."""
    if window.kind in ("growth", "cumulative_share"):
        return "percent", 1
    if window.kind == "rank":
        return "integer", 1
    if window.kind == "moving" and style == "integer":
        return "number", 1
    return style, scale

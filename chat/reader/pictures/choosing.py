"""Which picture is drawn: by the kind that is named, else by the kinds of the columns.

Two columns of numbers are points; one along a time is a line, by groups bars; a number
alone, or rows counted along it, is a histogram; groups alone are bars of counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.base.columns import Column
from analysis.base.task import Step
from chat.reader.base import roles
from chat.reader.base.senses import Lattice
from chat.reader.pictures.drawing import Drawing
from chat.reader.pictures.items import Request, Slot
from chat.reader.pictures.kinds import sort_of

# Doubts that make a picture dearer: guessed places, and columns that fit it badly.
_GUESSED, _UNFIT = 0.15, 0.6


@dataclass
class Picture:
    """The step that draws, what was assumed, and how doubtful it is."""

    step: Step
    assumed: list[str] = field(default_factory=list)
    cost: float = 0.0


def picture_of(said: Request, lattice: Lattice) -> Picture | None:
    """The picture that a request comes to; None where its columns make none."""
    return _Chooser(said, lattice).chosen()


class _Chooser(Drawing):
    """Which of them is drawn."""

    def chosen(self) -> Picture | None:
        if self._is_fixed() or not self._timed():
            return None
        self._leave_names()
        self._with_counts()
        if "stacked_bar" in self.said.signs.get("kind", ()):
            self.kind = "stacked_bar"
        step = self._named() if self.kind else self._inferred()
        if step is None or (self.said.bins and step.operation != "histogram"):
            return None
        if any(slot.place == "facet" for slot in self.slots):
            self.assumed.append("in one chart, the groups told apart by colour")
        return Picture(step, self.assumed, self.cost)

    def _is_fixed(self) -> bool:
        """ "In third class": a column held at one value is no axis, unless asked for."""
        held = {
            rows.column for rows in self.said.rows
            if rows.role == "value" and rows.op == "==" and not rows.negated
        }  # fmt: skip
        return any(slot.name in held for slot in self.slots if not slot.place)

    def _timed(self) -> bool:
        """Adds the table's time where the words speak of one."""
        said = self.said
        grain, time = said.sign("grain"), said.sign("time")
        change = said.sign("change")
        if not (grain or time) or any(self.is_a("time", s) for s in self.slots):
            return (
                not change
                or any(self.is_a("time", s) for s in self.slots)
                or (len(self.slots) > 1)
            )
        times = roles.time_columns(self.columns.values())
        if not times:
            return False
        self.slots.append(Slot(times[0].name, "by"))
        return True

    def _leave_names(self) -> None:
        """ "by movie": a name of each row parts nothing, and each row is drawn."""
        names = [s for s in self.slots if self.is_a("name", s) and not s.statistic]
        if len(names) < len(self.slots) or self.said.counted:
            for slot in names:
                column = self.columns[slot.name]
                if sort_of(column, self.n_rows) == "name" and _each_row(column, self):
                    self.slots.remove(slot)
                    self.assumed.append(f"each row is one {slot.name}")

    def _with_counts(self) -> None:
        nouns = self.said.signs.get("noun")
        measured = any(self.is_a("number", s) or s.statistic for s in self.slots)
        if nouns and not measured and self.slots:
            self.said.counted = True

    def _inferred(self) -> Step | None:
        valued = [slot for slot in self.slots if slot.statistic]
        times = [slot for slot in self.slots if self.is_a("time", slot)]
        numbers = self.numbers()
        if self.said.bins is not None:
            return self.histogram()
        if len(valued) == 1:
            return self._figures(valued[0])
        if len(valued) > 1:
            return self.calculated(valued, self.others(*valued), "")
        if self.said.counted:
            return self.counts()
        if not self.of_place("x", "y") and self.said.sign("distribution"):
            return self._spread(numbers)
        if times and numbers:
            return self.line()
        few = [slot for slot in self.slots if self.is_a("few", slot)]
        if len(numbers) >= 2 or (
            self.said.sign("relation") and len(numbers + few) == 2
        ):
            return self.scatter()
        if len(numbers) == 1:
            groups = self.others(*numbers)
            return self._figures(numbers[0]) if groups else self.histogram()
        if len(few) == 2 and len(self.slots) == 2 and self._are_against(few):
            return self.scatter()
        return self.counts()

    def _are_against(self, slots: Sequence[Slot]) -> bool:
        return any(slot.place in ("versus", "x", "y") for slot in slots)

    def _spread(self, numbers: list[Slot]) -> Step | None:
        """The distribution of numbers, also by groups; of two numbers, their points."""
        if len(numbers) == 2 and self._are_against(numbers):
            return self.scatter()
        wide = self.said.sign("distribution") == "spread"
        if numbers and (wide or len(numbers) > 1) and len(self.slots) > 1:
            if len(numbers) == 2 and len(self.slots) == 3 and wide:
                return self.scatter()
            return self.boxes(numbers)
        return self.histogram() if numbers else self.counts()

    def _figures(self, value: Slot) -> Step | None:
        """One statistic, along a time or a number, or by groups."""
        keys = self.others(value)
        if not self.columns[value.name].is_numeric:
            return None
        along = [k for k in keys if self.is_a("time", k)]
        numbers = [k for k in keys if self.is_a("number", k)
                   and k.place not in ("colour", "facet")]  # fmt: skip
        if along:
            return self.line()
        if numbers:
            return self.line() if len(keys) == 1 and value.statistic else None
        return self.bars(value, keys)

    def _named(self) -> Step | None:
        match self.kind:
            case "scatter":
                return self.scatter()
            case "line":
                return self.line()
            case "histogram":
                return self.histogram()
            case "box":
                return self.boxes([s for s in self.slots if self.is_a("number", s)])
            case "pie":
                return self.pie()
            case "heat":
                return self.heat()
            case "area":
                return self.area()
        return self.bar_chart()


def _each_row(column: Column, chooser: _Chooser) -> bool:
    return column.n_unique > 0.5 * chooser.n_rows

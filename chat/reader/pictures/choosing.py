"""Which picture is drawn: by the kind that is named, else by the kinds of the columns.

Two columns of numbers are points; one along a time is a line, by groups bars; a number
alone, or rows counted along it, is a histogram; groups alone are bars of counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.base.columns import Column
from analysis.base.task import Step
from chat.reader.base import roles
from chat.reader.base.items import as_formula
from chat.reader.base.senses import Lattice
from chat.reader.pictures.items import Request, Slot
from chat.reader.pictures.kinds import Sort, sort_of

_MOST_KEYS = 3
_FIRST_IS_Y = ("by", "along")
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


class _Chooser:
    def __init__(self, said: Request, lattice: Lattice) -> None:
        self.said = said
        self.columns = lattice.columns
        self.n_rows = lattice.index.n_rows
        self.slots = list(said.slots)
        self.assumed: list[str] = []
        self.cost = 0.0
        self.kind = said.sign("kind")

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

    # --- the columns ---

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
        if not (grain or time) or any(self._is("time", s) for s in self.slots):
            return (
                not change
                or any(self._is("time", s) for s in self.slots)
                or (len(self.slots) > 1)
            )
        times = roles.time_columns(self.columns.values())
        if not times:
            return False
        self.slots.append(Slot(times[0].name, "by"))
        return True

    def _leave_names(self) -> None:
        """ "by movie": a name of each row parts nothing, and each row is drawn."""
        names = [s for s in self.slots if self._is("name", s) and not s.statistic]
        if len(names) < len(self.slots) or self.said.counted:
            for slot in names:
                column = self.columns[slot.name]
                if sort_of(column, self.n_rows) == "name" and _each_row(column, self):
                    self.slots.remove(slot)
                    self.assumed.append(f"each row is one {slot.name}")

    def _with_counts(self) -> None:
        nouns = self.said.signs.get("noun")
        measured = any(self._is("number", s) or s.statistic for s in self.slots)
        if nouns and not measured and self.slots:
            self.said.counted = True

    def _sort(self, slot: Slot) -> Sort:
        return sort_of(self.columns[slot.name], self.n_rows)

    def _is(self, sort: Sort, slot: Slot) -> bool:
        return self._sort(slot) == sort

    def _of_place(self, *places: str) -> list[Slot]:
        return [slot for slot in self.slots if slot.place in places]

    def _numbers(self) -> list[Slot]:
        return [
            slot for slot in self.slots
            if self._is("number", slot) and slot.place not in ("colour", "facet")
        ]  # fmt: skip

    def _others(self, *taken: Slot) -> list[Slot]:
        return [slot for slot in self.slots if slot not in taken]

    # --- without a kind ---

    def _inferred(self) -> Step | None:
        valued = [slot for slot in self.slots if slot.statistic]
        times = [slot for slot in self.slots if self._is("time", slot)]
        numbers = self._numbers()
        if self.said.bins is not None:
            return self._histogram()
        if len(valued) == 1:
            return self._figures(valued[0])
        if len(valued) > 1:
            return self._calculated(valued, self._others(*valued), "")
        if self.said.counted:
            return self._counts()
        if not self._of_place("x", "y") and self.said.sign("distribution"):
            return self._spread(numbers)
        if times and numbers:
            return self._line()
        few = [slot for slot in self.slots if self._is("few", slot)]
        if len(numbers) >= 2 or (
            self.said.sign("relation") and len(numbers + few) == 2
        ):
            return self._scatter()
        if len(numbers) == 1:
            groups = self._others(*numbers)
            return self._figures(numbers[0]) if groups else self._histogram()
        if len(few) == 2 and len(self.slots) == 2 and self._are_against(few):
            return self._scatter()
        return self._counts()

    def _are_against(self, slots: Sequence[Slot]) -> bool:
        return any(slot.place in ("versus", "x", "y") for slot in slots)

    def _spread(self, numbers: list[Slot]) -> Step | None:
        """The distribution of numbers, also by groups; of two numbers, their points."""
        if len(numbers) == 2 and self._are_against(numbers):
            return self._scatter()
        wide = self.said.sign("distribution") == "spread"
        if numbers and (wide or len(numbers) > 1) and len(self.slots) > 1:
            if len(numbers) == 2 and len(self.slots) == 3 and wide:
                return self._scatter()
            return self._boxes(numbers)
        return self._histogram() if numbers else self._counts()

    def _figures(self, value: Slot) -> Step | None:
        """One statistic, along a time or a number, or by groups."""
        keys = self._others(value)
        if not self.columns[value.name].is_numeric:
            return None
        along = [k for k in keys if self._is("time", k)]
        numbers = [k for k in keys if self._is("number", k)
                   and k.place not in ("colour", "facet")]  # fmt: skip
        if along:
            return self._line()
        if numbers:
            return self._line() if len(keys) == 1 and value.statistic else None
        return self._bars(value, keys)

    def _counts(self) -> Step | None:
        """Rows counted by what is named."""
        keys = self.slots
        if not keys or len(keys) > _MOST_KEYS:
            return None
        if any(self._is("time", key) for key in keys):
            return self._line()
        if any(
            self._is("number", key) and key.place not in ("colour", "facet")
            for key in keys
        ):
            return self._histogram()
        return self._bars(None, keys)

    # --- with one ---

    def _named(self) -> Step | None:
        match self.kind:
            case "scatter":
                return self._scatter()
            case "line":
                return self._line()
            case "histogram":
                return self._histogram()
            case "box":
                return self._boxes([s for s in self.slots if self._is("number", s)])
            case "pie":
                return self._pie()
            case "heat":
                return self._heat()
            case "area":
                return self._area()
        return self._bar_chart()

    def _scatter(self) -> Step | None:
        places = {s.place: s for s in reversed(self.slots)}
        sized = places.get("size")
        pair = [places[p] for p in ("x", "y") if p in places]
        numeric = [
            s for s in self.slots
            if s not in pair and s is not sized and s.place not in ("colour", "facet")
            and self.columns[s.name].is_numeric
        ]  # fmt: skip
        numeric.sort(key=lambda s: self._sort(s) != "number")
        chosen = [*pair, *numeric][:2]
        if len(chosen) < 2 or any(s.statistic for s in chosen):
            return None
        x, y = self._x_and_y(chosen, places)
        groups = [s for s in self._others(x, y) if s is not sized]
        if len(groups) > 1 or (groups and self._is("number", groups[0])):
            return None
        params: dict[str, Any] = {"x": x.name, "y": y.name}
        if groups:
            params["group_by"] = groups[0].name
        if sized is not None:
            params["size"] = sized.name
        return Step(operation="scatter_plot", params=params)

    def _x_and_y(self, pair: list[Slot], places: dict[str, Slot]) -> tuple[Slot, Slot]:
        """ "a against b" draws a upwards; "a and b" draws a along."""
        first, second = sorted(pair, key=self.slots.index)
        if places.get("x") in pair:
            x = places["x"]
            return x, second if x is first else first
        if places.get("y") in pair:
            y = places["y"]
            return (second if y is first else first), y
        return (second, first) if second.place in _FIRST_IS_Y else (first, second)

    def _line(self) -> Step | None:
        along = next((s for s in self._of_place("x")), None)
        times = [s for s in self.slots if self._is("time", s) and not s.statistic]
        x = along or next(iter(times), None)
        values = [s for s in self.slots if s is not x and s.statistic] or [
            s for s in self.slots if s is not x and self._is("number", s)
            and s.place not in ("colour", "facet")
        ]  # fmt: skip
        keys = [s for s in self.slots if s is not x and s not in values[:1]]
        if x is None:
            free = [s for s in keys if s.place not in ("colour", "facet")]
            x = next(iter(free), None)
            keys = [s for s in keys if s is not x]
        if x is None or len(values) > 1 or len(keys) > 1:
            return self._line_of_several(x, values, keys)
        if keys and self._is("number", keys[0]):
            return None
        params: dict[str, Any] = {"x": x.name}
        if values:
            params["y"] = values[0].name
            params["statistic"] = self._statistic(values[0])
        else:
            params["statistic"] = "count"
        if keys:
            params["group_by"] = keys[0].name
        grain = self.said.sign("grain")
        if grain and self.columns[x.name].kind == "datetime":
            params["grain"] = grain
        return Step(operation="line_chart", params=params)

    def _line_of_several(
        self, x: Slot | None, values: list[Slot], keys: list[Slot]
    ) -> Step | None:
        """Several values along a time are a table of both, drawn as lines."""
        if x is None or len(values) < 2 or any(key not in values for key in keys):
            return None
        return self._calculated(values, [x], "line")

    def _statistic(self, slot: Slot) -> str:
        if slot.statistic:
            return slot.statistic
        adds = bool(roles.adds_up(self.columns[slot.name]))
        words = "total" if adds else "mean"
        self.assumed.append(f"the {words} of {slot.name}")
        return "sum" if adds else "mean"

    def _histogram(self) -> Step | None:
        free = [s for s in self.slots if s.place not in ("colour", "facet")]
        numeric = [s for s in free if self.columns[s.name].is_numeric]
        numeric.sort(key=lambda s: self._sort(s) != "number")
        bins = self.said.bins
        if not numeric:
            return self._counts() if bins is None and self.slots else None
        column = numeric[0]
        groups = self._others(column)
        if len(groups) > 1 or column.statistic:
            return None
        if groups and self._sort(groups[0]) not in ("group", "few"):
            return None
        params: dict[str, Any] = {"column": column.name}
        if bins is not None and bins.number:
            params["bins"] = bins.number
        if bins is not None and bins.width:
            params["bin_width"] = bins.width
        if groups:
            params["group_by"] = groups[0].name
        return Step(operation="histogram", params=params)

    def _boxes(self, numbers: list[Slot]) -> Step | None:
        groups = self._others(*numbers)
        if not numbers or len(groups) > 1:
            return None
        params: dict[str, Any] = {"columns": [slot.name for slot in numbers]}
        if groups:
            if self._sort(groups[0]) not in ("group", "few"):
                return None
            params["group_by"] = groups[0].name
        return Step(operation="box_plot", params=params)

    def _pie(self) -> Step | None:
        numbers = [s for s in self.slots if self._is("number", s) or s.statistic]
        keys = self._others(*numbers)
        if len(keys) != 1 or len(numbers) > 1:
            return None
        if numbers and numbers[0].statistic not in ("", "sum"):
            return None
        params = {"category": keys[0].name}
        if numbers:
            params["value"] = numbers[0].name
        return Step(operation="pie_chart", params=params)

    def _heat(self) -> Step | None:
        numbers = [s for s in self.slots if self._is("number", s) or s.statistic]
        keys = self._others(*numbers)
        if len(keys) != 2 or len(numbers) > 1:
            return None
        params: dict[str, Any] = {"y": keys[0].name, "x": keys[1].name}
        if numbers:
            params["value"] = numbers[0].name
            if numbers[0].statistic:
                params["statistic"] = numbers[0].statistic
        return Step(operation="heat_map", params=params)

    def _area(self) -> Step | None:
        values = [s for s in self.slots if s.statistic] or self._numbers()
        keys = self._others(*values)
        if not keys or not any(self._is("time", key) for key in keys):
            return None
        keys.sort(key=lambda key: not self._is("time", key))
        return self._calculated(values, keys, "area")

    def _bar_chart(self) -> Step | None:
        valued = [slot for slot in self.slots if slot.statistic]
        values = valued or self._numbers()[:1]
        if self.said.counted and not valued and values and len(self.slots) == 1:
            return self._histogram()
        if len(values) > 1:
            return self._calculated(values, self._others(*values), "bar")
        keys = self._others(*values)
        if values and not keys:
            return self._histogram() if not valued else None
        return self._bars(values[0] if values else None, keys)

    def _bars(self, value: Slot | None, keys: list[Slot]) -> Step | None:
        if not keys or len(keys) > _MOST_KEYS:
            return None
        if any(self._sort(key) == "number" for key in keys):
            return None
        kind = "stacked_bar" if self.kind == "stacked_bar" else "bar"
        ordered = sorted(keys, key=lambda key: key.place in ("colour", "facet"))
        return self._calculated([value] if value else [], ordered, kind)

    def _calculated(
        self, values: list[Slot], keys: list[Slot], chart: str
    ) -> Step | None:
        """A table of statistics by groups, drawn as ``chart``."""
        if len(keys) > _MOST_KEYS or any(self._is("number", key) for key in keys):
            return None
        measures: list[dict[str, Any]] = [
            {"statistic": self._statistic(v), "of": as_formula(v.name)} for v in values
        ] or [{"statistic": "count", "of": None}]
        if any(not self.columns[v.name].is_numeric for v in values):
            return None
        params: dict[str, Any] = {"measures": measures}
        if keys:
            params["by"] = [self._key(key) for key in keys]
            if chart:
                params["chart"] = chart
        params |= self._order(keys)
        return Step(operation="calculate", params=params)

    def _key(self, slot: Slot) -> dict[str, Any]:
        if self.columns[slot.name].kind != "datetime":
            return {"column": slot.name}
        return {"column": slot.name, "grain": self.said.sign("grain") or "month"}

    def _order(self, keys: list[Slot]) -> dict[str, Any]:
        order = self.said.sign("order")
        if not order or not keys:
            return {}
        if order == "key":
            return {"order": {"by": "key", "measure": 0, "descending": False}}
        down = order == "desc"
        return {"order": {"by": "value", "measure": 0, "descending": down}}


def _each_row(column: Column, chooser: _Chooser) -> bool:
    return column.n_unique > 0.5 * chooser.n_rows

"""The steps that draw: each kind of chart from the columns and their places."""

from __future__ import annotations

from typing import Any

from analysis.base.task import Step
from chat.reader.base import roles
from chat.reader.base.items import as_formula, order_of_keys
from chat.reader.base.senses import Lattice
from chat.reader.pictures.items import Request, Slot
from chat.reader.pictures.kinds import Sort, sort_of

MOST_KEYS = 3
_FIRST_IS_Y = ("by", "along")


class Drawing:
    """What a request names, and the step of each kind of chart; None where it makes none."""

    def __init__(self, said: Request, lattice: Lattice) -> None:
        self.said = said
        self.columns = lattice.columns
        self.n_rows = lattice.index.n_rows
        self.slots = list(said.slots)
        self.assumed: list[str] = []
        self.cost = 0.0
        self.kind = said.sign("kind")

    def sort(self, slot: Slot) -> Sort:
        return sort_of(self.columns[slot.name], self.n_rows)

    def is_a(self, sort: Sort, slot: Slot) -> bool:
        return self.sort(slot) == sort

    def of_place(self, *places: str) -> list[Slot]:
        return [slot for slot in self.slots if slot.place in places]

    def numbers(self) -> list[Slot]:
        return [
            slot for slot in self.slots
            if self.is_a("number", slot) and slot.place not in ("colour", "facet")
        ]  # fmt: skip

    def others(self, *taken: Slot) -> list[Slot]:
        return [slot for slot in self.slots if slot not in taken]

    def counts(self) -> Step | None:
        """Rows counted by what is named."""
        keys = self.slots
        if not keys or len(keys) > MOST_KEYS:
            return None
        if any(self.is_a("time", key) for key in keys):
            return self.line()
        if any(
            self.is_a("number", key) and key.place not in ("colour", "facet")
            for key in keys
        ):
            return self.histogram()
        return self.bars(None, keys)

    def scatter(self) -> Step | None:
        places = {s.place: s for s in reversed(self.slots)}
        sized = places.get("size")
        pair = [places[p] for p in ("x", "y") if p in places]
        numeric = [
            s for s in self.slots
            if s not in pair and s is not sized and s.place not in ("colour", "facet")
            and self.columns[s.name].is_numeric
        ]  # fmt: skip
        numeric.sort(key=lambda s: self.sort(s) != "number")
        chosen = [*pair, *numeric][:2]
        if len(chosen) < 2 or any(s.statistic for s in chosen):
            return None
        x, y = self._x_and_y(chosen, places)
        groups = [s for s in self.others(x, y) if s is not sized]
        if len(groups) > 1 or (groups and self.is_a("number", groups[0])):
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

    def line(self) -> Step | None:
        along = next((s for s in self.of_place("x")), None)
        times = [s for s in self.slots if self.is_a("time", s) and not s.statistic]
        x = along or next(iter(times), None)
        values = [s for s in self.slots if s is not x and s.statistic] or [
            s for s in self.slots if s is not x and self.is_a("number", s)
            and s.place not in ("colour", "facet")
        ]  # fmt: skip
        keys = [s for s in self.slots if s is not x and s not in values[:1]]
        if x is None:
            free = [s for s in keys if s.place not in ("colour", "facet")]
            x = next(iter(free), None)
            keys = [s for s in keys if s is not x]
        if x is None or len(values) > 1 or len(keys) > 1:
            return self._line_of_several(x, values, keys)
        if keys and self.is_a("number", keys[0]):
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
        return self.calculated(values, [x], "line")

    def _statistic(self, slot: Slot) -> str:
        if slot.statistic:
            return slot.statistic
        adds = bool(roles.adds_up(self.columns[slot.name]))
        words = "total" if adds else "mean"
        self.assumed.append(f"the {words} of {slot.name}")
        return "sum" if adds else "mean"

    def histogram(self) -> Step | None:
        free = [s for s in self.slots if s.place not in ("colour", "facet")]
        numeric = [s for s in free if self.columns[s.name].is_numeric]
        numeric.sort(key=lambda s: self.sort(s) != "number")
        bins = self.said.bins
        if not numeric:
            return self.counts() if bins is None and self.slots else None
        column = numeric[0]
        groups = self.others(column)
        if len(groups) > 1 or column.statistic:
            return None
        if groups and self.sort(groups[0]) not in ("group", "few"):
            return None
        params: dict[str, Any] = {"column": column.name}
        if bins is not None and bins.number:
            params["bins"] = bins.number
        if bins is not None and bins.width:
            params["bin_width"] = bins.width
        if groups:
            params["group_by"] = groups[0].name
        return Step(operation="histogram", params=params)

    def boxes(self, numbers: list[Slot]) -> Step | None:
        groups = self.others(*numbers)
        if not numbers or len(groups) > 1:
            return None
        params: dict[str, Any] = {"columns": [slot.name for slot in numbers]}
        if groups:
            if self.sort(groups[0]) not in ("group", "few"):
                return None
            params["group_by"] = groups[0].name
        return Step(operation="box_plot", params=params)

    def pie(self) -> Step | None:
        numbers = [s for s in self.slots if self.is_a("number", s) or s.statistic]
        keys = self.others(*numbers)
        if len(keys) != 1 or len(numbers) > 1:
            return None
        if numbers and numbers[0].statistic not in ("", "sum"):
            return None
        params = {"category": keys[0].name}
        if numbers:
            params["value"] = numbers[0].name
        return Step(operation="pie_chart", params=params)

    def heat(self) -> Step | None:
        numbers = [s for s in self.slots if self.is_a("number", s) or s.statistic]
        keys = self.others(*numbers)
        if len(keys) != 2 or len(numbers) > 1:
            return None
        params: dict[str, Any] = {"y": keys[0].name, "x": keys[1].name}
        if numbers:
            params["value"] = numbers[0].name
            if numbers[0].statistic:
                params["statistic"] = numbers[0].statistic
        return Step(operation="heat_map", params=params)

    def area(self) -> Step | None:
        values = [s for s in self.slots if s.statistic] or self.numbers()
        keys = self.others(*values)
        if not keys or not any(self.is_a("time", key) for key in keys):
            return None
        keys.sort(key=lambda key: not self.is_a("time", key))
        return self.calculated(values, keys, "area")

    def bar_chart(self) -> Step | None:
        valued = [slot for slot in self.slots if slot.statistic]
        values = valued or self.numbers()[:1]
        if self.said.counted and not valued and values and len(self.slots) == 1:
            return self.histogram()
        if len(values) > 1:
            return self.calculated(values, self.others(*values), "bar")
        keys = self.others(*values)
        if values and not keys:
            return self.histogram() if not valued else None
        return self.bars(values[0] if values else None, keys)

    def bars(self, value: Slot | None, keys: list[Slot]) -> Step | None:
        if not keys or len(keys) > MOST_KEYS:
            return None
        if any(self.sort(key) == "number" for key in keys):
            return None
        kind = "stacked_bar" if self.kind == "stacked_bar" else "bar"
        ordered = sorted(keys, key=lambda key: key.place in ("colour", "facet"))
        return self.calculated([value] if value else [], ordered, kind)

    def calculated(
        self, values: list[Slot], keys: list[Slot], chart: str
    ) -> Step | None:
        """A table of statistics by groups, drawn as ``chart``."""
        if len(keys) > MOST_KEYS or any(self.is_a("number", key) for key in keys):
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
        along = order_of_keys(order)
        if along:
            return {"order": along}
        down = order == "desc"
        return {"order": {"by": "value", "measure": 0, "descending": down}}

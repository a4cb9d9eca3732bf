"""What the first sentence must answer, and what keeps a reading from being one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from analysis.base.columns import Column
from chat.reader.base import roles
from chat.reader.base.items import (
    Measure,
)
from chat.reader.base.series import period_of, span_of
from chat.reader.calculating.groups import GroupsStage
from chat.reader.calculating.state import (
    entity,
    grain_of,
)

_GRAINS = ("day", "week", "month", "quarter", "year")
_YEARS_FOR_TREND = 10  # fewer years say little of a trend


class AskingStage(GroupsStage):
    """What the first sentence must answer, and what keeps a reading from being one."""

    def _left_subjects(self) -> None:
        for _, columns in self.bag.subjects:
            for name in columns.names:
                if name in self.used_subjects:
                    continue
                if any(m.of == name for m in self.out.measures):
                    continue
                if any(k.get("column") == name for k in self.out.keys):
                    continue
                column = self.columns[name]
                noun = not roles.is_measure(column, self.n_rows) and (
                    entity(self.lattice, name) or roles.is_key(column, self.n_rows)
                )
                self.out.cost += 0.3 if noun else 2.5
                if self.bag.has("share") and not noun:
                    self.out.fail("a share of another column")

    def _asks(self) -> None:
        out, bag = self.out, self.bag
        if "window" in out.params:
            pass  # "by how much did it go up": from one period to the next
        elif bag.has("howmuchmore") or (bag.has("comparing") and self._two_groups()):
            out.params.setdefault("compare", {"kind": "difference"})
            out.asks = "how_much_more" if bag.has("howmuchmore") else "value"
        elif self._two_groups() and bag.has("versus"):
            out.params.setdefault("compare", {"kind": "difference"})
        first = min((edge.first for edge in bag.items), default=0)
        opens = range(max(0, first - 3), first + 1)
        yesno = any(self.lattice.at("yesno", n) for n in opens)
        if bag.has("rising"):
            self._rises(yesno)
        elif bag.has("more") and yesno and self._two_groups():
            out.params.setdefault("compare", {"kind": "difference"})
            less = self._less() is not self.is_turned
            out.params["claim"] = {"op": "<" if less else ">"}
            out.asks = "yes_no"
        elif out.asked_key or (bag.has("which") and out.params.get("order")):
            out.asks = "which"
        elif (
            any(m.statistic in ("count", "unique") for m in out.measures)
            and not out.keys
        ):
            out.asks = "how_many"
        self._averages_beside()

    def _averages_beside(self) -> None:
        """Totals of groups of unequal size say little of "spend more": both are said.

        Of persons or a yes and no the averages are meant, of places and things the totals.
        """
        out = self.out
        if "compare" not in out.params or len(out.measures) != 1 or len(out.keys) != 1:
            return
        (measure,), (key,) = out.measures, out.keys
        plainly = not measure.given and measure.statistic == "sum"
        if not plainly or "values" not in key or "grain" in key:
            return
        column = self.columns[key["column"]]
        if column.kind == "datetime" or roles.is_time(column):
            return
        mean = replace(measure, statistic="mean")
        persons = roles.yes_of(column) is not None or roles.is_sex(column)
        out.measures = [mean, measure] if persons else [measure, mean]
        out.assumed = [
            one for one in out.assumed if not one.startswith(measure.of or "")
        ]
        out.assumed.append(
            f"the averages of {measure.of} are compared first, for the groups differ in size"
            if persons
            else f"the totals of {measure.of} are compared first, the averages beside them"
        )

    def _rises(self, yesno: bool) -> None:
        """ "did revenue go up from 2023 to 2024", "is it rising": one end, or a trend."""
        out, mark = self.out, self.bag.mark("rising")
        assert mark is not None
        if any("periods" in key for key in out.keys):
            out.params.setdefault("compare", {"kind": "difference"})
            out.params["claim"] = {"op": "<" if mark.concept == "up" else ">"}
            out.asks = "yes_no"
            return
        times = self._time_keys()
        measure = out.measures[0] if len(out.measures) == 1 else None
        plain = measure is not None and measure.over is None and measure.where is None
        column = self._time_column(None)
        others = len(times) < len(out.keys) or bool(out.params) or self.bag.limits
        if not (yesno and plain and column is not None) or others or len(times) > 1:
            out.fail("a direction of nothing")
            return
        grain = times[0].get("grain") if times else None
        out.params["trend"] = self._trend(measure, column, grain)
        out.cost += 0.1

    def _trend(
        self, measure: Measure | None, column: Column, grain: str | None
    ) -> dict[str, Any]:
        """The trend of each period's figure; of the values where each is a period."""
        assert measure is not None
        self.out.assumed.clear()
        made: dict[str, Any] = {"time": column.name}
        if measure.of is not None:
            made["column"] = measure.of
        if column.kind != "datetime" or period_of(column, self.n_rows) is not None:
            return made
        grain = grain if grain in _GRAINS else grain_of(column)
        if grain == "year" and span_of(column) < _YEARS_FOR_TREND * 365:
            grain = "month"
        how = "counted" if measure.of is None else (
            "totalled" if measure.statistic == "sum" else "averaged"
        )  # fmt: skip
        what = measure.of or "rows"
        verb = "are" if measure.of is None else "is"
        self.out.assumed.append(f"{what} {verb} {how} by {grain}")
        return {**made, "grain": grain, "statistic": measure.statistic}

    def _check(self) -> None:
        out = self.out
        for measure in out.measures:
            if measure.of is None or measure.statistic in ("count", "unique", "mode"):
                continue
            column = self.columns[measure.of]
            if column.kind == "datetime" and measure.statistic in ("min", "max"):
                continue
            if measure.statistic in roles.OF_ONES and roles.is_ones(column):
                continue
            if not roles.is_measure(column, self.n_rows):
                out.fail("no numbers")
        counted = any(m.statistic in ("count", "unique") for m in out.measures)
        if "rows" in out.params and counted and not out.asked_person:
            out.fail("a number is asked for, no rows")
        if self.bag.marks.get("number"):
            out.fail("a number without use")
        compares = "window" not in out.params and (
            out.params.get("compare") or self.bag.has("howmuchmore")
        )
        if compares and not out.keys:
            out.fail("a comparison of nothing")
        if self.bag.has("more") and not out.keys and not out.params.get("having"):
            out.fail("more than what")
        if self._counts_what_is_left_out():
            out.fail("a share of rows that were left out")
        if self.bag.has("rest") and not self.out.keys:
            out.fail("the rest of what")
        if self.bag.has("versus") and not self._two_groups() and not self._split_key():
            out.cost += 1.5
        if self.bag.has("ordered") and not self._is_ranked():
            out.fail("an order, not a measure")
        if any(
            self.bag.has(kind) for kind in ("look", "orientation", "colour", "unfilter")
        ):
            out.fail("the look of a chart")
        if "order" in out.params and not out.keys and "rows" not in out.params:
            out.fail("an order of one figure")
        if self.bag.has("everything"):
            out.fail("all columns")
        if self._is_hypothesis():
            out.fail("a hypothesis is tested, not a condition")

    def _counts_what_is_left_out(self) -> bool:
        """Whether a part is of a column that the rows are chosen by already."""
        chosen = {
            rows.column for rows in self.out.rows if rows.role in ("value", "flag")
        }
        return any(
            isinstance(measure.where, dict)
            and measure.statistic == "rate"
            and measure.where.get("column") in chosen
            for measure in self.out.measures
        )

    def _is_ranked(self) -> bool:
        """Whether what orders does so for a list or groups; one figure has no order."""
        bag = self.bag
        return bool(bag.limits or self.out.keys or bag.has("rank")
                    or bag.has("share") or bag.has("who"))  # fmt: skip

    def _options_counted(self) -> None:
        """ "how many use each of the features": each option of check boxes by itself."""
        out = self.out
        several = [
            key for key in out.keys
            if set(key) == {"column"} and roles.options(self.columns[key["column"]])
        ]  # fmt: skip
        if not several:
            return
        counted = [m for m in out.measures if m.statistic == "count" and m.of is None]
        extra = set(out.params) - {"share", "order"}
        if len(out.keys) > 1 or len(counted) != len(out.measures) or extra:
            out.fail("several answers in a cell")
            return
        name = several[0]["column"]
        shared = "share" in out.params
        out.keys = []
        out.params.clear()
        out.asks = "list"
        out.measures = [
            Measure(
                "rate" if shared else "count", None,
                {"column": name, "op": "contains", "value": option},
                unit="%" if shared else "", label=option,
            )
            for option in roles.options(self.columns[name])
        ]  # fmt: skip

    def _chart(self) -> None:
        mark = self.bag.mark("chart")
        if mark is None:
            return
        if not self.out.keys or (mark.concept == "any" and not self.bag.limits):
            self.out.fail("a chart without groups")
            return
        timed = any(self._is_time_key(key) for key in self.out.keys)
        kind = mark.concept if mark.concept != "any" else "line" if timed else "bar"
        self.out.params["chart"] = kind

    def _is_weak(self) -> bool:
        """Whether a test of a difference may be meant rather than its size."""
        comparing = self.bag.mark("comparing")
        if comparing is None:
            return False
        contrasted = self._two_groups() or self._split_key()
        periods = any("periods" in key for key in self.out.keys)
        return not periods and (comparing.concept == "differ" or not contrasted)

    def _is_hypothesis(self) -> bool:
        """ "is the average fare greater than 30?": a claim about the measure itself."""
        if not self.out.measures or not self.bag.items:
            return False
        first = min(edge.first for edge in self.bag.items)
        opens = range(max(0, first - 3), first + 1)
        if not any(self.lattice.at("yesno", n) for n in opens):
            return False
        measured = [edge.last for edge, _ in self.bag.measures]
        measured += [edge.last for edge, _ in self.bag.marks.get("share", [])]
        measured += [edge.last for edge, _ in self.bag.subjects]
        measured += [edge.last for edge, _ in self.bag.marks.get("statistic", [])]
        bare = [
            edge for edge, rows in self.bag.rows
            if rows.role == "number" and rows.column is None
        ]  # fmt: skip
        return any(edge.first >= last for edge in bare for last in measured)

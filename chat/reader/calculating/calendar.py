"""Parts of the calendar where each row is a period of its own: a series of days or months.

Saturdays of a daily series are compared by what a Saturday brings, not by how many there
were; and the average of single months is an average over the years.
"""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from analysis.base.columns import Column
from analysis.signatures.calculation import ADDITIVE, Cycle
from chat.reader.base import roles
from chat.reader.base.items import Key, Measure, Rows
from chat.reader.base.series import period_of, span_of
from chat.reader.calculating.measures import OVER_GROUPS, MeasuresStage

# The part of the calendar that comes again, by the period that does.
_CYCLE_OF = {
    "month": "month_of_year",
    "quarter": "quarter_of_year",
}
# With less than that, a month of the year is hardly more than a month.
_YEARS, _A_YEAR = 1.5, 365.25
_AVERAGES = ("mean", "median")
_PAIR = 2
_EVERY = frozenset(("each", "every"))  # behind "for", "in", "at"


class CalendarStage(MeasuresStage):
    """Which time a unit means, and how amounts of its parts are put together."""

    def _calendar(self) -> None:
        for place, key in enumerate(self.out.keys):
            grain = key.get("grain")
            if grain is None:
                continue
            column = self.columns[key["column"]]
            if period_of(column, self.n_rows) is None:
                continue
            if grain in get_args(Cycle):
                self._averaged()
            elif self._comes_again(column, grain):
                cycle = _CYCLE_OF[grain]
                self.out.keys[place] = {**key, "grain": cycle}
                self.out.assumed.append(
                    f"each {grain} has one value, so that they are averaged by"
                    f" {cycle.replace('_', ' ')}"
                )

    def _totals_of_periods_said(self) -> None:
        """ "average monthly total", "average December total": totals first, then that."""
        mark = self.bag.mark("oftotals")
        if mark is None:
            return
        out, data = self.out, mark.data or {}
        key = self._key(Key(None, data["unit"]))
        column = self._totalled()
        if out.keys or key is None or "grain" not in key or column is None:
            out.fail("totals of no periods")
            return
        if "month" in data:
            part = ("month", (data["month"],))
            out.rows.append(Rows(key["column"], "in", part, role="part"))
        out.keys.append(key)
        out.measures.append(Measure("sum", column.name))
        each = "that month of each" if "month" in data else "each"
        out.assumed.append(f"{column.name} is totalled for {each} {data['unit']} first")
        self._put_over_groups(mark.concept)

    def _totalled(self) -> Column | None:
        """The amount that is named, or the one that a question means."""
        named = [
            self.columns[name] for _, columns in self.bag.subjects
            for name in columns.names
            if roles.is_measure(self.columns[name], self.n_rows)
        ]  # fmt: skip
        if len(named) == 1:
            self.used_subjects.add(named[0].name)
            return named[0]
        main = roles.main_measure(self.columns.values(), self.n_rows)
        return main if not named and main and roles.adds_up(main) else None

    def _over_periods(self) -> None:
        """ "average monthly revenue", "how many … in an average week": over the periods.

        A statistic that stands by itself is one of the groups' figures, or of nothing.
        """
        self._of_each_day()
        typical = [k.typical for _, keys in self.bag.keys for k in keys if k.typical]
        each = any(k.each for _, keys in self.bag.keys for k in keys)
        if typical:
            self._take_over(typical[0])
        elif self._periods_of_amounts() and self._is_average_of_amounts():
            self._totals_of_periods()
        elif self._statistics() and not self.uses_statistic:
            self._statistic_of_groups(self._statistics()[0], each)

    def _of_each_day(self) -> None:
        """ "which station has the highest mean daily rainfall": by station, and not the
        first station of each day. Amounts are totalled for each day of each first; of
        levels each row is one."""
        place, measures = self._period_of_two(), self.out.measures
        if place is None or not self.out.asked_key or len(measures) != 1:
            return
        measure = measures[0]
        if measure.of is None or not measure.given or measure.over is not None:
            return
        if (
            measure.statistic not in _AVERAGES
            or self.out.keys[place] in self.asked_keys
        ):
            return
        if roles.adds_up(self.columns[measure.of]):
            self._totals_of_periods()
        else:
            del self.out.keys[place]

    def _periods_of_amounts(self) -> bool:
        """Whether amounts are of periods: "average daily takings", "average … per week".

        "For each year", "in every month" is said of what each of them has.
        """
        if not self._time_keys():
            return False
        return any(
            key.each
            and not (
                edge.last - edge.first > _PAIR
                and self.lattice.tokens[edge.first + 1].folded in _EVERY
            )
            for edge, keys in self.bag.keys
            for key in keys
        )

    def _statistic_of_groups(self, statistic: str, each: bool) -> None:
        measures = self.out.measures
        if statistic == "sum" and all(m.statistic in ADDITIVE for m in measures):
            return  # "how many … altogether"
        if self._joins_statistics():
            return
        over = measures[0].over if len(measures) == 1 else None
        if over is not None and statistic == "mean" and not over.of:
            self.uses_statistic = True  # a ratio to the rows is their mean
        elif over is not None and over.statistic == "unique" and over.of:
            if statistic != "mean":  # the mean of a count for each is the ratio itself
                self.out.keys.append({"column": over.of})
                measures[0] = replace(measures[0], over=None, times=1)
                self._put_over_groups(statistic)
            self.uses_statistic = True
        elif each and self.out.keys:
            self._take_over(statistic)
        else:
            self.out.fail("a statistic of nothing")

    def _joins_statistics(self) -> bool:
        """ "mean, median and standard deviation of the fare": all of one column."""
        measures = self.out.measures
        if len(measures) != 1 or measures[0].of is None or measures[0].over:
            return False
        if not measures[0].given or measures[0].statistic in ADDITIVE:
            return False
        said = [Measure(one, measures[0].of) for one in self._statistics()]
        self.out.measures = list(dict.fromkeys([*said, *measures]))
        self.uses_statistic = True
        return True

    def _take_over(self, statistic: str) -> None:
        fits = len(self.out.keys) == 1 and len(self.out.measures) == 1
        if not fits or statistic not in OVER_GROUPS or self.bag.limits:
            self.out.fail("a statistic of nothing")
            return
        self._put_over_groups(statistic)

    def _is_average_of_amounts(self) -> bool:
        """Whether an average is asked of what is totalled for each period."""
        if len(self.out.measures) != 1 or self.bag.limits:
            return False
        if len(self.out.keys) != 1 and self._period_of_two() is None:
            return False
        measure = self.out.measures[0]
        if measure.of is None or measure.statistic not in _AVERAGES or measure.over:
            return False
        column = self.columns.get(measure.of)
        return (
            measure.given
            and not self.bag.windows
            and not self.out.asked_key
            and column is not None
            and bool(roles.adds_up(column))
        )

    def _period_of_two(self) -> int | None:
        """Which key is "daily" of "average daily takings by weekday", beside another."""
        before = {
            key.grain for edge, keys in self.bag.keys for key in keys
            if key.each and self.lattice.at("column", edge.last)
        }  # fmt: skip
        periods = [
            at for at, key in enumerate(self.out.keys)
            if key.get("grain") and key["grain"] in before
            and key["grain"] not in get_args(Cycle)
        ]  # fmt: skip
        one_of_two = len(self.out.keys) == _PAIR and len(periods) == 1
        return periods[0] if one_of_two else None

    def _totals_of_periods(self) -> None:
        measure = self.out.measures[0]
        place = self._period_of_two() or 0
        grain = self.out.keys[place].get("grain", "period")
        if grain in get_args(Cycle):
            return
        self._put_over_groups(measure.statistic)
        if len(self.out.keys) == _PAIR:
            self.out.params["over_groups"]["by"] = [1 - place]
        self.out.measures[0] = replace(measure, statistic="sum")
        self.out.assumed.append(
            f"{measure.of} is totalled for each {grain} first; say “{measure.statistic}"
            f" {measure.of} by {grain}” for each {grain}’s own {measure.statistic}"
        )

    def _comes_again(self, column: Column, grain: str) -> bool:
        """Whether an average is asked of groups that would hold a row each."""
        if grain not in _CYCLE_OF or "values" in str(self.out.keys):
            return False
        asked = [m for m in self.out.measures if m.of is not None]
        if not asked or not all(m.statistic in _AVERAGES and m.given for m in asked):
            return False
        return (
            period_of(column, self.n_rows) == grain
            and span_of(column) > _YEARS * _A_YEAR
        )

    def _averaged(self) -> None:
        """Amounts that nobody asked the total of are averaged over the periods."""
        for place, measure in enumerate(self.out.measures):
            if measure.given or measure.statistic != "sum" or measure.of is None:
                continue
            name = measure.of
            self.out.measures[place] = replace(measure, statistic="mean")
            self.out.assumed[:] = [
                line for line in self.out.assumed
                if not line.startswith(f"{name} is totalled")
            ]  # fmt: skip
            self.out.assumed.append(
                f"{name} is averaged, since each row is a period of its own; say"
                f" “total {name}” for the other"
            )

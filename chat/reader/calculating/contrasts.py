"""Two values or periods set against each other: groups, never conditions joined by AND."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

from chat.linking.dates import Interval
from chat.reader.base import roles
from chat.reader.base.items import Rows
from chat.reader.calculating.conditions import where_of
from chat.reader.calculating.state import (
    of_years,
    period_words,
)
from chat.reader.calculating.totals import TotalsStage

# Parts of the week as the groups of a calculation are called.
_TOPIC_ENDS = (":", "-", "–", "—", "?")
_PARTS_OF = {"weekday": "weekdays", "workday": "weekdays", "weekend": "weekends"}


class ContrastStage(TotalsStage):
    """Two values or periods set against each other: groups, never conditions joined by AND."""

    def _contrast(self) -> None:
        """Two values or periods set against each other are groups, never one condition."""
        self._both_ways()
        comparing = any(
            self.bag.has(kind)
            for kind in ("versus", "comparing", "howmuchmore", "more", "rising")
        )
        comparing = comparing or self._changes_between_times()
        comparing = comparing or self._changes_between_values()
        comparing = comparing or self._is_choice()
        self._parts_of_calendar(comparing)
        if any(r.role == "part" and r.op == "weekday" for r in self.out.rows):
            self.out.fail("a unit, not a part of the week")
        if not (comparing or self._wholly_named() or self._joins_levels()):
            return
        if self.bag.has("rest"):
            self._against_rest()
            return
        self._periods()
        if self.contrast is not None:
            return
        if self._values_apart(comparing):
            return
        if self.bag.has("more") or self.bag.has("comparing"):
            flags = [r for r in self.out.rows if r.role == "flag" and not r.negated]
            if len(flags) == 1 and self.bag.has("versus"):
                self._split(flags[0])

    def _values_apart(self, comparing: bool) -> bool:
        """Whether two values or more of a column are set against each other; they are then."""
        same: dict[str, list[Rows]] = {}
        for rows in self.out.rows:
            if rows.role in ("value", "flag") and rows.column:
                same.setdefault(rows.column, []).append(rows)
        whole, between = self._wholly_named(), self._or_between()
        if not comparing and not self._joins_levels():
            between = whole
        for column, found in same.items():
            values = self._values_of(column, found)
            if len(values) < 2 or (between and column not in between):
                continue
            # Both where only a figure of each is asked: what all of them come to, too.
            if comparing or column in whole:
                self.out.rows = [r for r in self.out.rows if r not in found]
            if not comparing and found[0].role == "flag":
                self.out.keys.append({"column": column})
            else:
                self.contrast = (column, values)
            return True
        return False

    def _values_of(self, column: str, found: list[Rows]) -> list[Any]:
        """The values that conditions on a column name; those that are left by "not"."""
        values: list[Any] = []
        for rows in found:
            if rows.negated and rows.role == "flag":
                values += [v for v in self._levels(column) if v != rows.value]
            else:
                values += rows.value if isinstance(rows.value, list) else [rows.value]
        return list(dict.fromkeys(values))

    def _both_ways(self) -> None:
        """ "with and without a code": the rows that have it, and the others."""
        mark = self.bag.mark("bothways")
        data = (mark.data or {}) if mark is not None else {}
        if "key" in data:
            self.out.keys.append({"column": data["key"]})
        elif "rows" in data:
            rows = data["rows"]
            split = {
                "where": where_of([rows]),
                "yes": f"with {rows.column}",
                "no": f"without {rows.column}",
            }
            self.out.keys.append({"column": rows.column, "split": split})

    def _or_between(self) -> set[str]:
        """The columns of which "or" sets values against each other ("cash or card").

        Empty where something else compares; an "or" sets no values of other columns
        against each other ("aged 50 or over, in surgery or in emergency").
        """
        kinds = ("comparing", "howmuchmore", "more", "rising")
        marks = self.bag.marks.get("versus", [])
        if not marks or any(self.bag.has(kind) for kind in kinds):
            return set()
        if not all(self.lattice.at("and", e.first) for e, _ in marks):
            return set()
        found = set()
        for mark, _ in marks:
            before = [r.column for e, r in self.bag.rows if e.last == mark.first]
            behind = [r.column for e, r in self.bag.rows if e.first == mark.last]
            found |= {name for name in before if name in behind and name}
        return found

    def _parts_of_calendar(self, comparing: bool) -> None:
        """ "summer against winter", "weekends and weekdays": groups by the calendar."""
        found = [r for r in self.out.rows if r.role == "part" and not r.negated]
        named = [_PARTS_OF.get(r.op, r.op) for r in found]
        if len(set(named)) < 2 or len({r.value[0] for r in found}) > 1:
            return
        if not comparing and set(named) != set(_PARTS_OF.values()):
            return
        grain = "weekend" if found[0].value[0] == "day_of_week" else "season"
        self.out.keys.append(
            {"column": found[0].column, "grain": grain, "values": named}
        )
        self.out.rows = [r for r in self.out.rows if r not in found]

    def _wholly_named(self) -> set[str]:
        """ "men and women": a condition that every row meets is no condition."""
        seen: dict[str, set[Any]] = {}
        for rows in self.out.rows:
            if rows.role == "value" and rows.column and not rows.negated:
                values = rows.value if isinstance(rows.value, list) else [rows.value]
                seen.setdefault(rows.column, set()).update(values)
            elif rows.role == "flag" and rows.column:
                # "smokers and non-smokers"
                one = rows.other if rows.negated else rows.value
                seen.setdefault(rows.column, set()).add(one)
        return {
            column
            for column, values in seen.items()
            if len(values) >= 2 and values >= set(self._levels(column))
        }

    def _joins_levels(self) -> bool:
        """ "median pay of nurses and doctors", "average price in Oslo and Bergen": a figure
        of each; what it is of all of them stands beside it."""
        measured = [m for _, found in self.bag.measures for m in found]
        figures = any(m.statistic not in ("count", "unique", "rate") for m in measured)
        listed = any(
            rows.joined == "and" and rows.role == "value" and not rows.negated
            for rows in self.out.rows
        )
        if not measured:
            named = [name for _, columns in self.bag.subjects for name in columns.names]
            amounts = any(
                roles.is_measure(self.columns[one], self.n_rows) for one in named
            )
            return amounts and self._said_apart()
        return figures and (listed or self._said_apart())

    def _said_apart(self) -> bool:
        """ "how much came from Oslo and how much from Bergen": no row is of both values,
        so that a figure of each is asked for; "or" may ask for those of either."""
        found = sorted(
            (
                (edge.first, edge.last, rows.column) for edge, rows in self.bag.rows
                if rows.role == "value" and rows.column and not rows.negated
            ),
        )  # fmt: skip
        return any(
            one[2] == two[2] and not self._has_or(one[1], two[0])
            for one, two in pairwise(found)
        )

    def _has_or(self, first: int, last: int) -> bool:
        return any(
            sense.concept == "or"
            for at in range(first, last)
            for sense in self.lattice.at("and", at)
        )

    def _is_choice(self) -> bool:
        """ "revenue: West or East?": behind a topic, one is asked against the other."""
        tokens = self.lattice.tokens
        closing = self.lattice.text.rstrip().endswith("?")
        return closing and any(
            rows.joined == "or" and rows.role == "value" and not rows.negated
            and edge.first > 1
            and any(t.text in _TOPIC_ENDS for t in tokens[edge.first - 1 : edge.last])
            and all(token.kind == "mark" for token in tokens[edge.last :])
            for edge, rows in self.bag.rows
        )  # fmt: skip

    def _against_rest(self) -> None:
        for rows in self.out.rows:
            if rows.role in ("value", "flag") and rows.column:
                self._split(rows)
                return

    def _split(self, rows: Rows) -> None:
        values = rows.value if isinstance(rows.value, list) else [rows.value]
        levels = self._levels(rows.column or "")
        others = [level for level in levels if level not in values]
        self.out.rows = [r for r in self.out.rows if r is not rows]
        if len(levels) == 2 and len(values) == 1 and others:
            self.contrast = (rows.column or "", [*values, *others])
            return
        label = " or ".join(str(v) for v in values)
        key = {
            "column": rows.column,
            "split": {"where": where_of([rows]), "yes": label, "no": f"not {label}"},
        }
        self.out.keys.append(key)
        self.contrast = None

    def _ends_of_range(self) -> None:
        """ "go up from 2023 to 2024": one end is set against the other."""
        if not self.bag.has("rising") and not self._changes_between_times():
            return
        made: list[Rows] = []
        for rows in self.out.rows:
            if rows.role == "time" and rows.op == "within":
                column = self.columns[rows.column or ""]
                made += [
                    of_years(replace(rows, op="in", value=one), column)
                    for one in rows.value
                ]
            else:
                made.append(rows)
        self.out.rows = made

    def _changes_between_values(self) -> bool:
        """ "how did it change from the first to the second round": two of a column."""
        changes = any(w.kind in ("growth", "change") for _, w in self.bag.windows)
        said = [r.column for r in self.out.rows if r.role == "value" and not r.negated]
        several = any(isinstance(r.value, list) for r in self.out.rows)
        twice = several or len(said) > len(set(said))
        return changes and twice and not self.bag.has("against")

    def _changes_between_times(self) -> bool:
        """ "the change from April to May": two times, not all rows between them."""
        return (
            any(window.kind in ("growth", "change") for _, window in self.bag.windows)
            and not self.bag.has("against")
            and not self.out.keys
            and not any(key.grain for _, keys in self.bag.keys for key in keys)
            and any(rows.op == "within" for rows in self.out.rows)
        )

    def _periods(self) -> None:
        self._ends_of_range()
        times = [
            r for r in map(_as_one_period, self.out.rows)
            if (r.role == "time" and r.op == "in") or r.role == "year"
        ]  # fmt: skip
        if len(times) < 2 or len({r.column for r in times}) > 1 or _overlap(times):
            return
        column = self.columns[times[0].column or ""]
        if column.kind != "datetime":
            years = [r.value for r in times]
            self.contrast = (column.name, years)
        else:
            periods = [
                {
                    "label": period_words(r.value),
                    "start": r.value.start.isoformat(),
                    "end": r.value.end.isoformat(),
                }
                for r in sorted(times, key=lambda r: r.value.start)
            ]
            self.out.keys.append({"column": column.name, "periods": periods})
            # "more in 2024 than in 2023": what is claimed is of the one said first
            self.is_turned = times[0].value.start > times[-1].value.start
        self.out.rows = [r for r in self.out.rows if _as_one_period(r) not in times]


def _as_one_period(rows: Rows) -> Rows:
    """ "January to June" as the one stretch of time that it is."""
    if rows.role != "time" or rows.op != "within":
        return rows
    first, last = rows.value
    return replace(rows, op="in", value=Interval(first.start, last.end))


def _overlap(times: list[Rows]) -> bool:
    """ "in 2023 between January and June": one limits the other, and is no rival of it."""
    spans = sorted(
        (r.value.start, r.value.end) for r in times if isinstance(r.value, Interval)
    )
    return any(one[1] > other[0] and one != other for one, other in pairwise(spans))

"""Times in short messages: by the dates that stand, and months in the year that stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from analysis.formulas.conditions import DATE_PARTS
from chat.linking.dates import Interval
from chat.reader.base import roles
from chat.reader.base.items import Rows
from chat.reader.base.senses import Lattice
from chat.reader.calculating.state import Bag, part_words
from chat.reader.following.standing import Where, columns_of, parts_of

_TURNED = {"<": ">", ">": "<"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def placed_in_time(
    lattice: Lattice, bag: Bag, conditions: Sequence[Where], keys: Sequence[Any] = ()
) -> tuple[Bag, list[str]]:
    """The items with their times settled, and what is to be said of that.

    A month without a year is that of the year before; where no year stands, and the
    table has several, it is the month of all of them.
    """
    columns = lattice.columns
    dated = [r.column for _, r in bag.rows if r.role in ("time", "part") and r.column]
    dated += [
        name for _, named in bag.subjects for name in named.names
        if roles.is_time(columns[name])
    ]  # fmt: skip
    dated += [
        name for where in conditions for name in sorted(columns_of(where))
        if name in columns and columns[name].kind == "datetime"
    ]  # fmt: skip
    dated += [key["column"] for key in keys if key.get("grain") and key.get("column")]
    dated += [one.name for one in roles.time_columns(columns.values())]
    if not dated:
        return bag, []
    found, said = [], []
    for edge, rows in bag.rows:
        placed = _placed(lattice, rows, dated[0], conditions)
        if placed.role == "part" and rows.role == "time":
            said.append(f"{part_words('month', placed.value[1])} of every year")
        found.append((edge, placed))
    return replace(bag, rows=found), said


def with_days(lattice: Lattice, bag: Bag) -> Bag:
    """The items with days of the week as conditions: "only on Sundays"."""
    numbers = {name: number for number, name in DATE_PARTS["day_of_week"].items()}
    found = list(bag.rows)
    for edge, mark in bag.marks.get("weekdayname", []):
        names = (mark.concept, *(mark.data or {}).get("more", ()))
        days = tuple(numbers[name] for name in names)
        before = [s for at in range(edge.first) for s in lattice.at("not", at)]
        rows = Rows(
            None, "weekday", ("day_of_week", days), role="part", negated=bool(before)
        )
        found.append((edge, rows))
    return replace(bag, rows=found)


def _placed(
    lattice: Lattice, rows: Rows, name: str, conditions: Sequence[Where]
) -> Rows:
    if rows.role not in ("time", "part"):
        return rows
    rows = rows if rows.column else replace(rows, column=name)
    interval, column = rows.value, lattice.columns[str(rows.column)]
    if not isinstance(interval, Interval) or interval.yearless != "month":
        return rows
    if column.kind != "datetime" or rows.op != "in":
        return rows
    year = _year_of(conditions, column.name)
    if year is not None:
        return replace(rows, value=_in_year(interval, year))
    if str(column.minimum)[:4] == str(column.maximum)[:4]:
        return rows
    month = interval.start.month
    return replace(rows, op="month", role="part", value=("month", (month,)))


def other_ends(conditions: Sequence[Where], new: Sequence[Where]) -> list[Where]:
    """ "2024 … up to June": where the period before begins, if only the end is said."""
    kept: list[Where] = []
    ended = [w for w in new if _ends(w, str(w.get("column")))]
    for name in dict.fromkeys(str(w.get("column")) for w in ended):
        said = [end for w in new for end in _ends(w, name)]
        sides = {op[0] for op, _ in said}
        if len(sides) != 1 or not sides <= set(_TURNED):
            continue
        other = _TURNED[next(iter(sides))]
        for where in conditions:
            ends = _ends(where, name) if "column" in where else []
            if ends and ends[0][0][0] == other and _in_order(ends[0], said[0]):
                kept.append(where)
    return kept


def _in_order(one: tuple[str, str], other: tuple[str, str]) -> bool:
    start, end = (one, other) if one[0][0] == ">" else (other, one)
    return start[1] < end[1]


def _year_of(conditions: Sequence[Where], name: str) -> int | None:
    """The one year that the conditions keep of a column of dates."""
    ends = [end for where in conditions for end in _ends(where, name)]
    days = [date.fromisoformat(day) for _, day in ends]
    starts = [day for (op, _), day in zip(ends, days, strict=True) if op == ">="]
    if not starts or any(op not in (">=", "<") for op, _ in ends):
        return None
    year = min(starts).year
    same = max(days) <= date(year + 1, 1, 1) and min(days).year == year
    return year if same and len(starts) * 2 == len(ends) else None


def _ends(where: Where, name: str) -> list[tuple[str, str]]:
    """The comparisons of a column with days, within a condition."""
    if "column" not in where:
        return [end for part in parts_of(where) for end in _ends(part, name)]
    day = str(where.get("value"))[:10]
    if where["column"] != name or not _DAY.fullmatch(day):
        return []
    return [(str(where.get("op")), day)]


def _in_year(interval: Interval, year: int) -> Interval:
    later = year - interval.start.year
    start = interval.start.replace(year=year, day=1)
    return Interval(start, interval.end.replace(year=interval.end.year + later, day=1))

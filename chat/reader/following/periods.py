"""Periods told by those of the answer before: "and the year before?", "the next month"."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from chat.linking.outcomes import Reading, Understood
from chat.reader.base import roles
from chat.reader.following.standing import (
    Standing,
    Where,
    changed,
    columns_of,
    parts_of,
)
from chat.reader.following.turn import Turn, holds_only

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1, "week": 7}
_LENGTHS = {"day": 1, "week": 7, "month": 28, "quarter": 89, "year": 365}


def period_beside(turn: Turn, stands: Standing) -> Reading | None:
    """The same of the period before or after; None where none is told so."""
    asked = turn.of("shift")
    if len(asked) != 1 or turn.names(asked[0]):
        return None
    one = asked[0]
    units = [
        s.concept for s in turn.of("shiftunit")
        if one.first <= s.first and s.last <= one.last
    ]  # fmt: skip
    rest = turn.without(
        asked, turn.of("opens"), turn.of("pointing"), turn.of("bearing")
    )
    if len(units) != 1 or not any(
        holds_only(bag, "noun_") for _, bag in turn.bags(rest)
    ):
        return None
    moved = _moved(turn, stands.conditions, units[0], int(one.concept))
    if moved is None:
        return None
    params = dict(stands.params)
    return Understood(changed(stands, moved, params, [_said(stands, moved)]))


def _said(stands: Standing, moved: Sequence[Where]) -> str:
    names = {n for old, new in zip(stands.conditions, moved, strict=False)
             if old != new for n in columns_of(new)}  # fmt: skip
    return f"rows by {', '.join(sorted(names))}"


def _moved(
    turn: Turn, conditions: Sequence[Where], unit: str, by: int
) -> list[Where] | None:
    """The conditions with the period moved; None where there is no one period."""
    columns = turn.lattice.columns
    years = [
        w for w in conditions
        if unit == "year" and w.get("op") == "==" and isinstance(w.get("value"), int)
        and roles.is_time(columns[w["column"]])
    ]  # fmt: skip
    dated = {
        name for w in conditions for name in columns_of(w)
        if columns[name].kind == "datetime"
    }  # fmt: skip
    if len(years) + len(dated) != 1:
        return None
    if years:
        return [
            {**w, "value": w["value"] + by} if w is years[0] else w for w in conditions
        ]
    name = next(iter(dated))
    ends = ends_of(conditions, name)
    if ends is not None and (ends[1] - ends[0]).days < _LENGTHS[unit]:
        ends = ends if _is_within(ends, unit) else None
    elif ends is not None and not _is_one(ends, unit):
        return _beside(conditions, name, ends, unit, by)
    others = [w for w in conditions if name in columns_of(w)]
    if ends is None and unit != "year":
        return None
    made = [_leaf(w, unit, by) if w in others else w for w in conditions]
    return None if any(w is None for w in made) else [w for w in made if w]


def ends_of(conditions: Sequence[Where], name: str) -> tuple[date, date] | None:
    """Where a stretch of time begins and ends, the end not in it."""
    found = {w.get("op"): w.get("value") for w in conditions if w.get("column") == name}
    start, end = _day(found.get(">=")), _day(found.get("<"))
    return (start, end) if len(found) == 2 and start and end else None


def _is_one(ends: tuple[date, date], unit: str) -> bool:
    """Whether a stretch is one whole unit of time."""
    return shifted(ends[0], unit, 1) == ends[1]


def _is_within(ends: tuple[date, date], unit: str) -> bool:
    """ "March 2023 … and the year before?": the same part of another year."""
    return (ends[1] - ends[0]).days < _LENGTHS[unit]


def _beside(
    conditions: Sequence[Where], name: str, ends: tuple[date, date], unit: str, by: int
) -> list[Where] | None:
    """ "2023 … and the month after?": the unit that follows, or goes before, the whole."""
    edge = ends[1] if by > 0 else ends[0]
    first, last = sorted((edge, shifted(edge, unit, by)))
    values = {">=": first.isoformat(), "<": last.isoformat()}
    return [
        {**w, "value": values[w["op"]]} if w.get("column") == name else w
        for w in conditions
    ]  # fmt: skip


def _leaf(where: Where, unit: str, by: int) -> Where | None:
    """A condition on dates, moved by a unit of time; None where it cannot be."""
    if "column" in where:
        day = _day(where.get("value"))
        if day is None:
            return None
        return {**where, "value": shifted(day, unit, by).isoformat()}
    made = [_leaf(part, unit, by) for part in parts_of(where)]
    if any(one is None for one in made):
        return None
    kind = next(iter(where))
    whole: Any = made[0] if kind == "not" else made
    return {kind: whole}


def shifted(day: date, unit: str, by: int) -> date:
    """The day so many units later; the last of a month stays in its month."""
    if unit in _DAYS:
        return day + timedelta(days=_DAYS[unit] * by)
    months = day.year * 12 + day.month - 1 + _MONTHS[unit] * by
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None

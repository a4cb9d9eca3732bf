"""Series: tables whose rows come one after another, a period of time apart."""

from __future__ import annotations

from datetime import date

from analysis.base.columns import Column

_DAYS = {
    "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.44, "quarter": 91.31,
    "year": 365.25,
}  # fmt: skip
_UNEVEN = 0.03  # months have 28 to 31 days, and a few periods may be missing
# How many of a period make another; months and years have no fixed number of days,
# so the usual round ones are taken, and said.
_IN = {
    ("hour", "day"): 24, ("hour", "week"): 168, ("day", "week"): 7, ("day", "month"): 30,
    ("day", "quarter"): 91, ("day", "year"): 365, ("week", "year"): 52,
    ("month", "quarter"): 3, ("month", "year"): 12, ("quarter", "year"): 4,
}  # fmt: skip


def span_of(column: Column) -> float:
    """The days from the first to the last moment of a column, 0 where not known."""
    try:
        first = date.fromisoformat(str(column.minimum)[:10])
        last = date.fromisoformat(str(column.maximum)[:10])
    except ValueError:
        return 0.0
    return float((last - first).days)


def period_of(column: Column, n_rows: int) -> str | None:
    """The period that lies between the rows, None where a moment comes twice or they
    are not evenly apart."""
    if column.kind != "datetime" or n_rows < 3 or column.n_unique != n_rows:
        return None
    apart = span_of(column) / (n_rows - 1)
    for period, days in _DAYS.items():
        if abs(apart / days - 1) < _UNEVEN:
            return period
    return None


def periods_in(period: str, longer: str) -> int | None:
    """How many of a period make the longer one, None where it is none."""
    return _IN.get((period, longer))


def many_of(unit: str, column: Column) -> float:
    """How many of a unit a column of dates spans."""
    return span_of(column) / _DAYS[unit]


def finer(unit: str) -> str | None:
    """The unit to look at where there are too few of one."""
    return {"year": "month", "quarter": "month", "month": "week", "week": "day"}.get(
        unit
    )

"""Reads dates and stretches of time as intervals of whole days."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from analysis.base.columns import Column
from chat.linking.mentions import Mention
from chat.linking.tokens import Token
from chat.linking.written_days import (
    FIRST_YEAR,
    LAST_YEAR,
    MONTHS,
    full_year,
    short_year,
    written_day,
)

_PREPOSITIONS = frozenset(
    "in since after before until till from during by of and or to between for".split()
)
_JOINING = frozenset(
    "and or to until till through with vs versus than against - – , & / in of".split()
)
# Names that mean nothing else; "may" and "mar" alone need a preposition or a year.
_ONLY_MONTHS = frozenset(
    """january february april june july august september october november
    december""".split()
)
_UNITS = ("day", "week", "month", "quarter", "year")


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``start`` up to but not including ``end``.

    ``yearless`` is what was named without a year, a month or a day: of the last year
    that there was.
    """

    start: date
    end: date
    relative: bool = False
    yearless: Literal["", "month", "day"] = field(default="", compare=False)


def latest_day(columns: Mapping[str, Column]) -> date | None:
    """The last day that the table knows of: what "last month" is counted from."""
    days = []
    for column in columns.values():
        if column.kind == "datetime" and isinstance(column.maximum, str):
            try:
                days.append(date.fromisoformat(column.maximum[:10]))
            except ValueError:
                continue
    return max(days, default=None)


def date_candidates(tokens: Sequence[Token], latest: date | None) -> list[Mention]:
    """Every stretch that names a time; ``latest`` is the last date of the table."""
    found = []
    for first, token in enumerate(tokens):
        for length, interval in _readings(tokens, first, token, latest):
            text = " ".join(t.text for t in tokens[first : first + length])
            found.append(
                Mention(
                    kind="date",
                    first=first,
                    last=first + length,
                    text=text,
                    value=interval,
                    score=1.15,
                )
            )
    return found


def _readings(
    tokens: Sequence[Token], first: int, token: Token, latest: date | None
) -> list[tuple[int, Interval]]:
    words = [t.folded for t in tokens[first : first + 5]]
    bare = _may_be_a_month(tokens, first)
    readings = (
        _written(token),
        _month(words, bare, latest),
        _written_day(tokens, first, latest),
        _quarter(words, latest),
        _relative(words, latest),
    )
    return [reading for reading in readings if reading is not None]


def year_interval(year: int) -> Interval:
    return Interval(date(year, 1, 1), date(year + 1, 1, 1))


def _written(token: Token) -> tuple[int, Interval] | None:
    """ "2023-03": a month in figures."""
    if token.kind != "date":
        return None
    parts = [int(part) for part in re.findall(r"\d+", token.text)]
    if len(parts) != 2:
        return None
    return _made(1, _month_interval(parts[0], parts[1]))


def _written_day(
    tokens: Sequence[Token], first: int, latest: date | None
) -> tuple[int, Interval] | None:
    """A day that is written in any of its forms, if the calendar has it."""
    written = written_day(tokens, first, latest)
    if written is None or (written.year is None and latest is None):
        return None
    year = written.year or (latest.year if latest else 0)
    if not written.has_day(year):
        return None
    start = date(year, written.month, written.day)
    interval = Interval(start, start + timedelta(days=1))
    if written.year is None:
        interval = replace(interval, yearless="day")
    return written.length, interval


def _made(length: int, interval: Interval | None) -> tuple[int, Interval] | None:
    return None if interval is None else (length, interval)


def _month_interval(year: int, month: int, months: int = 1) -> Interval | None:
    if not (1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR):
        return None
    last = month + months - 1
    following = date(year + last // 12, last % 12 + 1, 1)
    return Interval(date(year, month, 1), following)


def _month(
    words: list[str], bare: bool, latest: date | None
) -> tuple[int, Interval] | None:
    month = MONTHS.get(words[0])
    if month is None:
        return None
    rest = [word for word in words[1:] if word not in (",", ".", "of")]
    skipped = len(words[1:]) - len(rest) if len(words) > 1 else 0
    if rest and (year := full_year(rest[0])):
        return _made(
            2 + (skipped if words[1] != rest[0] else 0), _month_interval(year, month)
        )
    if rest and (year := short_year(rest[0], latest)):
        return _made(2 + (words[1] != rest[0]), _month_interval(year, month))
    if latest is not None and bare:
        year = latest.year - (month > latest.month)  # the last one that there was
        found = _month_interval(year, month)
        return _made(1, found and replace(found, yearless="month"))
    return None


def _may_be_a_month(tokens: Sequence[Token], first: int) -> bool:
    """Whether a month's name without a year stands where a month would."""
    word = tokens[first].folded
    if word not in MONTHS:
        return False
    before = tokens[first - 1].folded if first else ""
    if before in _PREPOSITIONS - {"of", "and", "or", "by", "to"}:
        return True
    if word in _ONLY_MONTHS:
        return True
    return _is_joined(tokens, first, -1) or _is_joined(tokens, first, 1)


def _is_joined(tokens: Sequence[Token], first: int, step: int) -> bool:
    """Whether a joining word and another month (or a year) stand beside it."""
    places = range(first + step, first + 4 * step, step)
    near = [tokens[n].folded for n in places if 0 <= n < len(tokens)]
    if not near or near[0] not in _JOINING:
        return False
    other = next((word for word in near if word not in _JOINING), "")
    return other in MONTHS or full_year(other) is not None


_ORDER = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3,
          "fourth": 4, "4th": 4, "last": 4}  # fmt: skip
_MONTHS_OF = {"quarter": 3, "half": 6, "q": 3, "h": 6}
_OF_YEAR = (("of", "the", "year"), ("of", "this", "year"))


def _quarter(words: list[str], latest: date | None) -> tuple[int, Interval] | None:
    """ "Q1 2023", "2023 Q1", "the second half of 2022"; without a year the last there was."""
    if full_year(words[0]) and len(words) > 1 and re.fullmatch(r"q[1-4]", words[1]):
        return _made(2, _month_interval(int(words[0]), 3 * int(words[1][1]) - 2, 3))
    number, months, at = _part_of_year(words)
    if not number or number * months > 12:
        return None
    first = months * (number - 1) + 1
    after = at + 1 if words[at : at + 1] in (["of"], ["in"]) else at
    year = full_year(words[after]) if len(words) > after else None
    if year:
        return _made(after + 1, _month_interval(year, first, months))
    if latest is None or words[0] == "last":
        return None
    at += 3 * (tuple(words[at : at + 3]) in _OF_YEAR)
    found = _month_interval(latest.year - (first > latest.month), first, months)
    return _made(at, found and replace(found, yearless="month"))


def _part_of_year(words: list[str]) -> tuple[int, int, int]:
    """Which quarter or half some words begin with, its months, and how many words it takes."""
    match = re.fullmatch(r"(?:(q)([1-4])|(h)([12]))", words[0])
    if match:
        return int(match[2] or match[4]), _MONTHS_OF[match[1] or match[3]], 1
    if len(words) < 2:
        return 0, 0, 0
    if words[1] in ("quarter", "half"):
        number = _ORDER.get(words[0], 0)
        number = 2 if (number, words[1]) == (4, "half") else number
        return number, _MONTHS_OF[words[1]], 2
    if words[0] == "quarter" and re.fullmatch(r"[1-4]", words[1]):
        return int(words[1]), 3, 2
    return 0, 0, 0


def _relative(words: list[str], latest: date | None) -> tuple[int, Interval] | None:
    if latest is None or len(words) < 2:
        return None
    if words[0] not in ("last", "past", "previous", "this", "current"):
        return None
    unit = words[1].removesuffix("s")
    if unit in _UNITS and words[1] == unit:
        back = 0 if words[0] in ("this", "current") else 1
        return _made(2, _whole(unit, back, latest))
    if len(words) > 2 and words[2].removesuffix("s") in _UNITS:
        count = int(words[1]) if re.fullmatch(r"\d{1,3}", words[1]) else 0
        if count:
            return _made(3, _span(words[2].removesuffix("s"), count, latest))
    return None


def _whole(unit: str, back: int, latest: date) -> Interval | None:
    if unit == "year":
        start = date(latest.year - back, 1, 1)
        return Interval(start, date(start.year + 1, 1, 1), relative=True)
    if unit in ("month", "quarter"):
        size = 1 if unit == "month" else 3
        index = (latest.year * 12 + latest.month - 1) // size * size - back * size
        found = _month_interval(index // 12, index % 12 + 1, size)
        return found and Interval(found.start, found.end, relative=True)
    days = 1 if unit == "day" else 7
    start = latest - timedelta(days=(latest.weekday() if unit == "week" else 0))
    start -= timedelta(days=days * back)
    return Interval(start, start + timedelta(days=days), relative=True)


def _span(unit: str, count: int, latest: date) -> Interval | None:
    days = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}[unit] * count
    if unit in ("month", "quarter", "year"):
        months = count * {"month": 1, "quarter": 3, "year": 12}[unit]
        index = latest.year * 12 + latest.month - 1 - months
        if index < 12 * FIRST_YEAR:
            return None
        day = min(latest.day, calendar.monthrange(index // 12, index % 12 + 1)[1])
        start = date(index // 12, index % 12 + 1, day) + timedelta(days=1)
    else:
        start = latest - timedelta(days=days - 1)
    return Interval(start, latest + timedelta(days=1), relative=True)

"""Reads dates and stretches of time as intervals of whole days."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from chat.linking.mentions import Mention
from chat.linking.tokens import Token

_MONTHS = {
    name: number
    for number in range(1, 13)
    for name in (
        calendar.month_name[number].lower(),
        calendar.month_abbr[number].lower(),
    )
} | {"sept": 9}
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
_FIRST_YEAR, _LAST_YEAR = 1800, 2100
_UNITS = ("day", "week", "month", "quarter", "year")


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``start`` up to but not including ``end``.

    ``yearless`` is a month that was named without a year: the last that there was.
    """

    start: date
    end: date
    relative: bool = False
    yearless: bool = field(default=False, compare=False)


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
        _day_month(words, latest),
        _quarter(words),
        _relative(words, latest),
    )
    return [reading for reading in readings if reading is not None]


def year_interval(year: int) -> Interval:
    return Interval(date(year, 1, 1), date(year + 1, 1, 1))


def _written(token: Token) -> tuple[int, Interval] | None:
    if token.kind != "date":
        return None
    parts = [int(part) for part in re.findall(r"\d+", token.text)[:3]]
    if len(parts) == 2:
        return _made(1, _month_interval(parts[0], parts[1]))
    if parts[0] > 31:
        year, month, day = parts
    elif parts[1] > 12:
        month, day, year = parts
    else:
        day, month, year = parts
    return _made(1, _day_interval(year, month, day))


def _made(length: int, interval: Interval | None) -> tuple[int, Interval] | None:
    return None if interval is None else (length, interval)


def _day_interval(year: int, month: int, day: int) -> Interval | None:
    try:
        start = date(year, month, day)
        return Interval(start, start + timedelta(days=1))
    except (ValueError, OverflowError):
        return None


def _month_interval(year: int, month: int, months: int = 1) -> Interval | None:
    if not (1 <= month <= 12 and _FIRST_YEAR <= year <= _LAST_YEAR):
        return None
    last = month + months - 1
    following = date(year + last // 12, last % 12 + 1, 1)
    return Interval(date(year, month, 1), following)


def _year(word: str) -> int | None:
    if re.fullmatch(r"\d{4}", word) and _FIRST_YEAR <= int(word) <= _LAST_YEAR:
        return int(word)
    return None


def _month(
    words: list[str], bare: bool, latest: date | None
) -> tuple[int, Interval] | None:
    month = _MONTHS.get(words[0])
    if month is None:
        return None
    rest = [word for word in words[1:] if word not in (",", ".", "of")]
    skipped = len(words[1:]) - len(rest) if len(words) > 1 else 0
    if rest and (year := _year(rest[0])):
        return _made(
            2 + (skipped if words[1] != rest[0] else 0), _month_interval(year, month)
        )
    if rest and (year := _short_year(rest[0], latest)):
        return _made(2 + (words[1] != rest[0]), _month_interval(year, month))
    if rest and (day := _day(rest[0])):
        year_given = _year(rest[1]) if len(rest) > 1 else None
        if year_given:
            length = words.index(rest[1]) + 1
            return _made(length, _day_interval(year_given, month, day))
    if latest is not None and bare:
        year = latest.year - (month > latest.month)  # the last one that there was
        found = _month_interval(year, month)
        return _made(1, found and replace(found, yearless=True))
    return None


_RECENT = (
    5  # years before the last one of the table: "jan 24", where 2024 is among them
)


def _short_year(word: str, latest: date | None) -> int | None:
    """ "24" or "'24" behind a month, where the table's dates come near that year."""
    match = re.fullmatch(r"'?(\d{2})", word)
    if match is None or latest is None:
        return None
    year = 2000 + int(match[1])
    return year if latest.year - _RECENT <= year <= latest.year else None


def _may_be_a_month(tokens: Sequence[Token], first: int) -> bool:
    """Whether a month's name without a year stands where a month would."""
    word = tokens[first].folded
    if word not in _MONTHS:
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
    return other in _MONTHS or _year(other) is not None


def _day(word: str) -> int | None:
    match = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", word)
    return int(match[1]) if match and 1 <= int(match[1]) <= 31 else None


def _day_month(words: list[str], latest: date | None) -> tuple[int, Interval] | None:
    day = _day(words[0])
    if day is None or len(words) < 2:
        return None
    at = 2 if words[1] == "of" and len(words) > 2 else 1
    month = _MONTHS.get(words[at])
    if month is None:
        return None
    year = _year(words[at + 1]) if len(words) > at + 1 else None
    if year:
        return _made(at + 2, _day_interval(year, month, day))
    if latest is not None:
        return _made(at + 1, _day_interval(latest.year, month, day))
    return None


_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}


def _quarter(words: list[str]) -> tuple[int, Interval] | None:
    match = re.fullmatch(r"q([1-4])", words[0])
    number, at = (int(match[1]), 1) if match else (0, 0)
    if not match and len(words) > 1 and words[1] == "quarter":
        number, at = _QUARTERS.get(words[0], 0), 2
    if not number:
        if _year(words[0]) and len(words) > 1 and re.fullmatch(r"q[1-4]", words[1]):
            return _made(2, _month_interval(int(words[0]), 3 * int(words[1][1]) - 2, 3))
        return None
    if len(words) > at and words[at] in ("of", "in"):
        at += 1
    year = _year(words[at]) if len(words) > at else None
    return _made(at + 1, _month_interval(year, 3 * number - 2, 3)) if year else None


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
        if index < 12 * _FIRST_YEAR:
            return None
        day = min(latest.day, calendar.monthrange(index // 12, index % 12 + 1)[1])
        start = date(index // 12, index % 12 + 1, day) + timedelta(days=1)
    else:
        start = latest - timedelta(days=days - 1)
    return Interval(start, latest + timedelta(days=1), relative=True)

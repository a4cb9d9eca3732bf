"""Periods counted from the last day of the table: the latest month, the last full one.

"Last month" is the one before the latest that there is. "The latest month" is that one
itself, "the last full month" the latest of which no day is missing, and "the month before
last" is counted back from there; each is put in words that the calendar of the reader
knows, and what is meant by them is said.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from analysis.base.columns import Schema
from chat.linking.dates import latest_day
from chat.linking.tables import schema_index
from chat.reader.methods.names import data_of

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1, "week": 7}


def with_last_periods(text: str, schema: Schema) -> tuple[str, tuple[str, ...]]:
    """The message with such periods in other words, and which ones they are."""
    latest = latest_day(schema_index(schema).columns)
    if latest is None:
        return text, ()
    data, told = data_of("last_periods"), []
    found = _form("full").search(text)
    if found is not None:
        unit = found["unit"].casefold()
        ended = _start(latest + timedelta(days=1), unit, 0) > latest
        form = data["full_this" if ended else "full_last"]
        name = _name(_start(latest, unit, 0 if ended else 1), unit).split(" ", 1)[1]
        name = name.replace(data["and"], data["to"])
        told.append(data["full_told"].format(unit=unit, name=name))
        text = _replaced(text, found, form.format(unit=unit))
    for key in ("before_last", "ago"):
        found = _form(key).search(text)
        if found is not None:
            unit = found["unit"].casefold()
            name = _name(_start(latest, unit, _back(found)), unit)
            said = name.split(" ", 1)[1]
            words = found[0].removeprefix("the ")
            told.append(data["back_told"].format(words=words, name=said, latest=latest))
            text = _replaced(text, found, name)
    found = _form("latest").search(text)
    if found is not None:
        text = _replaced(text, found, data["this"].format(**found.groupdict()))
    return _one_before(text), tuple(told)


def _one_before(text: str) -> str:
    """ "how many in the month before": "last month", where no change is asked for.

    Neither is it where this month is set against it.
    """
    data, found = data_of("last_periods"), _form("one_before").search(text)
    front = text[: found.start()] if found is not None else ""
    if found is None or not front.strip():
        return text
    unit = found["unit"] or found["other"]
    set_against = re.search(data["this_one"].format(unit=unit), front, re.IGNORECASE)
    if re.search(data["compares"], front, re.IGNORECASE) and not set_against:
        return text
    last = data["one_last"].format(unit=unit)
    return _replaced(
        text, found, f"{found['before']} {last}" if found["before"] else last
    )


@cache
def _form(key: str) -> re.Pattern[str]:
    data = data_of("last_periods")
    source = data[key].replace("UNIT", data["unit"]).replace("BEFORE", data["before"])
    return re.compile(source, re.IGNORECASE)


def _replaced(text: str, found: re.Match[str], words: str) -> str:
    before = text[: found.start()]
    if words.split()[0] in ("in", "on", "between"):
        before = re.sub(data_of("last_periods")["preposition"], "", before)
    return f"{before}{words}{text[found.end() :]}"


def _back(found: re.Match[str]) -> int:
    """How many periods back: "before last" is the second."""
    said = found.groupdict().get("n")
    if said is None:
        return 2
    return int(data_of("last_periods")["numbers"].get(said.casefold(), 0) or said)


def _start(day: date, unit: str, back: int) -> date:
    """The first day of the period that a day is in, or of one so many before."""
    if unit in _DAYS:
        first = day - timedelta(days=day.weekday() if unit == "week" else 0)
        return first - timedelta(days=back * _DAYS[unit])
    size = _MONTHS[unit]
    months = (day.year * 12 + day.month - 1) // size * size - back * size
    return date(months // 12, months % 12 + 1, 1)


def _name(start: date, unit: str) -> str:
    data = data_of("last_periods")
    return str(data["named"][unit]).format(
        start=start,
        end=start + timedelta(days=6),
        month=data["months"][start.month - 1],
        quarter=(start.month + 2) // 3,
        year=start.year,
    )

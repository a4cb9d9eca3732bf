"""The format of a column of dates."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

_TIME = r"(?:(?P<sep>T| +)(?P<h>\d{1,2}):\d{2}(?P<s>:\d{2})?(?P<f>\.\d+)?(?P<ap> ?[AaPp][Mm])?)?"
_ZONE = r"(?P<z> ?(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?"
_ISO = re.compile(rf"\d{{4}}-\d{{2}}-\d{{2}}{_TIME}{_ZONE}")
_NUMERIC = re.compile(
    rf"(?P<a>\d{{1,4}})(?P<m>[-/.])(?P<b>\d{{1,2}})(?P=m)(?P<c>\d{{2,4}})\.?{_TIME}{_ZONE}"
)
_NAMED = re.compile(
    r"(?:(?P<wd>[A-Z][a-z]{2,8}),? )?"
    r"(?:(?P<d>\d{1,2})(?P<m1>[-/. ]| ?)(?P<mon>[A-Za-z]{3,9})(?P<m2>[-/, .]+)(?P<y>\d{2,4})"
    r"|(?P<mon2>[A-Za-z]{3,9})(?P<n1>[ .-]+)(?P<d2>\d{1,2})(?P<n2>,? +|-)(?P<y2>\d{4}))"
    rf"{_TIME}{_ZONE}"
)
_MONTH = re.compile(r"(?P<y>\d{4})(?P<m>[-/.])(?P<mo>\d{1,2})")
_MONTH_NAME = re.compile(r"(?P<mon>[A-Za-z]{3,9})(?P<m>[-/ ])(?P<y>\d{4}|\d{2})")
_COMPACT = re.compile(r"(1[89]|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_MONTHS = {
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
}


@dataclass(frozen=True)
class DateFormats:
    """Formats that read every word; more than one where day and month may swap."""

    formats: tuple[str, ...]
    zoned: bool = False


def date_formats(words: Sequence[str]) -> DateFormats | None:
    """The formats under which all of the distinct ``words`` are dates, else None."""
    if not words:
        return None
    candidates: dict[str, None] = {}
    for word in words[:: max(1, len(words) // 50)][:60]:
        found = tuple(formats_of(word))
        if not found:
            return None
        candidates |= dict.fromkeys(found)
    series = pd.Series(list(words), dtype="str")
    good = [form for form in candidates if _reads_all(series, form)]
    if len(candidates) > 2 and not good and _reads_all(series, "ISO8601"):
        good = ["ISO8601"]
    if not good:
        return None
    swapped = len(good) > 1 and good[0].startswith("%m") and good[1].startswith("%d")
    zoned = any(
        re.search(r"(Z|UTC|GMT|[+-]\d{2}(:?\d{2})?)$", w) and ":" in w for w in words
    )
    return DateFormats(tuple(good[: 2 if swapped else 1]), zoned)


def compact_dates(words: Iterable[str]) -> bool:
    """Whether all words are days written as eight digits: 20140102."""
    return all(_COMPACT.fullmatch(word) for word in words)


def day_first(date_format: str) -> bool:
    return date_format.startswith("%d")


def _reads_all(series: pd.Series, form: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return bool(pd.to_datetime(series, format=form, utc=True).notna().all())
        except (ValueError, OverflowError):
            return False


def formats_of(word: str) -> Iterable[str]:
    """The formats under which one word may be a date."""
    if match := _ISO.fullmatch(word):
        plain = not match["z"] and not match["f"]
        yield "%Y-%m-%d" + _time(match) if plain else "ISO8601"
        if plain:
            yield "ISO8601"
    elif match := _NUMERIC.fullmatch(word):
        yield from _numeric(match)
    elif match := _MONTH.fullmatch(word):
        yield f"%Y{match['m']}%m"
    elif match := _NAMED.fullmatch(word):
        yield from _named(match, word)
    elif (match := _MONTH_NAME.fullmatch(word)) and (month := _month(match["mon"])):
        yield f"{month}{match['m']}{_year(match['y'])}"


def _time(match: re.Match[str]) -> str:
    if not match["h"]:
        return ""
    seconds = ":%S" if match["s"] else ""
    seconds += ".%f" if match["f"] else ""
    hours = (
        f"%I:%M{seconds}{' ' if ' ' in match['ap'] else ''}%p" if match["ap"] else ""
    )
    return match["sep"] + (hours or f"%H:%M{seconds}") + (_zone(match))


def _zone(match: re.Match[str]) -> str:
    if not match["z"]:
        return ""
    return (" " if match["z"].startswith(" ") else "") + "%z"


def _year(digits: str) -> str:
    return "%Y" if len(digits) == 4 else "%y"


def _numeric(match: re.Match[str]) -> Iterable[str]:
    mark, tail = match["m"], _time(match)
    if len(match["a"]) == 4:
        yield f"%Y{mark}%m{mark}%d{tail}"
    elif len(match["a"]) <= 2 and len(match["c"]) in (2, 4):
        year = _year(match["c"])
        yield f"%m{mark}%d{mark}{year}{tail}"
        yield f"%d{mark}%m{mark}{year}{tail}"


def _month(word: str) -> str:
    if word[:3].lower() not in _MONTHS:
        return ""
    return "%b" if len(word) == 3 else "%B"


def _named(match: re.Match[str], word: str) -> Iterable[str]:
    weekday = ""
    if match["wd"]:
        day = "%a" if len(match["wd"]) == 3 else "%A"
        weekday = word[: match.end("wd")].replace(match["wd"], day)
        weekday = (
            day + word[match.end("wd") :][: 2 if word[match.end("wd")] == "," else 1]
        )
    if match["mon"]:
        if month := _month(match["mon"]):
            front = f"%d{match['m1']}{month}{match['m2']}{_year(match['y'])}"
            yield weekday + front + _time(match)
            if len(match["mon"]) == 3:
                yield weekday + front.replace("%b", "%B") + _time(match)
    elif month := _month(match["mon2"]):
        yield f"{weekday}{month}{match['n1']}%d{match['n2']}%Y{_time(match)}"
        if month == "%b":
            yield f"{weekday}%B{match['n1']}%d{match['n2']}%Y{_time(match)}"

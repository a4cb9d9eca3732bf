"""Dates in several forms, with months' names of several languages, and periods."""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import polars as pl

from .dates import formats_of
from .lexicon import MONTHS

_PERIODS = {
    "quarter": r"\d{4}[-/ ]?[QqTt][1-4]|[QqTt][1-4][-/ ]?\d{4}|[1-4]\. ?Quartal \d{4}",
    "half": r"\d{4}[-/ ]?[HhSs][12]|[HhSs][12][-/ ]\d{4}",
    "month": r"\d{4}-?[Mm](0?[1-9]|1[0-2])",
    "week": r"\d{4}[- ]?(W|KW ?)\d{1,2}|(W|KW ?)\d{1,2}[-/ ]\d{4}",
}
# Forms of dates whose month was a name, which stands as ~1 behind it.
_NAMED = (
    "%d. ~%m %Y", "%d ~%m %Y", "%d ~%m, %Y", "%d ~%m %y", "%d-~%m-%Y", "%d-~%m-%y",
    "%d/~%m/%Y", "%d.~%m.%Y", "%d. ~%m. %Y", "%der ~%m %Y", "%d de ~%m de %Y",
    "%d de ~%m del %Y", "~%m %d, %Y", "~%m %d %Y", "~%m %Y", "~%m-%Y", "~%m-%y",
    "~%m %y", "~%m/%Y", "~%m/%y", "~%m de %Y", "%Y ~%m %d", "%Y-~%m-%d", "%Y ~%m",
    "%Y-~%m",
)  # fmt: skip
_TIMES = ("", " %H:%M", " %H:%M:%S")
_MOST, _SAMPLE = 20_000, 30
# Of the different words may be no dates; they are counted and shown.
_STRAYS, _MOST_STRAYS, _MOST_SHAPES = 0.1, 200, 40
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass
class WrittenDates:
    """``how`` is what ``plain_dates`` takes; ``strays`` are words that are no dates.

    ``swapped`` holds the formats for the other order of day and month where both read
    all words.
    """

    how: dict[str, Any] = field(default_factory=dict)
    remark: str = ""
    strays: tuple[str, ...] = ()
    swapped: tuple[str, ...] = ()


def written_dates(words: Sequence[str]) -> WrittenDates | None:
    """How the distinct ``words`` are read as dates, None where they are none."""
    if not words or len(words) > _MOST:
        return None
    sample = words[:: max(1, len(words) // _SAMPLE)]
    dated = sum(1 for word in sample if _may_be_date(word))
    if dated < 0.8 * len(sample):
        return None
    names = _month_names(words)
    return _with_names(words, names) if names else _mixed(words)


def period_of(words: Sequence[str]) -> WrittenDates | None:
    """Quarters, halves, months or weeks of a year, where all words are of one sort."""
    for period, pattern in _PERIODS.items():
        if re.fullmatch(pattern, words[0]) and all(
            re.fullmatch(pattern, word) for word in words
        ):
            return WrittenDates({"period": period})
    return None


def _may_be_date(word: str) -> bool:
    digits = sum(char.isdigit() for char in word)
    letters = _LETTERS.findall(word.lower())
    named = any(part in MONTHS for part in letters)
    if len(word) >= 40 or digits < 2:
        return False
    return named or (digits >= 4 and any(True for _ in formats_of(word)))


def _month_names(words: Sequence[str]) -> dict[str, int]:
    found = set(_LETTERS.findall("\n".join(words).lower()))
    return {part: MONTHS[part] for part in sorted(found) if part in MONTHS}


def _with_names(words: Sequence[str], names: dict[str, int]) -> WrittenDates | None:
    text = pd.Series([_numbered(word, names) for word in words], dtype="str")
    numeric = {
        form
        for word in words[:200]
        if not _month_names([word])
        for form in formats_of(word)
    }
    forms = [form + time for form in _NAMED for time in _TIMES]
    taken, rest = _greedy(text, [*forms, *sorted(numeric)])
    made = WrittenDates({"words": names, "formats": taken})
    return _judged(made, words, rest)


def _numbered(word: str, names: dict[str, int]) -> str:
    def number(match: re.Match[str]) -> str:
        return f"~{names[match[1]]}" if match[1] in names else match[0]

    return re.sub(r"([^\W\d_]+)\.?", number, word.lower())


def _greedy(text: pd.Series, forms: Sequence[str]) -> tuple[list[str], pd.Series]:
    """Formats that together read the words, those that read most first."""
    taken: list[str] = []
    left = text
    while len(left):
        read = {form: _reads(left, form) for form in _likely(left, forms)}
        best = max(read, key=lambda form: int(read[form].sum()), default="")
        if not best or not read[best].any():
            break
        taken.append(best)
        left = left[~read[best]]
    return taken, left


def _likely(left: pd.Series, forms: Sequence[str]) -> list[str]:
    """Formats that read one of the first words at least."""
    few = left.head(20)
    return [form for form in forms if _reads(few, form).any()]


def _reads(text: pd.Series, form: str) -> pd.Series:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = pd.to_datetime(text, format=form, errors="coerce", utc=True)
    return found.notna()


def _judged(
    made: WrittenDates, words: Sequence[str], rest: pd.Series
) -> WrittenDates | None:
    made.strays = tuple(words[place] for place in rest.index)
    few = not _too_many(len(made.strays), words)
    return made if made.how["formats"] and few else None


def _too_many(strays: int, words: Sequence[str]) -> bool:
    return strays > min(_STRAYS * len(words), _MOST_STRAYS)


def _shapes(words: Sequence[str]) -> dict[str, list[int]]:
    """The places of words by their shape: 4 for a number of four digits, 2 for others."""
    text = pl.Series(words, dtype=pl.String)
    # Runs of digits by length, with two signs for them that no word of digits holds.
    for digits, sign in ((r"\d{5,}", "\0"), (r"\d{4}", "\1"), (r"\d+", "2")):
        text = text.str.replace_all(digits, sign)
    shapes: dict[str, list[int]] = defaultdict(list)
    for place, shape in enumerate(text.to_list()):
        shapes[shape.replace("\0", "2").replace("\1", "4")].append(place)
    return shapes


def _mixed(words: Sequence[str]) -> WrittenDates | None:
    """Several forms of numbers in one column; each shape of word by itself."""
    shapes = _shapes(words)
    if len(shapes) > _MOST_SHAPES:
        return None
    text = pd.Series(list(words), dtype="str")
    sure: list[str] = []
    open_: list[tuple[str, str]] = []
    left: list[int] = []
    for places in shapes.values():
        some = text.iloc[places]
        forms = [f for f in formats_of(some.iloc[0]) if f != "ISO8601"]
        good = [form for form in forms if _reads(some, form).all()]
        if not good:
            best, rest = _greedy(some, forms)
            sure += best
            left += list(rest.index)
            if _too_many(len(left), words):
                return None
        elif len(good) > 1 and good[0][:2] == "%m" and good[1][:2] == "%d":
            open_.append((good[0], good[1]))
        else:
            sure.append(good[0])
    day_first = _is_day_first(sure, open_)
    chosen = [pair[day_first] for pair in open_]
    made = WrittenDates({"formats": list(dict.fromkeys([*sure, *chosen]))})
    told = any(form[:2] in ("%d", "%m") for form in sure)
    if open_ and not told:
        other = [pair[not day_first] for pair in open_]
        made.swapped = tuple(dict.fromkeys([*sure, *other]))
    return _judged(made, words, text.iloc[left])


def _is_day_first(sure: Sequence[str], open_: Sequence[tuple[str, str]]) -> bool:
    """As the clear dates say; else dots stand between day and month, bars not."""
    starts = [form[:2] for form in sure if form[:2] in ("%d", "%m")]
    if starts:
        return starts.count("%d") >= starts.count("%m")
    return any(pair[0][2] == "." for pair in open_)

"""Days as people write them: "5 March 2023", "Mar. 5th, 2023", "5-Mar-2023", "2023-03-05".

What is read here is only written like a day: whether the calendar has it is for others
to ask, so that "31 February" is known for what it is and not taken for February.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chat.linking.tokens import Token

MONTHS = {
    name: number
    for number in range(1, 13)
    for name in (
        calendar.month_name[number].lower(),
        calendar.month_abbr[number].lower(),
    )
} | {"sept": 9}
FIRST_YEAR, LAST_YEAR = 1800, 2100
_RECENT = (
    5  # years before the last one of the table: "jan 24", where 2024 is among them
)
_LONGEST_MONTH = 31
_BETWEEN = frozenset(("of", ".", "-"))  # a day and its month
_BEFORE_YEAR = frozenset((",", ".", "of", "-", "in", "'", "’"))
# Behind these a number and the name of a month are no day: "the top 30 February orders".
_COUNTING = frozenset(
    """top bottom first last next best worst largest smallest highest lowest biggest
    latest earliest newest oldest random""".split()
)
# What stands in front of a day that is said without its year.
_LEADING = frozenset(
    """on since after before until till from by between and to through at than as of the
    up - – > < = >= <= , (""".split()
)
_FOLLOWING = frozenset(
    """and or to until till through with vs versus than against by for in of per if where
    when is are was were did do does how what which""".split()
)


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day as it is written over ``length`` tokens; the year is None if it is not said."""

    length: int
    year: int | None
    month: int
    day: int

    def has_day(self, year: int) -> bool:
        """Whether the calendar has it, in that year where none is said."""
        return 1 <= self.day <= (self.month_length(year) or 0)

    def month_length(self, year: int) -> int | None:
        """The days of its month; None if there is no such month."""
        if not 1 <= self.month <= 12:
            return None
        return calendar.monthrange(self.year or year, self.month)[1]


def written_day(
    tokens: Sequence[Token], first: int, latest: date | None
) -> WrittenDay | None:
    """The day that is written from a token on; ``latest`` is the table's last date."""
    token = tokens[first]
    if token.kind == "date":
        return _in_figures(token)
    if token.folded in MONTHS:
        return _month_before_day(tokens, first, latest)
    return _day_before_month(tokens, first, latest)


_SHORT_NAMES = "|".join(name for name in MONTHS if len(name) < 5 and name != "may")
_DOTTED = (
    # "5. March 2023": no end of a sentence behind the day
    re.compile(
        rf"\b(\d{{1,2}})\.(?=\s+(?:{'|'.join(MONTHS)})"
        r"(?:\s+\d{4}|\s*$|\s*[,.:;?!)]|\s+(?:and|or|to|until|till)\b))",
        re.IGNORECASE,
    ),
    # "Mar. 5": nor behind the month
    re.compile(rf"\b({_SHORT_NAMES})\.(?=\s+\d)", re.IGNORECASE),
)


def without_dots(text: str) -> str:
    """The text without the full stops that are parts of days: they end no sentence."""
    for dotted in _DOTTED:
        text = dotted.sub(r"\1", text)
    return text


def full_year(word: str) -> int | None:
    """A year of four figures."""
    if re.fullmatch(r"\d{4}", word) and FIRST_YEAR <= int(word) <= LAST_YEAR:
        return int(word)
    return None


def short_year(word: str, latest: date | None) -> int | None:
    """ "24" or "'24" behind a month, where the table's dates come near that year."""
    match = re.fullmatch(r"'?(\d{2})", word)
    if match is None or latest is None:
        return None
    year = 2000 + int(match[1])
    return year if latest.year - _RECENT <= year <= latest.year else None


def _in_figures(token: Token) -> WrittenDay | None:
    """ "2023-03-05", "5.3.2023", "3/25/2023"; what could be both has its day first."""
    parts = [int(part) for part in re.findall(r"\d+", token.text)[:3]]
    if len(parts) < 3:
        return None
    if parts[0] > _LONGEST_MONTH:
        year, month, day = parts
    elif parts[1] > 12:
        month, day, year = parts
        if month > 12 and day <= 12:
            day, month = month, day
    else:
        day, month, year = parts
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return WrittenDay(1, year, month, day)


def _day_before_month(
    tokens: Sequence[Token], first: int, latest: date | None
) -> WrittenDay | None:
    day, ordinal = _day(tokens[first])
    if day is None:
        return None
    at = _behind(tokens, first + 1, _BETWEEN)
    month = MONTHS.get(_word(tokens, at))
    if month is None:
        return None
    year, last = _year(tokens, at + 1, latest)
    before = _word(tokens, first - 1)
    if not ordinal and before in _COUNTING:
        return None
    if day > _LONGEST_MONTH and not ordinal and not (year and _leads(before)):
        return None
    return WrittenDay(last - first, year, month, day)


def _month_before_day(
    tokens: Sequence[Token], first: int, latest: date | None
) -> WrittenDay | None:
    at = _behind(tokens, first + 1, frozenset((".", "-", "the")))
    if at >= len(tokens):
        return None
    day, ordinal = _day(tokens[at])
    if day is None or (day > _LONGEST_MONTH and not ordinal):
        return None
    year, last = _year(tokens, at + 1, None)
    if year is None and not ordinal and not _ends_there(tokens, first, at, latest):
        return None
    return WrittenDay(last - first, year, MONTHS[tokens[first].folded], day)


def _ends_there(
    tokens: Sequence[Token], first: int, at: int, latest: date | None
) -> bool:
    """ "before Mar 5": no year, and no noun that the number would count."""
    if short_year(tokens[at].folded, latest) or not _leads(_word(tokens, first - 1)):
        return False
    if at + 1 >= len(tokens):
        return True
    behind = tokens[at + 1]
    return behind.kind == "mark" or behind.folded in _FOLLOWING


def _leads(word: str) -> bool:
    return not word or word in _LEADING


def _day(token: Token) -> tuple[int | None, bool]:
    """The number of a day, and whether it is written as one: "5th"."""
    match = re.fullmatch(r"(\d{1,2})(st|nd|rd|th)?", token.folded)
    if match is None or not int(match[1]):
        return None, False
    return int(match[1]), match[2] is not None


def _year(
    tokens: Sequence[Token], at: int, latest: date | None
) -> tuple[int | None, int]:
    """The year that is said from there on, and where it ends."""
    behind = at
    while behind < min(at + 2, len(tokens)) and tokens[behind].folded in _BEFORE_YEAR:
        behind += 1
    word = _word(tokens, behind)
    year = full_year(word) or short_year(word, latest)
    return (year, behind + 1) if year else (None, at)


def _behind(tokens: Sequence[Token], at: int, passed: frozenset[str]) -> int:
    return at + 1 if _word(tokens, at) in passed else at


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].folded if 0 <= at < len(tokens) else ""

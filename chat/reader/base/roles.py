"""What a column is for: an amount that adds up, a level, a time, a yes, an entity."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from analysis.base.columns import Column
from chat.linking.coded import code_and_text, topics
from chat.linking.mentions import flag_values, is_flag, is_year, yes_among
from chat.linking.naming import is_prose, name_parts
from chat.linking.vocabulary import SEX_WORDS, abbreviations, quantity_of
from chat.linking.words import fold, stem
from chat.reader.lexicon import nouns

WORDS = re.compile(r"[^\W\d_]+")
_MOMENTS = ("pre", "mid", "post")
_KEY_SHARE = 0.95  # of the rows: a column that names nearly each row is their key


def parts(column: Column) -> tuple[str, ...]:
    """The stems of the words of a column's name, abbreviations spelt out."""
    return _parts(column.name)


def parts_of(name: str) -> tuple[str, ...]:
    """The same of a part of a name."""
    return _parts(name)


@cache
def _abbreviations() -> dict[str, str]:
    return dict(abbreviations())


@lru_cache(maxsize=20_000)
def _parts(name: str) -> tuple[str, ...]:
    found: list[str] = []
    coded = code_and_text(name)
    asked = [stem(word) for topic in topics(name) for word in topic.split()]
    name = coded[1] if coded else name
    words = name_parts(name)
    known = {} if is_prose(words) else _abbreviations()
    for part in words:
        spelled = known.get(part, part)
        found.extend(stem(word) for word in spelled.split())
    whole = (stem(fold(word)) for word in WORDS.findall(name))
    unit = [stem(word) for word in quantity_of(name).split()]
    rest = [w for w in whole if w not in found]
    return tuple(dict.fromkeys([*rest, *found, *asked, *unit]))


def yes_of(column: Column) -> object | None:
    """The stored value that means yes, of a column that holds yes and no."""
    if not is_flag(column):
        return yes_among(column)
    values = flag_values(column)
    return values[0] if values else None


def none_level(column: Column, language: str = "en") -> object | None:
    """The level that says there was nothing of what the column is called ("none")."""
    if column.kind not in ("category", "text") or yes_of(column) is not None:
        return None
    none = nouns(language).none
    found = [level for level, _ in column.levels if str(level).casefold() in none]
    return found[0] if len(found) == 1 and len(column.levels) > 1 else None


def _last(column: Column) -> str:
    """The last word of a column's name, as it is written."""
    words = name_parts(column.name)
    return words[-1] if words else ""


def is_key(column: Column, n_rows: int) -> bool:
    """Whether nearly each row has a value of its own there."""
    if column.kind in ("number", "datetime", "boolean"):
        return False
    named = _last(column) in ("id", "ids", "number", "no", "nr", "code", "key")
    if column.kind == "identifier":
        return column.n_unique >= _KEY_SHARE * max(n_rows, 1)
    return named and column.n_unique >= _KEY_SHARE * max(n_rows, 1) and n_rows > 1


# Parts of a key's name that do not tell what it numbers.
KEY_WORDS = frozenset(
    ("id", "number", "no", "code", "key", "nr", "identifi", "name", "index")
)
_MANY = 25  # more different ones than groups that a person would list
_REPEATED = 0.9  # of the rows: what is numbered so has several of them
_NUMBERS = ("id", "ids", "number", "no", "nr", "code", "key")


def is_numbered(column: Column, n_rows: int) -> bool:
    """ "Order no." of order lines: the rows are parts of what it numbers."""
    named = _last(column) in _NUMBERS and column.kind not in ("number", "datetime")
    return named and _MANY < column.n_unique < _REPEATED * n_rows


_ROUND = 100
_FIRST_YEAR, _LAST_YEAR = 1500, 2200


def is_numbering(column: Column, n_rows: int) -> bool:
    """Whether the rows are just numbered there, without a gap, whatever its name."""
    if column.kind != "integer" or column.n_unique != n_rows or n_rows < 2:
        return False
    low, high = column.minimum, column.maximum
    if not isinstance(low, (int, float)) or not isinstance(high, (int, float)):
        return False
    return _begins_to_count(low, high) and high - low == n_rows - 1


def _begins_to_count(low: float, high: float) -> bool:
    """Whether numbers begin at nothing, at one, or at a round hundred ("1001 to 1240").

    Years without a gap number nothing.
    """
    if low in (0, 1):
        return True
    years = low >= _FIRST_YEAR and high <= _LAST_YEAR
    return low >= _ROUND and low % _ROUND in (0, 1) and not years


def is_code(column: Column, n_rows: int) -> bool:
    """Whether its numbers only name something, so that no statistic of them is meant."""
    named = _last(column) in ("id", "ids", "zip", "code", "phone", "postcode")
    if column.kind == "identifier" or (named and column.kind != "number"):
        return True
    numbers = _last(column) in ("number", "no", "nr", "num")
    return numbers and column.kind == "integer" and _has_one_length(column)


_LONG = 10_000  # numbers of five digits or more, all of one length, are given out


def _has_one_length(column: Column) -> bool:
    low, high = column.minimum, column.maximum
    if not isinstance(low, (int, float)) or not isinstance(high, (int, float)):
        return False
    return low >= _LONG and len(str(int(low))) == len(str(int(high)))


def is_measure(column: Column, n_rows: int) -> bool:
    """A column of numbers to calculate with."""
    return (
        column.is_numeric
        and not is_code(column, n_rows)
        and not is_key(column, n_rows)
        and not (is_flag(column) and set(_levels(column)) <= {0, 1})
    )


def _levels(column: Column) -> list[object]:
    return [level for level, _ in column.levels]


def is_group(column: Column) -> bool:
    """A column that parts the rows: words, yes and no, or few whole numbers."""
    return column.kind in ("category", "boolean", "text", "identifier") or (
        column.kind == "integer" and 0 < column.n_unique <= 50
    )


OF_ONES = ("sum", "mean")  # what zeros and ones come to: how many, and which share


def is_ones(column: Column) -> bool:
    """Whether a column of numbers holds zeros and ones, so that its total counts."""
    ends = (column.minimum, column.maximum)
    return column.is_numeric and column.n_unique == 2 and ends == (0, 1)


CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")


def has_times(column: Column) -> bool:
    """Whether dates have a time of the day that is not always midnight."""
    if column.kind != "datetime":
        return False
    levels = [str(level) for level, _ in column.levels]
    said = levels or [str(column.minimum), str(column.maximum)]
    clocks = [match[0] for one in said for match in [CLOCK.search(one)] if match]
    return any(re.search("[1-9]", clock) for clock in clocks)


def is_time(column: Column) -> bool:
    return column.kind == "datetime" or is_year(column)


_ONES = 2  # different values of a column of yes and no
_ENERGY = frozenset(("kwh", "mwh", "gwh", "twh"))


def adds_up(column: Column, language: str = "en") -> bool | None:
    """Whether a total of the column means something; None where its name does not say."""
    known = nouns(language)
    words = parts(column)
    if numbers_times(column) or _is_heart_rate(column):
        return False
    if len(words) > 1:  # "ReadPost" was measured afterwards: nothing was posted
        words = tuple(word for word in words if word not in _MOMENTS)
    if words and words[-1] in _ENERGY and not known.rates & set(words):
        return True  # "wind_mwh": what comes together, whatever it is made of
    if len(words) > 1 and numbers_kinds(column):
        return False  # "passenger_class" numbers kinds, and no passengers
    if known.settled & frozenset(name_parts(column.name)):
        # "amount_paid": what was paid comes together, where "pay" is a level.
        words = tuple(w for w in words if w not in map(stem, known.settled))
        if not any(w in known.intensive or w in known.rates for w in words):
            return True
    if known.earned & set(words) and known.earning & set(words):
        return True  # "fare_income": what came in by fares, and nobody's wage
    if any(word in known.intensive for word in words):
        return False
    if any(word in known.additive for word in words) or _counts_what_was_done(column):
        return True
    return None


_NUMBERING = frozenset(("no", "nr", "num", "number", "index", "idx"))
_TIMES = frozenset((
    "day", "week", "month", "quarter", "year", "visit", "wave", "session", "round",
    "trial", "period", "cycle", "sprint", "lesson", "phase",
))  # fmt: skip
_OF_HEARTS = frozenset(("resting", "rest", "max", "min", "peak", "avg", "mean"))


def numbers_times(column: Column) -> bool:
    """ "weekNo", "visit_number": which of several times a row is of, and no amount."""
    words = name_parts(column.name)
    some = [word for word in words if word not in _NUMBERING]
    return 0 < len(some) < len(words) and all(word in _TIMES for word in some)


def _is_heart_rate(column: Column) -> bool:
    """ "restingHr", "hr_max", "bpm": beats in a minute, where "hr" alone may be hours."""
    words = set(name_parts(column.name))
    return "bpm" in words or ("hr" in words and bool(words & _OF_HEARTS))


def is_burden(column: Column, language: str = "en") -> bool:
    """Whether there should be little of what a column measures: waits, faults."""
    return bool(nouns(language).burdens & set(parts(column)))


def numbers_kinds(column: Column, language: str = "en") -> bool:
    """Whether a column is called, at the end of its name, after kinds of things."""
    words = parts(column)
    return bool(words) and words[-1] in nouns(language).kinds


def _counts_what_was_done(column: Column, language: str = "en") -> bool:
    """ "spoilt", "thrown_away", "units delivered": how many of them there were."""
    if column.kind != "integer" or is_ones(column) or column.n_unique <= _ONES:
        return False
    if not isinstance(column.minimum, int | float) or column.minimum < 0:
        return False
    known = nouns(language)
    words = [word for word in name_parts(column.name) if word not in known.particles]
    return bool(words) and all(
        word in known.participles
        or (word.endswith(known.done) and word not in known.undone)
        for word in words
    )


def is_person(column: Column, language: str = "en") -> bool:
    known = nouns(language).people
    return column.kind in ("category", "text", "identifier") and any(
        word in known for word in parts(column)
    )


def is_sex(column: Column) -> bool:
    return any(part in SEX_WORDS for part in name_parts(column.name))


def time_columns(columns: Iterable[Column]) -> list[Column]:
    """Columns of time, dates before years."""
    found = [column for column in columns if is_time(column)]
    return sorted(found, key=lambda column: column.kind != "datetime")


def main_measure(
    columns: Iterable[Column],
    n_rows: int,
    language: str = "en",
    words: tuple[str, ...] = (),
) -> Column | None:
    """The amount that a question means which names none ("which region does best")."""
    candidates = [c for c in columns if is_measure(c, n_rows)]
    rates = nouns(language).rates
    plain = [c for c in candidates if not rates & set(parts(c))]
    for wanted in nouns(language).main if not words else ():
        found = [c for c in plain if stem(wanted) in parts(c)]
        if found:
            return _first_of(found, language)
    for wanted in words or nouns(language).main:
        named = [c for c in candidates if stem(wanted) in parts(c)]
        if named:
            return _first_of(named, language)
    if words:
        return None
    adding = [c for c in candidates if adds_up(c, language)]
    return adding[0] if len(adding) == 1 else None


def _first_of(found: list[Column], language: str) -> Column:
    """Of amounts of one name a whole, else no number of pieces: sales before units sold."""
    whole = [c for c in found if nouns(language).wholes & set(parts(c))]
    money = [c for c in found if not nouns(language).pieces & set(parts(c))]
    return (whole or money or found)[0]


_SEVERAL = ("; ", ";", ", ", " | ", "|")
_LEAST_CELLS = 0.2  # of the levels hold several answers
_MOST_OPTIONS = 30


def separator(column: Column) -> str | None:
    """The mark between several answers in one cell, None for a column of single ones."""
    if column.kind not in ("category", "text") or len(column.levels) < 3:
        return None
    levels = [level for level, _ in column.levels if isinstance(level, str)]
    for mark in _SEVERAL:
        several = [level for level in levels if mark in level]
        if len(several) < _LEAST_CELLS * len(levels):
            continue
        found = [part.strip() for level in levels for part in level.split(mark)]
        different = set(found)
        again = sum(found.count(part) > 1 for part in different)
        if (
            len(different) <= min(_MOST_OPTIONS, len(levels))
            and again >= len(different) / 2
        ):
            return mark
    return None


def options(column: Column) -> tuple[str, ...]:
    """The different answers of a column with several in a cell."""
    mark = separator(column)
    if mark is None:
        return ()
    levels = [level for level, _ in column.levels if isinstance(level, str)]
    found = {part.strip(): None for level in levels for part in level.split(mark)}
    return tuple(part for part in found if part)


_RANGE = re.compile(r"^\D*?(\d+(?:\.\d+)?)\s*(?:-|–|to)\s*(\d+(?:\.\d+)?)\D*$")
_UNDER = re.compile(r"^(?:<|under|below|less than|fewer than|up to)\s*(\d+)", re.I)
_OVER = re.compile(
    r"^(?:>|over|above|more than)\s*(\d+)"
    r"|^(\d+)\s*(?:[a-z]+\s+)?(?:\+|and (?:over|above|older|more|longer|up)|or (?:older|more|over|longer|above))",
    re.I,
)


def bands(column: Column) -> dict[object, tuple[float, float]]:
    """Levels that are ranges of numbers ("25-34", "65+") with their ends."""
    found: dict[object, tuple[float, float]] = {}
    for level, _ in column.levels:
        text = str(level).strip()
        if match := _RANGE.match(text):
            found[level] = (float(match[1]), float(match[2]))
        elif match := _UNDER.match(text):
            found[level] = (float("-inf"), float(match[1]))
        elif match := _OVER.match(text):
            found[level] = (float(match[1] or match[2]), float("inf"))
    return found if len(found) >= 2 and len(found) >= 0.7 * len(column.levels) else {}


def bands_of(column: Column, op: str, value: Any) -> list[object] | None:
    """The bands that a condition on numbers holds for; None where it cuts one."""
    if op == "between":
        low, high = (float(end) for end in value)
        above, below = bands_within(column, ">=", low), bands_within(column, "<=", high)
        return [one for one in above or () if one in (below or ())] or None
    if op not in ("<", "<=", ">", ">="):
        return None
    return bands_within(column, op, float(value))


def bands_within(column: Column, op: str, value: float) -> list[object] | None:
    """The bands that lie wholly on one side of a value; None where one is cut by it."""
    kept = []
    for level, (low, high) in bands(column).items():
        if op in ("<", "<="):
            inside, outside = (
                high < value or (op == "<=" and high <= value),
                low >= value,
            )
        else:
            inside, outside = (
                low > value or (op == ">=" and low >= value),
                high <= value,
            )
        if inside:
            kept.append(level)
        elif not outside:
            return None
    return kept or None

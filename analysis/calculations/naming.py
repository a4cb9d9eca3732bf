"""What measures, keys and windows are called in scripts, tables and sentences."""

from __future__ import annotations

import re

from analysis.base.wording import name_of
from analysis.calculations.ordinals import ordinal
from analysis.formulas.conditions import Condition, where_words
from analysis.signatures.calculation import Calculation, Key, Measure, Window

_OF = {
    "sum": "total {}",
    "mean": "average {}",
    "median": "median {}",
    "min": "lowest {}",
    "max": "highest {}",
    "std": "standard deviation of {}",
    "var": "variance of {}",
    "range": "range of {}",
    "iqr": "interquartile range of {}",
    "first": "first {}",
    "last": "last {}",
    "mode": "most frequent {}",
    "count": "values of {}",
    "missing": "missing {}",
}
_CYCLES = {
    "weekday": "weekday",
    "month_of_year": "month of the year",
    "quarter_of_year": "quarter of the year",
    "hour_of_day": "hour of the day",
    "day_of_month": "day of the month",
    "season": "season",
    "weekend": "part of the week",
}
_TRUTHS = re.compile(r"(?<== )(True|False)\b")
_YES_NO = {"True": "yes", "False": "no"}
_ADJECTIVES = ("sum", "mean")
_WORDS = re.compile(r"[\w .-]*")
_ID = re.compile(r"(?<=[a-z])(?:[ _-]?(?:id|no|nr|key|code|number)|I[Dd]|No|Nr)$")
_BARE = re.compile(r"`([^`]*)`")


def formula_words(formula: str) -> str:
    """A column or formula without its backquotes."""
    return name_of(_BARE.sub(r"\1", formula))


def condition_words(where: Condition) -> str:
    """A condition in words, with yes and no for true and false."""
    return _TRUTHS.sub(lambda found: _YES_NO[found[1]], where_words(where))


def plural(name: str) -> str:
    """Several of what a column names: customer_id → customers, city → cities."""
    noun = _ID.sub("", name).replace("_", " ") or name
    if not noun[-1:].isalpha() or noun.endswith("s") or not noun.isascii():
        return noun
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return noun + ("es" if noun.endswith(("x", "ch", "sh", "z")) else "s")


def singular(name: str) -> str:
    """One of what a key's name says: customers → customer, customer_id → customer."""
    noun = _ID.sub("", name).replace("_", " ") or name
    if noun.endswith("ies") and len(noun) > 4:
        return f"{noun[:-3]}y"
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun


def over_name(form: Calculation, measure: str, keys: list[str]) -> str:
    """``average orders per customer``; counting groups, ``customers``."""
    over = form.over_groups
    assert over is not None
    kept = [key for number, key in enumerate(keys) if number not in over.by]
    groups = plural(kept[0]) if len(kept) == 1 else "groups"
    if over.statistic == "count":
        return groups
    if over.statistic == "share":
        return f"share of {groups}"
    if over.statistic == "sum" and form.limit and form.measures[0].share is not None:
        return f"{measure} that {groups} make up"
    word = _OF[over.statistic]
    measure = f"number of {measure}" if _counts_rows(form) else measure
    return f"{word.format(measure)} per {' and '.join(map(singular, kept))}"


def _counts_rows(form: Calculation) -> bool:
    first = form.measures[0] if form.measures else Measure()
    return first.statistic in ("count", "unique") and not (first.over or first.label)


def measure_name(measure: Measure, noun: str | None = None) -> str:
    """``total revenue``, ``90th percentile of fare``, ``share of orders``."""
    if measure.label:
        return name_of(measure.label)
    name = _plain_name(measure, noun)
    if measure.over and measure.over.statistic in ("count", "unique"):
        each = formula_words(measure.over.of or noun or "rows")
        which = _plain_name(measure.over, noun).partition(" with ")[1:]
        name += f" per {singular(each)}{''.join(which)}"
    elif measure.over:
        name += f" ÷ {_plain_name(measure.over, noun)}"
    return name_of(f"share of {name}" if measure.share is not None else name)


def _plain_name(measure: Measure, noun: str | None) -> str:
    if measure.label:
        return name_of(measure.label)
    which = f" with {condition_words(measure.where)}" if measure.where else ""
    if measure.statistic == "rate":
        return f"share of {noun or 'rows'}{which}"
    if measure.of is None:
        if noun and _says_it(noun, measure.where):
            return f"{noun} ({condition_words(measure.where or {})})"
        return f"{noun or 'rows'}{which}"
    of = formula_words(measure.of)
    if measure.statistic == "unique":
        return f"different {plural(of)}{which}"
    if not _WORDS.fullmatch(of):  # a formula
        of = f"of {of}" if measure.statistic in _ADJECTIVES else of
    if measure.statistic == "percentile":
        return f"{ordinal(measure.q or 0)} percentile of {of}{which}"
    return _OF[measure.statistic].format(of) + which


def _says_it(noun: str, where: Condition | None) -> bool:
    """Whether a noun is the condition itself: "smokers" of Smoker = yes."""
    if where is None or where.get("op") != "==":
        return False
    column = str(where.get("column", "")).lower().replace("_", " ")
    return singular(noun.lower()) in (column, singular(column))


def key_name(key: Key) -> str:
    """The heading of a key: its column, or its unit of time."""
    if key.label:
        return name_of(key.label)
    if key.grain in _CYCLES:
        return _CYCLES[key.grain]
    if key.periods:
        return "period"
    if key.split:
        return "group"
    return key.grain or name_of(key.column)


def key_words(key: Key) -> str:
    """A key in a restatement: ``region``, ``month of order_date``."""
    of = key.year if key.column is None else key.column
    if key.split:
        return f"{key.split.yes} and {key.split.no}"
    if key.grain or key.periods:
        name = _CYCLES.get(key.grain or "", key.grain or "period")
        return f"{name} ({name_of(of)})"
    return name_of(of)


def window_name(window: Window, measure: str, grain: str | None = None) -> str:
    """The heading of a column that a window makes along units of time, or groups."""
    statistic = window.statistic
    one = grain or "group"
    total = measure.removeprefix("total ")
    match window.kind:
        case "running" if statistic in (None, "sum"):
            return f"running total of {total}"
        case "running":
            return f"{_SO_FAR[statistic or '']} {total} so far"
        case "moving":
            word = _MOVING[statistic or "mean"]
            return f"moving {word} of {total} over {window.n or 3} {one}s"
        case "change" | "growth":
            return f"{window.kind} of {measure} from {_back(window, one)}"
        case "lag":
            return f"{measure}, {_back(window, one)}"
        case "rank":
            return f"rank by {measure}"
        case "cumulative_share":
            return f"cumulative share of {measure}"
        case _:
            return f"{total} in the year to date"


_SO_FAR = {"mean": "average", "min": "lowest", "max": "highest"}
_MOVING = {"mean": "average", "sum": "total", "min": "lowest", "max": "highest"}


def _back(window: Window, one: str) -> str:
    if window.against == "year_before" and one != "year":
        return f"the same {one} a year before"
    n = window.n or 1
    return f"the {one} before" if n == 1 else f"{n} {one}s before"

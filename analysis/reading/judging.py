"""What the cells of one column are, judged on all of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from .dates import compact_dates, date_formats
from .doubts import Doubt
from .facts import Facts
from .lexicon import is_named
from .marks import currencies, possible_marks
from .missing import is_missing, may_be_missing
from .observed import observed
from .recipe import Dtype
from .serials import serial_doubts
from .verdict import Verdict, known, numbers_with, truth
from .wording import judge_words
from .written import judge_written

_EXACT = 2**53
_DIGIT = re.compile(r"\d")
_TRUE, _FALSE = {"true"}, {"false"}
_DATE_NAME = re.compile(r"(^|[^a-z])(date|day|datum|fecha|dt|data)([^a-z]|$)", re.I)


def judge(name: str, facts: Facts, choices: Mapping[str, str] | None = None) -> Verdict:
    """Find the type of a column of text; every cell counts.

    ``choices``: the user's, by what they are about (limits, duration, spelling …).
    """
    chosen = choices or {}
    if not facts.n_values:
        verdict = Verdict("float64")
    elif facts.numbers is not None and not (facts.zeros or facts.nan):
        verdict = _clean_numbers(name, facts)
    elif facts.n_numbers:
        verdict = _mixed(name, facts.text, chosen)
    else:
        verdict = _judge_other(name, facts.text, chosen)
    return replace(verdict, padded=facts.padded)


def _clean_numbers(name: str, facts: Facts) -> Verdict:
    """Every filled cell is a number as it stands."""
    text = facts.text
    assert facts.numbers is not None
    if facts.whole is None:
        long = re.fullmatch(r"\d{10,}", observed(text)[0])
        if long and bool(text.str.contains(r"^[+-]?\d+$").all()):
            return Verdict("str", code=True)
        return Verdict("float64", doubts=serial_doubts(name, facts.numbers))
    values = observed(text) if facts.n_values < len(text) else text
    return _whole_numbers(name, text, values, facts.whole, ())


def _mixed(name: str, text: pl.Series, choices: Mapping[str, str]) -> Verdict:
    numbers = text.cast(pl.Float64, strict=False)
    strays = text.filter(numbers.is_null() & text.is_not_null()).unique()
    gone = [w for w in strays.to_list() if is_missing(w)] if len(strays) < 1000 else []
    if len(strays) == len(gone):
        return _plain_numbers(name, text, tuple(sorted(gone)))
    return _judge_other(name, text, choices)


def _plain_numbers(name: str, text: pl.Series, missing: tuple[str, ...]) -> Verdict:
    # "nan" is a number to the parser and a missing value to people.
    values = text.filter(~text.is_in([*missing, "nan", "NaN", "-nan", "NAN"]))
    missing += tuple(
        sorted(set(text.filter(text.str.to_lowercase() == "nan").unique()))
    )
    values = observed(values)
    if values.is_empty():
        return Verdict("float64", missing=missing)
    whole = values.cast(pl.Int64, strict=False)
    digits = values.str.contains(r"^[+-]?\d+$")
    zeros = values.str.contains(r"^[+-]?0\d")
    if bool((zeros & digits).any()):
        return Verdict("str", missing=known(missing), code=True)
    if whole.null_count() == 0:
        return _whole_numbers(name, text, values, whole, missing)
    if bool(digits.all()):
        return Verdict("str", missing=known(missing), code=True)
    return Verdict("float64", missing=missing)


def _whole_numbers(
    name: str,
    text: pl.Series,
    values: pl.Series,
    whole: pl.Series,
    missing: tuple[str, ...],
) -> Verdict:
    if _DATE_NAME.search(name):
        days = values.unique().to_list()
        if compact_dates(days) and date_formats(
            [f"{d[:4]}-{d[4:6]}-{d[6:]}" for d in days]
        ):
            return Verdict("datetime64[us]", date_format="%Y%m%d", missing=missing)
    doubts = serial_doubts(name, whole)
    if len(values) == len(text):
        return Verdict("int64", missing=missing, doubts=doubts)
    largest = max(abs(int(whole.max())), abs(int(whole.min())))  # type: ignore[arg-type]
    dtype: Dtype = "Int64" if largest > _EXACT else "float64"
    return Verdict(dtype, missing=missing, doubts=doubts)


def _judge_other(name: str, text: pl.Series, choices: Mapping[str, str]) -> Verdict:
    distinct = observed(text.unique())
    gone = may_be_missing(distinct).to_list() if len(distinct) <= 100_000 else []
    gone = sorted(word for word in gone if is_missing(word))
    words = distinct.filter(~distinct.is_in(gone)) if gone else distinct
    missing = tuple(gone)
    if words.is_empty():
        return Verdict("str", missing=known(missing))
    if sides := truth(words, _TRUE, _FALSE):
        dtype: Dtype = "bool" if not gone and not text.null_count() else "boolean"
        return Verdict(
            dtype, true_words=sides[0], false_words=sides[1], missing=missing
        )
    if not _has_digits(words):
        return judge_words(name, words, text, known(missing), choices)
    if is_named(name, "phones"):
        return Verdict("str", missing=known(missing), code=True)
    if verdict := _marked_numbers(name, words, text, missing):
        return verdict
    if verdict := _dates(words, missing):
        return verdict
    return judge_written(name, words, text, missing, choices)


def _has_digits(words: pl.Series) -> bool:
    """Most words must hold a digit for the column to be numbers or dates."""
    first = words.head(1000).to_list()
    return sum(_DIGIT.search(word) is not None for word in first) > 0.5 * len(first)


def _marked_numbers(
    name: str, words: pl.Series, text: pl.Series, missing: tuple[str, ...]
) -> Verdict | None:
    readings = possible_marks(words)
    if not readings:
        return None
    money = currencies(words)
    if len(money) > 1:
        return Verdict("str", missing=known(missing), doubts=(_money(name, money),))
    return numbers_with(readings, words, text, missing)


def _money(name: str, money: Mapping[str, str]) -> Doubt:
    shown = ", ".join(f"{word}" for word in list(money.values())[:3])
    return Doubt(
        what=f"{name} holds amounts of {len(money)} currencies ({shown})",
        choice="text, since amounts of different currencies cannot be added or averaged",
        key="kind",
        options=(("number", "numbers, as if of one currency"),),
        told=True,
    )


def _dates(words: pl.Series, missing: tuple[str, ...]) -> Verdict | None:
    found = (
        date_formats(words.to_list()) if words.head(1).str.len_chars()[0] < 40 else None
    )
    if found is None:
        return None
    return Verdict(
        "datetime64[us]",
        date_format=found.formats[0],
        missing=missing,
        zoned=found.zoned,
        alternatives=found.formats[1:],
    )

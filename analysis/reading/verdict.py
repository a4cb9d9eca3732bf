"""What the cells of one column are, judged on all of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import polars as pl

from .dates import compact_dates, date_formats
from .facts import Facts
from .marks import PLAIN, Marks, only_thousands_or_decimals, possible_marks
from .missing import PANDAS_DEFAULTS, is_missing
from .recipe import Dtype

_EXACT = 2**53
_TRUE, _FALSE = {"true"}, {"false"}
_YES = {"true", "yes", "y", "t", "1", "on", "ja", "oui", "si", "sí"}
_NO = {"false", "no", "n", "f", "0", "off", "nein", "non"}
_DATE_NAME = re.compile(r"(^|[^a-z])(date|day|datum|fecha|dt|data)([^a-z]|$)", re.I)


@dataclass(frozen=True)
class Verdict:
    """The type of a column of text and how its words become values.

    ``alternatives`` are other readings of the same words (decimal comma or thousands
    comma, day or month first); ``strays`` are the few words that keep the column from
    being numbers or dates.
    """

    dtype: Dtype
    marks: Marks = PLAIN
    date_format: str = ""
    true_words: tuple[str, ...] = ()
    false_words: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    padded: bool = False
    zoned: bool = False
    code: bool = False
    alternatives: tuple[Marks | str, ...] = ()
    strays: tuple[str, ...] = field(default=())
    would_be: str = ""
    kept: bool = False


def judge(name: str, facts: Facts) -> Verdict:
    """Find the type of a column of text; every cell counts."""
    if not facts.n_values:
        verdict = Verdict("float64")
    elif facts.numbers is not None and not (facts.zeros or facts.nan):
        verdict = _clean_numbers(name, facts)
    elif facts.n_numbers:
        verdict = _mixed(name, facts.text)
    else:
        verdict = _judge_other(name, facts.text)
    return replace(verdict, padded=facts.padded)


def _clean_numbers(name: str, facts: Facts) -> Verdict:
    """Every filled cell is a number as it stands."""
    text = facts.text
    if facts.whole is None:
        first = text.drop_nulls().head(1)
        if first.str.contains(r"^\d{10,}$")[0] and bool(
            text.str.contains(r"^[+-]?\d+$").all()
        ):
            return Verdict("str", code=True)
        return Verdict("float64")
    values = text.drop_nulls() if facts.n_values < len(text) else text
    return _whole_numbers(name, text, values, facts.whole, ())


def _mixed(name: str, text: pl.Series) -> Verdict:
    numbers = text.cast(pl.Float64, strict=False)
    strays = text.filter(numbers.is_null() & text.is_not_null()).unique()
    gone = [w for w in strays.to_list() if is_missing(w)] if len(strays) < 1000 else []
    if len(strays) == len(gone):
        return _plain_numbers(name, text, tuple(sorted(gone)))
    return _judge_other(name, text)


def _plain_numbers(name: str, text: pl.Series, missing: tuple[str, ...]) -> Verdict:
    # "nan" is a number to the parser and a missing value to people.
    values = text.filter(~text.is_in([*missing, "nan", "NaN", "-nan", "NAN"]))
    missing += tuple(
        sorted(set(text.filter(text.str.to_lowercase() == "nan").unique()))
    )
    values = values.drop_nulls()
    if values.is_empty():
        return Verdict("float64", missing=missing)
    whole = values.cast(pl.Int64, strict=False)
    digits = values.str.contains(r"^[+-]?\d+$")
    zeros = values.str.contains(r"^[+-]?0\d")
    if bool((zeros & digits).any()):
        return Verdict("str", missing=_known(missing), code=True)
    if whole.null_count() == 0:
        return _whole_numbers(name, text, values, whole, missing)
    if bool(digits.all()):
        return Verdict("str", missing=_known(missing), code=True)
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
    if len(values) == len(text):
        return Verdict("int64", missing=missing)
    largest = max(abs(int(whole.max())), abs(int(whole.min())))  # type: ignore[arg-type]
    return Verdict("Int64" if largest > _EXACT else "float64", missing=missing)


def _known(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word in PANDAS_DEFAULTS)


def _judge_other(name: str, text: pl.Series) -> Verdict:
    distinct = text.unique().drop_nulls()
    gone = (
        distinct.filter(distinct.str.len_chars() <= 15).to_list()
        if len(distinct) <= 100_000
        else []
    )
    gone = sorted(word for word in gone if is_missing(word))
    words = distinct.filter(~distinct.is_in(gone)) if gone else distinct
    missing = tuple(gone)
    if words.is_empty():
        return Verdict("str", missing=_known(missing))
    if truth := _truth(words, _TRUE, _FALSE):
        dtype: Dtype = "bool" if not gone and not text.null_count() else "boolean"
        return Verdict(
            dtype, true_words=truth[0], false_words=truth[1], missing=missing
        )
    if not _has_digits(words):
        return Verdict("str", missing=_known(missing))
    if verdict := _marked_numbers(words, text, missing):
        return verdict
    if verdict := _dates(words, missing):
        return verdict
    nearly, few = _nearly(text.filter(~text.is_in(gone)) if gone else text)
    return Verdict("str", missing=_known(missing), strays=few, would_be=nearly)


def _has_digits(words: pl.Series) -> bool:
    """Most words must hold a digit for the column to be numbers or dates."""
    first = words.head(1000)
    return int(first.str.contains(r"\d").sum()) > 0.5 * len(first)


def _truth(
    words: pl.Series, true: set[str], false: set[str]
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    if len(words) > 12:
        return None
    found = sorted(words.to_list())
    trues = tuple(word for word in found if word.lower() in true)
    falses = tuple(word for word in found if word.lower() in false)
    return (trues, falses) if len(trues) + len(falses) == len(found) else None


def truth_words(words: pl.Series) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Words of yes and no, in a few languages, where all words are of these."""
    return _truth(words, _YES, _NO)


def _marked_numbers(
    words: pl.Series, text: pl.Series, missing: tuple[str, ...]
) -> Verdict | None:
    readings = possible_marks(words)
    if not readings:
        return None
    first, others = readings[0], readings[1:]
    if others and not only_thousands_or_decimals(words):
        others = ()
    whole = first.decimal not in "".join(words.head(100_000).to_list()) and not bool(
        words.str.contains(r"[eE%]").any()
    )
    # Nineteen digits may not fit into 64 bits.
    whole = whole and int(words.str.len_chars().max()) < 19  # type: ignore[arg-type]
    full = len(text) == len(text.drop_nulls()) and not missing
    dtype: Dtype = "int64" if whole and full else "float64"
    return Verdict(dtype, marks=first, missing=missing, alternatives=others)


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


def _nearly(text: pl.Series) -> tuple[str, tuple[str, ...]]:
    """Whether the column would be numbers but for a few words, and which."""
    pattern = r"^[+\-−]?[$€£]?\d[\d.,]*%?$"
    stray = text.filter(~text.str.contains(pattern))
    stray = stray.drop_nulls()
    n_values = len(text) - text.null_count()
    if n_values < 10 or len(stray) > 0.1 * n_values:
        return "", ()
    return "number", tuple(sorted(stray.unique().to_list()))[:200]

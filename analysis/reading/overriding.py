"""The user's corrections to what the import decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast, get_args

import polars as pl

from analysis.columns import Kind
from analysis.errors import TaskError

from .dates import DateFormats, date_formats
from .marks import Marks, possible_marks
from .missing import is_missing
from .settling import with_date_format, with_marks
from .typing_columns import TypedColumn, retype_column
from .verdict import Verdict, truth_words

_FILE_KEYS = {"sheet", "member", "encoding", "delimiter", "header"}
_COLUMN_KEYS = {"kind", "order", "decimal", "missing"}
_TEXT_KINDS = ("text", "identifier", "category")


def check_overrides(overrides: Mapping[str, str], names: Sequence[str]) -> None:
    """Raise TaskError for a correction of nothing that exists."""
    for key, value in overrides.items():
        what, _, column = key.partition(":")
        if key in _FILE_KEYS:
            continue
        if what not in _COLUMN_KEYS:
            raise TaskError(f"There is no correction called {key}.")
        if column not in names:
            raise TaskError(
                f"There is no column called {column}.", options=tuple(names[:20])
            )
        if what == "kind" and value not in get_args(Kind):
            raise TaskError(
                f"There is no kind called {value}.", options=tuple(get_args(Kind))
            )


def is_corrected(name: str, overrides: Mapping[str, str]) -> bool:
    """Whether the user corrected anything about this column."""
    return any(f"{key}:{name}" in overrides for key in _COLUMN_KEYS)


def with_choices(
    name: str, cells: pl.Series, verdict: Verdict, overrides: Mapping[str, str]
) -> Verdict:
    """The verdict of one column after the user's corrections."""
    if order := overrides.get(f"order:{name}"):
        verdict = with_date_format(verdict, "%d" if order == "day-first" else "%m")
    if decimal := overrides.get(f"decimal:{name}"):
        verdict = _with_decimal(verdict, decimal)
    if overrides.get(f"missing:{name}") == "keep":
        verdict = replace(verdict, missing=(), dtype="str", kept=True)
    if kind := overrides.get(f"kind:{name}"):
        verdict = _with_kind(name, cells, verdict, cast(Kind, kind))
    return verdict


def _with_decimal(verdict: Verdict, decimal: str) -> Verdict:
    marks = (m for m in verdict.alternatives if isinstance(m, Marks))
    chosen = next((m for m in marks if m.decimal == decimal), None)
    return with_marks(verdict, chosen) if chosen else verdict


def _with_kind(name: str, cells: pl.Series, verdict: Verdict, kind: Kind) -> Verdict:
    if kind in _TEXT_KINDS:
        stays = verdict.dtype == "str" or (kind != "text" and verdict.dtype == "int64")
        if stays:
            return verdict
        return Verdict("str", missing=_default_missing(verdict), padded=verdict.padded)
    if kind == "boolean":
        return _as_boolean(name, cells, verdict)
    if kind == "datetime":
        return _as_dates(name, cells, verdict)
    if verdict.dtype in ("int64", "Int64", "float64"):
        return verdict
    return _as_numbers(name, cells, verdict)


def _default_missing(verdict: Verdict) -> tuple[str, ...]:
    return tuple(word for word in verdict.missing if is_missing(word))


def _distinct(cells: pl.Series) -> tuple[pl.Series, list[str]]:
    """The words with a value and those that mean "missing"."""
    words = cells.unique().drop_nulls()
    gone = [word for word in words.to_list() if is_missing(word)]
    return words.filter(~words.is_in(gone)), sorted(gone)


def _as_boolean(name: str, cells: pl.Series, verdict: Verdict) -> Verdict:
    words, gone = _distinct(cells)
    found = truth_words(words) or _two_words(words)
    if found is None:
        raise TaskError(
            f"{name} has {len(words)} different values; true/false needs two."
        )
    full = not gone and not cells.null_count()
    return Verdict(
        "bool" if full else "boolean",
        true_words=found[0],
        false_words=found[1],
        missing=tuple(gone),
        padded=verdict.padded,
    )


def _two_words(words: pl.Series) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    if len(words) != 2:
        return None
    low, high = sorted(words.to_list())
    return (high,), (low,)


def _as_dates(name: str, cells: pl.Series, verdict: Verdict) -> Verdict:
    if verdict.date_format:
        return verdict
    words, gone = _distinct(cells)
    all_words = words.to_list()
    found = _best_format(all_words)
    if found is None:
        raise TaskError(f"The values of {name} are not written as dates.")
    form, read = found
    strays = sorted(set(all_words) - set(read))
    _check_strays(name, len(strays), len(all_words), "dates")
    return Verdict(
        "datetime64[us]",
        date_format=form,
        missing=(*gone, *strays),
        padded=verdict.padded,
    )


def _best_format(words: Sequence[str]) -> tuple[str, list[str]] | None:
    compact = [word for word in words if len(word) == 8 and word.isdigit()]
    spelled = {f"{w[:4]}-{w[4:6]}-{w[6:]}": w for w in compact}
    if len(compact) > len(words) / 2 and date_formats(list(spelled)):
        return "%Y%m%d", compact
    best: tuple[str, list[str]] | None = None
    for word in words[:50]:
        formats = date_formats([word]) or DateFormats(())
        for form in formats.formats:
            read = [
                w
                for w in words
                if form in (date_formats([w]) or DateFormats(())).formats
            ]
            if best is None or len(read) > len(best[1]):
                best = form, read
    return best


def _as_numbers(name: str, cells: pl.Series, verdict: Verdict) -> Verdict:
    words, gone = _distinct(cells)
    numeric = words.filter(
        words.str.contains(r"\d") & ~words.str.contains(r"[A-Za-z]{4}")
    )
    # Words that are numbers under the marks that most of them share.
    good = numeric.filter(
        numeric.str.contains(r"^[^A-Za-z\d]{0,3}[\d.,'’ ]+[^A-Za-z\d]{0,3}$")
    )
    readings = possible_marks(good) if len(good) else ()
    if not readings:
        raise TaskError(f"The values of {name} are not written as numbers.")
    strays = sorted(set(words.to_list()) - set(good.to_list()))
    _check_strays(name, len(strays), len(words), "numbers")
    whole = not strays and not gone and not cells.null_count()
    integers = whole and bool(good.str.contains(r"^[+-]?\d+$").all())
    return Verdict(
        "int64" if integers else "float64",
        marks=readings[0],
        missing=(*gone, *strays),
        padded=verdict.padded,
    )


def _check_strays(name: str, n_strays: int, n_words: int, what: str) -> None:
    if n_strays > 0.5 * n_words or n_strays > 200:
        raise TaskError(
            f"{n_strays} of {n_words} different values of {name} are no {what}.",
            "Filter or recode the column first.",
        )


def apply_kind(column: TypedColumn, overrides: Mapping[str, str]) -> TypedColumn:
    """Give the column the kind that the user named."""
    kind = overrides.get(f"kind:{column.recipe.name}")
    return retype_column(column, cast(Kind, kind)) if kind else column

"""The user's corrections to what the import decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast, get_args

import polars as pl

from analysis.base.columns import Kind
from analysis.base.errors import TaskError
from analysis.base.wording import names_of

from .dates import DateFormats, date_formats
from .marks import Marks, possible_marks
from .missing import is_missing
from .observed import observed
from .recipe import Mend
from .serials import SERIAL, are_serials
from .settling import with_date_format, with_marks
from .typing_columns import TypedColumn, converted_column, retype_column
from .verdict import Verdict, truth_words

_FILE_KEYS = {
    "sheet", "member", "encoding", "delimiter", "header", "table", "totals", "counts",
}  # fmt: skip
_COLUMN_KEYS = {
    "kind", "order", "decimal", "missing", "codes", "limits", "duration", "spelling",
    "options",
}  # fmt: skip
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


def choices_for(name: str, overrides: Mapping[str, str]) -> dict[str, str]:
    """The user's choices about one column, by what they are about."""
    return {
        key: overrides[f"{key}:{name}"]
        for key in _COLUMN_KEYS
        if f"{key}:{name}" in overrides
    }


def with_choices(
    name: str, cells: pl.Series, verdict: Verdict, overrides: Mapping[str, str]
) -> Verdict:
    """The verdict of one column after the user's corrections."""
    order = overrides.get(f"order:{name}")
    if order and not verdict.mends:
        verdict = with_date_format(verdict, "%d" if order == "day-first" else "%m")
    if decimal := overrides.get(f"decimal:{name}"):
        verdict = _with_decimal(verdict, decimal)
    if overrides.get(f"missing:{name}") == "keep":
        verdict = replace(verdict, missing=(), dtype="str", kept=True)
    if overrides.get(f"missing:{name}") == "missing" and verdict.answers:
        verdict = replace(verdict, missing=verdict.answers, kept=False, answers=())
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
    words = observed(cells.unique())
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
    numbers = words.cast(pl.Float64, strict=False)
    if len(words) and not numbers.null_count() and are_serials(numbers):
        form = "%Y-%m-%d %H:%M:%S"
        return Verdict(
            "datetime64[us]", date_format=form, missing=tuple(gone), mends=(SERIAL,)
        )
    all_words = words.to_list()
    found = _best_format(all_words)
    read = found[1] if found else []
    strays = sorted(set(all_words) - set(read))
    _check_strays(name, cells, strays, len(all_words), "dates")
    assert found is not None
    return Verdict(
        "datetime64[us]",
        date_format=found[0],
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
    if verdict.order:
        return _ranks(name, verdict)
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
        good = good.clear()
    strays = sorted(set(words.to_list()) - set(good.to_list()))
    _check_strays(name, cells, strays, len(words), "numbers")
    whole = not strays and not gone and not cells.null_count()
    integers = whole and bool(good.str.contains(r"^[+-]?\d+$").all())
    return Verdict(
        "int64" if integers else "float64",
        marks=readings[0],
        missing=(*gone, *strays),
        padded=verdict.padded,
    )


def _ranks(name: str, verdict: Verdict) -> Verdict:
    """The places of ordered answers, from 1."""
    how = {word: str(place) for place, word in enumerate(verdict.order, 1)}
    low, high = verdict.order[0], verdict.order[-1]
    said = f"The answers of {name} are numbered: {low} is 1, {high} is {len(how)}."
    return Verdict(
        "float64",
        missing=verdict.missing,
        mends=(*verdict.mends, Mend(step="respelled", how=how)),
        remarks=(*verdict.remarks, said),
    )


_LISTED = 200


def _check_strays(
    name: str, cells: pl.Series, strays: Sequence[str], n_words: int, what: str
) -> None:
    """Refuse a column of which most is something else, with what is in the way."""
    if len(strays) <= 0.5 * n_words and len(strays) <= _LISTED:
        return
    count = int(cells.is_in(list(strays)).sum())
    shown = names_of(f"“{word}”" for word in strays[:3])
    filled = len(cells) - cells.null_count()
    others = "category, text" if what == "numbers" else "category, text, number"
    raise TaskError(
        f"{name} cannot be read as {what}: {count:,} of its {filled:,} values are none "
        f"({shown}).",
        f"It can be read as {others}. Or recode the values that are in the way: "
        f"“recode {name}: {strays[0]} = …”.",
        options=tuple(f"treat {name} as {one}" for one in others.split(", ")),
    )


_DTYPES: dict[str, tuple[str, ...]] = {
    "number": ("int64", "Int64", "float64"),
    "integer": ("int64", "Int64", "float64"),
    "datetime": ("datetime64[us]",),
    "boolean": ("bool", "boolean"),
}


def apply_kind(column: TypedColumn, overrides: Mapping[str, str]) -> TypedColumn:
    """Give the column the kind that the user named.

    Raises TaskError where its values are not of that kind.
    """
    name = column.recipe.name
    kind = overrides.get(f"kind:{name}")
    if not kind:
        return column
    if column.recipe.dtype not in _DTYPES.get(kind, (column.recipe.dtype,)):
        text = column.values.cast(pl.String)
        verdict = _with_kind(name, text, column.verdict, cast(Kind, kind))
        column = converted_column(column, verdict)
    if kind == "integer":
        _check_whole(name, column.values)
    return retype_column(column, cast(Kind, kind))


def _check_whole(name: str, values: pl.Series) -> None:
    known = observed(values).cast(pl.Float64)
    broken = known.filter(known != known.round())
    if not broken.is_empty():
        shown = names_of(f"{value:g}" for value in broken.head(3).to_list())
        raise TaskError(
            f"{name} cannot be read as whole numbers: {len(broken):,} of its "
            f"{len(known):,} values have decimals ({shown}).",
            f"Read it as a number, or round it: “round {name}”.",
            options=(f"treat {name} as number",),
        )

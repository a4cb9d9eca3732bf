"""Values that the user says mean "no answer"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from analysis.base.errors import TaskError

from .doubts import KEEP
from .facts import Facts
from .typing_columns import TypedColumn
from .verdict import Verdict


def with_codes(column: TypedColumn, facts: Facts, codes: str) -> Verdict:
    """The verdict with further words for "no value": “9999|-99”; "keep" adds none.

    Raises TaskError where the column holds none of them.
    """
    if codes == KEEP:
        return column.verdict
    wanted = [code.strip() for code in codes.split("|")]
    found = facts.text.filter(matching(column.values, facts.text, wanted)).unique()
    if found.is_empty():
        raise TaskError(
            f"{column.recipe.name} does not hold {' or '.join(wanted)}.",
            "Look at its values with “/columns”.",
        )
    verdict = column.verdict
    missing = tuple(sorted({*verdict.missing, *found.to_list()}))
    whole = verdict.dtype == "int64"
    truth = verdict.dtype == "bool"
    dtype = "float64" if whole else "boolean" if truth else verdict.dtype
    return replace(verdict, missing=missing, dtype=dtype)


def with_adopted_codes(
    column: TypedColumn, overrides: Mapping[str, str], said: Sequence[str] = ()
) -> TypedColumn:
    """A column of a file that knows its types, without the values that mean "missing":
    those that the user names, or else those of which the file ``said`` so.

    Raises TaskError where the column holds none of them.
    """
    codes = overrides.get(f"codes:{column.recipe.name}", "|".join(said) or KEEP)
    if codes == KEEP:
        return column
    wanted = [code.strip() for code in codes.split("|")]
    found = matching(column.values, column.values.cast(pl.String), wanted)
    if not found.any():
        raise TaskError(f"{column.recipe.name} does not hold {' or '.join(wanted)}.")
    values = column.values.set(found, None)
    numeric = values.dtype.is_numeric()
    values = values.cast(pl.Float64) if numeric else values
    spelled = column.values.filter(found).unique().to_list()
    words = {text for value in spelled for text in (str(value), f"{value}.0")}
    update = {
        "dtype": "float64" if numeric else column.recipe.dtype,
        "converted": True,
        "missing": tuple(sorted(words)),
    }
    recipe = column.recipe.model_copy(update=update)
    gone = tuple((str(value), int((column.values == value).sum())) for value in spelled)
    return replace(column, recipe=recipe, values=values, gone=gone)


def matching(values: pl.Series, text: pl.Series, wanted: Sequence[str]) -> pl.Series:
    """Which cells are one of the wanted, as words or as numbers."""
    found = text.is_in(list(wanted)).fill_null(False)
    numbers = [float(word) for word in wanted if _is_number(word)]
    if values.dtype.is_numeric() and numbers:
        found |= values.cast(pl.Float64).is_in(numbers).fill_null(False)
    return found


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True

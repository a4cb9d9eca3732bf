"""From columns of text to typed columns and their recipes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import pandas as pd
import polars as pl

from analysis.columns import Kind

from .emit import conversions
from .facts import Facts
from .kinds import kind_of
from .recipe import ColumnRecipe, Dtype
from .table import convert_columns
from .verdict import Verdict


@dataclass(frozen=True)
class TypedColumn:
    """A column with its values, as scripts will see them."""

    recipe: ColumnRecipe
    values: pl.Series
    n_unique: int
    verdict: Verdict


def type_column(
    name: str, source: str, position: int, facts: Facts, verdict: Verdict
) -> TypedColumn:
    """Convert the cells of one column as its verdict says."""
    draft = ColumnRecipe(
        name=name,
        source=source,
        position=position,
        kind="text",
        dtype=verdict.dtype,
        date_format=verdict.date_format,
        decimal=verdict.marks.decimal,
        thousands=verdict.marks.thousands,
        other=verdict.marks.other,
        signs=verdict.marks.signs,
        true_words=verdict.true_words,
        false_words=verdict.false_words,
        missing=verdict.missing,
        padded=verdict.padded,
        kept=verdict.kept,
    )
    values = _values(facts, draft)
    n_unique = count_unique(values)
    kind = kind_of(name, values, n_unique, verdict.code)
    return TypedColumn(
        draft.model_copy(update={"kind": kind}), values, n_unique, verdict
    )


def adopt_column(
    name: str, source: str, position: int, column: pd.Series
) -> TypedColumn:
    """Take over a column of a file that knows its types."""
    values = as_polars(column)
    n_unique = count_unique(values)
    recipe = ColumnRecipe(
        name=name,
        source=source,
        position=position,
        kind=kind_of(name, values, n_unique, code=False),
        dtype=cast(Dtype, str(column.dtype)),
    )
    return TypedColumn(recipe, values, n_unique, Verdict(recipe.dtype))


def retype_column(column: TypedColumn, kind: Kind) -> TypedColumn:
    """The column with the kind that the user named; numbers become text for "text"."""
    recipe = column.recipe.model_copy(update={"kind": kind})
    numeric = recipe.dtype in ("int64", "float64", "Int64")
    if kind != "text" or not numeric:
        return replace(column, recipe=recipe)
    recipe = recipe.model_copy(update={"dtype": "str", "converted": True})
    frame = pd.DataFrame({recipe.name: column.values.to_pandas()})
    values = as_polars(convert_columns(frame, {recipe.name: "str"})[recipe.name])
    return replace(column, recipe=recipe, values=values)


def _values(facts: Facts, recipe: ColumnRecipe) -> pl.Series:
    if recipe.dtype in _CAST and not recipe.has_marks:
        if recipe.dtype == "float64" and facts.numbers is not None and not facts.nan:
            return facts.numbers
        if recipe.dtype in ("int64", "Int64") and facts.whole is not None:
            return facts.whole
        cells = facts.text
        if recipe.missing:
            cells = cells.set(cells.is_in(list(recipe.missing)), None)
        return cells.cast(_CAST[recipe.dtype])
    if recipe.dtype in ("bool", "boolean"):
        truth = dict.fromkeys(recipe.true_words, True)
        truth |= dict.fromkeys(recipe.false_words, False)
        return facts.text.replace_strict(
            list(truth), list(truth.values()), default=None, return_dtype=pl.Boolean
        )
    return _converted(facts.text, recipe)


def _converted(cells: pl.Series, recipe: ColumnRecipe) -> pl.Series:
    """Each distinct word through the function of the script, then back to its rows."""
    words = cells.unique().drop_nulls()
    if not len(words):
        words = pl.Series(cells.name, [""])
    frame = pd.DataFrame({recipe.name: as_pandas(words)})
    typed = convert_columns(
        frame, {recipe.name: recipe.dtype}, **conversions((recipe,))
    )
    values = as_polars(typed[recipe.name])
    return cells.replace_strict(words, values, default=None, return_dtype=values.dtype)


_CAST: dict[str, pl.DataType | type[pl.DataType]] = {
    "int64": pl.Int64,
    "Int64": pl.Int64,
    "float64": pl.Float64,
    "str": pl.String,
}


def count_unique(values: pl.Series) -> int:
    """Distinct values, missing left out."""
    return values.n_unique() - (1 if values.null_count() else 0)


def as_pandas(cells: pl.Series) -> pd.Series:
    return pd.Series(cells.to_arrow(), dtype="str").fillna("")


def as_polars(column: pd.Series) -> pl.Series:
    """A typed pandas column as polars; missing of any sort becomes null."""
    return pl.Series(str(column.name), pl.from_pandas(column, nan_to_null=True))

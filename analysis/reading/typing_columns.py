"""From columns of text to typed columns and their recipes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import pandas as pd
import polars as pl

from analysis.base.columns import Kind

from .emit import conversions, mended_words
from .empty import shared_if_empty
from .facts import Facts
from .kinds import kind_of
from .labelled import Labelled
from .observed import observed
from .recipe import ColumnRecipe, Dtype
from .scales import MOST_ORDERED, goes_around, numbered_order, scale_order
from .table import convert_columns
from .verdict import Verdict


@dataclass(frozen=True)
class TypedColumn:
    """A column with its values, as scripts will see them.

    ``gone``: the words that were read as "no value", each with its number of cells.
    """

    recipe: ColumnRecipe
    values: pl.Series
    n_unique: int
    verdict: Verdict
    gone: tuple[tuple[str, int], ...] = ()


def type_column(
    name: str,
    source: str,
    position: int,
    facts: Facts,
    verdict: Verdict,
    label: str = "",
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
        mends=verdict.mends,
        label=label,
        unit=verdict.unit,
    )
    values = shared_if_empty(_values(facts, draft))
    n_unique = count_unique(values)
    kind = kind_of(name, values, n_unique, verdict.code)
    order = verdict.order if kind == "category" else ()
    return TypedColumn(
        draft.model_copy(
            update={"kind": kind, "order": order, "around": goes_around(order)}
        ),
        values,
        n_unique,
        verdict,
        _gone(facts.text, verdict.missing),
    )


def _gone(cells: pl.Series, words: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    if not words:
        return ()
    counts = cells.filter(cells.is_in(list(words))).value_counts(name="times")
    return tuple((str(word), int(times)) for word, times in sorted(counts.rows()))


def adopt_column(
    name: str,
    source: str,
    position: int,
    column: pd.Series,
    labelled: Labelled | None = None,
) -> TypedColumn:
    """Take over a column of a file that knows its types, and what it says of it."""
    values = as_polars(column)
    n_unique = count_unique(values)
    kind = kind_of(name, values, n_unique, code=False)
    order = _adopted_order(values, n_unique, labelled) if kind == "category" else ()
    recipe = ColumnRecipe(
        name=name,
        source=source,
        position=position,
        kind=kind,
        dtype=cast(Dtype, str(column.dtype)),
        codes=labelled is not None and labelled.codes,
        label=labelled.label if labelled is not None else "",
        order=order,
        around=goes_around(order),
    )
    verdict = Verdict(recipe.dtype, order=order)
    if labelled is not None:
        remarks, doubts = labelled.remarks, labelled.doubts
        verdict = replace(verdict, remarks=remarks, doubts=doubts)
    return TypedColumn(recipe, values, n_unique, verdict)


def _adopted_order(
    values: pl.Series, n_unique: int, labelled: Labelled | None
) -> tuple[str, ...]:
    """What the file says of the order of a column's words, or their own."""
    if labelled is not None and labelled.order and not labelled.codes:
        return labelled.order
    if values.dtype != pl.String or n_unique > MOST_ORDERED:
        return ()
    words = sorted(observed(values.unique()).to_list())
    return scale_order(words) or numbered_order(words)


def retype_column(column: TypedColumn, kind: Kind) -> TypedColumn:
    """The column with the kind that the user named; numbers become text for "text"."""
    order = column.recipe.order if kind == "category" else ()
    recipe = column.recipe.model_copy(update={"kind": kind, "order": order})
    numeric = recipe.dtype in ("int64", "float64", "Int64")
    if kind != "text" or not numeric:
        return replace(column, recipe=recipe)
    recipe = recipe.model_copy(update={"dtype": "str", "converted": True})
    frame = pd.DataFrame({recipe.name: column.values.to_pandas()})
    values = as_polars(convert_columns(frame, {recipe.name: "str"})[recipe.name])
    return replace(column, recipe=recipe, values=values)


def converted_column(column: TypedColumn, verdict: Verdict) -> TypedColumn:
    """An adopted column as its verdict says, where that differs from the file's type."""
    recipe = column.recipe.model_copy(
        update={
            "dtype": verdict.dtype,
            "date_format": verdict.date_format,
            "decimal": verdict.marks.decimal,
            "thousands": verdict.marks.thousands,
            "other": verdict.marks.other,
            "signs": verdict.marks.signs,
            "true_words": verdict.true_words,
            "false_words": verdict.false_words,
            "missing": verdict.missing,
            "mends": verdict.mends,
            "unit": verdict.unit,
            "converted": True,
            "order": (),
        }
    )
    text = column.values.cast(pl.String)
    values = _converted(text, recipe)
    gone = _gone(text, verdict.missing)
    return TypedColumn(recipe, values, count_unique(values), verdict, gone)


def _values(facts: Facts, recipe: ColumnRecipe) -> pl.Series:
    if recipe.mends:
        return _converted(facts.text, recipe)
    if recipe.dtype in _CAST and not recipe.has_marks:
        plain = facts.numbers is not None and not (facts.nan or recipe.missing)
        if recipe.dtype == "float64" and plain:
            assert facts.numbers is not None
            return facts.numbers
        if recipe.dtype in ("int64", "Int64") and plain and facts.whole is not None:
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
    words = observed(cells.unique())
    if not len(words):
        words = pl.Series(cells.name, [""])
    frame = pd.DataFrame({recipe.name: as_pandas(words)})
    typed = convert_columns(
        mended_words(frame, recipe),
        {recipe.name: recipe.dtype},
        **conversions((recipe,)),
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

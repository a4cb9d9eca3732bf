"""Rows put beside each other: a column for each value of a column."""

from __future__ import annotations

from typing import Annotated, Literal

import pandas as pd

from analysis.base.columns import Column, Schema
from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.parameters import AllColumns, AnyColumns, ColumnRole
from analysis.base.plain import plain
from analysis.base.wording import counted, names_of
from analysis.references.tables import WARPBREAKS
from analysis.results.preparing import ReshapeWideInfo
from analysis.statistics.values import one_column
from analysis.statistics.widening import label_name, unused, widened

WideAggregate = Literal[
    "none", "mean", "sum", "median", "min", "max", "count", "first", "last"
]
NamesColumn = Annotated[str, ColumnRole("any")]
_WORDS = {"min": "minimum", "max": "maximum"}

operation = Operation(
    __name__,
    kind="prepare",
    title="Reshape to wide",
    category="Prepare",
    language=Language(
        phrases=(
            Phrase(r"\breshap\w+\b.*\bwide\b", 6),
            Phrase(r"\b(?:long[- ]to[- ]wide|(?:in)?to (?:a )?wide(?:r)?"
                   r"(?: (?:form|format|table|shape|layout))?)\b", 6),
            Phrase(r"\bpivot[- _]?wide[rn]?\b|\bwiden\b|\bdcast\b|\bunmelt\b", 6),
            Phrase(r"\bmake (?:it|this|the (?:table|data(?: ?set)?)) wide\b", 6),
            Phrase(r"\bspread (?:out )?(?:the )?\{col\}|\bunstack\b", 5),
            Phrase(r"\{(?:num|cat|date|col)\} (?:as|into|in) (?:the )?(?:new |separate )?"
                   r"columns?\b(?:.*\{col\} as (?:the )?(?:values?|cells?))?", 4.5),
            Phrase(r"\b(?:a|one) (?:new |separate )?column (?:for|per) (?:each|every|the)? ?"
                   r"(?:value of )?\{col\}", 5),
        ),
        anti=(Phrase(r"\b(?:correlat\w+|pivot table|heat ?map|chart|plot|to long)\b", 3),),
        options={
            "aggregate": {
                "mean": r"\b(?:mean|average|avg)s?\b",
                "sum": r"\b(?:sum|total|adding)(?:s|med)?\b",
                "median": r"\bmedians?\b",
                "min": r"\b(?:min|minimum|smallest|lowest)\b",
                "max": r"\b(?:max|maximum|largest|highest)\b",
                "count": r"\b(?:counts?|counting|number of values)\b",
                "first": r"\bfirst\b",
                "last": r"\blast\b",
            }
        },
        examples=(
            Example("reshape wide with pclass as columns and fare as values, taking the mean,"
                    " with sex as rows",
                    {"names_from": "pclass", "values_from": ["fare"], "id_columns": ["sex"],
                     "aggregate": "mean"}),
            Example("pivot wider names from sex and values from age with class as rows, taking"
                    " the median",
                    {"names_from": "sex", "values_from": ["age"], "id_columns": ["class"],
                     "aggregate": "median"}),
            Example("spread sex into columns with the maximum fare as values and class as rows",
                    {"names_from": "sex", "values_from": ["fare"], "id_columns": ["class"],
                     "aggregate": "max"}),
            Example("one column for each sex, class as rows, filled with the sum of fare",
                    {"names_from": "sex", "values_from": ["fare"], "id_columns": ["class"],
                     "aggregate": "sum"}),
            Example("long to wide: columns from sex, values from fare and age, rows by class,"
                    " first",
                    {"names_from": "sex", "values_from": ["fare", "age"],
                     "id_columns": ["class"], "aggregate": "first"}),
        ),
    ),
    references=(
        Reference(
            dict(WARPBREAKS),
            {"names_from": "wool", "values_from": ["breaks"], "aggregate": "mean"},
            {"n_before": 54, "n_after": 3, "ids": ["tension"], "made": ["A", "B"],
             "n_empty": 0},
            "tidyr, reference of pivot_wider(): warpbreaks, values_fn = mean (3 × 3; the"
            " values are compared in tests/analysis/test_widening.py)",
        ),
    ),
)  # fmt: skip


@operation.compute
def reshape_wide(
    data: pd.DataFrame,
    names_from: NamesColumn,
    values_from: AnyColumns,
    id_columns: AllColumns | None = None,
    aggregate: WideAggregate = "none",
) -> tuple[pd.DataFrame, ReshapeWideInfo]:
    """A column for each value of a column, a row for each combination of the others.

    Rows without a value in ``names_from`` have no column to go to; they are counted.

    Args:
        names_from: whose values become the names of the new columns.
        values_from: what fills them; of several, each name begins with the column's.
        id_columns: what tells the rows apart; without, all other columns.
        aggregate: how several values of one cell are combined; "none" refuses them.

    Raises:
        DataError: a cell would hold several values, or there would be too many columns.

    Method: tidyr::pivot_wider.
    """
    values = list(dict.fromkeys(values_from))
    others = [name for name in data.columns if name not in (names_from, *values)]
    ids = [name for name in id_columns or others if name in others]
    for name in (names_from, *values, *ids):
        one_column(data, name)
    if names_from in values:
        raise DataError(
            f"“{names_from}” cannot give both the names and the values.",
            "Name another column for the values.",
            names_from,
        )
    named = data[data[names_from].notna()]
    if len(named) == 0:
        raise DataError(
            f"“{names_from}” has no values to make columns of.",
            "Choose another column.",
            names_from,
        )
    table, made = widened(named, ids, names_from, values, aggregate)
    if len(table) == len(named) and len(made) > len(values):
        raise DataError(
            f"No rows would come together: {names_of(ids)} differ in each of them.",
            "Name the columns that tell the rows apart, as in “… with country as rows”.",
            names_from,
        )
    info: ReshapeWideInfo = {
        "n_before": len(data),
        "n_after": len(table),
        "n_missing": len(data) - len(named),
        "ids": [str(name) for name in ids],
        "made": made,
        "left_out": [str(name) for name in others if name not in ids],
        "n_empty": int(table[made].isna().sum().sum()),
    }
    return table, plain(info)


@operation.reshapes
def columns_after(
    schema: Schema,
    values_from: list[str],
    names_from: str,
    id_columns: list[str] | None = None,
    aggregate: str | None = None,
) -> list[Column]:
    """As far as it is known which values the column has."""
    others = [c for c in schema.columns if c.name not in (names_from, *values_from)]
    kept = [c for c in others if not id_columns or c.name in id_columns]
    taken = {column.name for column in kept}
    try:
        levels = [level for level, _ in schema[names_from].levels]
        kinds = [schema[value].kind for value in values_from]
    except KeyError:
        return kept
    counts = aggregate == "count"
    for value, kind in zip(values_from, kinds, strict=True):
        for level in levels:
            name = label_name(level)
            name = unused(f"{value}_{name}" if len(values_from) > 1 else name, taken)
            taken.add(name)
            kept.append(Column(name=name, kind="integer" if counts else kind))
    return kept


@operation.restate
def restate(
    names_from: str,
    values_from: list[str],
    id_columns: list[str] | None = None,
    aggregate: str = "none",
) -> str:
    how = "" if aggregate == "none" else f"{_WORDS.get(aggregate, aggregate)} of "
    rows = f", a row per {names_of(id_columns)}" if id_columns else ""
    return f"Wide: {how}{names_of(values_from)}, a column per {names_from}{rows}"


@operation.present
def present(
    result: ReshapeWideInfo,
    names_from: str,
    values_from: list[str],
    id_columns: list[str] | None = None,
    aggregate: str = "none",
) -> Answer:
    ids = f"a row for each {names_of(result['ids'])}" if result["ids"] else "one row"
    words = (
        f"{restate(names_from, values_from, id_columns, aggregate)}: {result['n_after']:,} of {result['n_before']:,} rows,"
        f" {counted(len(result['made']), 'new column')} ({_listed(result['made'])}),"
        f" {ids}"
    )
    if result["n_empty"]:
        words += f"; {counted(result['n_empty'], 'cell')} without a value"
    if result["n_missing"]:
        rows = counted(result["n_missing"], "row")
        words += f"; {rows} without {names_from} left out"
    if result["left_out"]:
        words += f"; without {names_of(result['left_out'])}"
    return Answer(f"{words}.")


def _listed(names: list[str]) -> str:
    if len(names) <= 6:
        return names_of(names)
    return f"{', '.join(names[:3])}, … {names[-1]}"

"""Rows of the table as they are: the first, or the most extreme."""

from __future__ import annotations

import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Asked, Operation, Reference
from analysis.base.parameters import AllColumns, AnyColumn
from analysis.base.plain import plain
from analysis.base.reply import Block, Table, TableColumn
from analysis.base.task import Step
from analysis.base.wording import (
    cell,
    counted,
    figure,
    format_of,
    muted,
    name_of,
    of_words,
)
from analysis.references.small import CARS
from analysis.results.descriptions import ShowRowsResult
from analysis.statistics.values import one_column, require_rows

USUAL_LIMIT = 10
MAX_LIMIT = 1_000

operation = Operation(
    __name__,
    kind="analyse",
    title="Show rows",
    category="Describe",
    language=Language(
        phrases=(
            Phrase(r"\b(?:show|list|display|print|see|give) (?:me )?(?:the |all )?"
                   r"(?:first |top |last )?(?:{n} )?(?:rows|records|entries|data)\b", 3.5),
            Phrase(r"\b(?:head|preview)\b", 3.5),
            Phrase(r"\b(?:list|show) (?:me )?(?:the )?{n}\b", 2.5),
            Phrase(r"\bthe {n} (?:most|least|highest|lowest|largest|smallest|oldest|"
                   r"youngest|cheapest|biggest)\b", 3.5),
            Phrase(r"\b(?:which|who|what) (?:\S+ ){0,4}?(?:highest|lowest|largest|smallest|"
                   r"oldest|youngest|most expensive)\b", 2),
            Phrase(r"\b(?:top|bottom|highest|lowest|largest|smallest|biggest) {n} "
                   r"(?:values (?:of|for|in) )?{num}(?! by\b)", 3.5),
            Phrase(r"\b{n} (?:highest|lowest|largest|smallest|biggest) "
                   r"(?:values (?:of|for|in) )?{num}(?! by\b)", 3.5),
            Phrase(r"\blist\b", 1.5),
        ),
        anti=(
            Phrase(r"\b(?:average|mean|median|total|sum|correlat\w+|chart|plot|missing|"
                   r"outliers?|statistics|distribution|unique|columns)\b", 2.5),
        ),
        options={"descending": {
            "true": r"\b(?:top|highest|largest|most|biggest|oldest|latest|descending)\b",
            "false": r"\b(?:bottom|lowest|smallest|least|cheapest|youngest|earliest|"
                     r"ascending)\b"}},
        numbers={"limit": (r"\b(?:first|top|last|bottom|list|show|the|highest|lowest|"
                           r"largest|smallest|biggest) {n}",
                           r"\b{n} (?:rows|records|most|least|highest|lowest|largest|"
                           r"smallest|biggest|oldest|youngest)")},
        examples=(
            Example("show the first 5 rows", {"limit": 5}),
            Example("preview", {}),
            Example("list the 10 rows with the highest fare",
                    {"sort_by": "fare", "descending": True, "limit": 10}),
            Example("show age and fare of the 3 oldest",
                    {"columns": ["age", "fare"], "sort_by": "age", "descending": True,
                     "limit": 3}),
            Example("list the 5 rows with the lowest age",
                    {"sort_by": "age", "descending": False, "limit": 5}),
            Example("show me the data", {}),
            Example("top 5 fares", {"sort_by": "fare", "descending": True, "limit": 5}),
            Example("the 3 smallest values of age",
                    {"sort_by": "age", "descending": False, "limit": 3}),
        ),
        column_free=True,
    ),
    references=(
        Reference(
            dict(CARS),
            {"sort_by": "dist", "descending": True, "limit": 2},
            {"rows": [{"speed": 24, "dist": 120}, {"speed": 24, "dist": 93}]},
            "R: head(cars[order(-cars$dist), ], 2)",
        ),
    ),
)  # fmt: skip


@operation.compute
def show_rows(
    data: pd.DataFrame,
    columns: AllColumns | None = None,
    sort_by: AnyColumn | None = None,
    descending: bool = True,
    limit: int = USUAL_LIMIT,
) -> ShowRowsResult:
    """The first rows, or those with the highest or lowest values of a column.

    Args:
        columns: which to show; without, all. sort_by: rows that miss it come last.
        limit: how many rows, at most 1,000.
    """
    require_rows(data)
    if limit < 1:
        raise DataError("The number of rows to show is at least 1.")
    names = list(columns or [str(name) for name in data.columns])
    for name in names:
        one_column(data, name)
    rows = data
    if sort_by is not None:
        if sort_by not in names:
            names.append(sort_by)
        order = (
            one_column(data, sort_by)
            .reset_index(drop=True)
            .sort_values(ascending=not descending, kind="stable")
        )
        rows = data.iloc[order.index.to_numpy()]
    shown = rows[names].head(min(limit, MAX_LIMIT))
    tied = 0
    if sort_by is not None:
        ranked = one_column(rows, sort_by)
        tied = int((ranked[len(shown) :] == ranked.iloc[len(shown) - 1]).sum())
    return {
        "rows": plain(shown.to_dict("records")),
        "columns": names,
        "sort_by": sort_by,
        "descending": descending,
        "n_obs": len(data),
        "n_missing": int(one_column(data, sort_by).isna().sum()) if sort_by else 0,
        "n_tied": tied,
    }


@operation.restate
def restate(
    columns: list[str] | None = None,
    sort_by: str | None = None,
    descending: bool = True,
    limit: int = USUAL_LIMIT,
) -> str:
    which = f"First {limit} rows"
    if sort_by:
        end = "highest" if descending else "lowest"
        which = f"{limit} rows with the {end} {name_of(sort_by)}"
    return which + (of_words(columns) if columns else "")


@operation.present
def present(result: ShowRowsResult) -> Answer:
    rows, names = result["rows"], result["columns"]
    heads = tuple(
        TableColumn(label=name_of(name), format=format_of(row[name] for row in rows))
        for name in names
    )
    cells = tuple(tuple(cell(row[name]) for name in names) for row in rows)
    total = result["n_obs"]
    blocks: list[Block] = [
        Table(columns=heads, rows=cells, n_total=total if total > len(rows) else None)
    ]
    if result["n_missing"]:
        name = name_of(result["sort_by"])
        blocks.append(
            muted(f"{counted(result['n_missing'], 'row')} without {name} last.")
        )
    return Answer(_sentence(result), tuple(blocks))


def _sentence(result: ShowRowsResult) -> str:
    rows, by = result["rows"], result["sort_by"]
    n_shown = counted(len(rows), "row")
    if by is None:
        return f"The first {n_shown} of {result['n_obs']:,}."
    end = "highest" if result["descending"] else "lowest"
    first = rows[0][by]
    value = name_of(first) if isinstance(first, str) else figure(first)
    others = [
        f"{name_of(name)} {name_of(rows[0][name])}"
        for name in result["columns"]
        if name != by and rows[0][name] is not None
    ]
    what = f" ({', '.join(others[:4])})" if others else ""
    tied = ""
    if result["n_tied"]:
        more = counted(result["n_tied"], "more row has", "more rows have")
        last = " as the last" if len(rows) > 1 else ""
        tied = f"; {more} the same value{last}"
    return (
        f"The {end} {name_of(by)} is {value}{what}; {n_shown} of "
        f"{result['n_obs']:,} shown{tied}."
    )


@operation.further("sort")
def sorted_otherwise(asked: Asked) -> tuple[Step, ...] | None:
    """The same rows in the other direction."""
    if not asked.params.get("sort_by"):
        return None
    params = {**asked.params, "descending": asked.setting != "ascending"}
    return (Step(operation="show_rows", params=params),)


@operation.further("top")
def first_rows(asked: Asked) -> tuple[Step, ...]:
    """More or fewer of the rows, from the top or the bottom."""
    params = {**asked.params, "limit": int(asked.number or 10)}
    if asked.setting and params.get("sort_by"):
        params["descending"] = asked.setting != "bottom"
    return (Step(operation="show_rows", params=params),)

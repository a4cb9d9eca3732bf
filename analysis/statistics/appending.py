"""Tables put below each other, column by column by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.base.errors import DataError
from analysis.base.plain import plain
from analysis.results.preparing import AppendedInfo
from analysis.statistics.joining import key_kind, key_text
from analysis.statistics.widening import unused

MOST_APPENDED_ROWS = 20_000_000


def append_tables(
    tables: Sequence[pd.DataFrame], names: Sequence[str], mark_source: bool = False
) -> tuple[pd.DataFrame, AppendedInfo]:
    """The rows of all tables, one table below the other.

    Columns meet by name; a name that differs in capitals, spaces or underscores only is
    the same. A column that a table does not have is empty in its rows. Where a column
    holds numbers in one table and something else in another, all of it becomes text.

    Raises:
        DataError: the tables have no column in common, or too many rows together.
    """
    n_rows = [len(table) for table in tables]
    if sum(n_rows) > MOST_APPENDED_ROWS:
        raise DataError(
            f"Together the tables have {sum(n_rows):,} rows; at most"
            f" {MOST_APPENDED_ROWS:,} work.",
            "Filter rows first.",
        )
    fitted, renamed = fitting_names(tables, names)
    shared = set.intersection(*(set(table.columns) for table in fitted))
    if not shared:
        raise DataError(
            "The tables have no column in common, so their rows do not fit below each"
            " other.",
            "Join them on keys instead, or rename columns first.",
        )
    every = list(dict.fromkeys(name for table in fitted for name in table.columns))
    fitted, converted = of_one_kind(fitted, every)
    columns = {name: below_each_other(fitted, name) for name in every}
    table = pd.DataFrame(columns)
    n_repeated = int(table.duplicated().sum()) - sum(
        int(part.duplicated().sum()) for part in fitted
    )
    source = ""
    if mark_source:
        source = unused("source", {str(name) for name in every})
        marks = [
            pd.Series(name, index=range(n))
            for name, n in zip(names, n_rows, strict=True)
        ]
        table[source] = pd.concat(marks, ignore_index=True).astype("str")
    info: AppendedInfo = {
        "n_rows": len(table),
        "n_before": n_rows,
        "only_in_some": only_in_some(fitted, names, shared),
        "renamed": renamed,
        "converted": converted,
        "n_repeated": max(n_repeated, 0),
        "source": source,
        "columns": [str(name) for name in table.columns],
    }
    return table, plain(info)


def of_one_kind(
    tables: Sequence[pd.DataFrame], every: Sequence[Any]
) -> tuple[list[pd.DataFrame], list[str]]:
    """The tables with columns of different kinds as text, and which those are."""
    tables, converted = list(tables), []
    for name in every:
        parts = [table[name] for table in tables if name in table.columns]
        if len({key_kind(part) for part in parts if part.notna().any()}) > 1:
            converted.append(str(name))
            tables = [
                table.assign(**{name: as_words(table[name])})
                if name in table
                else table
                for table in tables
            ]
    return tables, converted


def only_in_some(
    tables: Sequence[pd.DataFrame], names: Sequence[str], shared: set[Any]
) -> dict[str, list[str]]:
    """The columns that not all tables have, each with the tables that lack it."""
    every = dict.fromkeys(name for table in tables for name in table.columns)
    return {
        str(name): [
            label
            for label, table in zip(names, tables, strict=True)
            if name not in table.columns
        ]
        for name in every
        if name not in shared
    }


def fitting_names(
    tables: Sequence[pd.DataFrame], names: Sequence[str]
) -> tuple[list[pd.DataFrame], list[dict[str, str]]]:
    """The tables with names of earlier ones, where they differ in their spelling only."""
    known: dict[str, str] = {}
    fitted, renamed = [], []
    for label, table in zip(names, tables, strict=True):
        new = {
            name: known[bare_name(name)]
            for name in table.columns
            if known.get(bare_name(name), name) != name
            and known[bare_name(name)] not in table.columns
        }
        if len(set(new.values())) < len(new):
            new = {}
        renamed += [{"table": label, "old": k, "new": v} for k, v in new.items()]
        fitted.append(table.rename(columns=new).reset_index(drop=True))
        for name in fitted[-1].columns:
            known.setdefault(bare_name(name), name)
    return fitted, renamed


def bare_name(name: Any) -> str:
    """A column's name without what people write now so, now so."""
    return "".join(sign for sign in str(name).casefold() if sign.isalnum()) or str(name)


def as_words(column: pd.Series) -> pd.Series:
    """Values as text, whole numbers without a decimal point, missing ones missing."""
    if pd.api.types.is_float_dtype(column.dtype):
        known = column.dropna()
        if (known == known.round()).all():
            column = column.astype("Int64")
    words = column.astype(object).map(key_text, na_action="ignore")
    return words.where(column.notna(), None).astype("str")


def below_each_other(tables: Sequence[pd.DataFrame], name: str) -> pd.Series:
    """The column of all tables; missing where a table does not have it."""
    parts, start = [], 0
    for table in tables:
        end = start + len(table)
        if name in table.columns and table[name].notna().any():
            parts.append(table[name].set_axis(range(start, end)))
        start = end
    if not parts:
        return pd.Series(None, index=range(start), dtype="float64")
    column = pd.concat(parts)
    roomy = {"i": "Int64", "u": "Int64", "b": "boolean"}
    if len(column) < start and column.dtype.kind in roomy:
        column = column.astype(roomy[column.dtype.kind])
    return column.reindex(range(start))

"""A long table made wide: a column for each value of one of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.statistics.values import is_number_column, one_column

MOST_NEW_COLUMNS = 1_000


def widened(
    data: pd.DataFrame,
    ids: Sequence[str],
    names_from: str,
    values_from: Sequence[str],
    aggregate: str,
) -> tuple[pd.DataFrame, list[str]]:
    """A row for each combination of the ids, a column for each name and value column.

    Rows and columns come in the order in which they appear first, as with tidyr's
    pivot_wider; missing ids are a value of their own. Cells without a row are missing.

    Returns the table, and the names of its new columns.
    """
    codes, labels = pd.factorize(one_column(data, names_from))
    if len(labels) * len(values_from) > MOST_NEW_COLUMNS:
        raise DataError(
            f"“{names_from}” has {len(labels):,} values; the wide table would have more"
            f" than {MOST_NEW_COLUMNS:,} new columns.",
            "Choose a column with fewer values, or filter rows first.",
            names_from,
        )
    kept = data[list(ids)]
    rows = row_numbers(kept)
    table = kept.loc[~pd.Series(rows).duplicated().to_numpy()].reset_index(drop=True)
    repeated = repeats(rows, codes)
    if aggregate == "none" and repeated.any():
        raise DataError(*repeat_words(data[repeated], ids, names_from, repeated.sum()))
    taken = {str(name) for name in ids}
    columns, n_rows = {}, len(table)
    for value in values_from:
        part = one_column(data, value)
        for number, label in enumerate(labels):
            name = label_name(label)
            name = f"{value}_{name}" if len(values_from) > 1 else name
            name = unused(name, taken)
            taken.add(name)
            here = codes == number
            cells = pd.Series(part.to_numpy()[here], dtype=part.dtype)
            columns[name] = cells_by_row(cells, rows[here], n_rows, aggregate, value)
    made = pd.DataFrame(columns, index=table.index)
    return pd.concat([table, made], axis=1), list(columns)


def row_numbers(ids: pd.DataFrame) -> np.ndarray:
    """The number of the row that each row of the long table goes to."""
    if ids.shape[1] == 0:
        return np.zeros(len(ids), dtype=int)
    numbers = ids.groupby(list(ids.columns), sort=False, dropna=False, observed=True)
    return np.asarray(numbers.ngroup())


def repeats(rows: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Which rows share their place with another; those without a name have none."""
    cells = pd.DataFrame({"row": rows, "code": codes})
    return np.asarray(cells.duplicated(keep=False) & (codes >= 0))


def repeat_words(
    shared: pd.DataFrame, ids: Sequence[str], names_from: str, n_rows: int
) -> tuple[str, str, str]:
    """What to say where several values would go into one cell."""
    first = shared.iloc[0]
    keys = [*ids, names_from]
    where = ", ".join(f"{key} = {label_name(first[key])}" for key in keys)
    return (
        f"{n_rows:,} rows share their place in the wide table with another, as at"
        f" {where}: one cell cannot hold several values.",
        "Say how to combine them, as in “… taking the mean” (or sum, median, minimum,"
        " maximum, count, first, last), or name the columns that tell the rows apart:"
        " “… with country as rows”.",
        names_from,
    )


def cells_by_row(
    cells: pd.Series, rows: np.ndarray, n_rows: int, aggregate: str, column: str
) -> pd.Series:
    """The values of a new column, in the order of the rows."""
    if aggregate == "none":
        placed = cells.set_axis(rows)
    else:
        if aggregate in ("mean", "median", "sum") and not is_number_column(cells):
            raise DataError(
                f"“{column}” holds no numbers to take the {aggregate} of.",
                "Take the first, the last or the count instead.",
                column,
            )
        groups = cells.groupby(rows)
        # The sum of nothing but missing values is missing.
        placed = (
            groups.sum(min_count=1) if aggregate == "sum" else groups.agg(aggregate)
        )
    if len(placed) == n_rows:
        return placed.reindex(range(n_rows))
    roomy = {"i": "Int64", "u": "Int64", "b": "boolean"}
    dtype = placed.dtype
    if isinstance(dtype, np.dtype) and dtype.kind in roomy:
        placed = placed.astype(roomy[dtype.kind])
    return placed.reindex(range(n_rows))


def label_name(label: Any) -> str:
    """A value as the name of a column: 2020 for 2020.0, a date without midnight."""
    if isinstance(label, (float, np.floating)) and float(label).is_integer():
        return str(int(label))
    if isinstance(label, pd.Timestamp) and label == label.normalize():
        return str(label.date())
    return " ".join(str(label).split()) or "(blank)"


def unused(name: str, taken: set[str]) -> str:
    """The name, with the first number behind that makes it new."""
    free, number = name, 2
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    return free

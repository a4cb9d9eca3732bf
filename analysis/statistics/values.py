"""Columns of a table as the values that statistics work on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.plain import plain

MAX_GROUPS = 1_000
LARGEST_NUMBER = 1e150  # its square is still a number


def one_column(data: pd.DataFrame, name: str) -> pd.Series:
    """The column of that name; a DataError if there is none, or more than one."""
    n_found = int((data.columns == name).sum())
    if n_found == 0:
        raise DataError(
            f"There is no column “{name}”.", "Name one of the table's columns.", name
        )
    if n_found > 1:
        raise DataError(
            f"{n_found} columns are called “{name}”.", "Rename one of them.", name
        )
    return data[name]


def is_number_column(values: pd.Series) -> bool:
    """Whether the values are numbers; yes/no values do not count here."""
    numeric = pd.api.types.is_numeric_dtype(values.dtype)
    return numeric and not pd.api.types.is_bool_dtype(values.dtype)


def number_columns(data: pd.DataFrame) -> list[str]:
    """The names of all columns of numbers."""
    return [
        str(name)
        for name, dtype in zip(data.columns, data.dtypes, strict=True)
        if pd.api.types.is_numeric_dtype(dtype)
        and not pd.api.types.is_bool_dtype(dtype)
    ]


def numbers_of(data: pd.DataFrame, column: str) -> pd.Series:
    """A column as float64, with NaN where a value is missing or infinite.

    Yes/no values count as 1 and 0.

    Raises:
        DataError: the column is not there or holds no numbers.
    """
    values = one_column(data, column)
    if not pd.api.types.is_numeric_dtype(values.dtype):
        if values.notna().any() or not pd.api.types.is_object_dtype(values.dtype):
            kind = "dates" if hasattr(values, "dt") else "text"
            raise DataError(
                f"“{column}” holds {kind}, not numbers.",
                "Choose a column of numbers, or ask how often each value occurs.",
                column,
            )
        return pd.Series(np.nan, index=values.index, dtype="float64")
    if values.dtype.kind == "c":
        raise DataError(f"“{column}” holds complex numbers.", "", column)
    numbers = values.astype("float64")
    numbers = numbers.where(np.isfinite(numbers))
    if numbers.abs().max() > LARGEST_NUMBER:
        raise DataError(
            f"“{column}” holds numbers beyond {LARGEST_NUMBER:g}, too large to compute with.",
            "Filter them out, or divide the column first.",
            column,
        )
    return numbers


def with_places(
    data: pd.DataFrame, columns: list[str], *, together: bool = False
) -> pd.DataFrame:
    """The table with the places of ordered words, from 1, instead of the words.

    ``together``: the columns are set against each other, so a word has one place in all.

    Raises:
        DataError: columns together whose words are of different scales.
    """
    names = [n for n in dict.fromkeys(columns) if has_order(one_column(data, n))]
    orders = {name: [str(one) for one in data[name].cat.categories] for name in names}
    if together and len(names) > 1:
        orders = dict.fromkeys(names, joint_order(orders))
    placed = {
        name: data[name].astype("object").map(
            {word: float(place) for place, word in enumerate(orders[name], 1)}
        ).astype("float64")
        for name in names
    }  # fmt: skip
    return data.assign(**placed) if placed else data


def joint_order(orders: dict[str, list[str]]) -> list[str]:
    """One order of the words of several columns, each of which may lack some.

    Raises:
        DataError: the columns' orders do not decide it.
    """
    before: dict[str, set[str]] = {}
    for order in orders.values():
        for place, word in enumerate(order):
            before.setdefault(word, set()).update(order[:place])
    found: list[str] = []
    while len(found) < len(before):
        free = [w for w in before if w not in found and before[w] <= set(found)]
        if len(free) != 1:
            names = " and ".join(f"“{name}”" for name in orders)
            raise DataError(
                f"The answers of {names} are not of one scale, so none is higher or lower "
                "than one of the other column.",
                "Recode them to the same words, or to numbers.",
                next(iter(orders)),
            )
        found += free
    return found


def has_order(values: pd.Series) -> bool:
    """Whether the values are words that are lower or higher than each other."""
    return isinstance(values.dtype, pd.CategoricalDtype) and bool(values.dtype.ordered)


def stands_in_order(values: pd.Series) -> bool:
    """Whether the values are words with an order, weekdays and months among them."""
    if not isinstance(values.dtype, pd.CategoricalDtype):
        return False
    words = [str(word) for word in values.dtype.categories]
    return bool(values.dtype.ordered) or words != sorted(words)


def observed_numbers(data: pd.DataFrame, column: str) -> np.ndarray:
    """The finite values of a column of numbers; a DataError if there are none."""
    numbers: np.ndarray = numbers_of(data, column).dropna().to_numpy(dtype="float64")
    if len(numbers) == 0:
        empty = (
            "The table has no rows" if len(data) == 0 else "It has missing values only"
        )
        raise DataError(
            f"“{column}” has no numbers to work with. {empty}.",
            "Check the filters, or choose another column.",
            column,
        )
    return numbers


def count_infinite(data: pd.DataFrame, column: str) -> int:
    """How many values of a column of numbers are infinite."""
    values = one_column(data, column)
    if not pd.api.types.is_float_dtype(values.dtype):
        return 0
    return int(np.isinf(values.to_numpy(dtype="float64", na_value=np.nan)).sum())


def require_rows(data: pd.DataFrame) -> None:
    """A DataError if the table has no columns or no rows."""
    if data.shape[1] == 0:
        raise DataError("The table has no columns.", "Check the steps before this one.")
    if len(data) == 0:
        raise DataError("The table has no rows.", "Check the filters before this step.")


def split_by(
    data: pd.DataFrame, group_by: list[str] | None
) -> list[tuple[dict[str, str], pd.DataFrame]]:
    """The table's rows by group, sorted by group: ``({"sex": "female"}, rows)``.

    Rows whose group is missing are left out. Without ``group_by`` there is one group,
    called ``{}``, with all rows.

    Raises:
        DataError: no row has a group, or there are more than ``MAX_GROUPS``.
    """
    if not group_by:
        return [({}, data)]
    keys = {f"{number}": one_column(data, name) for number, name in enumerate(group_by)}
    require_rows(data)
    grouped = data.groupby(list(keys.values()), sort=True, observed=True)
    names = ", ".join(f"“{name}”" for name in group_by)
    if grouped.ngroups == 0:
        raise DataError(
            f"{names} has missing values only, so there are no groups.",
            "Group by another column.",
            group_by[0],
        )
    if grouped.ngroups > MAX_GROUPS:
        raise DataError(
            f"{names} makes {grouped.ngroups:,} groups; at most {MAX_GROUPS:,} work.",
            "Group by a column with fewer different values.",
            group_by[0],
        )
    return [
        (dict(zip(group_by, plain(list(key)), strict=True)), rows)
        for key, rows in grouped
    ]


def count_groupless(data: pd.DataFrame, group_by: list[str] | None) -> int:
    """How many rows have no group because a grouping value is missing."""
    if not group_by:
        return 0
    missing = pd.concat([one_column(data, name) for name in group_by], axis=1).isna()
    return int(missing.any(axis=1).sum())

"""One statistic of a column for each group of rows."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.base.errors import DataError
from analysis.base.plain import plain
from analysis.results.descriptions import GroupValue
from analysis.statistics.values import numbers_of, one_column, require_rows


def group_statistic(
    data: pd.DataFrame,
    group_by: list[str],
    column: str | None,
    statistic: str,
    ddof: int = 1,
) -> list[GroupValue]:
    """A statistic per group, in the order of the groups.

    Rows without a group are left out. ``statistic`` is mean, sum, median, min, max, std,
    count, unique or, without a column, the number of rows ("count").

    Returns dicts with group, value, n_obs (values used) and n_missing (left out).
    """
    require_rows(data)
    keys = [one_column(data, name) for name in group_by]
    values = groupable_values(data, column, statistic)
    # keys may share names with each other and with the values
    table = pd.DataFrame({"value": values.to_numpy(), "row": 1}, index=values.index)
    for number, key in enumerate(keys):
        table[f"key {number}"] = key
    names = [f"key {number}" for number in range(len(keys))]
    grouped = table.groupby(names, sort=True, observed=True)
    if grouped.ngroups == 0:
        raise DataError(
            f"“{group_by[0]}” has missing values only, so there are no groups.",
            "Group by another column.",
            group_by[0],
        )
    n_rows, n_obs = grouped["row"].sum(), grouped["value"].count()
    found = (
        n_rows if column is None else grouped_value(grouped["value"], statistic, ddof)
    )
    return [
        {
            "group": dict(zip(group_by, plain(list(key)), strict=True)),
            "value": plain(value),
            "n_obs": int(seen),
            "n_missing": int(rows - seen),
        }
        for key, value, seen, rows in zip(
            found.index.to_frame(index=False).itertuples(index=False, name=None),
            found.to_list(),
            n_obs.to_list(),
            n_rows.to_list(),
            strict=True,
        )
    ]


def groupable_values(
    data: pd.DataFrame, column: str | None, statistic: str
) -> pd.Series:
    """The values of a column that the statistic can work on."""
    if column is None:
        return pd.Series(1.0, index=data.index)
    values = one_column(data, column)
    is_date = pd.api.types.is_datetime64_any_dtype(values.dtype)
    if statistic in ("count", "unique") or (is_date and statistic in ("min", "max")):
        return values
    return numbers_of(data, column)


def grouped_value(grouped: Any, statistic: str, ddof: int) -> pd.Series:
    """The statistic of a grouped column; missing where it is not defined."""
    if statistic == "std":
        return grouped.std(ddof=ddof)
    if statistic == "sum":
        return grouped.sum(min_count=1)
    if statistic == "unique":
        return grouped.nunique()
    return grouped.agg(statistic)


def order_groups(
    rows: list[GroupValue], sort: str, top: int | None, bottom: int | None
) -> list[GroupValue]:
    """The groups by value (descending, ascending) or in their own order; the first few.

    Groups without a value come last. ``top`` means the highest, ``bottom`` the lowest.
    """
    for number in (top, bottom):
        if number is not None and number < 1:
            raise DataError("The number of groups to show is at least 1.")
    if top is None and bottom is None and sort == "group":
        return rows
    known = [row for row in rows if row["value"] is not None]
    rest = [row for row in rows if row["value"] is None]
    down = bottom is None and (top is not None or sort == "descending")
    known.sort(key=lambda row: row["value"] or 0.0, reverse=down)
    return (known + rest)[: top or bottom or len(rows)]

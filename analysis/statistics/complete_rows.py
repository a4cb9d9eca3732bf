"""Several columns of numbers as one matrix of complete rows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.statistics.values import number_columns, numbers_of, require_rows


def complete_matrix(
    data: pd.DataFrame,
    columns: list[str] | None,
    *,
    at_least: int = 2,
    minimum_rows: int = 3,
) -> tuple[list[str], np.ndarray, int]:
    """The columns (all columns of numbers if none is named) of the rows that have all.

    Returns names, values (rows × columns) and how many rows were left out.

    Raises:
        DataError: too few columns or complete rows, or a column that does not vary.
    """
    require_rows(data)
    names = list(dict.fromkeys(columns or number_columns(data)))
    table = pd.DataFrame({name: numbers_of(data, name) for name in names})
    if len(names) < at_least:
        raise DataError(
            f"{len(names)} columns of numbers are too few; at least {at_least} "
            "are needed.",
            "Name the columns to use.",
            names[0] if names else "",
        )
    complete = table.dropna()
    if len(complete) < minimum_rows:
        emptiest = str(table.isna().sum().idxmax())
        raise DataError(
            f"{len(complete)} rows have a number in all {len(names)} columns; at least "
            f"{minimum_rows} are needed. “{emptiest}” lacks the most.",
            "Leave a column out, or fill the missing values first.",
            emptiest,
        )
    values = complete.to_numpy(dtype="float64")
    for place, name in enumerate(names):
        column = values[:, place]
        scale = float(np.abs(column).max())
        if float(np.ptp(column)) <= 1e-12 * scale or float(np.ptp(column)) < 1e-150:
            raise DataError(
                f"“{name}” has the same value, or nearly so, in all rows used.",
                "Leave this column out.",
                name,
            )
    return names, values, len(table) - len(complete)


def standard_scores(values: np.ndarray) -> np.ndarray:
    """Columns with mean 0 and sample standard deviation 1."""
    centred = values - values.mean(axis=0)
    scaled: np.ndarray = centred / centred.std(axis=0, ddof=1)
    return scaled

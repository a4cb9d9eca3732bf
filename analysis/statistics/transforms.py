"""Columns in logarithms or square roots, under a name that says so."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.statistics.values import numbers_of


def transformed(
    data: pd.DataFrame, transforms: dict[str, str] | None
) -> tuple[pd.DataFrame, dict[str, str]]:
    """The table with columns transformed and renamed, and old name → new name.

    ``transforms`` names a transform of each column: "log" (natural), "log10", "log2" or
    "sqrt". The table given is not changed.

    Raises:
        DataError: a value that has no logarithm or no root.
    """
    functions = {"log": np.log, "log10": np.log10, "log2": np.log2, "sqrt": np.sqrt}
    names = {}
    for column, transform in (transforms or {}).items():
        numbers = numbers_of(data, column)
        rooted = transform == "sqrt"
        if bool((numbers < 0).any() if rooted else (numbers <= 0).any()):
            what = "square root" if rooted else "logarithm"
            raise DataError(
                f"“{column}” has values {'below' if rooted else 'of zero or below'}"
                f"{' zero' if rooted else ''}, which have no {what}.",
                "Filter them out, or use the column as it is.",
                column,
            )
        new = f"{transform}({column})"
        data = data.assign(**{column: functions[transform](numbers)})
        data = data.rename(columns={column: new})
        names[column] = new
    return data, names

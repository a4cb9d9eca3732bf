"""Columns of numbers split into groups, for charts that compare distributions."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.results.charts import UsedRows
from analysis.statistics.chart_groups import group_labels
from analysis.statistics.values import (
    count_infinite,
    numbers_of,
    one_column,
    require_rows,
)


def grouped_numbers(
    data: pd.DataFrame, column: str, group_by: str | None, most: int
) -> tuple[list[tuple[str, np.ndarray]], UsedRows]:
    """The finite values of a column by group, and what was left out.

    Without ``group_by`` the one group is called like the column. At most ``most`` groups
    are kept apart, the others are taken together.

    Raises:
        DataError: there are no numbers to draw.
    """
    require_rows(data)
    numbers = numbers_of(data, column)
    labels, order, n_lumped = group_labels(data, group_by, most)
    observed = numbers.notna()
    kept = observed if labels is None else observed & labels.notna()
    n_infinite = count_infinite(data, column)
    if not kept.any():
        raise DataError(
            f"“{column}” has no numbers to draw.",
            "Choose another column, or check the filters.",
            column,
        )
    values = numbers.to_numpy()
    if labels is None or group_by is None:
        parts = [(column, values[kept.to_numpy()])]
    else:
        # Distributions are compared side by side, in the order of tables: by name.
        named = order[:-1] if n_lumped else order
        words = not pd.api.types.is_numeric_dtype(one_column(data, group_by).dtype)
        shown = [*(sorted(named) if words else named), *order[len(named) :]]
        parts = [(g, values[(kept & (labels == g)).to_numpy()]) for g in shown]
    facts: UsedRows = {
        "n_obs": int(kept.sum()),
        "n_missing": int((~observed).sum()) - n_infinite,
        "n_infinite": n_infinite,
        "n_no_group": int(observed.sum() - kept.sum()),
        "n_lumped": n_lumped,
        "other": order[-1] if n_lumped else None,
    }
    return [(name, part) for name, part in parts if len(part)], facts


def check_column_count(columns: list[str], most: int) -> None:
    """A DataError unless there are one to ``most`` columns."""
    if not 1 <= len(columns) <= most:
        raise DataError(
            f"A chart shows 1 to {most} columns; {len(columns)} were named.",
            "Name the columns that matter.",
        )

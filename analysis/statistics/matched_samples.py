"""Matched samples for tests: several measurements of the same subjects."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.wording import name_of
from analysis.statistics.samples import (
    check_group_count,
    matching_level,
    require_scale,
    shown_levels,
)
from analysis.statistics.values import (
    numbers_of,
    observed_numbers,
    one_column,
    require_rows,
)


def matched_samples(
    data: pd.DataFrame,
    columns: list[str],
    group: str | None,
    subject: str | None,
    levels: list[str] | None = None,
    *,
    exactly: int | None = None,
    at_least: int = 2,
    minimum: int = 2,
) -> tuple[list[str], np.ndarray, int]:
    """Measurements of the same subjects: a row per subject, a column per condition.

    Either ``columns`` are the conditions and each row is a subject, or one column was
    measured under the conditions of ``group`` for each ``subject``. Subjects that lack a
    condition are left out.

    Returns the conditions' labels, the values and how many subjects were left out.
    """
    require_rows(data)
    if group is None and subject is None:
        names = list(dict.fromkeys(columns))
        table = pd.DataFrame({name: numbers_of(data, name) for name in names})
    else:
        table = table_by_subject(data, columns, group, subject, levels)
    n_conditions = table.shape[1]
    where = group or columns[0]
    wrong = exactly is not None and n_conditions != exactly
    if wrong or n_conditions < at_least:
        needed = exactly if exactly is not None else f"at least {at_least}"
        raise DataError(
            f"This test compares {needed} matched measurements; there "
            f"{'is' if n_conditions == 1 else 'are'} {n_conditions}.",
            "Name the columns of the measurements, or the conditions to compare.",
            where,
        )
    complete = table.dropna()
    if len(complete) < minimum:
        raise DataError(
            f"{len(complete)} rows have all measurements of {shown_levels([name_of(c) for c in table])}; "
            f"at least {minimum} are needed.",
            "Check the filters, or leave a measurement out.",
            where,
        )
    for name in complete:
        require_scale(complete[name].to_numpy(dtype="float64"), name_of(name))
    labels = [name_of(name) for name in table.columns]
    return labels, complete.to_numpy(dtype="float64"), len(table) - len(complete)


def table_by_subject(
    data: pd.DataFrame,
    columns: list[str],
    group: str | None,
    subject: str | None,
    levels: list[str] | None,
) -> pd.DataFrame:
    """Rows in long form (one per subject and condition) as a table of subjects."""
    if group is None or subject is None or len(columns) != 1:
        raise DataError(
            "Matched measurements are either several columns, or one column with a "
            "column of conditions and a column that says who was measured.",
            "Name the columns, or the condition and the subject.",
            group or subject or (columns[0] if columns else ""),
        )
    long = pd.DataFrame(
        {
            "value": numbers_of(data, columns[0]),
            "condition": one_column(data, group).map(name_of, na_action="ignore"),
            "subject": one_column(data, subject),
        }
    ).dropna(subset=["condition", "subject"])
    check_group_count(long["condition"].nunique(), group)
    if long.duplicated(["condition", "subject"]).any():
        raise DataError(
            f"“{subject}” has several rows under the same “{group}”.",
            "Take one value per subject and condition, for instance the mean.",
            subject,
        )
    table = long.pivot(index="subject", columns="condition", values="value")
    if levels:
        labels = [str(label) for label in table.columns]
        table = table[[matching_level(level, labels, group) for level in levels]]
    return table


def pairs_or_reference(
    data: pd.DataFrame,
    columns: list[str],
    group: str | None,
    subject: str | None,
    levels: list[str] | None,
    mu: float,
) -> tuple[list[str], np.ndarray, int]:
    """Two matched samples, or one beside the number it is compared with."""
    if len(columns) > 1 or group is not None or subject is not None:
        return matched_samples(
            data, columns, group, subject, levels, exactly=2, minimum=1
        )
    require_rows(data)
    values = observed_numbers(data, columns[0])
    require_scale(values, columns[0])
    n_missing = int(numbers_of(data, columns[0]).isna().sum())
    return (
        [columns[0], f"{mu:g}"],
        np.column_stack([values, 0 * values + mu]),
        n_missing,
    )

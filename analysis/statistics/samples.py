"""Independent samples for tests, by group or by column."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.wording import name_of
from analysis.results.tests import Group
from analysis.statistics.moments import mean_and_deviations, variance_of
from analysis.statistics.values import numbers_of, one_column, require_rows

MAX_SAMPLES = 200
LEVELS_SHOWN = 8
LARGEST = 1e140
SMALLEST = 1e-140


def check_shares(**shares: float) -> None:
    """A DataError for an alpha or a confidence level that is not between 0 and 1."""
    for name, value in shares.items():
        if not 0 < value < 1:
            raise DataError(
                f"The {name.replace('_', ' ')} lies between 0 and 1.",
                "Usual are alpha = 0.05 and a confidence level of 0.95.",
            )


def independent_samples(
    data: pd.DataFrame,
    columns: list[str],
    group: str | None,
    levels: list[str] | None = None,
    *,
    exactly: int | None = None,
    minimum: int = 2,
    otherwise: str = "",
) -> tuple[list[str], list[np.ndarray], int]:
    """Independent samples: one column by group, or several columns side by side.

    Args:
        levels: only these groups, in this order.
        exactly: how many samples there must be; ``otherwise`` names what to ask instead.
        minimum: how many values each sample needs.

    Returns their labels, their finite values and how many values were left out.

    Raises:
        DataError: too few or too many samples, or too few values in one.
    """
    require_rows(data)
    if group is None:
        labels, samples, n_missing = samples_of_columns(data, columns)
    else:
        labels, samples, n_missing = samples_of_groups(data, columns, group, levels)
    for sample in samples:
        require_scale(sample, columns[0])
    where = group or columns[0]
    if len(samples) < 2:
        raise DataError(
            f"“{where}” has one group only ({labels[0] if labels else 'none'}); a "
            "comparison needs two.",
            "Choose another grouping column, or check the filters.",
            where,
        )
    if exactly is not None and len(samples) != exactly:
        raise DataError(
            f"“{where}” has {len(samples)} groups ({shown_levels(labels)}); this test "
            f"compares {exactly}.",
            f"Name {exactly} of them{', or ' + otherwise if otherwise else ''}.",
            where,
        )
    for label, sample in zip(labels, samples, strict=True):
        if len(sample) < minimum:
            raise DataError(
                f"Group “{label}” has {len(sample)} usable "
                f"value{'' if len(sample) == 1 else 's'}; at least {minimum} are needed.",
                "Leave the group out, or check the filters.",
                where,
            )
    return labels, samples, n_missing


def samples_of_columns(
    data: pd.DataFrame, columns: list[str]
) -> tuple[list[str], list[np.ndarray], int]:
    """Each column's finite values as a sample."""
    names = list(dict.fromkeys(columns))
    if len(names) < 2:
        raise DataError(
            "A comparison needs a grouping column, or a second column of numbers.",
            f"Name what “{names[0] if names else '?'}” is to be compared by.",
            names[0] if names else "",
        )
    numbers = [numbers_of(data, name) for name in names]
    samples = [column.dropna().to_numpy(dtype="float64") for column in numbers]
    n_missing = sum(int(column.isna().sum()) for column in numbers)
    return [name_of(name) for name in names], samples, n_missing


def samples_of_groups(
    data: pd.DataFrame, columns: list[str], group: str, levels: list[str] | None
) -> tuple[list[str], list[np.ndarray], int]:
    """One column's finite values by group; rows without value or group are left out."""
    names = list(dict.fromkeys(columns))
    if len(names) != 1:
        raise DataError(
            f"One column is compared by “{group}” at a time; {len(names)} were named.",
            "Name the one to compare.",
            group,
        )
    if names[0] == group:
        raise DataError(
            f"“{group}” cannot be compared by its own values.",
            "Choose another grouping column.",
            group,
        )
    numbers = numbers_of(data, names[0])
    keys = one_column(data, group)
    grouped = numbers.groupby(keys, sort=True, observed=True)
    check_group_count(grouped.ngroups, group)
    parts = {
        name_of(key): part.dropna().to_numpy(dtype="float64") for key, part in grouped
    }
    labels = [label for label, part in parts.items() if len(part)]
    n_missing = int((numbers.isna() | keys.isna()).sum())
    if levels:
        labels = [matching_level(level, list(parts), group) for level in levels]
        labels = list(dict.fromkeys(labels))
        asked = keys.map(name_of, na_action="ignore").isin(labels)
        n_missing = int((numbers.isna() & asked).sum())
    return labels, [parts[label] for label in labels], n_missing


def check_group_count(n_groups: int, group: str) -> None:
    """A DataError for a grouping column without groups, or with too many."""
    if n_groups == 0:
        raise DataError(
            f"“{group}” has missing values only, so there are no groups.",
            "Choose another grouping column.",
            group,
        )
    if n_groups > MAX_SAMPLES:
        raise DataError(
            f"“{group}” makes {n_groups:,} groups; at most {MAX_SAMPLES} are compared.",
            "Choose a column with fewer different values, or ask for a correlation.",
            group,
        )


def matching_level(level: Any, labels: list[str], group: str) -> str:
    """The label that a named level means; upper and lower case are the same."""
    wanted = name_of(level)
    for label in labels:
        if label == wanted:
            return label
    for label in labels:
        if label.casefold() == wanted.casefold():
            return label
    raise DataError(
        f"“{group}” has no value “{wanted}”.",
        f"It has {shown_levels(labels)}.",
        group,
    )


def shown_levels(labels: list[str]) -> str:
    """The first few levels in words."""
    words = ", ".join(labels[:LEVELS_SHOWN])
    rest = len(labels) - LEVELS_SHOWN
    return f"{words} and {rest} more" if rest > 0 else words


def sample_row(label: str, sample: np.ndarray) -> Group:
    """One sample described: n, mean, standard deviation, median."""
    if len(sample) == 0:
        return {"group": label, "n_obs": 0, "mean": None, "std": None, "median": None}
    mean, deviations = mean_and_deviations(sample)
    variance = variance_of(deviations, 1)
    return {
        "group": label,
        "n_obs": len(sample),
        "mean": mean,
        "std": None if variance is None else math.sqrt(variance),
        "median": float(np.median(sample)),
    }


def require_scale(sample: np.ndarray, column: str) -> None:
    """A DataError for numbers whose squares floating point cannot hold."""
    if len(sample) == 0:
        return
    low, high = float(sample.min()), float(sample.max())
    size = max(abs(low), abs(high))
    if size > LARGEST or (low < high and high - low < SMALLEST):
        raise DataError(
            f"The values of “{column}” are too {'large' if size > 1 else 'small'} to be "
            "squared.",
            "Express them in another unit.",
            column,
        )


def require_spread(sample: np.ndarray, name: str, column: str) -> None:
    """A DataError where all values of a sample are equal."""
    if len(sample) and float(sample.min()) == float(sample.max()):
        raise DataError(
            f"All {len(sample):,} values of “{name}” are equal, so nothing can be tested.",
            "Choose a column or a group that varies.",
            column,
        )


def require_any_spread(samples: list[np.ndarray], column: str) -> None:
    """A DataError where no sample varies."""
    if all(float(sample.min()) == float(sample.max()) for sample in samples):
        raise DataError(
            f"The values of “{column}” do not vary within any group, so there is no "
            "spread to judge a difference by.",
            "Choose another column.",
            column,
        )

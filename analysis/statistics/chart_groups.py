"""Columns as the labels of a chart: in order, and few enough to be drawn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.statistics.values import one_column, stands_in_order

MAX_CHART_GROUPS = 12
OTHER = "other"


def label_of(value: Any) -> str:
    """A value as one line of text; whole numbers without a point, days without time."""
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, pd.Timestamp):
        midnight = value == value.normalize()
        return value.strftime("%Y-%m-%d") if midnight else str(value)
    return " ".join(str(value).split()) or "(blank)"


def labels_of(data: pd.DataFrame, name: str) -> tuple[pd.Series, list[str], bool]:
    """A column as labels: one per row, the different ones in order, and which order.

    Numbers, dates, yes/no values and categories in an order of their own keep it (the
    last value is true); words come by how often they occur. Missing values stay missing.
    """
    values = one_column(data, name)
    ordered = stands_in_order(values)
    is_number = pd.api.types.is_numeric_dtype(values.dtype)
    is_date = pd.api.types.is_datetime64_any_dtype(values.dtype)
    counts = values.value_counts(dropna=True)
    counts = counts[counts > 0]
    if ordered or is_number or is_date:
        found = sorted(counts.index) if not ordered else list(counts.sort_index().index)
    else:
        found = sorted(counts.index, key=lambda value: (-counts[value], str(value)))
    texts = {value: label_of(value) for value in found}
    labels = values.astype("object").map(texts)
    order = list(dict.fromkeys(texts.values()))
    return labels, order, bool(ordered or is_number or is_date)


def lumped(
    labels: pd.Series, order: list[str], most: int = MAX_CHART_GROUPS
) -> tuple[pd.Series, list[str], int]:
    """Labels with all but the ``most`` frequent ones taken together, last in order.

    The last value is how many different labels were taken together.
    """
    if len(order) <= most:
        return labels, order, 0
    counts = labels.value_counts()
    frequent = sorted(order, key=lambda label: -int(counts[label]))[: most - 1]
    kept = set(frequent)
    rest = OTHER if OTHER not in kept else "all others"
    merged = labels.where(labels.isna() | labels.isin(kept), rest)
    n_lumped = len(order) - len(kept)
    return merged, [label for label in order if label in kept] + [rest], n_lumped


def group_labels(
    data: pd.DataFrame, group_by: str | None, most: int = MAX_CHART_GROUPS
) -> tuple[pd.Series | None, list[str], int]:
    """The groups of a chart, at most ``most`` of them; nothing without ``group_by``."""
    if group_by is None:
        return None, [], 0
    labels, order, _ = labels_of(data, group_by)
    return lumped(labels, order, most)


def statistic_by(table: pd.DataFrame, keys: list[str], statistic: str) -> pd.DataFrame:
    """One row per combination of ``keys``: ``n`` rows and the statistic of ``value``."""
    grouped = table.groupby(keys, sort=False, observed=True)
    n_rows = grouped.size()
    with np.errstate(over="ignore", invalid="ignore"):  # beyond 1e308: no value
        value = n_rows if statistic == "count" else grouped["value"].agg(statistic)
    return pd.DataFrame({"value": value, "n": n_rows}).reset_index()

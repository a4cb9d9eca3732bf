"""The points of a line chart: one value for each place on the horizontal axis."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.results.charts import LinePlaces, LineRows
from analysis.statistics.chart_groups import labels_of, statistic_by
from analysis.statistics.values import is_number_column, one_column

MAX_POINTS = 2_000
GRAINS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}
GRAIN_DAYS = {"day": 1.0, "week": 7.0, "month": 30.4, "quarter": 91.3, "year": 365.25}


def usual_grain(dates: pd.Series, shared: bool) -> str | None:
    """The length of time over which values are summarised, from the dates' span.

    None leaves the dates as they are: each occurs once, and all can be drawn.
    """
    if not shared and len(dates) <= MAX_POINTS:
        return None
    days = (dates.max() - dates.min()).total_seconds() / 86400
    limits = {"day": 92.0, "week": 400.0, "month": 2_200.0, "quarter": 9_200.0}
    return next((grain for grain, most in limits.items() if days <= most), "year")


def coarse_enough(dates: pd.Series, grain: str, n_lines: int) -> str:
    """The grain, or the next coarser one whose points can all be drawn."""
    days = (dates.max() - dates.min()).total_seconds() / 86400
    names = list(GRAINS)
    for name in names[names.index(grain) :]:
        if (days / GRAIN_DAYS[name] + 2) * n_lines <= MAX_POINTS:
            return name
    return "year"


def line_places(
    data: pd.DataFrame,
    x: str | None,
    grain: str | None,
    n_lines: int,
    group: Any,
    counting: bool,
) -> tuple[pd.Series, LinePlaces]:
    """The place of each row on the horizontal axis, and how places were made.

    Dates become the beginnings of days, weeks (Monday) …, numbers stay or become the
    middles of 100 equal bins, words become labels, in
    the order of the table; without ``x`` it is the row's number.
    """
    if x is None:
        numbers = pd.Series(np.arange(1.0, len(data) + 1), index=data.index)
        return binned_places(numbers, n_lines)
    values = one_column(data, x)
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return date_places(values, grain, n_lines, group, counting)
    if is_number_column(values):
        numbers = values.astype("float64")
        numbers = numbers.where(np.isfinite(numbers.to_numpy(na_value=np.nan)))
        return binned_places(numbers, n_lines)
    labels, order, ordered = labels_of(data, x)
    if not ordered:  # words such as "Q1 2024" stand in the order that the table has
        order = [str(label) for label in labels.dropna().unique()]
    return labels, {"kind": "word", "order": order, "grain": None, "n_bins": None}


def date_places(
    values: pd.Series, grain: str | None, n_lines: int, group: Any, counting: bool
) -> tuple[pd.Series, LinePlaces]:
    """Dates as the beginnings of their periods; rows are always counted by period."""
    dates = values.dropna()
    keys = [dates] if group is None else [dates, group.loc[dates.index]]
    shared = counting or bool(pd.concat(keys, axis=1).duplicated().any())
    used = grain or (usual_grain(dates, shared) if len(dates) else None)
    places = values
    if used is not None:
        used = coarse_enough(dates, used, n_lines) if len(dates) else used
        places = values.dt.to_period(GRAINS[used]).dt.start_time
    return places, {"kind": "date", "order": None, "n_bins": None, "grain": used}


def binned_places(numbers: pd.Series, n_lines: int) -> tuple[pd.Series, LinePlaces]:
    """Numbers as they are, or as the middles of 100 bins where they are too many."""
    facts: LinePlaces = {"kind": "number", "order": None, "grain": None, "n_bins": None}
    if numbers.nunique() * n_lines <= MAX_POINTS:
        return numbers, facts
    low, high = float(numbers.min()), float(numbers.max())
    n_bins = 100
    width = high / n_bins - low / n_bins
    if width == 0:
        return numbers, facts
    with np.errstate(invalid="ignore"):
        bins = np.floor(numbers / width - low / width).clip(0, n_bins - 1)
    return low + (bins + 0.5) * width, {**facts, "n_bins": n_bins}


def line_values(table: pd.DataFrame, statistic: str, facts: LineRows) -> Any:
    """One row per place (and group), in order; periods without rows count as zero.

    Only counts and sums are known for a period without rows; other lines go straight
    on to the next period.
    """
    keys = [key for key in ("x", "group") if key in table.columns]
    points = statistic_by(table, keys, statistic)
    if facts["grain"] and statistic in ("count", "sum"):
        points = with_empty_periods(points, GRAINS[facts["grain"]])
    if facts["order"] is not None:
        place = {label: number for number, label in enumerate(facts["order"])}
        return points.sort_values("x", key=lambda x: x.map(place), kind="stable")
    return points.sort_values("x", kind="stable")


def with_empty_periods(points: pd.DataFrame, frequency: str) -> pd.DataFrame:
    """The points with zeros for the periods that have no rows."""
    periods = pd.period_range(points["x"].min(), points["x"].max(), freq=frequency)
    starts = periods.to_timestamp(how="start").astype(points["x"].dtype)
    if "group" not in points.columns:
        filled = points.set_index("x").reindex(starts, fill_value=0)
        return filled.rename_axis("x").reset_index()
    every = pd.MultiIndex.from_product(
        [starts, points["group"].unique()], names=["x", "group"]
    )
    return points.set_index(["x", "group"]).reindex(every, fill_value=0).reset_index()

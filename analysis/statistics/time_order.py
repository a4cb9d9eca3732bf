"""A column as a series in the order of time, with its spacing made regular or said."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.results.series import SeriesFacts, SeriesPoint, Spacing
from analysis.statistics.line_points import GRAINS
from analysis.statistics.model_points import even_places
from analysis.statistics.values import (
    count_infinite,
    is_number_column,
    numbers_of,
    one_column,
    require_rows,
)

# Usual distance in days (lowest, highest), pandas period and observations per season.
SPACINGS: dict[str, tuple[float, float, str, int]] = {
    "hour": (1 / 24.1, 1 / 23.9, "h", 24),
    "day": (0.99, 1.01, "D", 7),
    "business day": (0.99, 1.01, "B", 5),
    "week": (6.9, 7.1, "W", 52),
    "month": (27.9, 31.1, "M", 12),
    "quarter": (89.9, 92.1, "Q", 4),
    "year": (364.9, 366.1, "Y", 1),
}
MOST_GAPS = 1.0  # filled places for each observed one
MOST_TIMES_SHOWN = 10_000


def ordered_series(
    data: pd.DataFrame,
    column: str | None,
    time: str | None,
    grain: str | None = None,
    statistic: str | None = None,
) -> tuple[pd.Series, SeriesFacts]:
    """The observed values in order of time, one for each time, and how they came about.

    Args:
        column: the value; without, rows are counted.
        time: dates, or numbers such as years; without, rows are taken in their order.
        grain: "day", "week" … to summarise dates by.
        statistic: of the values that share a time: the mean, if not named.

    Returns:
        a float series indexed by dates or numbers, increasing, without missing values,
        and facts: ``time_kind``, ``spacing``, ``period``, ``n_gaps``, ``n_shared`` …

    Raises:
        DataError: no usable value, or words where times are needed.
    """
    table, kind = timed_values(data, column, time)
    n_no_time = int(table["time"].isna().sum())
    n_infinite = count_infinite(data, column) if column else 0
    missing = int((table["value"].isna() & table["time"].notna()).sum())
    table = table.dropna()
    if len(table) == 0:
        raise DataError(
            f"No row has both a value of “{column or time}” and a time.",
            "Check the filters, or choose another column.",
            column or time or "",
        )
    if grain is not None:
        table["time"] = starts_of(table["time"], grain, kind, time or column or "")
    in_order = bool(table["time"].is_monotonic_increasing)
    table = table.sort_values("time", kind="stable")
    shared = int(table["time"].duplicated().sum())
    counted = column is None or statistic == "count"
    used = "count" if counted else statistic or "mean"
    if shared or used == "count":
        series = table.groupby("time", sort=True)["value"].agg(used).astype("float64")
    else:  # a single value is its own mean, sum, median …
        series = table.set_index("time")["value"].astype("float64")
    spacing = spacing_of(series.index, kind, grain)
    unit = grain or spacing["spacing"]
    facts: SeriesFacts = {
        "n_obs": len(table),
        "n_no_time": n_no_time,
        "n_infinite": n_infinite,
        "n_missing": max(missing - n_infinite, 0),
        "time": time,
        "time_kind": kind,
        "grain": grain,
        "in_order": in_order,
        "n_shared": shared,
        "statistic": used if shared or grain or counted else None,
        "n_times": len(series),
        **spacing,
        "first": time_label(series.index[0], kind, unit),
        "last": time_label(series.index[-1], kind, unit),
    }
    return series, facts


def timed_values(
    data: pd.DataFrame, column: str | None, time: str | None
) -> tuple[pd.DataFrame, str]:
    """The columns time and value of every row (1 where rows are counted), and the time's kind."""
    require_rows(data)
    if time is not None and time == column:
        raise DataError(
            f"“{time}” cannot be both the value and the time.",
            "Name another column of times, or none.",
            time,
        )
    if column is None and time is None:
        raise DataError("No column is named.", "Name a column of numbers.")
    places, kind = time_places(data, time)
    numbers = (
        pd.Series(1.0, index=data.index) if column is None else numbers_of(data, column)
    )
    return pd.DataFrame({"time": places.to_numpy(), "value": numbers.to_numpy()}), kind


def starts_of(times: pd.Series, grain: str, kind: str, column: str) -> pd.Series:
    """The first moment of each date's day, week, month …"""
    if kind != "date":
        raise DataError(
            f"Values by {grain} need a column of dates.",
            "Turn a column into dates first, or leave the time unit out.",
            column,
        )
    return times.dt.to_period(GRAINS[grain]).dt.start_time


def time_places(data: pd.DataFrame, time: str | None) -> tuple[pd.Series, str]:
    """The time of each row and what it is: a date, a number or the row's number."""
    if time is None:
        return pd.Series(np.arange(1.0, len(data) + 1), index=data.index), "row"
    values = one_column(data, time)
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        dates = values.dt.tz_localize(None) if values.dt.tz is not None else values
        return dates.astype("datetime64[us]"), "date"
    if is_number_column(values):
        return numbers_of(data, time), "number"
    raise DataError(
        f"“{time}” holds neither dates nor numbers, so it gives no order in time.",
        f"Turn it into dates first (“convert {time} to dates”), or name another column.",
        time,
    )


def spacing_of(index: pd.Index, kind: str, grain: str | None) -> Spacing:
    """How times follow each other: the unit, the season's length, the gaps.

    The unit is the one whose usual distance the median distance has, if no two times
    fall into the same unit; else the spacing is irregular.
    """
    if kind == "row" or len(index) < 2:
        return {"spacing": None, "period": None, "n_gaps": 0, "regular": True}
    if kind == "number":
        steps = np.diff(index.to_numpy(dtype="float64"))
        step = float(np.median(steps))
        counts = np.round(steps / step)
        regular = bool((counts >= 1).all() and np.allclose(steps, counts * step))
        gaps = int(counts.sum() - len(counts)) if regular else 0
        return {"spacing": None, "period": None, "n_gaps": gaps, "step": step,
                "regular": regular}  # fmt: skip
    days = (
        np.diff(index.to_numpy()).astype("timedelta64[us]").astype("float64") / 8.64e10
    )
    median = float(np.median(days))
    for name, (low, high, code, period) in SPACINGS.items():
        fits = name == grain if grain else low <= median <= high
        if not fits or (name == "business day") != _only_business_days(index, median):
            continue
        n_gaps = _gaps(index, code)
        if n_gaps is not None:
            return {"spacing": name, "period": period, "n_gaps": n_gaps,
                    "regular": True}  # fmt: skip
    return {"spacing": None, "period": None, "n_gaps": 0, "regular": False}


def _only_business_days(index: pd.Index, median: float) -> bool:
    weekdays = pd.DatetimeIndex(index).day_of_week
    return bool(0.99 <= median <= 1.01 and len(index) > 10 and (weekdays < 5).all())


def _gaps(index: pd.Index, code: str) -> int | None:
    """How many periods between first and last have no value; None if two share one."""
    if code == "B":
        n_periods = len(pd.bdate_range(index[0], index[-1]))
        unique = len(pd.DatetimeIndex(index).normalize().unique())
    else:
        periods = pd.DatetimeIndex(index).to_period(code)
        n_periods = int(periods[-1].ordinal - periods[0].ordinal) + 1
        unique = periods.nunique()
    return n_periods - len(index) if unique == len(index) else None


def evenly_spaced(series: pd.Series, facts: SeriesFacts) -> pd.Series:
    """The series with every time between the first and last; gaps interpolated.

    ``facts`` gets ``n_filled``. Irregular times, and business days (whose gaps are
    holidays), are taken as if evenly spaced.
    """
    facts["n_filled"] = 0
    spacing, gaps = facts["spacing"], facts["n_gaps"]
    if not gaps or spacing == "business day" or gaps > MOST_GAPS * len(series):
        return series
    if facts["time_kind"] == "number":
        places = np.round((series.index - series.index[0]) / facts["step"])
        every = np.arange(places[-1] + 1)
        index: pd.Index = pd.Index(series.index[0] + every * facts["step"])
        places = np.asarray(places)
    else:
        periods = pd.DatetimeIndex(series.index).to_period(SPACINGS[spacing or ""][2])
        places = np.array([period.ordinal for period in periods], dtype="float64")
        places -= places[0]
        every = np.arange(places[-1] + 1)
        index = pd.period_range(periods[0], periods[-1], freq=periods.freq).start_time
    facts["n_filled"] = gaps
    return pd.Series(np.interp(every, places, series.to_numpy()), index=index)


def require_length(
    series: pd.Series, least: int, what: str, column: str | None
) -> None:
    """A DataError for a series too short for the method, or one that never varies."""
    if len(series) < least:
        raise DataError(
            f"{what} needs at least {least} values in time; “{column or 'rows'}” has "
            f"{len(series)}.",
            "Use a longer series, or a finer unit of time.",
            column or "",
        )


def require_change(series: pd.Series, column: str | None) -> None:
    """A DataError for a series that never varies."""
    if float(series.max()) - float(series.min()) <= 1e-12 * float(series.abs().max()):
        raise DataError(
            f"All {len(series):,} values of “{column or 'rows'}” in time are equal, so "
            "there is no course to study.",
            "Choose a column that varies.",
            column or "",
        )


def time_label(value: Any, time_kind: str, unit: str | None) -> str:
    """A time in words: 1949-01 for the unit month, 1949 for a year, a day else."""
    if time_kind != "date":
        return f"{value:.12g}"
    if unit == "year":
        return str(value.year)
    if unit == "quarter":
        return f"{value.year} Q{value.quarter}"
    if unit == "month":
        return str(value.strftime("%Y-%m"))
    midnight = value == value.normalize()
    return str(value.strftime("%Y-%m-%d" if midnight else "%Y-%m-%d %H:%M"))


def time_points(
    series: pd.Series, facts: SeriesFacts, **more: np.ndarray
) -> list[SeriesPoint]:
    """The series for charts and tables: time, its label, the value, and ``more`` of it.

    Of more than 10,000 times every second, third … is given, with the last one and those
    of the lowest and the highest value.
    """
    values = series.to_numpy()
    ends = [values.argmin(), values.argmax()]
    shown = np.union1d(even_places(len(values), MOST_TIMES_SHOWN), ends)
    unit = facts["grain"] or facts["spacing"]
    names, columns = list(more), [np.asarray(each)[shown] for each in more.values()]
    points: list[Any] = [
        {
            "x": _place(time),
            "label": time_label(time, facts["time_kind"], unit),
            "value": float(value),
            **dict(zip(names, rest, strict=True)),
        }
        for time, value, *rest in zip(
            series.index[shown], values[shown], *columns, strict=True
        )
    ]
    return points


def _place(time: Any) -> Any:
    return (
        time.strftime("%Y-%m-%dT%H:%M:%S") if hasattr(time, "strftime") else float(time)
    )


def following_times(series: pd.Series, facts: SeriesFacts, n_ahead: int) -> pd.Index:
    """The next times after the last one, at the usual distance."""
    last = series.index[-1]
    if facts["time_kind"] != "date":
        step = facts.get("step", 1.0) or 1.0
        return pd.Index(float(last) + step * np.arange(1.0, n_ahead + 1))
    if facts["spacing"] == "business day":
        return pd.bdate_range(last, periods=n_ahead + 1)[-n_ahead:]
    if facts["spacing"]:
        code = SPACINGS[facts["spacing"]][2]
        period = pd.Period(last, freq=code)
        every = pd.period_range(period + 1, periods=n_ahead, freq=code)
        offset = last - period.start_time
        return (
            every.start_time
            if facts["spacing"] in ("month", "quarter", "year")
            else (every.start_time + offset)
        )
    step = pd.Series(series.index).diff().median()
    return pd.DatetimeIndex([last + step * number for number in range(1, n_ahead + 1)])


def season_length(facts: SeriesFacts, named: int | None, column: str) -> int:
    """Observations per season: the named number, or what follows from the spacing."""
    length = named if named is not None else facts["period"]
    if length is None or length < 2:
        raise DataError(
            f"The values of “{column}” do not tell how long a season is.",
            "Name it, for example “period 12”, or summarise by month first.",
            column,
        )
    return int(length)

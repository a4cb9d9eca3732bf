"""From a table to features and target: row by row, nothing is learned here."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

MISSING_LEVEL = "(missing)"
NO_TEXT = "nothing"
DAYS_A_YEAR, DAYS_A_WEEK = 365.25, 7


def as_features(data: pd.DataFrame, roles: dict[str, str]) -> pd.DataFrame:
    """The features as numbers (float), words (object) and texts (string), in order.

    Roles are number, boolean, category, date and text. A missing word is a level of its
    own; a date becomes its days since 1970, its place in the calendar, and the waves of
    year and week.
    """
    columns: dict[str, Any] = {}
    for name, role in roles.items():
        if role == "date":
            columns |= date_parts(name, data[name])
        elif role == "text":
            words = data[name].map(level_text).fillna(NO_TEXT)
            columns[name] = words.astype(pd.StringDtype())
        elif role == "category":
            columns[name] = data[name].map(level_text).fillna(MISSING_LEVEL)
            columns[name] = columns[name].astype(object)
        else:
            columns[name] = as_numbers(data[name])
    return pd.DataFrame(columns, index=data.index)


def as_numbers(values: pd.Series) -> pd.Series:
    """The values as floating point numbers; what is no number is missing."""
    numbers = pd.to_numeric(values, errors="coerce").astype("Float64")
    floats = numbers.to_numpy(dtype="float64", na_value=np.nan)
    floats = np.where(np.isfinite(floats), floats, np.nan)
    return pd.Series(floats, index=values.index)


def level_text(value: Any) -> Any:
    """A level as text; whole numbers without a decimal point, missing as it is."""
    if value is None or value is pd.NA or value != value:
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def date_parts(name: str, values: pd.Series) -> dict[str, pd.Series]:
    """What a model can learn from: time going on, and the calendar's cycles."""
    dates = pd.to_datetime(values)
    days = (dates - pd.Timestamp("1970-01-01")) / pd.Timedelta(days=1)
    parts = {
        "days": days,
        "month": dates.dt.month,
        "day": dates.dt.day,
        "weekday": dates.dt.weekday,
        "hour": dates.dt.hour,
        # The end of December is close to the start of January: a wave says so, and lets
        # a weighted sum of features follow a season (harmonic regression).
        **waves("year", dates.dt.day_of_year, DAYS_A_YEAR, 2),
        **waves("week", dates.dt.weekday, DAYS_A_WEEK, 1),
    }
    return {
        f"{name} ({part})": found.astype("float64") for part, found in parts.items()
    }


def waves(
    name: str, place: pd.Series, length: float, n_harmonics: int
) -> dict[str, pd.Series]:
    """Sine and cosine of a place within a cycle, and of its overtones."""
    angle = 2 * np.pi * place.astype("float64") / length
    found = {}
    for number in range(1, n_harmonics + 1):
        found[f"{name}, sine {number}"] = np.sin(number * angle)
        found[f"{name}, cosine {number}"] = np.cos(number * angle)
    return found


def usable_rows(
    data: pd.DataFrame, target: str, features: list[str], drop_missing: bool
) -> pd.DataFrame:
    """The rows that have a target, and all features where ``drop_missing`` is asked."""
    needed = [target, *features] if drop_missing else [target]
    present = data[needed].notna().all(axis=1)
    if data[target].dtype.kind == "f":
        present &= np.isfinite(data[target])
    return data[present].reset_index(drop=True)


def target_values(values: pd.Series, kind: str) -> np.ndarray:
    """The target as numbers (regression) or as words (classification)."""
    if kind == "regression":
        return np.asarray(as_numbers(values))
    return np.asarray(values.map(level_text), dtype=str)


def class_order(y: np.ndarray) -> list[str]:
    """The classes as scikit-learn orders them: as words."""
    return [str(label) for label in np.unique(y)]

"""Predictions for new rows: how sure they are, and when they should not be trusted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from mlmodels.learning.features import as_numbers, level_text


def other_spellings(names: list[str], needed: list[str]) -> dict[str, str]:
    """Columns that are needed and only spelt otherwise: "einkommen" for "Einkommen".

    By letters and digits alone, whatever their case; none where two would be the same.
    """

    def key(name: str) -> str:
        return "".join(letter for letter in name.casefold() if letter.isalnum())

    found = {}
    for name in needed:
        alike = [one for one in names if key(one) == key(name) and one not in needed]
        if name not in names and len(alike) == 1:
            found[alike[0]] = name
    return found


def check_columns(data: pd.DataFrame, features: list[dict[str, Any]]) -> None:
    """See that every feature is there and of its kind.

    Raises:
        ValueError: columns are missing, or hold words where numbers are needed.
    """
    missing = [one["name"] for one in features if one["name"] not in data.columns]
    if missing:
        raise ValueError(f"columns are missing: {', '.join(missing)}")
    for one in features:
        values = data[one["name"]].dropna()
        if one["role"] in ("number", "boolean") and len(values):
            unread = values[as_numbers(values).isna()]
            if len(unread) == len(values):
                raise ValueError(
                    f"{one['name']} should hold numbers, but holds {unread.iloc[0]!r}"
                )


def with_values_missing(
    data: pd.DataFrame, features: list[dict[str, Any]]
) -> np.ndarray:
    """Which rows lack a feature."""
    names = [one["name"] for one in features]
    return np.asarray(data[names].isna().any(axis=1))


def doubts(data: pd.DataFrame, features: list[dict[str, Any]]) -> list[list[str]]:
    """Why a row's prediction is less certain, in words, row by row.

    Values outside the range of the training rows and levels that those did not have.
    """
    found: list[list[str]] = [[] for _ in range(len(data))]
    for one in features:
        name, values = one["name"], data[one["name"]]
        if one["role"] == "text":
            continue
        if one["role"] == "category":
            if one.get("n_levels", 0) > len(one["levels"]):
                continue  # not all that were seen are kept
            known = set(one["levels"])
            for place, value in enumerate(values.map(level_text)):
                if isinstance(value, str) and value not in known:
                    found[place].append(f"{name} = {value} was never seen")
        elif one["minimum"] is not None:
            for place, words in out_of_range(values, one):
                found[place].append(f"{name} {words}")
    return found


def out_of_range(values: pd.Series, feature: dict[str, Any]) -> list[tuple[int, str]]:
    """Places of values beyond the training range, with words about it."""
    if feature["role"] == "date":
        numbers, low = pd.to_datetime(values), pd.Timestamp(feature["minimum"])
        high = pd.Timestamp(feature["maximum"])
    else:
        numbers, low, high = as_numbers(values), feature["minimum"], feature["maximum"]
    found = []
    for place, value in enumerate(numbers):
        if pd.isna(value) or low <= value <= high:
            continue
        bound, side = (low, "below") if value < low else (high, "above")
        shown = [
            str(part.date()) if feature["role"] == "date" else f"{part:g}"
            for part in (value, bound)
        ]
        found.append((place, f"= {shown[0]} is {side} the training range ({shown[1]})"))
    return found


def prediction_table(
    target: str,
    predicted: np.ndarray,
    classes: list[str],
    half_width: float | None,
    floor: float | None = None,
    positive: str = "",
    threshold: float | None = None,
    most_classes: int = 20,
) -> pd.DataFrame:
    """Columns of predictions: the value with its interval, or class and probabilities.

    Intervals end at ``floor``. Of two classes, ``positive`` is named from a probability
    of ``threshold`` on, where there is one.
    """
    if not classes:
        columns: dict[str, Any] = {f"predicted {target}": predicted}
        if half_width is not None:
            least = -np.inf if floor is None else floor
            columns[f"{target} low"] = np.maximum(predicted - half_width, least)
            columns[f"{target} high"] = np.maximum(predicted + half_width, least)
        return pd.DataFrame(columns)
    places = named_places(predicted, classes, positive, threshold)
    chosen = predicted[np.arange(len(predicted)), places]
    columns = {
        f"predicted {target}": np.asarray(classes)[places],
        "probability": chosen,
    }
    if 2 <= len(classes) <= most_classes:
        for place, label in enumerate(classes):
            columns[f"probability of {label}"] = predicted[:, place]
    return pd.DataFrame(columns)


def named_places(
    predicted: np.ndarray, classes: list[str], positive: str, threshold: float | None
) -> np.ndarray:
    """Which class is named: the likeliest, or by the threshold of the positive one."""
    if threshold is None or len(classes) != 2:
        return np.asarray(predicted.argmax(axis=1))
    place = classes.index(positive)
    return np.where(predicted[:, place] >= threshold, place, 1 - place)


def reasons(
    predict: Callable[[pd.DataFrame], np.ndarray],
    row: pd.DataFrame,
    features: list[dict[str, Any]],
    classes: list[str],
) -> list[dict[str, Any]]:
    """What each feature does to one row's prediction, largest first.

    The prediction minus what it would be if the feature had its typical value (median
    or most frequent level) and all else stayed; for classes, of the predicted class's
    probability.
    """
    used = [one for one in features if one["typical"] is not None]
    rows = [row]
    for one in used:
        typical = one["typical"]
        if one["role"] == "date":
            typical = pd.Timestamp(typical)
        changed = row.copy().astype({one["name"]: object})
        changed[one["name"]] = [typical]
        rows.append(changed)
    predicted = np.concatenate([predict(each) for each in rows])
    if classes:
        predicted = predicted[:, int(predicted[0].argmax())]
    found = [
        {
            "feature": one["name"],
            "value": level_text(row[one["name"]].iloc[0]),
            "typical": level_text(one["typical"]),
            "effect": float(predicted[0] - changed),
        }
        for one, changed in zip(used, predicted[1:], strict=True)
    ]
    return sorted(found, key=lambda each: abs(each["effect"]), reverse=True)


def unique_names(taken: list[str], wanted: list[str]) -> dict[str, str]:
    """New names for columns that the table has already."""
    names = {}
    for name in wanted:
        fresh, number = name, 2
        while fresh in taken:
            fresh, number = f"{name} ({number})", number + 1
        names[name] = fresh
    return names

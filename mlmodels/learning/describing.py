"""What a model must remember of its features to judge new rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from mlmodels.learning.features import as_numbers, level_text

MOST_KEPT_LEVELS = 1_000


def describe_features(
    table: pd.DataFrame, roles: dict[str, str]
) -> list[dict[str, Any]]:
    """Role, range or levels, typical value and missing count of every feature."""
    return [
        {"name": name, "role": role, **describe_feature(table[name], role)}
        for name, role in roles.items()
    ]


def describe_feature(values: pd.Series, role: str) -> dict[str, Any]:
    """One feature; the typical value is the median or the most frequent level."""
    found: dict[str, Any] = {"n_missing": int(values.isna().sum())}
    if role == "category":
        counts = values.map(level_text).value_counts()
        found["levels"] = [str(level) for level in counts.index[:MOST_KEPT_LEVELS]]
        found["n_levels"] = len(counts)
        found["typical"] = found["levels"][0] if found["levels"] else None
    elif role == "text":
        found["typical"] = None
    elif role == "date":
        known = pd.to_datetime(values.dropna())
        found["minimum"] = known.min().isoformat() if len(known) else None
        found["maximum"] = known.max().isoformat() if len(known) else None
        middle = known.sort_values().iloc[len(known) // 2] if len(known) else None
        found["typical"] = middle.isoformat() if middle is not None else None
    else:
        numbers = as_numbers(values).dropna()
        found["minimum"] = float(numbers.min()) if len(numbers) else None
        found["maximum"] = float(numbers.max()) if len(numbers) else None
        found["typical"] = float(numbers.median()) if len(numbers) else None
        found["whole"] = bool(np.all(numbers == numbers.round()))
    return found

"""What a column holds, and what is doubtful about it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.base.plain import plain
from analysis.results.descriptions import Alert, ColumnFacts
from analysis.statistics.moments import mean_and_deviations, skewness_of
from analysis.statistics.values import count_infinite, is_number_column, one_column

MOSTLY_MISSING = 0.5
VERY_SKEWED = 2.0
MAX_ALERTS = 12


def column_facts(data: pd.DataFrame, column: str) -> ColumnFacts:
    """Kind, missing and different values, range, mean, skewness and mode."""
    values = one_column(data, column)
    observed = values.dropna()
    facts: ColumnFacts = {
        "column": column,
        "kind": column_kind(values),
        "n_missing": int(values.isna().sum()),
        "missing_share": float(values.isna().mean()),
        "n_unique": int(observed.nunique()),
        "n_infinite": 0,
        "mean": None,
        "min": None,
        "max": None,
        "mode": None,
        "skewness": None,
    }
    if len(observed) == 0:
        return facts
    if facts["n_unique"] < len(observed):
        facts["mode"] = plain(observed.value_counts().idxmax())
    if is_number_column(values):
        numbers = observed.to_numpy(dtype="float64")
        numbers = numbers[np.isfinite(numbers)]
        facts["n_infinite"] = count_infinite(data, column)
        if len(numbers):
            mean, deviations = mean_and_deviations(numbers)
            facts |= {"mean": mean, "skewness": plain(skewness_of(deviations))}
            facts |= {"min": float(numbers.min()), "max": float(numbers.max())}
    elif facts["kind"] == "date":
        facts |= {"min": plain(observed.min()), "max": plain(observed.max())}
    return facts


def column_kind(values: pd.Series) -> str:
    """number, yes/no, date or text."""
    if is_number_column(values):
        return "number"
    if pd.api.types.is_bool_dtype(values.dtype):
        return "yes/no"
    return "date" if pd.api.types.is_datetime64_any_dtype(values.dtype) else "text"


def quality_alerts(
    facts: list[ColumnFacts], n_duplicates: int, n_rows: int
) -> list[Alert]:
    """What to mind before using the table, with the way out."""
    alerts: list[Alert] = []
    if n_duplicates:
        alerts.append(
            {
                "text": f"{n_duplicates:,} of {n_rows:,} rows repeat an earlier row.",
                "level": "info",
                "fix": "Say “drop duplicates” if they are mistakes.",
            }
        )
    for each in facts:
        alert = column_alert(each, n_rows)
        if alert is not None:
            alerts.append(alert)
    return alerts[:MAX_ALERTS]


def column_alert(facts: ColumnFacts, n_rows: int) -> Alert | None:
    """The most important alert about one column, if there is one."""
    name, share = facts["column"], facts["missing_share"]
    if facts["n_unique"] == 0:
        text, level, fix = "has no values", "warning", "Leave it out."
    elif share > MOSTLY_MISSING:
        text = f"misses {100 * share:.3g} % of its values"
        level, fix = "warning", "Be careful with results that use it."
    elif facts["n_infinite"]:
        text, level = f"holds {facts['n_infinite']:,} infinite values", "warning"
        fix = "They are left out of all statistics."
    elif facts["n_unique"] == 1 and n_rows > 1:
        text, level, fix = (
            "has the same value everywhere",
            "info",
            "It explains nothing.",
        )
    elif facts["kind"] == "text" and facts["n_unique"] == n_rows and n_rows > 20:
        text, level = "is different in every row, as an identifier", "info"
        fix = "Do not group by it."
    elif abs(facts["skewness"] or 0) > VERY_SKEWED:
        text, level = f"is very skewed ({facts['skewness']:.2g})", "info"
        fix = "The median says more than the mean."
    else:
        return None
    return {"text": f"“{name}” {text}.", "level": level, "fix": fix}

"""Survival: durations with censoring, Kaplan–Meier, log-rank."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from scipy import stats

from analysis.base.errors import DataError
from analysis.base.wording import name_of
from analysis.results.survival import EventCounts
from analysis.statistics.samples import check_group_count
from analysis.statistics.values import (
    is_number_column,
    numbers_of,
    one_column,
    require_rows,
)

EVENT_WORDS = ("yes", "y", "true", "1", "event", "dead", "died", "death", "deceased",
               "relapse", "relapsed", "failed", "failure", "churned", "churn", "left")  # fmt: skip
CENSORED_WORDS = ("no", "n", "false", "0", "censored", "alive", "living", "survived",
                  "stayed", "active")  # fmt: skip


def survival_rows(
    data: pd.DataFrame,
    duration: str,
    event: str | None,
    others: list[str],
    event_value: float | None = None,
) -> tuple[pd.DataFrame, EventCounts]:
    """Complete rows as ``duration``, ``event`` (true or false) and the ``others``.

    Without ``event`` every duration ended with the event. Negative durations are no
    durations; infinite ones count as missing.
    """
    require_rows(data)
    named = [duration, *([event] if event else []), *others]
    if len(set(named)) < len(named):
        raise DataError(
            "The same column was named twice for one survival analysis.",
            "Name one column of durations, one of events, and others.",
            duration,
        )
    times = numbers_of(data, duration)
    if (times < 0).any():
        raise DataError(
            f"“{duration}” has negative values, which are no durations.",
            "Filter them out, or name another column.",
            duration,
        )
    table = pd.DataFrame({"duration": times.to_numpy()})
    happened, said = events_of(data, event, event_value)
    table["event"] = happened.to_numpy()
    kept = table.notna().all(axis=1)
    for number, name in enumerate(others):
        table[f"other {number}"] = one_column(data, name).to_numpy()
        kept &= table[f"other {number}"].notna()
    table = table[kept].reset_index(drop=True)
    if len(table) == 0:
        raise DataError(
            f"No row has a value of each of {', '.join(f'“{n}”' for n in named)}.",
            "Check the filters, or choose other columns.",
            duration,
        )
    table["event"] = table["event"].astype(bool)
    if not table["event"].any():
        raise DataError(
            f"No event is among the {len(table):,} rows (an event is {said}).",
            "Say which value is the event, for example “1 = event”.",
            event or duration,
        )
    return table, {
        "n_obs": len(table),
        "n_missing": int((~kept).sum()),
        "n_events": int(table["event"].sum()),
        "event_is": said,
    }


def events_of(
    data: pd.DataFrame, event: str | None, event_value: float | None
) -> tuple[pd.Series, str]:
    """Whether the event happened in each row (missing stays), and what says so.

    Of two numbers the greater one is the event (1 of 0 and 1, 2 of 1 and 2), of words
    the one that says it.
    """
    if event is None:
        return pd.Series(1.0, index=data.index), "every row, as no event was named"
    values = one_column(data, event)
    if pd.api.types.is_bool_dtype(values.dtype) or is_number_column(values):
        numbers = numbers_of(data, event)
        levels = sorted(numbers.dropna().unique())
        if len(levels) > 2 and event_value is None:
            raise _unclear(event, [name_of(float(level)) for level in levels])
        if event_value is None:
            one_level = 1.0 if levels and levels[0] == 1 else math.inf
            event_value = float(levels[1]) if len(levels) == 2 else one_level
        happened = (numbers == event_value).astype("float64")
        return happened.where(numbers.notna()), f"{event} = {name_of(event_value)}"
    words = values.map(name_of, na_action="ignore")
    levels = sorted(words.dropna().unique())
    folded = [level.casefold() for level in levels]
    yes = [each for each, low in zip(levels, folded, strict=True) if low in EVENT_WORDS]
    rest = [
        each for each, low in zip(levels, folded, strict=True) if low in CENSORED_WORDS
    ]
    if len(levels) == 2 and len(yes) == 0 and len(rest) == 1:
        yes = [each for each in levels if each not in rest]
    if len(levels) > 2 or len(yes) != 1:
        raise _unclear(event, levels)
    happened = (words == yes[0]).astype("float64")
    return happened.where(words.notna()), f"{event} = {yes[0]}"


def _unclear(event: str, levels: list[str]) -> DataError:
    shown = ", ".join(levels[:5]) + (" …" if len(levels) > 5 else "")
    return DataError(
        f"Which value of “{event}” is the event is not clear; it has {shown or 'none'}.",
        "Recode it to 1 (event) and 0 (censored), or say “1 = event”.",
        event,
    )


def survival_groups(
    table: pd.DataFrame, key: str, name: str
) -> dict[str, pd.DataFrame]:
    """The rows by group, in order."""
    grouped = table.groupby(key, sort=True, observed=True)
    check_group_count(grouped.ngroups, name)
    if grouped.ngroups > 12:
        raise DataError(
            f"“{name}” makes {grouped.ngroups} groups; at most 12 curves are compared.",
            "Group by a column with fewer values.",
            name,
        )
    return {name_of(level): rows for level, rows in grouped}


def kaplan_meier_curve(
    durations: np.ndarray, events: np.ndarray, confidence_level: float, scale: str
) -> dict[str, np.ndarray]:
    """The product-limit estimate at each event time, with Greenwood's interval.

    ``scale`` is that of the interval: "log" (R's default), "log-log" or "plain".
    """
    times = np.unique(durations[events])
    at_risk = len(durations) - np.searchsorted(np.sort(durations), times, side="left")
    died = np.searchsorted(np.sort(durations[events]), times, side="right") - (
        np.searchsorted(np.sort(durations[events]), times, side="left")
    )
    survival: np.ndarray = np.cumprod(1 - died / at_risk)
    with np.errstate(all="ignore"):
        greenwood = np.sqrt(np.cumsum(died / (at_risk * (at_risk - died))))
        z = float(stats.norm.ppf((1 + confidence_level) / 2))
        if scale == "plain":
            low, high = survival * (1 - z * greenwood), survival * (1 + z * greenwood)
        elif scale == "log":
            low, high = (survival * np.exp(sign * z * greenwood) for sign in (-1, 1))
        else:
            reach = z * greenwood / np.log(survival)
            low, high = survival ** np.exp(-reach), survival ** np.exp(reach)
        se = survival * greenwood
    return {
        "time": times, "n_risk": at_risk, "n_event": died, "survival": survival,
        "std_error": se, "ci_low": np.clip(low, 0, 1), "ci_high": np.clip(high, 0, 1),
    }  # fmt: skip


def median_time(times: np.ndarray, survival: np.ndarray) -> float | None:
    """The first time at which the curve is at or below one half; R's middle of a flat."""
    below = np.flatnonzero(survival <= 0.5 + 1e-9)
    if len(below) == 0:
        return None
    first = below[0]
    if abs(survival[first] - 0.5) < 1e-9 and first + 1 < len(times):
        return float((times[first] + times[first + 1]) / 2)
    return float(times[first])


def survival_at(
    curve: dict[str, np.ndarray], time: float | None, end: float
) -> dict[str, float | None]:
    """The share that survives a time, with its interval; None beyond the last duration."""
    names = {
        "survival": "survival",
        "ci_low": "survival_low",
        "ci_high": "survival_high",
    }
    if time is None or time > end:
        return dict.fromkeys(names.values())
    before = np.flatnonzero(curve["time"] <= time)
    if len(before) == 0:
        return {"survival": 1.0, "survival_low": None, "survival_high": None}
    values = {short: float(curve[name][before[-1]]) for name, short in names.items()}
    return {short: None if np.isnan(v) else v for short, v in values.items()}


def log_rank_parts(
    durations: np.ndarray, events: np.ndarray, codes: np.ndarray, n_groups: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Observed and expected events by group, and the covariance of their difference."""
    observed, expected = np.zeros(n_groups), np.zeros(n_groups)
    covariance = np.zeros((n_groups, n_groups))
    times = np.unique(durations[events])
    risk = np.empty((len(times), n_groups))
    died = np.empty((len(times), n_groups))
    for group in range(n_groups):
        own = np.sort(durations[codes == group])
        ends = np.sort(durations[(codes == group) & events])
        risk[:, group] = len(own) - np.searchsorted(own, times, side="left")
        died[:, group] = np.searchsorted(ends, times, side="right") - np.searchsorted(
            ends, times, side="left"
        )
    n, d = risk.sum(axis=1), died.sum(axis=1)
    share = risk / n[:, None]
    observed, expected = died.sum(axis=0), (d[:, None] * share).sum(axis=0)
    weight = d * (n - d) / np.maximum(n - 1, 1)
    covariance = np.diag((weight[:, None] * share).sum(axis=0)) - np.einsum(
        "t,ti,tj->ij", weight, share, share
    )
    return observed, expected, covariance

"""Growth: change from one time to the next, overall, and compound per year."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.plain import plain
from analysis.base.reply import Item, KeyValues
from analysis.base.wording import figure, muted, percent
from analysis.results.series import GrowthResult, SeriesFacts
from analysis.signatures.series import (
    GRAIN_OPTIONS,
    SUMMED_OPTIONS,
    Grain,
    SeriesColumn,
    SeriesStatistic,
    TimeColumn,
)
from analysis.statistics.time_order import (
    ordered_series,
    require_length,
    time_points,
)
from analysis.words.chart import capitalised
from analysis.words.inference import table_of
from analysis.words.series import (
    layers_chart,
    series_name,
    series_notes,
    series_title,
    thinned,
)

Change = Literal["percent", "log"]
Back = Literal["previous", "year"]

operation = Operation(
    __name__,
    kind="analyse",
    title="Growth",
    category="Time series",
    language=Language(
        phrases=(
            Phrase(r"\bgrowth(?: rates?)?\b", 3.5),
            Phrase(r"\b(?:year|month|quarter|week|day)[- ](?:over|on)[- ](?:year|month|quarter|week|day)\b", 4),
            Phrase(r"\b(?:cagr|yoy|mom|qoq)\b", 4.5),
            Phrase(r"\b(?:percent(?:age)?|%|pct) changes?\b", 4),
            Phrase(r"\b(?:daily|weekly|monthly|log(?:arithmic)?|simple) returns?\b", 5),
        ),
        anti=(Phrase(r"\b(?:forecast|correlat\w+|column|regression)\b", 2.5),),
        options={
            "method": {"log": r"\blog(?:arithmic)?[- ]?(?:returns?|change|growth|difference)"},
            "compare": {"year": r"\b(?:year[- ](?:over|on)[- ]year|yoy|same \w+ (?:of )?last year)\b"},
            "grain": GRAIN_OPTIONS,
            "statistic": SUMMED_OPTIONS,
        },
        examples=(
            Example("growth of fare", {"column": "fare"}),
            Example("growth rate of fare over pclass", {"column": "fare", "time": "pclass"}),
            Example("percent change of age", {"column": "age"}),
            Example("log returns of fare", {"column": "fare", "method": "log"}),
            Example("year over year growth of fare", {"column": "fare", "compare": "year"}),
        ),
    ),
    references=(
        Reference(
            {"year": [2020, 2021, 2022, 2023], "x": [100.0, 110.0, 99.0, 172.8]},
            {"column": "x", "time": "year"},
            {"points": [{"change": None}, {"change": 0.1}, {"change": -0.1}],
             "total": 0.728, "cagr": 0.2},
            "arithmetic: 1.728 = 1.2 cubed",
        ),
        Reference(
            {"x": [1.0, 2.718281828459045]},
            {"column": "x", "method": "log"},
            {"points": [{"change": None}, {"change": 1.0}]},
            "arithmetic: log of e",
        ),
    ),
)  # fmt: skip


@operation.compute
def growth(
    data: pd.DataFrame,
    column: SeriesColumn,
    time: TimeColumn | None = None,
    method: Change = "percent",
    compare: Back = "previous",
    grain: Grain | None = None,
    statistic: SeriesStatistic | None = None,
) -> GrowthResult:
    """Relative change from time to time, in all, and the compound rate (CAGR).

    Args:
        method: percent (new / old − 1) or log (the logarithm of new / old).
        compare: with the value before, or with the same time a year before.
        grain: unit to summarise by first, with ``statistic``.

    A change from a value of zero or below is not defined. ``cagr`` is per year for
    dates and per step for other series: (last / first) ^ (1 / length) − 1.
    """
    series, facts = ordered_series(data, column, time, grain, statistic)
    require_length(series, 2, "Growth", column)
    before = earlier_values(series, facts, compare)
    now = series.to_numpy()
    allowed = (before > 0) & ((now > 0) | (method == "percent"))
    ratio = np.where(allowed, now / np.where(allowed, before, 1.0), np.nan)
    change = np.log(ratio) if method == "log" else ratio - 1
    points = time_points(series, facts, change=change)
    known = change[np.isfinite(change)]
    first, last = float(now[0]), float(now[-1])
    length = length_in_years(series, facts)
    positive = first > 0 and last > 0 and length > 0
    result: GrowthResult = {
        **facts, "points": points, "method": method, "compare": compare,
        "total": last / first - 1 if first > 0 else None,
        "cagr": float(np.expm1(np.log(last / first) / length)) if positive else None,
        "length": length, "mean_change": known.mean() if len(known) else None,
        "sd_change": known.std(ddof=1) if len(known) > 1 else None,
        "n_undefined": len(now) - len(known), "first_value": first, "last_value": last,
    }  # fmt: skip
    as_json: GrowthResult = plain(result)
    return as_json


def earlier_values(series: pd.Series, facts: SeriesFacts, compare: str) -> np.ndarray:
    """For each value the one before it, or the one a year before; NaN without."""
    if compare == "previous" or facts["time_kind"] == "row":
        return np.asarray(series.shift(1), dtype="float64")
    if facts["time_kind"] == "number":
        return np.asarray(series.reindex(series.index - 1), dtype="float64")
    year_ago = pd.DatetimeIndex(series.index) - pd.DateOffset(years=1)
    return np.asarray(series.reindex(year_ago), dtype="float64")


def length_in_years(series: pd.Series, facts: SeriesFacts) -> float:
    """From first to last: years for dates, steps for others."""
    if facts["time_kind"] == "row":
        return float(len(series) - 1)
    span = series.index[-1] - series.index[0]
    if facts["time_kind"] == "number":
        return float(span)
    first, last = series.index[0], series.index[-1]
    if facts["spacing"] in ("month", "quarter", "year"):
        return float((last.year - first.year) + (last.month - first.month) / 12)
    return float(span.total_seconds() / (365.25 * 86400))


@operation.restate
def restate(column: str, **more: Any) -> str:
    return series_title("Growth", column, **more)


@operation.present
def present(result: GrowthResult, column: str) -> Answer:
    what = series_name(column, result)
    unit = "per year" if result["time_kind"] == "date" else "per step of time"
    total = result["total"]
    course = (
        "changed"
        if total is None
        else "grew"
        if total > 0
        else ("fell" if total < 0 else "stayed the same")
    )
    by = f" by {percent(abs(total))}" if total else ""
    sentence = (
        f"{capitalised(what)} {course}{by}, from {figure(result['first_value'])} "
        f"({result['first']}) to {figure(result['last_value'])} ({result['last']})"
    )
    if result["cagr"] is not None:
        sentence += f": a compound rate of {percent(result['cagr'])} {unit}"
    versus = (
        "on the year before" if result["compare"] == "year" else "on the value before"
    )
    if result["mean_change"] is not None:
        sentence += f"; the mean change {versus} is {percent(result['mean_change'])}"
    tiles = KeyValues(items=(
        Item(label="in all", value=total, format="percent"),
        Item(label=f"compound, {unit}", value=result["cagr"], format="percent"),
        Item(label="mean change", value=result["mean_change"], format="percent"),
        Item(label="sd of changes", value=result["sd_change"], format="percent"),
    ), style="tiles")  # fmt: skip
    name = "log change" if result["method"] == "log" else "change"
    drawn = [{"x": p["x"], "value": p["change"]} for p in result["points"]
             if p["change"] is not None]  # fmt: skip
    blocks: list[Any] = [tiles]
    if drawn:
        blocks.append(layers_chart(
            capitalised(f"{name} of {what} {versus}"), result, {name: thinned(drawn)},
            name, f"{capitalised(name)} of {what} {versus}. {sentence}.",
        ))  # fmt: skip
    heads = {"label": (result["time"] or "row", "text"), "value": (what, "number"),
             "change": (name, "number" if name == "log change" else "percent")}  # fmt: skip
    undefined = max(result["n_undefined"] - 1, 0)
    note = (
        f"{undefined:,} further times without a value to compare with."
        if undefined
        else ""
    )
    blocks += [table_of(result["points"], heads), muted(series_notes(result), note)]
    return Answer(sentence + ".", tuple(blocks))

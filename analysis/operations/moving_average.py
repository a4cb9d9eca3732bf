"""Moving averages: a series smoothed over a window in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.plain import plain
from analysis.base.wording import figure, muted
from analysis.results.series import MovingAverageResult
from analysis.signatures.series import (
    GRAIN_OPTIONS,
    Grain,
    SeriesColumn,
    SeriesStatistic,
    TimeColumn,
)
from analysis.statistics.time_order import (
    evenly_spaced,
    ordered_series,
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

Smoothing = Literal["simple", "centred", "exponential"]
MovingStatistic = Literal["mean", "median", "std", "min", "max", "sum"]
MOVING_WORDS = {
    "mean": "average",
    "median": "median",
    "std": "standard deviation",
    "min": "minimum",
    "max": "maximum",
    "sum": "sum",
}

operation = Operation(
    __name__,
    kind="analyse",
    title="Moving average",
    category="Time series",
    language=Language(
        phrases=(
            Phrase(r"\b(?:moving|rolling|running|sliding)[- ](?:average|mean|window)s?\b", 5.5),
            Phrase(r"\b(?:moving|rolling|sliding)[- ](?:medians?|standard deviations?|std|sd|"
                   r"volatilit\w+|min(?:imum)?|max(?:imum)?|sums?|totals?)\b", 6.5),
            Phrase(r"\b(?:exponential(?:ly)?(?: weighted)? (?:moving|smoothed)|ema|sma|ewma)\b", 4.5),
            Phrase(r"\b(?:average|mean) (?:of \S+ )?over (?:a |the last )?{n}[- ](?:days?|weeks?|"
                   r"months?|quarters?|years?|rows?|periods?|values?)\b", 4),
            Phrase(r"\bsmooth(?:ed)? (?:series|{num})", 3.5),
        ),
        anti=(Phrase(r"\bforecast|density\b", 3),),
        options={
            "method": {
                "centred": r"\bcent(?:red|ered|er)\b",
                "exponential": r"\b(?:exponential\w*|ema|ewma)\b",
            },
            "grain": GRAIN_OPTIONS,
            "moving": {
                "median": r"\b(?:moving|rolling|sliding)[- ]medians?\b",
                "std": r"\b(?:moving|rolling|sliding)[- ](?:standard deviations?|std|sd|"
                       r"volatilit\w+)\b",
                "min": r"\b(?:moving|rolling|sliding)[- ]min",
                "max": r"\b(?:moving|rolling|sliding)[- ]max",
                "sum": r"\b(?:moving|rolling|sliding)[- ](?:sum|total)s?\b",
            },
        },
        numbers={
            "window": (
                r"window(?: size| length| width)?(?: of| =|:)? ?{n}",
                r"{n}[- ](?:days?|weeks?|months?|quarters?|years?|rows?|periods?|values?|points?|hours?)",
                r"(?:over|of|with|span) {n}",
                r"{n}[- ]?(?:moving|rolling|point|term)",
            )
        },
        examples=(
            Example("moving average of fare", {"column": "fare"}),
            Example("rolling standard deviation of fare over 5 rows",
                    {"column": "fare", "window": 5, "moving": "std"}),
            Example("moving average of fare over 5 rows", {"column": "fare", "window": 5}),
            Example("rolling mean of age with a window of 3", {"column": "age", "window": 3}),
            Example("centred moving average of fare with window 4",
                    {"column": "fare", "window": 4, "method": "centred"}),
            Example("exponential moving average of fare over 10 values",
                    {"column": "fare", "window": 10, "method": "exponential"}),
        ),
    ),
    references=(
        Reference(
            {"x": [1.0, 2.0, 6.0, 3.0]},
            {"column": "x", "window": 3},
            {"points": [{"average": None}, {"average": None}, {"average": 3.0},
                        {"average": 11 / 3}]},
            "arithmetic: (1 + 2 + 6) / 3",
        ),
        Reference(
            {"x": [1.0, 2.0, 6.0, 3.0, 8.0, 4.0]},
            {"column": "x", "window": 4, "method": "centred"},
            {"points": [{"average": None}, {"average": None}, {"average": 3.875},
                        {"average": 5.0}]},
            "arithmetic: 2 x 4 average, (1/2 + 2 + 6 + 3 + 8/2) / 4 (Hyndman and "
            "Athanasopoulos, Forecasting, section 3.3)",
        ),
    ),
)  # fmt: skip


@operation.compute
def moving_average(
    data: pd.DataFrame,
    column: SeriesColumn,
    time: TimeColumn | None = None,
    window: int | None = None,
    method: Smoothing = "simple",
    grain: Grain | None = None,
    statistic: SeriesStatistic | None = None,
    moving: MovingStatistic = "mean",
) -> MovingAverageResult:
    """The mean, or another statistic, over a window that moves along the series.

    Args:
        window: how many values in time; without, a season (12 months, 7 days …), or 5.
        method: simple (the value and those before it), centred (an even window as a
            2 x m average) or exponential (weights fall by 1 − 2 / (window + 1)).
        grain: unit to summarise by first, with ``statistic``.
        moving: what is taken of the window; only the mean can be exponential.
    """
    if method == "exponential" and moving != "mean":
        raise DataError(
            f"An exponential window has no {MOVING_WORDS[moving]}.",
            "Ask for the exponential moving average, or for a simple window.",
        )
    series, facts = ordered_series(data, column, time, grain, statistic)
    series = evenly_spaced(series, facts)
    period = facts["period"] or 1
    usual = period if period > 1 else 5
    size = min(usual, max(len(series) // 2, 1)) if window is None else window
    if not 1 <= size <= len(series):
        raise DataError(
            f"A window of {size} does not fit into {len(series)} values of “{column}”.",
            f"Choose a window from 1 to {len(series)}.",
            column,
        )
    smooth = (
        smoothed(series, size, method)
        if moving == "mean"
        else getattr(series.rolling(size, center=method == "centred"), moving)()
    )
    points = time_points(series, facts, average=smooth.to_numpy())
    known = smooth.dropna()
    result: MovingAverageResult = plain(
        {
            **facts,
            "window": size,
            "method": method,
            "moving": moving,
            "points": points,
            "last_average": known.iloc[-1] if len(known) else None,
        }
    )
    return result  # fmt: skip


def smoothed(series: pd.Series, window: int, method: str) -> pd.Series:
    """The moving average of an evenly spaced series."""
    if method == "exponential":
        return series.ewm(span=window, adjust=False).mean()
    if method == "simple":
        return series.rolling(window).mean()
    if window % 2:
        return series.rolling(window, center=True).mean()
    weights = np.r_[0.5, np.ones(window - 1), 0.5] / window
    if len(series) <= window:
        return series * np.nan
    inner = np.convolve(series.to_numpy(), weights, "valid")
    edge = np.full(window // 2, np.nan)
    return pd.Series(np.r_[edge, inner, edge], index=series.index)


@operation.restate
def restate(column: str, **more: Any) -> str:
    window = f" over {more['window']}" if more.get("window") else ""
    word = MOVING_WORDS[more.get("moving", "mean")]
    return series_title(f"Moving {word}{window}", column, **more)


@operation.present
def present(result: MovingAverageResult, column: str) -> Answer:
    what, points = series_name(column, result), result["points"]
    word = MOVING_WORDS[result["moving"]]
    name = f"{result['method']} moving {word} over {result['window']}"
    if result["spacing"]:
        name += f" {result['spacing']}s" if result["window"] > 1 else ""
    known = [p for p in points if p["average"] is not None]
    if known:
        start, end = known[0], known[-1]
        sentence = (
            f"The {name} of {what} goes from {figure(start['average'])} "
            f"({start['label']}) to {figure(end['average'])} ({end['label']})."
        )
    else:
        sentence = f"The {name} of {what} has no full window."
    averages = [{"x": p["x"], "value": p["average"]} for p in known]
    lines: dict[str, Sequence[Mapping[str, Any]]] = {
        what: thinned(points),
        name: thinned(averages),
    }
    picture = layers_chart(capitalised(name), result, lines, what, sentence)
    heads = {"label": (result["time"] or "row", "text"), "value": (what, "number"),
             "average": (f"moving {word}", "number")}  # fmt: skip
    return Answer(
        sentence, (picture, table_of(points, heads), muted(series_notes(result)))
    )

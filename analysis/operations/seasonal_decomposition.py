"""Seasonal decomposition: trend, season and rest by STL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from statsmodels.tsa.seasonal import STL

from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.plain import plain
from analysis.base.wording import muted
from analysis.results.series import SeasonalDecompositionResult
from analysis.signatures.series import (
    GRAIN_OPTIONS,
    PERIOD_NUMBERS,
    SUMMED_OPTIONS,
    Grain,
    SeriesColumn,
    SeriesStatistic,
    TimeColumn,
)
from analysis.statistics.time_order import (
    evenly_spaced,
    ordered_series,
    require_change,
    require_length,
    season_length,
    time_label,
    time_points,
)
from analysis.words.chart import capitalised
from analysis.words.inference import short, table_of
from analysis.words.series import (
    layers_chart,
    series_name,
    series_notes,
    series_title,
    thinned,
)

operation = Operation(
    __name__,
    kind="analyse",
    title="Seasonal decomposition (STL)",
    category="Time series",
    language=Language(
        phrases=(
            Phrase(r"\b(?:seasonal )?decompos\w+\b", 5),
            Phrase(r"\bstl\b", 5),
            Phrase(r"\b(?:is|are) there (?:a |any )?(?:season\w*|seasonal \w+)\b", 5),
            Phrase(
                r"\bseasonal(?:ity)?(?: (?:pattern|effect|component|strength))?\b", 3
            ),
            Phrase(r"\bstrength of (?:the )?(?:trend|season\w*)\b", 5),
        ),
        anti=(Phrase(r"\b(?:forecast|predict|arima|ets)\b", 4),),
        options={
            "robust": {"true": r"\brobust\w*\b"},
            "grain": GRAIN_OPTIONS,
            "statistic": SUMMED_OPTIONS,
        },
        numbers={"period": PERIOD_NUMBERS},
        examples=(
            Example("decompose fare with period 4", {"column": "fare", "period": 4}),
            Example(
                "seasonal decomposition of fare with a seasonality of 7",
                {"column": "fare", "period": 7},
            ),
            Example("STL of age with period 6", {"column": "age", "period": 6}),
            Example(
                "robust STL of fare with period 12",
                {"column": "fare", "period": 12, "robust": True},
            ),
            Example(
                "is there a seasonal pattern in fare with period 5",
                {"column": "fare", "period": 5},
            ),
        ),
    ),
    references=(
        Reference(
            {"x": [10.0 * t + (3, -1, -4, 2)[t % 4] for t in range(24)]},
            {"column": "x", "period": 4},
            {
                "seasonal_strength": 1.0,
                "trend_strength": 1.0,
                "season": [
                    {"value": 3.0},
                    {"value": -1.0},
                    {"value": -4.0},
                    {"value": 2.0},
                ],
            },
            "exact: a line and a constant season of sum 0 leave no rest (Cleveland and "
            "others 1990: loess reproduces lines)",
        ),
    ),
)


@operation.compute
def seasonal_decomposition(
    data: pd.DataFrame,
    column: SeriesColumn,
    time: TimeColumn | None = None,
    period: int | None = None,
    robust: bool = False,
    grain: Grain | None = None,
    statistic: SeriesStatistic | None = None,
) -> SeasonalDecompositionResult:
    """Trend, season and rest by STL (Cleveland and others 1990).

    Strengths are 1 − var(rest) / var(rest + component), not below 0 (Hyndman and
    Athanasopoulos, Forecasting, section 6.7).

    Args:
        period: observations per season; without, from the spacing (12 for months …).
        robust: weigh outlying values down.
    """
    series, facts = ordered_series(data, column, time, grain, statistic)
    series = evenly_spaced(series, facts)
    length = season_length(facts, period, column)
    require_length(series, 2 * length + 1, f"A season of {length}", column)
    require_change(series, column)
    values = series.to_numpy()
    found = STL(values, period=length, robust=robust).fit()
    trend, season, rest = found.trend, found.seasonal, found.resid
    points = time_points(series, facts, trend=trend, seasonal=season, rest=rest)
    places = np.arange(len(values)) % length
    result: SeasonalDecompositionResult = {
        **facts,
        "points": points,
        "period": length,
        "robust": robust,
        "trend_strength": component_strength(trend, rest),
        "seasonal_strength": component_strength(season, rest),
        "season": [
            {
                "place": at + 1,
                "from": time_label(
                    series.index[at],
                    facts["time_kind"],
                    facts["grain"] or facts["spacing"],
                ),
                "value": season[places == at].mean(),
            }
            for at in range(length)
        ],
    }
    as_json: SeasonalDecompositionResult = plain(result)
    return as_json


def component_strength(component: np.ndarray, rest: np.ndarray) -> float:
    """How much of the variance beside the other component this one explains, 0 to 1."""
    whole = float(np.var(component + rest))
    return max(0.0, 1 - float(np.var(rest)) / whole) if whole > 0 else 0.0


@operation.restate
def restate(column: str, **more: Any) -> str:
    return series_title("Seasonal decomposition", column, **more)


@operation.present
def present(result: SeasonalDecompositionResult, column: str) -> Answer:
    what, points = series_name(column, result), result["points"]
    season = result["season"]
    high, low = (
        max(season, key=lambda s: s["value"]),
        min(season, key=lambda s: s["value"]),
    )
    sizes = [_size(result["seasonal_strength"]), _size(result["trend_strength"])]
    words = (
        f"The season of {what} (period {result['period']}) is {sizes[0]} "
        f"({result['seasonal_strength']:.2f} of 1) and its trend {sizes[1]} "
        f"({result['trend_strength']:.2f} of 1); the season is highest at place "
        f"{high['place']} ({short(high['value'])}) and lowest at place {low['place']} "
        f"({short(low['value'])})."
    )
    charts = []
    places: Sequence[Mapping[str, Any]] = points
    for key, name in (
        ("value", what),
        ("trend", "trend"),
        ("seasonal", "season"),
        ("rest", "rest"),
    ):
        drawn = thinned([{"x": p["x"], "value": p[key]} for p in places])
        lines = {name: drawn}
        if key == "value":
            lines["trend"] = thinned(
                [{"x": p["x"], "value": p["trend"]} for p in points]
            )
        if key != "trend":
            charts.append(
                layers_chart(
                    capitalised(name),
                    result,
                    lines,
                    name,
                    f"{capitalised(name)} of the decomposition over time. {words}",
                )
            )
    heads: dict[str, tuple[str, Any]] = {
        "place": ("place in the season", "integer"),
        "from": ("first at", "text"),
        "value": ("effect", "number"),
    }
    return Answer(
        words,
        (
            *charts,
            table_of(season, heads, "The season"),
            muted(
                f"STL{', robust' if result['robust'] else ''}; season and trend add up; strength from 0 (none) to 1 "
                "(Hyndman and Athanasopoulos).",
                series_notes(result),
            ),
        ),
    )


def _size(strength: float) -> str:
    """Words for a strength from 0 to 1."""
    return "weak" if strength < 0.4 else "moderate" if strength < 0.7 else "strong"

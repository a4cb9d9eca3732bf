"""Autocorrelation: how a series resembles itself at each lag."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.tsa.stattools import acf, pacf

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.plain import plain
from analysis.base.wording import muted, p_words
from analysis.references.series import AIR_PASSENGERS
from analysis.results.series import AutocorrelationResult, Lag
from analysis.signatures.inference import ALPHA_NUMBERS
from analysis.signatures.series import (
    GRAIN_OPTIONS,
    SUMMED_OPTIONS,
    Grain,
    SeriesColumn,
    SeriesStatistic,
    TimeColumn,
)
from analysis.statistics.samples import check_shares
from analysis.statistics.time_order import (
    evenly_spaced,
    ordered_series,
    require_change,
    require_length,
)
from analysis.words.chart import capitalised
from analysis.words.charts import axis, chart, spec, tooltip
from analysis.words.inference import at_alpha, short, table_of
from analysis.words.series import (
    series_name,
    series_notes,
    series_title,
)

operation = Operation(
    __name__,
    kind="analyse",
    title="Autocorrelation",
    category="Time series",
    language=Language(
        phrases=(
            Phrase(r"\b(?:partial )?auto-?correlat\w+\b", 5),
            Phrase(r"\bp?acf\b", 5),
            Phrase(
                r"\b(?:ljung[- –]box|correlogram|white noise|serial(?:ly)? correlat\w+)\b",
                5,
            ),
        ),
        options={"grain": GRAIN_OPTIONS, "statistic": SUMMED_OPTIONS},
        numbers={
            "lags": (
                r"{n} lags",
                r"lags?(?: of| =|:| up to)? ?{n}",
                r"up to (?:lag )?{n}",
            ),
            "alpha": ALPHA_NUMBERS,
        },
        examples=(
            Example("autocorrelation of fare", {"column": "fare"}),
            Example("acf of fare with 10 lags", {"column": "fare", "lags": 10}),
            Example("partial autocorrelation of age", {"column": "age"}),
            Example("Ljung-Box test of fare", {"column": "fare"}),
            Example("is fare white noise", {"column": "fare"}),
        ),
    ),
    references=(
        Reference(
            {"x": AIR_PASSENGERS},
            {"column": "x", "lags": 12},
            {
                "points": [
                    {"lag": lag, "acf": value}
                    for lag, value in enumerate(
                        (
                            0.948,
                            0.876,
                            0.807,
                            0.753,
                            0.714,
                            0.682,
                            0.663,
                            0.656,
                            0.671,
                            0.703,
                            0.743,
                            0.760,
                        ),
                        1,
                    )
                ]
            },
            "R: acf(AirPassengers)",
            relative=8e-4,
        ),
    ),
)


@operation.compute
def autocorrelation(
    data: pd.DataFrame,
    column: SeriesColumn,
    time: TimeColumn | None = None,
    lags: int | None = None,
    grain: Grain | None = None,
    statistic: SeriesStatistic | None = None,
    alpha: float = 0.05,
) -> AutocorrelationResult:
    """Autocorrelation and partial autocorrelation by lag, and the Ljung–Box test.

    The band is that of white noise, ± z / √n. Partial autocorrelations are by the
    Yule–Walker equations without adjustment of n, as R's ``pacf`` gives them.

    Args:
        lags: how many; without, 10 log10(n) as in R, at most n − 1.
    """
    check_shares(alpha=alpha)
    series, facts = ordered_series(data, column, time, grain, statistic)
    series = evenly_spaced(series, facts)
    require_length(series, 5, "Autocorrelation", column)
    require_change(series, column)
    n = len(series)
    most = min(int(10 * math.log10(n)) if lags is None else lags, n - 1)
    if most < 1:
        raise DataError(
            "At least one lag is needed.", "Say, for example, 10 lags.", column
        )
    values = series.to_numpy()
    found = acf((values - values.mean()) / values.std(), nlags=most, fft=True)[1:]
    n_partial = min(most, n // 2 - 1)
    partial = pacf(values - values.mean(), nlags=n_partial, method="ywm")[1:]
    band = float(stats.norm.ppf(1 - alpha / 2)) / math.sqrt(n)
    q = n * (n + 2) * np.cumsum(found**2 / (n - np.arange(1, most + 1)))
    p_values = stats.chi2.sf(q, np.arange(1, most + 1))
    points: list[Lag] = [
        {
            "lag": lag,
            "acf": found[lag - 1],
            "pacf": partial[lag - 1] if lag <= n_partial else None,
            "q": q[lag - 1],
            "p_value": p_values[lag - 1],
        }
        for lag in range(1, most + 1)
    ]
    significant = bool(p_values[-1] < alpha)
    result: AutocorrelationResult = {
        **facts,
        "points": points,
        "band": band,
        "alpha": alpha,
        "lags": most,
        "q": q[-1],
        "p_value": p_values[-1],
        "significant": significant,
        "verdict": "autocorrelated"
        if significant
        else "no significant autocorrelation",
    }
    as_json: AutocorrelationResult = plain(result)
    return as_json


@operation.restate
def restate(column: str, **more: Any) -> str:
    return series_title("Autocorrelation", column, **more)


@operation.present
def present(result: AutocorrelationResult, column: str) -> Answer:
    what, points = series_name(column, result), result["points"]
    start = (
        f"Neighbouring values of {what} are correlated"
        if result["significant"]
        else f"No significant autocorrelation of {what} was found"
    )
    top = max(points, key=lambda point: abs(point["acf"]))
    words = (
        f"{start}: r = {points[0]['acf']:.3f} at lag 1, largest at lag {top['lag']} "
        f"({top['acf']:.3f}); Ljung–Box Q({result['lags']}) = {short(result['q'])}, "
        f"{p_words(result['p_value'])}; {at_alpha(result)}."
    )
    heads: dict[str, tuple[str, Any]] = {
        "lag": ("lag", "integer"),
        "acf": ("autocorrelation", "number"),
        "pacf": ("partial", "number"),
        "q": ("Ljung–Box Q", "number"),
        "p_value": ("p", "p_value"),
    }
    note = f"Beyond ± {short(result['band'])} a bar differs from white noise."
    charts = [
        _bars(points, key, name, what, result["band"], note)
        for key, name in (
            ("acf", "autocorrelation"),
            ("pacf", "partial autocorrelation"),
        )
    ]
    return Answer(
        words, (*charts, table_of(points, heads), muted(series_notes(result), note))
    )


def _bars(
    points: Sequence[Mapping[str, Any]],
    key: str,
    name: str,
    what: str,
    band: float,
    note: str,
) -> Any:
    values = [
        {"x": p["lag"], "y": p[key], "low": -band, "high": band}
        for p in points
        if p[key] is not None
    ]
    x = axis("x", "quantitative", "lag", axis={"tickMinStep": 1})
    y = axis("y", "quantitative", name)
    layers = [
        {
            "mark": {"type": "bar", "size": 6},
            "encoding": {"x": x, "y": y, "tooltip": tooltip(x, y)},
        },
        *(
            {
                "mark": {"type": "line", "strokeDash": [4, 4]},
                "encoding": {"x": x, "y": {**y, "field": field}},
            }
            for field in ("low", "high")
        ),
    ]
    title = capitalised(f"{name} of {what}")
    return chart(
        title,
        spec(values, layer=layers),
        f"{title} by lag, with the band of white noise. {note}",
    )

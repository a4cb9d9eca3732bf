"""Forecasts: exponential smoothing or ARIMA, with prediction intervals."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.plain import plain
from analysis.base.reply import Table
from analysis.base.wording import muted, percent
from analysis.references.series import LH
from analysis.results.series import (
    FittedForecast,
    ForecastResult,
    ForecastValue,
    SeriesFacts,
)
from analysis.signatures.inference import CONFIDENCE_NUMBERS
from analysis.signatures.series import (
    GRAIN_OPTIONS,
    PERIOD_NUMBERS,
    SUMMED_OPTIONS,
    Grain,
    SeriesColumn,
    SeriesStatistic,
    TimeColumn,
)
from analysis.statistics.forecasting import fitted_forecast
from analysis.statistics.held_out import held_out_checks
from analysis.statistics.samples import check_shares
from analysis.statistics.time_order import (
    evenly_spaced,
    following_times,
    ordered_series,
    require_change,
    require_length,
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

MOST_VALUES = 1_000
MOST_AHEAD = 1_000
Method = Literal["ets", "arima", "best"]
UNITS_AHEAD = (
    r"(?:hours?|days?|weeks?|months?|quarters?|years?|seasons?|values?|periods?|steps?|rows?"
    r"|observations?|points?)\b"
)
METHOD_NAMES = {"ets": "exponential smoothing", "arima": "ARIMA"}

operation = Operation(
    __name__,
    kind="analyse",
    title="Forecast",
    category="Time series",
    language=Language(
        phrases=(
            Phrase(r"\bforecast\w*\b", 5.5),
            Phrase(r"\b(?:s?arima|exponential smoothing|ets|holt[- –]winters)\b", 4.5),
            Phrase(
                r"\b(?:predict\w*|project|extrapolate) (?:\S+ ){0,5}?(?:the )?(?:next|coming|upcoming|future"
                r"|following) (?:{n} |few |couple of |several )?" + UNITS_AHEAD,
                6,
            ),
            Phrase(
                r"\b(?:predict\w*|project|extrapolate) (?:\S+ ){0,4}?{n} "
                + UNITS_AHEAD
                + r" (?:ahead|into the future|in advance|from now)",
                6,
            ),
            Phrase(
                r"\b(?:what|how) (?:will|would|might|should|could)\b.{0,80}"
                r"\b(?:next|coming|upcoming|future|following)\b",
                5.5,
            ),
        ),
        anti=(Phrase(r"\bmoving average\b", 2),),
        options={
            "method": {
                "ets": r"\b(?:exponential smoothing|ets|holt\w*(?:[- –]winters)?)\b",
                "arima": r"\bs?arima\b",
                "best": r"\b(?:best (?:method|model)|automatic(?:ally)?)\b",
            },
            "grain": {
                unit: pattern.replace("|to)", ")")
                for unit, pattern in GRAIN_OPTIONS.items()
            },
            "statistic": SUMMED_OPTIONS,
        },
        numbers={
            "horizon": (
                r"(?:next|coming|following|future) {n}",
                r"{n} (?:\w+ )?(?:ahead|into the future|in advance)",
                r"{n} (?:days?|weeks?|months?|quarters?|years?|steps?|values?|rows?)",
            ),
            "period": PERIOD_NUMBERS,
            "confidence_level": CONFIDENCE_NUMBERS,
        },
        examples=(
            Example("forecast fare", {"column": "fare"}),
            Example(
                "forecast fare for the next 12 rows", {"column": "fare", "horizon": 12}
            ),
            Example(
                "forecast age 5 steps ahead with ARIMA",
                {"column": "age", "horizon": 5, "method": "arima"},
            ),
            Example(
                "extrapolate fare for the next 6 values",
                {"column": "fare", "horizon": 6},
            ),
            Example(
                "forecast fare by exponential smoothing with period 4",
                {"column": "fare", "method": "ets", "period": 4},
            ),
        ),
    ),
    references=(
        Reference(
            {"x": LH},
            {"column": "x", "method": "arima", "order": [3, 0, 0], "horizon": 12},
            {
                "forecast": [
                    {"value": value}
                    for value in (2.460173, 2.270829, 2.198597, 2.260696)
                ]
            },
            "R ?predict.Arima: predict(arima(lh, order = c(3,0,0)), n.ahead = 12)",
            relative=2e-4,
        ),
        Reference(
            {
                "year": list(range(1996, 2014)),
                "x": [
                    445.36,
                    453.20,
                    454.41,
                    422.38,
                    456.04,
                    440.39,
                    425.19,
                    486.21,
                    500.43,
                    521.28,
                    508.95,
                    488.89,
                    509.87,
                    456.72,
                    473.82,
                    525.95,
                    549.83,
                    542.34,
                ],
            },
            {"column": "x", "time": "year", "method": "ets", "horizon": 2},
            {
                "model": "ETS(A,N,N)",
                "forecast": [{"label": "2014", "value": 542.68}, {"value": 542.68}],
            },
            "Hyndman and Athanasopoulos, Forecasting, 2nd edition, section 7.1 (oil of Saudi Arabia)",
            relative=2e-4,
        ),
    ),
)


@operation.compute
def forecast(
    data: pd.DataFrame,
    column: SeriesColumn,
    time: TimeColumn | None = None,
    horizon: int | None = None,
    method: Method = "ets",
    period: int | None = None,
    order: list[int] | None = None,
    grain: Grain | None = None,
    statistic: SeriesStatistic | None = None,
    confidence_level: float = 0.95,
) -> ForecastResult:
    """The next values by exponential smoothing or ARIMA, with prediction intervals.

    Args:
        horizon: how many; without, a season, or a tenth of the length (at most 12).
        method: ets, arima, or best: the one that was better on held-out last values.
        period: observations per season; without, from the spacing (12 for months …).
        order: p, d and q of ARIMA; without, chosen by AICc.

    Of a longer series the last 1,000 values are used (``n_used`` of ``n_values``). ``checks`` compares each method with the naive forecast (the last value, or that of a
    season before) on the last values, which were held out.
    """
    check_shares(confidence_level=confidence_level)
    series, facts = ordered_series(data, column, time, grain, statistic)
    series = evenly_spaced(series, facts)
    require_length(series, 10, "A forecast", column)
    require_change(series, column)
    values = series.to_numpy()[-MOST_VALUES:]
    n = len(values)
    season = max(period or facts["period"] or 1, 1)
    n_ahead = steps_ahead(horizon, season, n, column)
    methods: list[str] = ["ets", "arima"] if method == "best" else [method]
    exact = (order[0], order[1], order[2]) if order and len(order) == 3 else None
    held = max(1, min(n_ahead, n // 5))
    checks = held_out_checks(values, methods, season, held, confidence_level, exact)
    ranked = sorted(checks[1:], key=lambda check: check["mae"])
    preferred = [str(check["method"]) for check in ranked] + methods
    used, found = first_that_fits(
        values, preferred, season, n_ahead, confidence_level, exact, column
    )
    own = next((c for c in ranked if c["method"] == used), None)
    result: ForecastResult = {
        **facts,
        "model": found["model"],
        "aicc": found["aicc"],
        "method": used,
        "period": season,
        "horizon": n_ahead,
        "confidence_level": confidence_level,
        "forecast": forecast_points(found, series, facts, n_ahead),
        "points": time_points(series, facts),
        "checks": checks,
        "n_held_out": held,
        "n_values": len(series),
        "n_used": n,
        "chosen_of": len(ranked) if ranked and ranked[0] is own else 0,
        "beats_naive": own["mae"] < checks[0]["mae"] if own else None,
    }
    as_json: ForecastResult = plain(result)
    return as_json


def steps_ahead(horizon: int | None, season: int, n_obs: int, column: str) -> int:
    """How far to forecast: as asked, or a season, or a tenth of the length."""
    usual = season if 1 < season <= n_obs // 2 else max(1, min(12, n_obs // 10))
    n_ahead = horizon or usual
    if not 1 <= n_ahead <= MOST_AHEAD:
        raise DataError(
            f"A forecast goes 1 to {MOST_AHEAD:,} steps ahead.", "Choose fewer.", column
        )
    return n_ahead


def first_that_fits(
    values: np.ndarray,
    methods: list[str],
    season: int,
    n_ahead: int,
    confidence_level: float,
    order: tuple[int, int, int] | None,
    column: str,
) -> tuple[str, FittedForecast]:
    """The first of the methods by which a model can be fitted, and its forecast."""
    for method in dict.fromkeys(methods):
        found = fitted_forecast(
            values, method, season, n_ahead, confidence_level, order
        )
        if found is not None:
            return method, found
    raise DataError(
        f"No forecasting model could be fitted to “{column}”.",
        "Use a longer series, or summarise it first, for example by month.",
        column,
    )


def forecast_points(
    found: FittedForecast, series: pd.Series, facts: SeriesFacts, n_ahead: int
) -> list[ForecastValue]:
    """The forecast at the times that follow the series, with its intervals."""
    ahead = pd.Series(found["mean"], index=following_times(series, facts, n_ahead))
    return [
        {**point, "low": low, "high": high}
        for point, low, high in zip(
            time_points(ahead, facts), found["low"], found["high"], strict=True
        )
    ]


def chosen_words(result: ForecastResult) -> str:
    """That a model chosen by its error on held-out values has too small an error there."""
    if result["chosen_of"] < 2:
        return ""
    return (
        f"{METHOD_NAMES[result['method']]} was chosen because it was best on the held-out "
        "values, so its error there is optimistic: expect larger errors ahead."
    )


@operation.restate
def restate(column: str, horizon: int | None = None, **more: Any) -> str:
    ahead = f" {horizon} steps ahead" if horizon else ""
    return series_title("Forecast", column, **more) + ahead


@operation.present
def present(result: ForecastResult, column: str) -> Answer:
    what, rows = series_name(column, result), result["forecast"]
    level, words = percent(result["confidence_level"]), _sentence(result, what)
    picture = layers_chart(
        capitalised(f"forecast of {what}"),
        result,
        {what: thinned(result["points"]), "forecast": rows},
        what,
        f"{capitalised(what)} and its forecast. {words}.",
        f"band: {level} prediction interval",
    )
    heads: dict[str, tuple[str, Any]] = {
        "label": (result["time"] or "row", "text"),
        "value": ("forecast", "number"),
        "low": ("low", "number"),
        "high": ("high", "number"),
    }
    season = (
        f"season of {result['period']}" if (result["period"] or 1) > 1 else "no season"
    )
    note = (
        f"{capitalised(METHOD_NAMES[result['method']])}, "
        f"form chosen by AICc ({season}); intervals take the model as true."
    )
    return Answer(
        words + ".",
        (
            picture,
            table_of(rows, heads, "Forecast"),
            _checks_table(result),
            muted(note, chosen_words(result), series_notes(result)),
        ),
    )


def _checks_table(result: ForecastResult) -> Table:
    """How the methods did on the values held out."""
    names = {"naive": "naive", **METHOD_NAMES}
    checks = [{**check, "method": names[check["method"]]} for check in result["checks"]]
    heads: dict[str, tuple[str, Any]] = {
        "method": ("method", "text"),
        "mae": ("mean absolute error", "number"),
        "rmse": ("root mean squared error", "number"),
        "mape": ("in percent", "percent"),
        "coverage": ("within the interval", "percent"),
    }
    title = f"Check on the last {result['n_held_out']:,} values, held out"
    return table_of(checks, heads, title)


def _sentence(result: ForecastResult, what: str) -> str:
    """The forecast with its interval, and whether it beat the naive one."""
    rows = result["forecast"]
    first, last, level = rows[0], rows[-1], percent(result["confidence_level"])
    words = (
        f"By {result['model']}, {what} is expected at {short(first['value'])} for "
        f"{first['label']} ({level} prediction interval {short(first['low'])} to {short(first['high'])})"
    )
    if len(rows) > 1:
        words += (
            f" and {short(last['value'])} for {last['label']} ({short(last['low'])} to "
            f"{short(last['high'])})"
        )
    naive = result["checks"][0]
    own = next((c for c in result["checks"] if c["method"] == result["method"]), None)
    if own:
        better = "better" if result["beats_naive"] else "not better"
        words += (
            f"; on the last {result['n_held_out']:,} known values it was {better} than the "
            f"naive forecast (mean absolute error {short(own['mae'])} against {short(naive['mae'])})"
        )
    if result["n_used"] < result["n_values"]:
        words += f"; only the last {result['n_used']:,} of {result['n_values']:,} values were used"
    return words

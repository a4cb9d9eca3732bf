"""Values in order of time."""

from typing import NotRequired, TypedDict

import numpy as np

from analysis.results.tests import TestResult


class Times(TypedDict):
    """How a series came about of a table's rows.

    ``time_kind`` says what gives the order: dates, numbers or the rows themselves;
    ``grain`` is the asked unit of time, ``spacing`` the found one, ``period`` the
    season's length in it. ``n_shared`` values fell on a time that others had.
    """

    n_obs: int
    n_no_time: int
    n_infinite: int
    n_missing: int
    time: str | None
    time_kind: str
    grain: str | None
    in_order: bool
    n_shared: int
    n_times: int
    spacing: str | None
    period: int | None
    n_gaps: int
    regular: bool
    first: str
    last: str
    step: NotRequired[float | None]


class SeriesFacts(Times):
    """``statistic`` is the one of values that share a time; None where none do."""

    statistic: str | None
    n_filled: NotRequired[int]


class Lag(TypedDict):
    lag: int
    acf: float
    pacf: float | None
    q: float
    p_value: float


class SeriesPoint(TypedDict):
    """One time of a series, with what a method finds for it."""

    x: float | str
    label: str
    value: float
    average: NotRequired[float | None]
    change: NotRequired[float | None]
    line: NotRequired[float]
    trend: NotRequired[float]
    seasonal: NotRequired[float]
    rest: NotRequired[float]


class ForecastValue(SeriesPoint):
    """A forecast with its interval."""

    low: float
    high: float


class HeldOutCheck(TypedDict):
    method: str
    mae: float
    rmse: float
    mape: float | None
    coverage: float | None


SeasonPlace = TypedDict(
    "SeasonPlace",
    {
        "place": int,
        "from": str,
        "value": float,
    },
)


class UnitRootTest(TypedDict):
    statistic: float
    p_value: float
    lags: int
    rejects: bool


class StationarityTest(TypedDict):
    statistic: float
    p_value: float
    lags: int
    rejects: bool
    cut: bool


class ColumnSpan(TypedDict):
    column: str
    first: str
    last: str
    days: NotRequired[float]
    grain: str | None
    n_unique: int
    n_gaps: int | None
    n_obs: int


class AutocorrelationResult(SeriesFacts):
    points: list[Lag]
    band: float
    alpha: float
    lags: int
    q: float
    p_value: float
    significant: bool
    verdict: str


class ForecastResult(SeriesFacts):
    model: str
    aicc: float
    method: str
    horizon: int
    confidence_level: float
    forecast: list[ForecastValue]
    points: list[SeriesPoint]
    checks: list[HeldOutCheck]
    n_held_out: int
    n_values: int
    n_used: int
    chosen_of: int
    beats_naive: bool | None


class GrowthResult(SeriesFacts):
    points: list[SeriesPoint]
    method: str
    compare: str
    total: float | None
    cagr: float | None
    length: float
    mean_change: float | None
    sd_change: float | None
    n_undefined: int
    first_value: float
    last_value: float


class MovingAverageResult(SeriesFacts):
    window: int
    method: str
    moving: str
    points: list[SeriesPoint]
    last_average: float


class ResampleSeriesResult(SeriesFacts):
    points: list[SeriesPoint]


class SeasonalDecompositionResult(SeriesFacts):
    points: list[SeriesPoint]
    robust: bool
    trend_strength: float
    seasonal_strength: float
    season: list[SeasonPlace]


class StationarityResult(SeriesFacts):
    alpha: float
    around: str
    verdict: str
    stationary: bool
    adf: UnitRootTest
    kpss: StationarityTest
    points: list[SeriesPoint]


class TrendTestResult(Times, TestResult):
    n_filled: NotRequired[int]
    s: float
    var_s: float
    z: float
    tau: float
    intercept: float
    unit: str
    autocorrelation: float | None
    points: list[SeriesPoint]
    summarised: str | None


class TimeSpanResult(TypedDict):
    columns: list[ColumnSpan]
    n_obs: int


class Spacing(TypedDict):
    """How times follow each other."""

    spacing: str | None
    period: int | None
    n_gaps: int
    regular: bool
    step: NotRequired[float | None]


class KendallTrend(TypedDict):
    """Kendall's rank correlation with time (Mann–Kendall)."""

    s: float
    var_s: float
    z: float
    p_value: float
    tau: float


class SenSlope(TypedDict):
    """The median slope of all pairs, with its interval."""

    estimate: float
    ci_low: float | None
    ci_high: float | None
    intercept: float


class FittedForecast(TypedDict):
    """A forecast by one model."""

    model: str
    aicc: float
    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray


class ForecastErrors(TypedDict):
    """How far forecasts of values held out were off."""

    mae: float
    rmse: float
    mape: float | None
    coverage: float | None

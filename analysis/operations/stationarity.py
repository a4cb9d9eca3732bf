"""Stationarity: the ADF and the KPSS test side by side, and what they say together."""

from __future__ import annotations

import warnings
from typing import Any, Literal

import numpy as np
import pandas as pd
from statsmodels.tsa.stattools import adfuller, kpss

from analysis.base.errors import DataError
from analysis.base.language import Example, Language, Phrase
from analysis.base.operation import Answer, Operation, Reference
from analysis.base.plain import plain
from analysis.base.wording import figure, muted, p_words
from analysis.references.series import AIR_PASSENGERS, NILE
from analysis.results.series import StationarityResult, StationarityTest
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

Around = Literal["level", "trend"]
MOST_FOR_LAGS = 5_000
# Whether the ADF test rejects its unit root, and KPSS its stationarity.
VERDICTS = {
    (True, False): "stationary",
    (False, True): "not stationary",
    (True, True): "unclear: both reject",
    (False, False): "unclear: neither rejects",
}

operation = Operation(
    __name__,
    kind="analyse",
    title="Stationarity (ADF and KPSS)",
    category="Time series",
    language=Language(
        phrases=(
            Phrase(r"\b(?:non-?)?stationar(?:y|ity)\b", 5),
            Phrase(r"\b(?:augmented )?dickey[- –]fuller\b|\badf\b", 5),
            Phrase(r"\bkpss\b", 5),
            Phrase(r"\bunit root\b", 5),
        ),
        options={
            "around": {
                "trend": r"\b(?:around|about|with|plus) (?:a |linear |the )*trend\b|\btrend[- ]stationar\w+"
            },
            "grain": GRAIN_OPTIONS,
            "statistic": SUMMED_OPTIONS,
        },
        numbers={
            "lags": (r"{n} lags", r"lags?(?: order)?(?: of| =|:)? ?{n}"),
            "alpha": ALPHA_NUMBERS,
        },
        examples=(
            Example("is fare stationary", {"column": "fare"}),
            Example("augmented Dickey-Fuller test of fare", {"column": "fare"}),
            Example(
                "stationarity of age around a trend",
                {"column": "age", "around": "trend"},
            ),
            Example("KPSS test of fare with 4 lags", {"column": "fare", "lags": 4}),
            Example("test fare for a unit root", {"column": "fare"}),
        ),
    ),
    references=(
        Reference(
            {"x": NILE},
            {"column": "x", "around": "trend", "lags": 4},
            {"adf": {"statistic": -3.3657, "lags": 4}},
            "R, tseries: adf.test(Nile)",
        ),
        Reference(
            {"x": NILE},
            {"column": "x", "lags": 4},
            {"kpss": {"statistic": 0.96543, "lags": 4}},
            "R, tseries: kpss.test(Nile)",
        ),
        Reference(
            {"x": AIR_PASSENGERS},
            {"column": "x", "around": "trend", "lags": 5},
            {"adf": {"statistic": -7.3186, "lags": 5}},
            "R, tseries: adf.test(AirPassengers)",
        ),
    ),
)


@operation.compute
def stationarity(
    data: pd.DataFrame,
    column: SeriesColumn,
    time: TimeColumn | None = None,
    around: Around = "level",
    lags: int | None = None,
    grain: Grain | None = None,
    statistic: SeriesStatistic | None = None,
    alpha: float = 0.05,
) -> StationarityResult:
    """ADF (null: a unit root) and KPSS (null: stationary), with the joint verdict.

    Args:
        around: a level, or a straight trend.
        lags: of both; without, ADF chooses by AIC (of a series longer than 5,000 on
            the latest ones) and KPSS takes 4 (n / 100)^(1/4).

    KPSS p-values lie in a table from 0.01 to 0.1 and are cut there.
    """
    check_shares(alpha=alpha)
    series, facts = ordered_series(data, column, time, grain, statistic)
    series = evenly_spaced(series, facts)
    require_length(series, 12, "A test of stationarity", column)
    require_change(series, column)
    values = series.to_numpy()
    values = (values - values.mean()) / values.std()
    n = len(values)
    if lags is not None and not 0 <= lags < n // 2 - 2:
        raise DataError(
            f"{lags} lags do not fit {n} values.", f"Choose up to {n // 2 - 3}.", column
        )
    adf, level = both_tests(values, "ct" if around == "trend" else "c", lags, column)
    unit_root_rejected, kpss_rejected = bool(adf[1] < alpha), bool(level[1] < alpha)
    verdict = VERDICTS[unit_root_rejected, kpss_rejected]
    result: StationarityResult = {
        **facts,
        "alpha": alpha,
        "around": around,
        "verdict": verdict,
        "stationary": verdict == "stationary",
        "adf": {
            "statistic": adf[0],
            "p_value": adf[1],
            "lags": int(adf[2]),
            "rejects": unit_root_rejected,
        },
        "kpss": {
            "statistic": level[0],
            "p_value": level[1],
            "lags": int(level[2]),
            "rejects": kpss_rejected,
            "cut": bool(level[1] <= 0.01 or level[1] >= 0.1),
        },
        "points": time_points(series, facts),
    }
    as_json: StationarityResult = plain(result)
    return as_json


def both_tests(
    values: np.ndarray, regression: str, lags: int | None, column: str
) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Statistic, p and lags of the ADF test and of KPSS."""
    kpss_lags = int(4 * (len(values) / 100) ** 0.25) if lags is None else lags
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            adf = unit_root_test(values, regression, lags)
            level = kpss(values, regression=regression, nlags=kpss_lags)
        except (ValueError, np.linalg.LinAlgError):
            adf = level = (np.nan,) * 4
    if not np.isfinite([adf[0], adf[1], level[0], level[1]]).all():
        raise DataError(
            f"The tests of stationarity are not defined for “{column}”: its values follow "
            "each other exactly.",
            "Choose a series that is not a straight line.",
            column,
        )
    return adf, level


def unit_root_test(
    values: np.ndarray, regression: str, lags: int | None
) -> tuple[Any, ...]:
    """Dickey and Fuller's augmented test: statistic, p, lags.

    The choice of lags fits a regression for each; on a long series that takes minutes and
    gigabytes, so there it is made on its latest part and the test on all of it.
    """
    if lags is None and len(values) > MOST_FOR_LAGS:
        latest = values[-MOST_FOR_LAGS:]
        lags = int(adfuller(latest, regression=regression, autolag="AIC")[2])
    autolag = "AIC" if lags is None else None
    return tuple(adfuller(values, maxlag=lags, regression=regression, autolag=autolag))


@operation.restate
def restate(column: str, **more: Any) -> str:
    return series_title("Stationarity (ADF and KPSS)", column, **more)


@operation.present
def present(result: StationarityResult, column: str, lags: int | None = None) -> Answer:
    what, adf, level = (
        series_name(column, result),
        result["adf"],
        result["kpss"],
    )
    around = "a trend" if result["around"] == "trend" else "a level"
    said = {
        "stationary": f"Yes, {what} looks stationary around {around}: ADF rejects a unit root and KPSS does not reject stationarity",
        "not stationary": f"No, {what} is not stationary around {around}: ADF does not reject a unit root and KPSS rejects stationarity",
        "unclear: both reject": f"It is unclear whether {what} is stationary around {around}: ADF rejects a unit root, but KPSS rejects stationarity, too",
        "unclear: neither rejects": f"It is unclear whether {what} is stationary around {around}: neither ADF nor KPSS rejects its null hypothesis",
    }[result["verdict"]]
    words = (
        f"{said} (ADF {short(adf['statistic'])}, {p_words(adf['p_value'])}; KPSS "
        f"{short(level['statistic'])}, {_kpss_p(level)}; alpha = {figure(result['alpha'])})."
    )
    advice = {
        "not stationary": "Differences or percent changes (“growth”) often are stationary.",
        "unclear: both reject": "Values may depend on each other over long times, or jump.",
        "unclear: neither rejects": "The series may be too short to tell.",
    }.get(result["verdict"], "")
    rows = [
        {"test": "augmented Dickey–Fuller", "null": "a unit root", **adf},
        {"test": "KPSS", "null": f"stationary around {around}", **level},
    ]
    for row in rows:
        row["rejects"] = "rejected" if row["rejects"] else "not rejected"
    heads: dict[str, tuple[str, Any]] = {
        "test": ("test", "text"),
        "null": ("null hypothesis", "text"),
        "statistic": ("statistic", "number"),
        "p_value": ("p", "p_value"),
        "lags": ("lags", "integer"),
        "rejects": ("null hypothesis is", "text"),
    }
    picture = layers_chart(
        capitalised(what), result, {what: thinned(result["points"])}, what, words
    )
    long = (
        f"The lags of ADF were chosen on the latest {MOST_FOR_LAGS:,} values."
        if result["n_times"] > MOST_FOR_LAGS and lags is None
        else ""
    )
    cut = (
        "The p-value of KPSS is cut to 0.01 … 0.1, where its table ends."
        if level["cut"]
        else ""
    )
    return Answer(
        words,
        (
            picture,
            table_of(rows, heads),
            muted(advice, cut, long, series_notes(result)),
        ),
    )


def _kpss_p(level: StationarityTest) -> str:
    if level["p_value"] <= 0.01:
        return "p ≤ 0.01"
    return "p ≥ 0.1" if level["p_value"] >= 0.1 else p_words(level["p_value"])

"""Forecasts with intervals: exponential smoothing and ARIMA, chosen by AICc."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
from statsmodels.tsa.arima.model import ARIMA
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.stattools import kpss

from analysis.results.series import FittedForecast

ETS_FORMS = ((None, False), ("add", False), ("add", True))  # trend, damped
ARIMA_ORDERS = ((0, 0), (1, 0), (0, 1), (1, 1), (2, 0), (0, 2))


def fitted_forecast(
    values: np.ndarray,
    method: str,
    period: int,
    n_ahead: int,
    confidence_level: float,
    order: tuple[int, int, int] | None = None,
) -> FittedForecast | None:
    """The model with the least AICc and its forecast; None if none can be fitted.

    Values are brought to mean 0 and standard deviation 1 for the fit, by which neither
    the forecasts nor the order of the models changes.
    """
    middle, scale = float(values.mean()), float(values.std())
    standard = (values - middle) / scale
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        if method == "ets":
            found = best_ets(standard, period)
        else:
            found = best_arima(standard, period, order)
        if found is None:
            return None
        name, fit, aicc = found
        if method == "ets":
            prediction = fit.get_prediction(
                start=len(values), end=len(values) + n_ahead - 1
            )
            frame = prediction.summary_frame(alpha=1 - confidence_level)
            mean, low, high = (
                frame[c].to_numpy() for c in ("mean", "pi_lower", "pi_upper")
            )
        else:
            prediction = fit.get_forecast(n_ahead)
            mean = np.asarray(prediction.predicted_mean)
            low, high = np.asarray(prediction.conf_int(alpha=1 - confidence_level)).T
    if not np.isfinite(np.r_[mean, low, high]).all():
        return None
    return {
        "model": name,
        "aicc": aicc,
        "mean": middle + scale * mean,
        "low": middle + scale * low,
        "high": middle + scale * high,
    }


def best_ets(values: np.ndarray, period: int) -> tuple[str, Any, float] | None:
    """The additive exponential smoothing model (error, trend, season) of least AICc."""
    seasons = [None, "add"] if period > 1 and len(values) >= 2 * period + 2 else [None]
    fits = []
    for season in seasons:
        for trend, damped in ETS_FORMS:
            n_params = 3 + 2 * (trend is not None) + damped + ((season and period) or 0)
            if len(values) <= n_params + 3:
                continue
            try:
                fit = ETSModel(
                    pd.Series(values),
                    error="add",
                    trend=trend,
                    damped_trend=damped,
                    seasonal=season,
                    seasonal_periods=period if season else None,
                ).fit(disp=False)
            except (ValueError, np.linalg.LinAlgError):
                continue
            letter = {None: "N", "add": "Ad" if damped else "A"}[trend]
            name = f"ETS(A,{letter},{'A' if season else 'N'})"
            fits.append((name, fit, float(fit.aicc)))
    fits = [each for each in fits if np.isfinite(each[2])]
    return min(fits, key=lambda each: each[2]) if fits else None


def best_arima(
    values: np.ndarray, period: int, order: tuple[int, int, int] | None
) -> tuple[str, Any, float] | None:
    """The ARIMA model of least AICc among small orders.

    The values are differenced until KPSS does not reject at 5 % (at most twice), and
    over a season where its strength asks for it; then p + q up to 2 are tried, with
    one seasonal AR or MA term.
    """
    season = period if 1 < period <= 24 and len(values) >= 3 * period else 0
    if order is not None:
        choices = [(order, (0, 0, 0, 0))]
    else:
        seasonal_difference = int(season > 0 and is_seasonal(values, period))
        rest = values[season:] - values[:-season] if seasonal_difference else values
        d = differences_needed(rest)
        if seasonal_difference:
            seasonal = [(0, 1, 1, season), (1, 1, 0, season)]
            pairs: tuple[tuple[int, int], ...] = ((0, 1), (1, 1), (2, 0))
        else:
            seasonal, pairs = [(0, 0, 0, 0)], ARIMA_ORDERS
        choices = [((p, d, q), s) for s in seasonal for p, q in pairs]
    fits = []
    for each, seasonal_order in choices:
        differenced = each[1] + seasonal_order[1]
        trend = ("c", "t", "n")[min(differenced, 2)]
        if seasonal_order[1]:
            trend = "n"
        try:
            fit = ARIMA(
                values, order=each, seasonal_order=seasonal_order, trend=trend
            ).fit()
        except (ValueError, np.linalg.LinAlgError):
            continue
        name = f"ARIMA{each}".replace(" ", "")
        if seasonal_order[3]:
            name += f"{seasonal_order[:3]}[{season}]".replace(" ", "")
        fits.append((name, fit, float(fit.aicc)))
    fits = [each for each in fits if np.isfinite(each[2])]
    return min(fits, key=lambda each: each[2]) if fits else None


def is_seasonal(values: np.ndarray, period: int) -> bool:
    """Whether the season explains most of what differences leave (strength > 0.64)."""
    steps = np.diff(values)
    places = np.arange(len(steps)) % period
    means = np.array([steps[places == place].mean() for place in range(period)])
    rest = steps - means[places]
    whole = float(np.var(steps))
    return whole > 0 and 1 - float(np.var(rest)) / whole > 0.64


def differences_needed(values: np.ndarray) -> int:
    """How often to difference until KPSS does not reject at 5 %, at most twice."""
    for times in range(3):
        current = np.diff(values, times) if times else values
        if len(current) < 8 or np.ptp(current) < 1e-12 or times == 2:
            return times
        if (
            kpss(current, regression="c", nlags=int(4 * (len(current) / 100) ** 0.25))[
                1
            ]
            >= 0.05
        ):
            return times
    return 2


def naive_forecast(values: np.ndarray, period: int, n_ahead: int) -> np.ndarray:
    """The last value, or with a season the value of a season before."""
    length = period if period > 1 and len(values) >= period else 1
    return np.resize(values[-length:], n_ahead)

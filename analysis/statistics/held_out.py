"""Forecasts judged on the last values of a series, which were held out."""

from __future__ import annotations

import numpy as np

from analysis.results.series import ForecastErrors, HeldOutCheck
from analysis.statistics.forecasting import fitted_forecast, naive_forecast


def held_out_checks(
    values: np.ndarray,
    methods: list[str],
    season: int,
    n_held: int,
    confidence_level: float,
    order: tuple[int, int, int] | None,
) -> list[HeldOutCheck]:
    """The naive forecast's errors on the last values, then those of each method.

    A method by which no model can be fitted to the values before is left out.
    """
    before, held = values[:-n_held], values[-n_held:]
    naive = naive_forecast(before, season, n_held)
    checks: list[HeldOutCheck] = [{"method": "naive", **forecast_errors(held, naive)}]
    for method in methods:
        trial = fitted_forecast(before, method, season, n_held, confidence_level, order)
        if trial is not None:
            inside = (trial["low"] <= held) & (held <= trial["high"])
            checks.append(
                {
                    "method": method,
                    **forecast_errors(held, trial["mean"]),
                    "coverage": inside.mean(),
                }
            )
    return checks


def forecast_errors(observed: np.ndarray, expected: np.ndarray) -> ForecastErrors:
    """Mean absolute and root mean squared error, and the mean absolute one in percent."""
    errors = observed - expected
    nonzero = bool((observed != 0).all())
    return {
        "mae": float(np.abs(errors).mean()),
        "rmse": float(np.sqrt((errors**2).mean())),
        "mape": float(np.abs(errors / observed).mean()) if nonzero else None,
        "coverage": None,
    }

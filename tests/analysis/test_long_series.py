"""Series of very many times: what is computed is of all, what is shown is a part."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.operations import operations


def test_a_long_series_is_computed_whole_and_shown_in_part():
    n = 25_001
    data = pd.DataFrame({"x": np.arange(1.0, n + 1)})
    growth = operations()["growth"]
    assert growth.function is not None and growth.presenter is not None

    result = growth.function(data, "x")
    answer = growth.presenter(result, {"column": "x"})

    # x goes from 1 to n, so it grows by n − 1 in all, and at step t by 1 / t:
    # the mean is the harmonic number H(n − 1) over n − 1
    assert result["total"] == n - 1
    assert abs(result["mean_change"] - np.sum(1 / np.arange(1, n)) / (n - 1)) < 1e-15
    labels = [point["label"] for point in result["points"]]
    assert len(labels) <= 10_000
    assert (labels[0], labels[1], labels[-1]) == ("1", "4", "25001")
    assert result["points"][1]["change"] == 4 / 3 - 1
    words = " ".join(block.text for block in answer.blocks if block.kind == "text")
    assert "charts and tables show 8,335 of 25,001 times, evenly chosen" in words


def test_the_highest_and_lowest_of_a_long_series_are_shown():
    days = pd.date_range("1950-01-01", periods=12_000, freq="D")
    data = pd.DataFrame({"day": days, "x": 5.0})
    data.loc[7, "x"], data.loc[101, "x"] = 9.0, 1.0
    resample = operations()["resample_series"]
    assert resample.function is not None and resample.presenter is not None

    result = resample.function(data, "x", "day", grain="day")
    summary = resample.presenter(result, {"column": "x", "time": "day"}).summary

    assert len(result["points"]) < 10_000
    assert "1950-01-08 (9)" in summary
    assert "1950-04-12 (1)" in summary


def test_a_survival_curve_of_very_many_times_is_shown_in_part():
    n = 20_000
    data = pd.DataFrame({"t": np.arange(1.0, n + 1)})
    survival = operations()["kaplan_meier"].function
    assert survival is not None

    result = survival(data, "t")

    # without censoring the curve falls by 1 / n at each time, to a half at n / 2
    assert result["groups"][0]["median"] == n / 2 + 0.5
    points = result["curves"][0]["points"]
    assert len(points) <= 5_001
    assert points[-1]["survival"] == 0


def test_the_lags_of_a_long_series_are_chosen_on_its_latest_part():
    noise = np.random.default_rng(3).normal(size=7_000)
    x = np.zeros(7_000)
    for at in range(2, 7_000):  # a second-order autoregression: one lag of differences
        x[at] = 0.5 * x[at - 1] + 0.2 * x[at - 2] + noise[at]
    stationarity = operations()["stationarity"]
    assert stationarity.function is not None and stationarity.presenter is not None
    part = stationarity.function(pd.DataFrame({"x": x[-5_000:]}), "x")

    result = stationarity.function(pd.DataFrame({"x": x}), "x")
    answer = stationarity.presenter(result, {"column": "x"})

    assert result["adf"]["lags"] == part["adf"]["lags"]
    assert result["stationary"] is True
    # the statistic is of all rows: with more of them it lies further out
    assert result["adf"]["statistic"] < part["adf"]["statistic"]
    words = " ".join(block.text for block in answer.blocks if block.kind == "text")
    assert "chosen on the latest 5,000 values" in words

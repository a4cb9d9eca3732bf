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


def test_values_by_unit_are_all_given():
    days = pd.date_range("1950-01-01", periods=12_000, freq="D")
    data = pd.DataFrame({"day": days, "x": 1.0})
    data.loc[11_999, "x"] = 9.0
    resample = operations()["resample_series"]
    assert resample.function is not None

    result = resample.function(data, "x", "day", grain="day")

    assert len(result["points"]) == 12_000
    assert result["points"][-1]["value"] == 9.0

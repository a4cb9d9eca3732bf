"""What a forecast says of the values it rests on and of how its model was chosen."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.base.reply import Text
from analysis.operations.forecast import MOST_VALUES, forecast, operation
from analysis.statistics.held_out import held_out_checks


def told(n: int, method: str) -> tuple[str, str]:
    """The summary and the small print of a forecast of a wave with noise."""
    rng = np.random.default_rng(3)
    data = pd.DataFrame({"x": 50 + np.sin(np.arange(n) / 3) + rng.normal(0, 0.2, n)})
    params = {"column": "x", "method": method, "horizon": 3, "order": [1, 0, 0]}
    assert operation.presenter is not None
    answer = operation.presenter(forecast(data, **params), params)
    small = " ".join(b.text for b in answer.blocks if isinstance(b, Text))
    return answer.summary, small


def test_a_long_series_says_that_only_its_end_was_used():
    summary, _ = told(MOST_VALUES + 200, "arima")

    assert "only the last 1,000 of 1,200 values were used" in summary


@pytest.mark.parametrize(("method", "warned"), [("best", True), ("arima", False)])
def test_a_model_chosen_by_its_error_is_said_to_be_optimistic(method, warned):
    summary, small = told(60, method)

    assert ("so its error there is optimistic" in small) is warned
    assert "values were used" not in summary


@pytest.mark.parametrize(("moved", "coverage"), [(0.0, 1.0), (50.0, 0.0), (-50.0, 0.0)])
def test_coverage_is_the_share_of_held_out_values_within_the_interval(moved, coverage):
    values = 10 + np.random.default_rng(1).normal(size=40)
    values[-4:] = values[:-4].mean() + moved

    _, checked = held_out_checks(values, ["ets"], 1, 4, 0.95, None)

    assert checked["coverage"] == coverage

"""Cox regression against statsmodels' own maximum of the partial likelihood."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from statsmodels.duration.hazard_regression import PHReg

from analysis.base.errors import DataError
from analysis.operations import operations


def fitted(data: pd.DataFrame, **params):
    function = operations()["cox_regression"].function
    assert function is not None
    return function(data, "time", ["x", "z", "g"], "event", **params)


def patients(n_rows: int, precision: int) -> pd.DataFrame:
    chance = np.random.default_rng(1972)
    x, z = chance.normal(50, 9, n_rows), chance.integers(0, 3, n_rows)
    g = chance.choice(["a", "b"], n_rows)
    hazard = np.exp(0.05 * (x - 50) - 0.4 * z + 0.5 * (g == "b"))
    time = chance.exponential(10 / hazard).round(precision) + 10.0**-precision
    return pd.DataFrame(
        {"x": x, "z": z, "g": g, "time": time, "event": chance.random(n_rows) < 0.7}
    )


@pytest.mark.parametrize("ties", ["efron", "breslow"])
@pytest.mark.parametrize("precision", [0, 6])
def test_coefficients_agree_with_statsmodels_also_with_many_ties(ties, precision):
    data = patients(400, precision)
    design = data[["x", "z"]].assign(g=(data["g"] == "b").astype(float)).to_numpy(float)
    other = PHReg(data["time"], design, status=data["event"].astype(int), ties=ties)
    expected = other.fit(disp=0)

    result = fitted(data, ties=ties)

    terms = result["terms"]
    assert [term["coefficient"] for term in terms] == pytest.approx(
        expected.params, rel=1e-6
    )
    assert [term["std_error"] for term in terms] == pytest.approx(
        expected.bse, rel=1e-6
    )
    assert result["log_likelihood"] == pytest.approx(expected.llf, rel=1e-10)
    assert result["statistic"] == pytest.approx(
        2 * (expected.llf - other.loglike(np.zeros(3))), rel=1e-8
    )


def test_a_predictor_that_separates_events_is_refused():
    data = patients(60, 6).assign(event=lambda table: table["x"] > 50)
    data["x"] = (data["x"] > 50) * 100.0

    with pytest.raises(DataError, match="could not be fitted"):
        fitted(data)

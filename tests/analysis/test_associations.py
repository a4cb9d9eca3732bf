"""Covariances and associations beyond the values that the operations declare."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.base.errors import DataError
from analysis.operations import operations


def run(name: str, data: Any, **params: Any) -> dict[str, Any]:
    function = operations()[name].function
    assert function is not None
    result: dict[str, Any] = function(pd.DataFrame(data), **params)
    return result


def test_the_population_covariance_divides_by_n():
    data = {"x": [1.0, 2.0, 3.0, None], "y": [2.0, 4.0, 9.0, 5.0]}

    sample, population = (run("covariance", data, ddof=ddof) for ddof in (1, 0))

    # deviations -1, 0, 1 and -3, -1, 4: products 3 + 0 + 4 = 7
    assert sample["pairs"][0] == {
        "x": "x", "y": "y", "covariance": 7 / 2, "n_obs": 3,
        "correlation": pytest.approx(7 / np.sqrt(2 * 26)),
    }  # fmt: skip
    assert population["pairs"][0]["covariance"] == pytest.approx(7 / 3)
    assert population["variances"][1] == pytest.approx((9 + 1 + 16 + 0) / 4)


def test_each_pair_is_measured_by_its_kinds():
    data = pd.DataFrame(
        {
            "number": np.arange(1500) % 7 * 1.5,
            "other": np.arange(1500) % 5 * 1.0,
            "group": np.where(np.arange(1500) % 2, "a", "b"),
            "letter": pd.Series(np.arange(1500) % 3).map({0: "r", 1: "s", 2: "t"}),
            "row": np.arange(1500),
            "name": [f"name {number}" for number in range(1500)],
        }
    )

    result = run("association_matrix", data)

    assert {(pair["x"], pair["y"]): pair["measure"] for pair in result["pairs"]} == {
        ("number", "other"): "Pearson correlation",
        ("number", "group"): "correlation ratio",
        ("number", "letter"): "correlation ratio",
        ("other", "group"): "correlation ratio",
        ("other", "letter"): "correlation ratio",
        ("group", "letter"): "Cramér's V",
    }
    assert result["left_out"] == ["row", "name"]


def test_bias_correction_takes_chance_out_of_many_levels():
    chance = np.random.default_rng(4)
    data = {
        name: pd.Series(chance.integers(0, 9, 100)).map("level {}".format)
        for name in ("a", "b")
    }

    raw, corrected = (
        run("association_matrix", data, bias_correction=asked)["pairs"][0]["value"]
        for asked in (False, True)
    )

    # chi² of independent columns has mean 64: V near √(64 / 800), the corrected near 0
    assert raw == pytest.approx(np.sqrt(64 / 800), abs=0.1)
    assert corrected < 0.1


def test_a_column_that_cannot_be_compared_is_named_where_asked_for():
    data = {"x": [1.5, 2.5, 3.5], "day": pd.date_range("2024-01-01", periods=3)}

    with pytest.raises(DataError, match="“day” holds dates"):
        run("association_matrix", data, columns=["x", "day"])

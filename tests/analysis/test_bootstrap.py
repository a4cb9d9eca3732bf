"""Bootstrap intervals against distributions that are known exactly."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.base.errors import DataError
from analysis.operations import operations
from analysis.references.multivariate import LAW_SCHOOLS, MICE


def run(data: Any, **params: Any) -> dict[str, Any]:
    function = operations()["bootstrap_interval"].function
    assert function is not None
    result: dict[str, Any] = function(pd.DataFrame(data), **params)
    return result


def mice() -> pd.DataFrame:
    rows = [(group, days) for group, all_days in MICE.items() for days in all_days]
    return pd.DataFrame(rows, columns=["group", "days"])


def test_intervals_of_a_share_are_binomial_quantiles():
    # means of resamples of 3 ones and 17 zeros are binomial(20, 0.15) / 20
    data, p = {"x": [1.0] * 3 + [0.0] * 17}, 3 / 20
    low, high = stats.binom.ppf([0.05, 0.95], 20, p) / 20
    asked = {"columns": ["x"], "confidence_level": 0.9}

    percentile = run(data, **asked, interval_method="percentile")["rows"][0]
    basic = run(data, **asked, interval_method="basic")["rows"][0]

    assert (percentile["ci_low"], percentile["ci_high"]) == pytest.approx((low, high))
    assert (basic["ci_low"], basic["ci_high"]) == pytest.approx(
        (2 * p - high, 2 * p - low), abs=1e-12
    )
    assert percentile["standard_error"] == pytest.approx(
        math.sqrt(p * (1 - p) / 20), rel=0.03
    )


def test_bca_moves_a_skewed_interval_by_its_formula():
    # Efron (1987): ends at the quantiles Φ(z0 + (z0 ± z) / (1 - a (z0 ± z))), for a mean
    # a = skewness / (6 √n); the binomial distribution of the resamples is known
    k, n = 3, 20
    data = {"x": [1.0] * k + [0.0] * (n - k)}
    p = k / n
    below = stats.binom.cdf(k - 1, n, p) + stats.binom.pmf(k, n, p) / 2
    z0 = stats.norm.ppf(below)
    a = (1 - 2 * p) / math.sqrt(p * (1 - p)) / (6 * math.sqrt(n))
    ends = []
    for z in (-1.959964, 1.959964):
        share = stats.norm.cdf(z0 + (z0 + z) / (1 - a * (z0 + z)))
        ends.append(stats.binom.ppf(share, n, p) / n)

    row = run(data, columns=["x"], n_resamples=50_000)["rows"][0]

    assert row["interval_method"] == "BCa"
    assert (row["ci_low"], row["ci_high"]) == pytest.approx(tuple(ends), abs=1e-12)


def test_the_difference_of_two_groups_resamples_each():
    result = run(
        mice(), columns=["days"], group="group", levels=["treatment", "control"],
        difference=True,
    )  # fmt: skip

    # Efron and Tibshirani (1993), section 2.1: difference 30.63, standard error 26.85,
    # there with n - 1; resamples divide by n: √(23.36² + 13.34²)
    row = result["rows"][0]
    assert row["label"] == "treatment − control"
    assert row["estimate"] == pytest.approx(30.63, abs=5e-3)
    assert row["standard_error"] == pytest.approx(math.hypot(23.36, 13.34), rel=0.02)


def test_a_group_each_without_a_difference():
    result = run(mice(), columns=["days"], group="group", statistic="median")

    assert [(row["label"], row["estimate"]) for row in result["rows"]] == [
        ("control", 46.0),
        ("treatment", 94.0),
    ]


def test_equal_seeds_give_equal_intervals():
    asked: dict[str, Any] = {"columns": ["LSAT", "GPA"], "statistic": "correlation"}

    assert run(LAW_SCHOOLS, **asked) == run(LAW_SCHOOLS, **asked)
    assert run(LAW_SCHOOLS, **asked) != run(LAW_SCHOOLS, **asked, random_state=1)


def test_many_rows_are_resampled_less_often_and_too_many_not():
    chance = np.random.default_rng(1)
    data = {"x": chance.normal(0, 1, 100_000)}

    result = run(data, columns=["x"])

    assert result["n_resamples"] == 3_000
    assert result["rows"][0]["interval_method"] == "percentile"
    assert result["rows"][0]["standard_error"] == pytest.approx(
        1 / math.sqrt(1e5), rel=0.05
    )
    with pytest.raises(DataError, match="too many to resample"):
        run({"x": np.arange(400_000.0)}, columns=["x"])

"""Shared statistics against published values."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.references.small import TUNA, numacc
from analysis.statistics.adjustment import adjusted_p_values
from analysis.statistics.association import correlate_pair, correlation_interval
from analysis.statistics.bins import bin_edges
from analysis.statistics.held_out import forecast_errors
from analysis.statistics.moments import (
    kurtosis_of,
    mean_and_deviations,
    skewness_of,
    variance_of,
)

# Benjamini and Hochberg (1995), section 4.1: 15 comparisons of two treatments
BENJAMINI_HOCHBERG = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240,
    0.4262, 0.5719, 0.6528, 0.7590, 1.0000,
]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "n_rejected"), [("bh", 4), ("holm", 3), ("none", 9)]
)
def test_the_example_of_benjamini_and_hochberg(method, n_rejected):
    adjusted = adjusted_p_values(BENJAMINI_HOCHBERG, method)

    assert sum(p <= 0.05 for p in adjusted) == n_rejected


def test_holm_by_hand():
    # sorted: 3 · 0.01, 2 · 0.02, 1 · 0.04, each at least the one before
    assert adjusted_p_values([0.04, 0.01, 0.02], "holm") == pytest.approx(
        [0.04, 0.03, 0.04]
    )


@pytest.mark.parametrize("low", ["1", "1000000", "10000000"])
def test_nist_numerical_accuracy(low):
    mean, deviations = mean_and_deviations(np.array(numacc(low)["y"]))

    assert mean == pytest.approx(float(low + ".2"), rel=1e-15)
    assert math.sqrt(variance_of(deviations)) == pytest.approx(0.1, rel=1e-14)


@given(
    st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 3)), min_size=4, max_size=50)
)
def test_moments_agree_with_scipy_where_scipy_is_exact_enough(values):
    numbers = np.array(values)
    mean, deviations = mean_and_deviations(numbers)

    assert mean == pytest.approx(np.mean(numbers), rel=1e-9, abs=1e-9)
    assert variance_of(deviations) == pytest.approx(
        np.var(numbers, ddof=1), rel=1e-6, abs=1e-9
    )
    if np.ptp(numbers) > 1e-3 * np.abs(numbers).max():
        assert skewness_of(deviations) == pytest.approx(
            stats.skew(numbers, bias=False), rel=1e-6, abs=1e-6
        )
        assert kurtosis_of(deviations) == pytest.approx(
            stats.kurtosis(numbers, bias=False), rel=1e-6, abs=1e-6
        )


@given(st.floats(-1e300, 1e300), st.integers(1, 40))
def test_equal_values_have_no_spread(value, n_obs):
    mean, deviations = mean_and_deviations(np.full(n_obs, value))

    assert (mean, variance_of(deviations, 0)) == (value, 0.0)


def test_an_interval_of_spearman_by_bonett_and_wright():
    # r = 0.6, n = 9: z = 0.6931, standard error sqrt((1 + 0.18) / 6) = 0.4435
    low, high = correlation_interval(0.6, 9, "spearman", 0.95)

    assert (low, high) == pytest.approx((-0.1743, 0.9158), abs=1e-4)


@pytest.mark.parametrize("method", ["pearson", "spearman", "kendall"])
def test_coefficients_agree_with_scipy(method):
    chance = np.random.default_rng(1)
    data = pd.DataFrame({"x": chance.integers(0, 9, 40), "y": chance.normal(size=40)})
    functions = {
        "pearson": stats.pearsonr,
        "spearman": stats.spearmanr,
        "kendall": stats.kendalltau,
    }

    found = correlate_pair(data, "x", "y", method, 0.95)
    expected = functions[method](data["x"], data["y"])

    assert found["coefficient"] == pytest.approx(expected.statistic)
    assert found["p_value"] == pytest.approx(expected.pvalue)


def test_exact_spearman_agrees_with_all_permutations_of_scipy():
    data = pd.DataFrame(TUNA).head(6)

    found = correlate_pair(data, "lightness", "score", "spearman", 0.95)
    expected = stats.permutation_test(
        (data["lightness"],),
        lambda x: stats.spearmanr(x, data["score"]).statistic,
        permutation_type="pairings",
    )

    assert found["p_value"] == pytest.approx(expected.pvalue)


@given(st.lists(st.floats(-1e100, 1e100), min_size=1, max_size=80))
def test_bins_hold_every_value(values):
    numbers = np.array(values)
    edges = bin_edges(numbers)

    assert (np.diff(edges) > 0).all()
    assert np.histogram(numbers, edges)[0].sum() == len(numbers)


def test_errors_of_a_forecast_by_hand():
    """Hyndman and Athanasopoulos (2021), section 5.8: in percent of what was observed."""
    errors = forecast_errors(np.array([100.0, 200.0]), np.array([110.0, 160.0]))

    assert errors["mae"] == pytest.approx(25)
    assert errors["rmse"] == pytest.approx(math.sqrt((10**2 + 40**2) / 2))
    assert errors["mape"] == pytest.approx((10 / 100 + 40 / 200) / 2)
    assert forecast_errors(np.array([0.0, 2.0]), np.array([1.0, 1.0]))["mape"] is None

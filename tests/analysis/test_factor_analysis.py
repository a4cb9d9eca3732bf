"""Factor analysis on correlations whose factors are known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.base.errors import DataError
from analysis.operations import operations
from analysis.references.multivariate import ABILITY, columns_with_covariance
from analysis.statistics.factors import sampling_adequacy, sphericity_test

ONE_FACTOR = np.array([0.9, 0.8, 0.7, 0.6])


def run(data: Any, **params: Any) -> dict[str, Any]:
    function = operations()["factor_analysis"].function
    assert function is not None
    result: dict[str, Any] = function(pd.DataFrame(data), **params)
    return result


def exact_one_factor() -> dict[str, list[float]]:
    """Data whose correlations are exactly those of one factor: λλ' off the diagonal."""
    correlations = np.outer(ONE_FACTOR, ONE_FACTOR)
    np.fill_diagonal(correlations, 1.0)
    return columns_with_covariance(tuple("abcd"), correlations.tolist(), 50)


@pytest.mark.parametrize("extraction", ["maximum likelihood", "principal axis"])
def test_loadings_of_an_exact_factor_are_recovered(extraction):
    result = run(exact_one_factor(), n_factors=1, extraction=extraction)

    found = [row["values"][0] for row in result["loadings"]]
    assert found == pytest.approx(ONE_FACTOR.tolist(), abs=1e-5)
    assert result["explained"] == pytest.approx((ONE_FACTOR**2).mean(), abs=1e-5)


def test_promax_loadings_are_those_of_r():
    result = run(ABILITY, n_factors=2, rotation="promax")

    # R: factanal(factors = 2, covmat = ability.cov, rotation = "promax"), help page's
    # output (tests/Examples/datasets-Ex.Rout.save); loadings below 0.1 are not printed
    first, second = zip(*(row["values"] for row in result["loadings"]), strict=True)
    assert first[0] == pytest.approx(0.364, abs=2e-3)
    assert first[4:] == pytest.approx((1.023, 0.811), abs=2e-3)
    assert second[:4] == pytest.approx((0.470, 0.671, 0.932, 0.508), abs=2e-3)


def test_oblimin_keeps_communalities_and_correlates_factors():
    plain = run(ABILITY, n_factors=2)
    oblique = run(ABILITY, n_factors=2, rotation="oblimin")

    # a rotation changes no communality
    assert [row["communality"] for row in oblique["loadings"]] == pytest.approx(
        [row["communality"] for row in plain["loadings"]], abs=1e-9
    )
    assert 0.2 < oblique["factor_correlations"][0][1] < 0.8
    assert plain["factor_correlations"] is None


def test_adequacy_and_sphericity_of_equal_correlations_have_a_closed_form():
    # three columns, each pair r = 1/2: partial correlations r / (1 + r) = 1/3, and
    # |R| = (1 - r)² (1 + 2r) = 1/2
    correlations = np.full((3, 3), 0.5) + np.eye(3) / 2
    total, parts = sampling_adequacy(correlations)
    sphericity = sphericity_test(correlations, 40)

    expected = (1 / 4) / (1 / 4 + 1 / 9)
    assert total == pytest.approx(expected)
    assert parts == pytest.approx([expected] * 3)
    chi2 = (39 - 11 / 6) * np.log(2)
    assert sphericity == {
        "statistic": pytest.approx(chi2),
        "dof": 3,
        "p_value": pytest.approx(stats.chi2.sf(chi2, 3)),
    }


def test_the_rule_for_the_number_of_factors_can_be_chosen():
    # R: eigen(cov2cor(ability.cov$cov)): 3.077, 1.140, 0.817, …; by Kaiser two, while
    # noise of 112 rows and 6 columns reaches 1.24 for the second
    assert run(ABILITY, rule="kaiser")["n_factors"] == 2
    assert run(ABILITY)["n_factors"] == 1
    assert run(ABILITY)["rule"] == "parallel analysis"


def test_a_column_that_is_the_sum_of_others_is_named():
    data = pd.DataFrame(ABILITY).assign(total=lambda d: d["maze"] + d["reading"])

    with pytest.raises(DataError, match="follows from the other columns"):
        run(data, n_factors=2)

    assert run(data, n_factors=2, extraction="principal axis")["n_obs"] == 112


def test_too_many_factors_are_refused():
    with pytest.raises(DataError, match="6 columns cannot tell 4 factors apart"):
        run(ABILITY, n_factors=4)

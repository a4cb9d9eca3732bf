"""Options of regressions against R: weights, transforms, squares, references, clusters."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from analysis.base.errors import DataError
from analysis.operations.cox_regression import cox_regression
from analysis.operations.linear_regression import linear_regression, present
from analysis.operations.logistic_regression import logistic_regression
from analysis.operations.poisson_regression import poisson_regression
from analysis.references.regression import DOBSON, MTCARS
from analysis.references.series import AML
from analysis.references.small import CARS
from analysis.references.tables import WARPBREAKS

CARS_TABLE = pd.DataFrame(dict(CARS))
LOOMS = pd.DataFrame(WARPBREAKS)


def figures(result: dict[str, Any], key: str = "estimate") -> list[float]:
    return [row[key] for row in result["coefficients"]]


def test_weights_are_those_of_lm():
    """R: lm(dist ~ speed, cars, weights = speed); summary, AIC."""
    found = linear_regression(CARS_TABLE, "dist", ["speed"], weights="speed")

    assert figures(found) == pytest.approx([-22.6724215383, 4.22889057941])
    assert figures(found, "std_error") == pytest.approx([8.59775177878, 0.481911698875])
    assert found["r_squared"] == pytest.approx(0.616014832351)
    assert found["aic"] == pytest.approx(429.222057494)


def test_a_logarithm_of_the_outcome_is_the_model_of_it():
    """R: lm(log(dist) ~ speed, cars)."""
    found = linear_regression(CARS_TABLE, "dist", ["speed"], transforms={"dist": "log"})

    assert figures(found) == pytest.approx([1.67612351494, 0.120765187018])
    assert figures(found, "std_error") == pytest.approx(
        [0.196136487082, 0.0120585836833]
    )
    assert "log(dist) rises" in present(found, "dist", ["speed"]).summary


def test_a_squared_term_stands_beside_its_column():
    """R: lm(dist ~ speed + I(speed^2), cars)."""
    found = linear_regression(CARS_TABLE, "dist", ["speed"], squared=["speed"])

    expected = [2.47013778507, 0.913287614243, 0.0999593020698]
    assert figures(found) == pytest.approx(expected)


def test_coefficients_are_set_against_the_reference_level():
    """R: relevel(tension, "M"); lm(breaks ~ wool + tension, warpbreaks)."""
    found = linear_regression(
        LOOMS, "breaks", ["wool", "tension"], reference={"tension": "M"}
    )

    by_term = {row["term"]: row["estimate"] for row in found["coefficients"]}
    assert by_term["tension = L"] == pytest.approx(10)
    assert by_term["tension = H"] == pytest.approx(-4.72222222222)
    assert found["levels"]["tension"][0] == "M"


def test_clustered_errors_are_those_of_vcovcl():
    """R: sandwich::vcovCL(lm(breaks ~ wool + tension), ~ tension), of woolB: 6.274417."""
    found = linear_regression(LOOMS, "breaks", ["wool", "tension"], cluster="tension")

    wool = next(row for row in found["coefficients"] if row["term"] == "wool = B")
    assert wool["std_error"] == pytest.approx(6.27441732412)


def test_a_factor_asked_for_is_judged_by_the_drop_of_its_term():
    """R: anova(lm(breaks ~ wool), lm(breaks ~ wool + tension))."""
    found = linear_regression(LOOMS, "breaks", ["tension", "wool"], focus=["tension"])

    effect = found["focus"][0]
    assert effect["statistic"] == pytest.approx(7.53665, rel=1e-5)
    assert effect["p_value"] == pytest.approx(0.0013778, rel=1e-4)
    assert effect["dof"] == [2, 50]
    # balanced data: adjusted means are the plain ones
    plain = LOOMS.groupby("tension")["breaks"].mean()
    adjusted = {row["level"]: row["mean"] for row in found["adjusted_means"]}
    assert adjusted == pytest.approx(plain.to_dict())


def test_robust_errors_of_likelihood_models_are_those_of_sandwich():
    """R: sqrt(diag(sandwich::sandwich(glm(…)))), logistic and Poisson."""
    logistic = logistic_regression(
        pd.DataFrame(MTCARS), "am", ["hp", "wt"], errors="robust"
    )
    assert figures(logistic, "std_error") == pytest.approx(
        [8.242918073, 0.008321247744, 2.767487484], rel=1e-5
    )
    counts = poisson_regression(
        pd.DataFrame(DOBSON), "counts", ["outcome", "treatment"], errors="robust"
    )
    assert figures(counts, "std_error") == pytest.approx(
        [0.1162667806, 0.1482141527, 0.1460779145, 0.1466666679, 0.144837073], rel=1e-4
    )


def test_robust_errors_of_hazards_are_those_of_coxph():
    """R: summary(coxph(Surv(time, status) ~ x, aml, robust = TRUE))."""
    found = cox_regression(
        pd.DataFrame(AML), "time", ["x"], event="status", errors="robust"
    )

    assert found["terms"][0]["std_error"] == pytest.approx(0.464509204456, rel=1e-6)


def test_coefficients_can_be_sorted_by_their_p():
    found = linear_regression(LOOMS, "breaks", ["wool", "tension"], sort_by="p_value")

    p_values = figures(found, "p_value")
    assert p_values[1:] == sorted(p_values[1:])
    assert found["coefficients"][0]["term"] == "intercept"


@pytest.mark.parametrize(
    ("params", "word"),
    [
        ({"weights": "minus"}, "negative"),
        ({"transforms": {"zero": "log"}}, "logarithm"),
        ({"cluster": "same"}, "clusters"),
    ],
)
def test_an_option_that_the_data_do_not_allow_is_explained(params, word):
    table = CARS_TABLE.assign(minus=-1.0, zero=CARS_TABLE["speed"] - 4, same="a")

    with pytest.raises(DataError, match=word):
        linear_regression(table, "dist", ["zero"], **params)

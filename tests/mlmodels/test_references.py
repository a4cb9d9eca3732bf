"""Numbers that others have published."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from mlmodels.base.plan import Validation
from mlmodels.learning.intervals import residual_interval
from mlmodels.learning.scores import classification_scores, regression_scores
from mlmodels.plans.problem import plan_training
from mlmodels.training import script_for

# NIST StRD, linear regression, Longley: data and certified values.
LONGLEY = np.array(
    [
        [60323, 83.0, 234289, 2356, 1590, 107608, 1947],
        [61122, 88.5, 259426, 2325, 1456, 108632, 1948],
        [60171, 88.2, 258054, 3682, 1616, 109773, 1949],
        [61187, 89.5, 284599, 3351, 1650, 110929, 1950],
        [63221, 96.2, 328975, 2099, 3099, 112075, 1951],
        [63639, 98.1, 346999, 1932, 3594, 113270, 1952],
        [64989, 99.0, 365385, 1870, 3547, 115094, 1953],
        [63761, 100.0, 363112, 3578, 3350, 116219, 1954],
        [66019, 101.2, 397469, 2904, 3048, 117388, 1955],
        [67857, 104.6, 419180, 2822, 2857, 118734, 1956],
        [68169, 108.4, 442769, 2936, 2798, 120445, 1957],
        [66513, 110.8, 444546, 4681, 2637, 121950, 1958],
        [68655, 112.6, 482704, 3813, 2552, 123366, 1959],
        [69564, 114.2, 502601, 3931, 2514, 125368, 1960],
        [69331, 115.7, 518173, 4806, 2572, 127852, 1961],
        [70551, 116.9, 554894, 4007, 2827, 130081, 1962],
    ]
)
LONGLEY_COEFFICIENTS = [
    15.0618722713733, -0.358191792925910e-01, -2.02022980381683, -1.03322686717359,
    -0.511041056535807e-01, 1829.15146461355,
]  # fmt: skip
NOTHING_HELD_OUT = Validation(test_size=0, n_splits=0)


def test_linear_regression_meets_the_certified_longley_values(tabled, run_here):
    names = ["y", *(f"x{n}" for n in range(1, 7))]
    table = tabled(pd.DataFrame(LONGLEY, columns=names))
    plan = plan_training(
        table.schema, "y", names[1:], estimator="linear", validation=NOTHING_HELD_OUT
    )

    result = run_here(script_for(plan, table).text, table.parquet)

    found = [term["coefficient"] for term in result["coefficients"]["terms"]]
    assert found == pytest.approx(LONGLEY_COEFFICIENTS, rel=1e-7)
    assert result["coefficients"]["intercept"] == pytest.approx(
        [-3482258.63459582], rel=1e-7
    )
    assert result["scores"]["r2"] == pytest.approx(0.995479004577296, rel=1e-10)


def test_logistic_regression_without_penalty_meets_r(tabled, run_here):
    """R: glm(am ~ wt, binomial, mtcars) gives 12.040 and -4.024."""
    weight = [
        2.62, 2.875, 2.32, 3.215, 3.44, 3.46, 3.57, 3.19, 3.15, 3.44, 3.44, 4.07, 3.73,
        3.78, 5.25, 5.424, 5.345, 2.2, 1.615, 1.835, 2.465, 3.52, 3.435, 3.84, 3.845,
        1.935, 2.14, 1.513, 3.17, 2.77, 3.57, 2.78,
    ]  # fmt: skip
    manual = [1] * 3 + [0] * 14 + [1] * 3 + [0] * 5 + [1] * 7
    table = tabled(pd.DataFrame({"am": manual, "wt": weight}))
    plan = plan_training(
        table.schema,
        "am",
        ["wt"],
        estimator="logistic",
        hyperparameters={"C": 1e6},
        validation=NOTHING_HELD_OUT,
    )

    found = run_here(script_for(plan, table).text, table.parquet)["coefficients"]

    assert found["intercept"] == pytest.approx([12.040], abs=2e-3)
    assert [term["coefficient"] for term in found["terms"]] == pytest.approx(
        [-4.024], abs=1e-3
    )


def test_ridge_is_its_closed_form(tabled, run_here):
    """Hoerl, Kennard (1970): (X'X + alpha I)^-1 X'y on standardised features."""
    rng = np.random.default_rng(3)
    X = rng.normal(size=(30, 3)) * [1, 10, 100]
    y = X @ [1.0, 0.2, -0.03] + rng.normal(size=30)
    table = tabled(pd.DataFrame(X, columns=["a", "b", "c"]).assign(y=y))
    plan = plan_training(
        table.schema,
        "y",
        estimator="ridge",
        hyperparameters={"alpha": 5},
        validation=NOTHING_HELD_OUT,
    )

    result = run_here(script_for(plan, table).text, table.parquet)

    Z = (X - X.mean(axis=0)) / X.std(axis=0)
    expected = np.linalg.solve(Z.T @ Z + 5 * np.eye(3), Z.T @ (y - y.mean()))
    terms = result["coefficients"]["terms"]
    assert [term["standardised"] for term in terms] == pytest.approx(expected, rel=1e-9)
    assert [term["coefficient"] for term in terms] == pytest.approx(
        expected / X.std(axis=0), rel=1e-9
    )


def test_area_under_the_roc_curve_of_hanley_and_mcneil():
    """Hanley, McNeil (1982), Radiology 143, table I: 109 CT images, area 0.893."""
    normal, abnormal = [33, 6, 6, 11, 2], [3, 2, 2, 11, 33]
    rating = np.repeat([1, 2, 3, 4, 5] * 2, normal + abnormal) / 5
    y = np.repeat(["0", "1"], [58, 51])

    scores = classification_scores(
        y, np.column_stack([1 - rating, rating]), ["0", "1"], "1"
    )

    assert scores["roc_auc"] == pytest.approx(0.893, abs=5e-4)


def test_measures_of_a_confusion_matrix():
    """40 true, 10 false positives, 20 missed, 30 true negatives, by their definitions."""
    actual = ["1"] * 60 + ["0"] * 40
    said = [1] * 40 + [0] * 20 + [1] * 10 + [0] * 30
    share = np.where(np.array(said) == 1, 0.9, 0.1)

    found = classification_scores(
        np.array(actual), np.column_stack([1 - share, share]), ["0", "1"], "1"
    )

    assert {
        name: found[name] for name in ("accuracy", "precision", "recall", "f1")
    } == {
        "accuracy": pytest.approx(70 / 100),
        "precision": pytest.approx(40 / 50),
        "recall": pytest.approx(40 / 60),
        "f1": pytest.approx(80 / 110),
    }
    assert found["balanced_accuracy"] == pytest.approx((40 / 60 + 30 / 40) / 2)
    assert found["brier"] == pytest.approx(0.7 * 0.01 + 0.3 * 0.81)
    assert found["log_loss"] == pytest.approx(-0.7 * np.log(0.9) - 0.3 * np.log(0.1))


def test_measures_of_regression_by_hand():
    found = regression_scores(np.array([1.0, 2.0, 4.0]), np.array([1.0, 3.0, 2.0]))

    assert found == {
        "mse": pytest.approx(5 / 3),
        "rmse": pytest.approx((5 / 3) ** 0.5),
        "mae": pytest.approx(1.0),
        "mape": pytest.approx((0 + 0.5 + 0.5) / 3),
        "r2": pytest.approx(1 - 5 / (14 / 3)),
        "explained_variance": pytest.approx(1 - (5 / 3 - (1 / 3) ** 2) / (14 / 9)),
    }


def test_a_share_of_zero_is_no_error_measure():
    assert regression_scores(np.array([0.0, 1.0]), np.array([0.5, 1.0]))["mape"] is None


def test_the_conformal_half_width_is_the_corrected_quantile():
    """Lei et al. (2018), section 2.2: the ceil(0.9 (n + 1))-th smallest residual."""
    y = np.arange(1.0, 20.0)

    found = residual_interval(y, np.zeros(19), 0.9)

    assert (found["half_width"], found["n"]) == (18.0, 19)


def test_too_few_residuals_give_no_interval():
    assert residual_interval(np.ones(9), np.zeros(9), 0.9) is None

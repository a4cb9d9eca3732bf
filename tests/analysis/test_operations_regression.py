"""Regressions beyond the values that the operations declare."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
from statsmodels.formula.api import ols
from statsmodels.stats.diagnostic import het_breuschpagan
from statsmodels.stats.outliers_influence import variance_inflation_factor

from analysis.base.errors import DataError
from analysis.operations import operation_named, operations
from analysis.references.regression import LONGLEY, MTCARS
from analysis.references.small import CARS


def run(name: str, data: Any, **params: Any) -> dict[str, Any]:
    function = operations()[name].function
    assert function is not None
    result: dict[str, Any] = function(pd.DataFrame(data), **params)
    return result


def said(name: str, data: Any, **params: Any) -> str:
    presenter = operations()[name].presenter
    assert presenter is not None
    return presenter(run(name, data, **params), params).summary


def people(n_rows: int = 80) -> pd.DataFrame:
    chance = np.random.default_rng(11)
    table = pd.DataFrame(
        {
            "x": chance.normal(50, 9, n_rows),
            "z": chance.gamma(2, 3, n_rows),
            "g": chance.choice(["a", "b", "c"], n_rows),
        }
    )
    table["y"] = 3 + 0.4 * table["x"] - table["z"] + 2 * (table["g"] == "b")
    table["y"] += chance.normal(0, 1 + table["z"] / 4, n_rows)
    return table


def column(result: dict[str, Any], key: str) -> list[float]:
    return [row[key] for row in result["coefficients"]]


@pytest.mark.parametrize(("step", "digits"), [(1, 12), (100, 11), (10_000, 9)])
def test_the_wampler_polynomials_keep_their_certified_digits(step, digits):
    # NIST StRD Wampler3 to 5: y = 1 + x + … + x^5 plus multiples of one error vector
    errors = [759, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 1838, -2048, 2048,
              -2048, 1838, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 759]  # fmt: skip
    x = list(range(21))
    exact = [sum(value**power for power in range(6)) for value in x]
    y = [one + step * error for one, error in zip(exact, errors, strict=True)]

    result = run(
        "linear_regression", {"x": x, "y": y}, outcome="y", predictors=["x"], degree=5
    )

    assert column(result, "estimate") == pytest.approx([1] * 6, rel=10.0**-digits)


def test_coefficients_fit_and_checks_agree_with_statsmodels():
    data = people()
    other = ols("y ~ x + z + g", data).fit()

    result = run("linear_regression", data, outcome="y", predictors=["x", "z", "g"])

    assert column(result, "estimate") == pytest.approx(
        [other.params[k] for k in ("Intercept", "x", "z", "g[T.b]", "g[T.c]")]
    )
    assert sorted(column(result, "std_error")) == pytest.approx(sorted(other.bse))
    assert sorted(column(result, "p_value")) == pytest.approx(sorted(other.pvalues))
    assert result["statistic"] == pytest.approx(other.fvalue)
    # R counts the residual variance as a parameter, statsmodels does not
    assert result["aic"] == pytest.approx(other.aic + 2)
    assert result["bic"] == pytest.approx(other.bic + np.log(len(data)))
    influence = other.get_influence()
    distances = influence.cooks_distance[0]
    assert result["influential"][0]["row"] == int(np.argmax(distances)) + 1
    assert result["influential"][0]["cooks_distance"] == pytest.approx(distances.max())
    uneven = next(c for c in result["assumptions"] if "Breusch" in c["test"])
    expected = het_breuschpagan(other.resid, other.model.exog)
    assert (uneven["statistic"], uneven["p_value"]) == pytest.approx(expected[:2])
    design = sm.add_constant(data[["x", "z"]].assign(b=data["g"] == "b", c=data["g"] == "c")
                             .astype(float))  # fmt: skip
    assert [row["vif"] for row in result["coefficients"][1:]] == pytest.approx(
        [variance_inflation_factor(design.to_numpy(), at) for at in range(1, 5)]
    )


@pytest.mark.parametrize("covariance", ["HC0", "HC1", "HC2", "HC3"])
def test_robust_errors_and_their_f_agree_with_statsmodels(covariance):
    data = people()
    other = ols("y ~ x + z", data).fit(cov_type=covariance, use_t=True)

    result = run(
        "linear_regression",
        data,
        outcome="y",
        predictors=["x", "z"],
        covariance=covariance,
    )

    assert column(result, "std_error") == pytest.approx(other.bse.tolist())
    assert result["statistic"] == pytest.approx(float(other.fvalue))


@pytest.mark.parametrize(
    ("typ", "formula"), [("2", "y ~ x * g + z"), ("3", "y ~ x * C(g, Sum) + z")]
)
def test_terms_agree_with_statsmodels(typ, formula):
    data = people()
    other = sm.stats.anova_lm(ols(formula, data).fit(), typ=int(typ))
    order = [name for name in other.index if name not in ("Intercept", "Residual")]

    result = run(
        "linear_regression",
        data,
        outcome="y",
        predictors=["x", "z", "g"],
        interacting=["x", "g"],
        typ=typ,
    )

    found = {term["term"]: term["statistic"] for term in result["terms"][:-1]}
    expected = {name.replace("C(g, Sum)", "g").replace(":", " × "): other["F"][name]
                for name in order}  # fmt: skip
    expected = {("x × g" if "×" in k else k): v for k, v in expected.items()}
    assert found == pytest.approx(expected)


def test_a_smaller_model_is_compared_as_by_anova_of_two_fits():
    data = people()
    expected = sm.stats.anova_lm(ols("y ~ x", data).fit(), ols("y ~ x + g", data).fit())

    result = run(
        "linear_regression", data, outcome="y", predictors=["x", "g"], without=["g"]
    )

    assert result["comparison"]["statistic"] == pytest.approx(expected["F"][1])
    assert result["comparison"]["p_value"] == pytest.approx(expected["Pr(>F)"][1])


def test_the_standardised_slope_of_one_predictor_is_the_correlation():
    result = run("linear_regression", CARS, outcome="dist", predictors=["speed"])

    # R: cor(cars$speed, cars$dist)
    assert result["coefficients"][1]["standardised"] == pytest.approx(
        0.8068949, rel=1e-6
    )


def test_durbin_watson_of_longley():
    result = run(
        "linear_regression",
        LONGLEY,
        outcome="y",
        predictors=["x1", "x2", "x3", "x4", "x5", "x6"],
    )

    # R: lmtest::dwtest(lm(Employed ~ ., longley)); also statsmodels' documentation, 2.559
    serial = next(c for c in result["assumptions"] if c["test"] == "Durbin–Watson")
    assert serial["statistic"] == pytest.approx(2.559, abs=5e-4)


@pytest.mark.parametrize(
    ("name", "family", "outcome"),
    [
        ("logistic_regression", sm.families.Binomial(), "event"),
        ("poisson_regression", sm.families.Poisson(), "count"),
    ],
)
def test_likelihood_models_agree_with_statsmodels(name, family, outcome):
    data = people(200)
    chance = np.random.default_rng(5)
    data["event"] = (chance.random(200) < 1 / (1 + np.exp(5 - data["x"] / 10))).astype(
        int
    )
    data["count"] = chance.poisson(np.exp(data["z"] / 10))
    other = sm.GLM.from_formula(f"{outcome} ~ x + z", data, family=family).fit()

    result = run(name, data, outcome=outcome, predictors=["x", "z"])

    assert column(result, "estimate") == pytest.approx(other.params.tolist(), rel=1e-6)
    assert column(result, "std_error") == pytest.approx(other.bse.tolist(), rel=1e-5)
    assert result["deviance"] == pytest.approx(other.deviance)
    assert result["log_likelihood"] == pytest.approx(other.llf)


def test_units_do_not_matter_to_a_logistic_regression():
    small = run("logistic_regression", MTCARS, outcome="am", predictors=["wt"])
    grams = {**MTCARS, "wt": [1e9 + 1e6 * value for value in MTCARS["wt"]]}

    large = run("logistic_regression", grams, outcome="am", predictors=["wt"])

    assert large["statistic"] == pytest.approx(small["statistic"], rel=1e-7)


def test_separation_names_the_predictor():
    data = {"y": [0, 0, 0, 1, 1, 1], "age": [1, 2, 3, 4, 5, 6]}

    with pytest.raises(DataError, match="“age” separates the values of “y” completely"):
        run("logistic_regression", data, outcome="y", predictors=["age"])


def test_a_level_with_one_outcome_only_is_named():
    data = {
        "y": [0, 1, 0, 1, 1, 1, 1, 0],
        "g": ["a", "a", "a", "a", "b", "b", "b", "a"],
    }

    with pytest.raises(DataError, match="“g = b” separates"):
        run("logistic_regression", data, outcome="y", predictors=["g"])


@pytest.mark.parametrize(
    ("predictors", "words"),
    [
        (["c", "f"], "“f” is fully determined by c"),
        (["c", "same"], "“same” has the same value in all 6 rows"),
        (["c", "empty"], "No row has a value of “y” and of every predictor"),
        (["c", "y"], "“y” cannot explain itself"),
        (
            ["c", "d1", "d2", "d3", "d4"],
            "6 complete rows are too few for 6 coefficients",
        ),
        (["nowhere"], "There is no column “nowhere”"),
    ],
)
def test_a_regression_says_what_is_wrong_with_a_predictor(predictors, words):
    chance = np.random.default_rng(1)
    data = {"y": [1.0, 2, 4, 3, 6, 5], "c": [10.0, 12, 15, 11, 19, 20]}
    data["f"] = [1.8 * value + 32 for value in data["c"]]
    data |= {"same": [3] * 6, "empty": [np.nan] * 6}
    data |= {f"d{n}": chance.normal(size=6) for n in range(1, 5)}

    with pytest.raises(DataError, match=words):
        run("linear_regression", data, outcome="y", predictors=predictors)


def test_text_and_counts_are_required_where_they_are_needed():
    words = {"y": ["a", "b", "c"], "x": [1, 2, 4]}
    halves = {"y": [0.5, 1, 2, 3], "x": [1, 2, 4, 3]}

    with pytest.raises(DataError, match="“y” holds text, not numbers"):
        run("linear_regression", words, outcome="y", predictors=["x"])
    with pytest.raises(DataError, match="“y” has 3 different values"):
        run("logistic_regression", words, outcome="y", predictors=["x"])
    with pytest.raises(DataError, match="“y” does not hold counts"):
        run("poisson_regression", halves, outcome="y", predictors=["x"])


def test_rows_with_missing_and_infinite_values_are_left_out_and_counted():
    data = people()
    data.loc[0, "x"], data.loc[1, "y"], data.loc[2, "z"] = np.nan, np.inf, -np.inf

    result = run("linear_regression", data, outcome="y", predictors=["x", "z"])

    assert (result["n_obs"], result["n_missing"]) == (77, 3)


def test_the_band_of_a_qq_plot_is_that_of_order_statistics():
    values = [float(value) for value in range(1, 12)]

    result = run("qq_plot", {"x": values}, column="x")

    # by hand: the line has slope 2.5 / 0.67449; at the median p = 1/2 the error is
    # slope / 0.398942 · sqrt(1/4 / 11), times 1.959964
    middle = result["points"][5]
    assert result["slope"] == pytest.approx(2.5 / 0.6744898, rel=1e-6)
    half = 2.5 / 0.6744898 / 0.3989423 * (0.25 / 11) ** 0.5 * 1.959964
    assert middle["high"] - middle["line"] == pytest.approx(half, rel=1e-6)


def test_ties_count_half_in_the_area_under_the_roc_curve():
    # by hand: of 2 × 3 pairs 4 are in order and 1 is tied
    data = {"y": [0, 1, 0, 1, 0], "x": [1.0, 2.0, 2.0, 4.0, 3.0]}

    result = run("roc_curve", data, outcome="y", predictors=["x"])

    assert result["auc"] == pytest.approx(4.5 / 6)
    assert result["points"][-1] == {"x": 1.0, "y": 1.0}


def test_held_out_rows_are_those_of_scikit_learn():
    data = people()
    x_train, x_test, y_train, y_test = train_test_split(
        data[["x", "z"]], data["y"], test_size=0.3, random_state=7
    )
    predicted = LinearRegression().fit(x_train, y_train).predict(x_test)

    result = run(
        "regression_holdout",
        data,
        target="y",
        features=["x", "z"],
        test_size=0.3,
        random_state=7,
    )

    assert result["mse"] == pytest.approx(float(((y_test - predicted) ** 2).mean()))
    assert (result["n_train"], result["n_test"]) == (56, 24)


def test_an_exact_fit_is_said_to_be_one():
    data = {"x": [1, 2, 3, 4], "y": [3, 5, 7, 9]}

    words = said("linear_regression", data, outcome="y", predictors=["x"])

    assert words == "y is fitted exactly by x (R² = 1, n = 4): y = 1 + 2 · x."


def test_the_dispersion_of_counts_is_that_of_statsmodels():
    random = np.random.default_rng(3)
    data = pd.DataFrame({"x": random.normal(size=40)})
    data["events"] = random.poisson(np.exp(0.5 + 0.4 * data["x"]))
    design = sm.add_constant(data[["x"]])
    expected = sm.GLM(data["events"], design, family=sm.families.Poisson()).fit()

    found = operation_named("poisson_regression").carried_out(
        data, {"outcome": "events", "predictors": ["x"]}
    )

    assert found["dispersion"] == pytest.approx(
        expected.pearson_chi2 / expected.df_resid, rel=1e-8
    )
    assert found["deviance"] == pytest.approx(expected.deviance, rel=1e-8)

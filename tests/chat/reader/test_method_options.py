"""What is said about how a method is carried out is obeyed, or refused by its name."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from chat.linking.outcomes import NoSuchMethod, Question, Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of
from tests.chat.reader.method_tables import EVERY

# Frames of every table: an outcome, a measure beside it, groups of two and of several,
# a column of yes and no, a column of clusters.
PARTS = {
    "staff": ("salary", "experience", "gender", "department", "promoted", "team"),
    "patients": ("pressure", "age", "treatment", "stage", "relapse", "stage"),
    "plants": ("harvest", "rainfall", "variety", "fertilizer", "infected", "field"),
    "pupils": ("reading", "income", "sex", "school", "passed", "school"),
}
OBEYED: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("two-way anova of {y} by {two} and {many} with type I sums of squares",
     "two_way_anova", {"typ": "1"}),
    ("anova of {y} by {two} and {many}, type III SS", "two_way_anova", {"typ": "3"}),
    ("t-test of {y} by {two} assuming equal variances", "two_sample_t", {"equal_var": True}),
    ("t test of {y} by {two} with unequal variances", "two_sample_t", {"equal_var": False}),
    ("t-test of {y} by {two} with 90% CI", "two_sample_t", {"confidence_level": 0.9}),
    ("t-test of {y} by {two}, 99 % confidence interval", "two_sample_t",
     {"confidence_level": 0.99}),
    ("t-test of {y} by {two} at alpha = 0.01", "two_sample_t", {"alpha": 0.01}),
    ("mann-whitney test of {y} by {two} without continuity correction", "mann_whitney",
     {"correction": False}),
    ("chi-square of {two} and {yes} with Yates correction", "chi_square",
     {"correction": True}),
    ("chi-square test of {two} and {yes}, no continuity correction", "chi_square",
     {"correction": False}),
    ("pairwise comparisons of {y} between {many} with bonferroni", "post_hoc",
     {"adjust": "bonferroni"}),
    ("Dunn test of {y} by {many} with Benjamini-Hochberg adjustment", "post_hoc",
     {"method": "dunn", "adjust": "bh"}),
    ("correlation matrix with Holm correction, sorted by p", "correlation",
     {"adjust": "holm", "sort_by": "p_value"}),
    ("correlation of {y} and {x}, one-sided greater", "correlation",
     {"alternative": "greater"}),
    ("correlation of {y} and {x}, one-tailed, negative", "correlation",
     {"alternative": "less"}),
    ("regress {y} on {x} with robust standard errors", "linear_regression",
     {"covariance": "HC3"}),
    ("regress {y} on {x} and {two} with HC1 standard errors", "linear_regression",
     {"covariance": "HC1"}),
    ("regress {y} on {x} with standard errors clustered by {cluster}", "linear_regression",
     {"cluster": "{cluster}", "predictors": ["{x}"]}),
    ("weighted regression of {y} on {two} with weights {x}", "linear_regression",
     {"weights": "{x}", "predictors": ["{two}"]}),
    ("logistic regression of {yes} on {x} with robust SE", "logistic_regression",
     {"errors": "robust"}),
    ("regress {y} on {x} without intercept", "linear_regression", {"intercept": False}),
    ("regress the log of {y} on {x}", "linear_regression",
     {"outcome": "{y}", "transforms": {"{y}": "log"}}),
    ("OLS of {y} on the square root of {x}", "linear_regression",
     {"outcome": "{y}", "transforms": {"{x}": "sqrt"}}),
    ("quadratic regression of {y} on {x}", "linear_regression", {"degree": 2}),
    ("regress {y} on {x} and {x} squared", "linear_regression", {"squared": ["{x}"]}),
    ("regress {y} on {x}, {two} and their interaction", "linear_regression",
     {"predictors": ["{x}", "{two}"], "all_interactions": True}),
    ("regress {y} on {x} * {two}", "linear_regression", {"interacting": ["{x}", "{two}"]}),
    ("{y} ~ {x} + {two}", "linear_regression", {"predictors": ["{x}", "{two}"]}),
    ("regress {y} on {x} and {two}, coefficients sorted by p", "linear_regression",
     {"sort_by": "p_value"}),
    ("standard deviation of {y} with ddof 0", "describe", {"ddof": 0}),
    ("population standard deviation of {y}", "describe", {"ddof": 0}),
    ("histogram of {y} with 12 bins", "histogram", {"bins": 12}),
)  # fmt: skip
REFUSED = (
    ("t-test of {y} by {two} with robust standard errors", "robust"),
    ("mann-whitney test of {y} by {two} with weights {x}", "weights"),
    ("regress {y} on {x} with Newey-West standard errors", "newey-west"),
    ("regress {y} on {x} with bootstrapped standard errors", "bootstrap"),
    ("correlation of {y} and {x} without intercept", "intercept"),
    ("logistic regression of {yes} on {x}, penalized likelihood", "penali"),
    (
        "chi-square of {two} and {yes} clustered by {cluster} with robust errors",
        "cluster",
    ),
    ("regress {y} on standardized {x}", "standardized"),
    ("bar chart of {many} with 99% confidence intervals", "99"),
    ("regress {y} on {x} adjusting for altitude", "altitude"),
    ("one-tailed anova of {y} by {many}", "one-tailed"),
)


def said(text: str, table: str) -> str:
    names = ("y", "x", "two", "many", "yes", "cluster")
    return text.format(**dict(zip(names, PARTS[table], strict=True)))


def worded(value: Any, table: str) -> Any:
    """The value with the names of the table in it."""
    if isinstance(value, str):
        return said(value, table) if "{" in value else value
    if isinstance(value, list):
        return [worded(one, table) for one in value]
    if isinstance(value, dict):
        return {worded(k, table): worded(v, table) for k, v in value.items()}
    return value


@pytest.mark.parametrize("table", EVERY)
@pytest.mark.parametrize(("text", "operation", "params"), OBEYED)
def test_an_option_is_obeyed(text, operation, params, table):
    text = said(text, table)

    reading = read_message(text, EVERY[table])

    assert isinstance(reading, Understood), (text, reading)
    step = next(s for s in reading.task.steps if s.operation == operation)
    wanted = worded(params, table)
    assert {name: step.params.get(name) for name in wanted} == wanted
    assert not any(s.operation == "filter_rows" for s in reading.task.steps)


@pytest.mark.parametrize("table", EVERY)
@pytest.mark.parametrize(("text", "word"), REFUSED)
def test_an_option_that_cannot_be_had_is_named(text, word, table):
    text = said(text, table)

    reading = read_message(text, EVERY[table])

    assert isinstance(reading, NoSuchMethod), (text, reading)
    assert word in reading.told.lower()


@pytest.mark.parametrize(
    ("text", "table", "levels", "side"),
    [
        ("one-tailed t-test: salary is higher for males", "staff", ["male", "female"],
         "greater"),
        ("one-sided t test of salary by gender: women have less salary", "staff",
         ["female", "male"], "less"),
        ("t-test, one-sided: harvest of old variety is lower", "plants", None, "less"),
        ("one-tailed t test of reading by sex, girls are higher", "pupils",
         ["girl", "boy"], "greater"),
    ],
)  # fmt: skip
def test_the_group_said_to_have_more_comes_first(text, table, levels, side):
    reading = read_message(text, EVERY[table])

    assert isinstance(reading, Understood), reading
    step = reading.task.steps[-1]
    assert step.operation == "two_sample_t"
    assert step.params["alternative"] == side
    assert levels is None or step.params["levels"] == levels


def test_a_direction_that_is_not_said_is_asked():
    reading = read_message("one-sided t test of salary by gender", EVERY["staff"])

    assert isinstance(reading, Question)
    assert len(reading.options) == 2


def test_a_level_is_a_reference_and_no_condition():
    for text in (
        "regress harvest on fertilizer with compost as reference",
        "regress harvest on fertilizer, reference level compost",
        "regress harvest on fertilizer with compost as the baseline category",
    ):
        reading = read_message(text, EVERY["plants"])

        assert isinstance(reading, Understood), reading
        assert [s.operation for s in reading.task.steps] == ["linear_regression"]
        assert reading.task.steps[0].params["reference"] == {"fertilizer": "compost"}


@pytest.mark.parametrize(
    "text",
    [
        "arima(1,0,1) forecast of harvest",
        "forecast harvest with arima order (1, 0, 1)",
        "fit an arima with one autoregressive and one moving average term, no "
        "differencing, and forecast harvest",
    ],
)
def test_an_order_of_arima_is_obeyed(text):
    reading = read_message(text, EVERY["plants"])

    task = reading.task if isinstance(reading, Understood) else None
    tasks = [task] if task else [t for t, _ in getattr(reading, "options", ())]
    assert tasks
    assert all(t.steps[-1].params.get("order") == [1, 0, 1] for t in tasks)


@pytest.mark.parametrize(
    "name", ["weight", "cluster", "square", "offset", "reference", "baseline", "strata"]
)
@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("one-way anova of {} by treatment", "one_way_anova"),
        ("t-test of {} by sex", "two_sample_t"),
        ("Mann-Whitney test of {} by sex", "mann_whitney"),
        ("Kruskal-Wallis test of {} by treatment", "kruskal_wallis"),
    ],
)
def test_a_column_called_like_an_option_is_the_column(
    name: str, text: str, operation: str
) -> None:
    schema = schema_of(
        pd.DataFrame(
            {
                name: [float(n * n % 17) for n in range(90)],
                "age": [20 + n % 50 for n in range(90)],
                "sex": ["male", "female"] * 45,
                "treatment": ["A", "B", "C"] * 30,
            }
        )
    )
    reading = read_message(text.format(name), schema)
    assert isinstance(reading, Understood)
    (step,) = reading.task.steps
    assert (step.operation, step.params["columns"]) == (operation, [name])


@pytest.mark.parametrize(
    ("text", "predictors"),
    [
        ("linear regression of age on pressure weighted by weight", ["pressure"]),
        ("linear regression of age on pressure, weights = weight", ["pressure"]),
        ("regress age on pressure and sex, weight by weight", ["pressure", "sex"]),
    ],
)
def test_a_column_called_weight_weights_where_that_is_said(
    text: str, predictors: list[str]
) -> None:
    schema = schema_of(
        pd.DataFrame(
            {
                "weight": [float(n * n % 17 + 1) for n in range(90)],
                "age": [20 + n % 50 for n in range(90)],
                "pressure": [100 + n * 7 % 40 for n in range(90)],
                "sex": ["male", "female"] * 45,
            }
        )
    )
    reading = read_message(text, schema)
    assert isinstance(reading, Understood)
    (step,) = reading.task.steps
    assert step.params["weights"] == "weight"
    assert step.params["predictors"] == predictors

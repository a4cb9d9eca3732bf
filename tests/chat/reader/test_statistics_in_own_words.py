"""Requests for statistical methods in people's own words, on two tables of other fields."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.base.columns import Schema
from chat.linking.outcomes import Question, Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of


@cache
def orchard() -> Schema:
    """Trees with a blight that a scan may show, and what was done for them."""
    random = np.random.default_rng(21)
    n = 160
    return schema_of(
        pd.DataFrame(
            {
                "tree": np.arange(501, 501 + n),
                "plot": random.choice(["north", "river", "slope"], n),
                "height_cm": random.normal(310, 40, n).round(0),
                "scan": random.gamma(3, 2, n).round(2),
                "moisture": random.normal(55, 9, n).round(1),
                "blighted": random.choice(["yes", "no"], n, p=[0.4, 0.6]),
                "pruned": random.choice(["yes", "no"], n),
                "felled": random.choice(["yes", "no"], n, p=[0.3, 0.7]),
                "fruit_before": random.normal(40, 8, n).round(1),
                "fruit_after": random.normal(43, 8, n).round(1),
                "weeks_watched": random.integers(1, 90, n),
            }
        )
    )


@cache
def tenants() -> Schema:
    """Answers of tenants from 1 to 5, with what their flats are like."""
    random = np.random.default_rng(22)
    n = 180
    answers = {
        name: random.integers(1, 6, n)
        for name in ("a1_quiet", "a2_clean", "a3_safe", "a4_warm")
    }
    return schema_of(
        pd.DataFrame(
            {
                "gender": random.choice(["Female", "Male"], n),
                "block": random.choice(["Birch", "Cedar", "Maple"], n),
                "floor_area": random.normal(64, 14, n).round(1),
                "rent": random.normal(820, 130, n).round(0),
                "noise_level": random.normal(48, 7, n).round(1),
                **answers,
                "moved_out": random.choice(["stayed", "left"], n),
            }
        )
    )


TABLES = {"orchard": orchard, "tenants": tenants}


def _steps(table: str, text: str) -> list[tuple[str, dict[str, Any]]]:
    reading = read_message(text, TABLES[table]())
    assert isinstance(reading, Understood), reading
    return [(step.operation, step.params) for step in reading.task.steps]


TOLD_APART = [
    ("orchard", "AUC of scan for blighted", "blighted", ["scan"]),
    ("orchard", "AUC of blighted for scan", "blighted", ["scan"]),
    ("orchard", "how well does the scan tell the blighted trees from the others?",
     "blighted", ["scan"]),
    ("orchard", "how good is moisture at spotting blighted trees?", "blighted", ["moisture"]),
    ("orchard", "roc curve of height_cm as a predictor of felled", "felled", ["height_cm"]),
    ("tenants", "how accurately does rent separate those who left from those who stayed?",
     "moved_out", ["rent"]),
    ("tenants", "area under the curve of noise_level for moved_out",
     "moved_out", ["noise_level"]),
]  # fmt: skip


@pytest.mark.parametrize(("table", "text", "outcome", "scores"), TOLD_APART)
def test_what_is_told_apart_has_two_values_and_what_tells_is_a_number(
    table, text, outcome, scores
):
    assert _steps(table, text) == [
        ("roc_curve", {"outcome": outcome, "predictors": scores})
    ]


def test_scores_that_are_set_against_each_other_have_a_curve_each():
    steps = _steps(
        "orchard", "which is better at detecting blighted, scan or moisture?"
    )

    assert [params["predictors"] for _, params in steps] == [["scan"], ["moisture"]]


CUT = [
    ("orchard", "sensitivity and specificity of scan at 6 for blighted", ">= 6", "'yes'"),
    ("tenants", "rent above 900 as a flag for left: sensitivity and specificity",
     "> 900", "'left'"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "text", "cut", "event"), CUT)
def test_a_cut_calls_rightly_those_above_with_the_event_and_the_others_without(
    table, text, cut, event
):
    (_, made), (operation, _) = _steps(table, text)

    assert operation == "calculate"
    assert f"{cut} and" in made["expression"]
    assert made["expression"].split(" or ")[0].endswith(f"{event})")


ADJUSTED = [
    ("orchard", "adjusted for height_cm, is a higher scan associated with blighted? odds ratio",
     "logistic_regression", "blighted", "scan", ["height_cm"]),
    ("orchard", "taking plot into account, do pruned trees have a higher moisture?",
     "linear_regression", "moisture", "pruned", ["plot"]),
    ("orchard", "adjusting for moisture, are pruned trees more likely to be felled?",
     "logistic_regression", "felled", "pruned", ["moisture"]),
    ("orchard", "is blighted more common among pruned trees, allowing for height_cm?",
     "logistic_regression", "blighted", "pruned", ["height_cm"]),
    ("orchard", "odds of felled for pruned trees, controlling for plot",
     "logistic_regression", "felled", "pruned", ["plot"]),
    ("orchard", "adjusted odds ratio of scan for blighted, controlling for plot",
     "logistic_regression", "blighted", "scan", ["plot"]),
    ("orchard", "plot-adjusted odds ratio of blighted for pruned",
     "logistic_regression", "blighted", "pruned", ["plot"]),
    ("tenants", "holding block constant, does rent go up with floor_area?",
     "linear_regression", "rent", "floor_area", ["block"]),
    ("tenants", "with block adjusted for, is noise_level lower for women?",
     "linear_regression", "noise_level", "gender", ["block"]),
    ("tenants", "adjusting for rent, is gender associated with moved_out? give the odds ratio",
     "logistic_regression", "moved_out", "gender", ["rent"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "text", "operation", "outcome", "focus", "held"), ADJUSTED
)
def test_a_comparison_says_what_depends_on_what_beside_what_is_held(
    table, text, operation, outcome, focus, held
):
    assert _steps(table, text) == [
        (
            operation,
            {"outcome": outcome, "predictors": [focus, *held], "focus": [focus]},
        )
    ]


@pytest.mark.parametrize(
    "text",
    [
        "kaplan-meier of weeks_watched by plot",
        "log-rank test of weeks_watched between the plots",
        "survival curve of weeks_watched",
    ],
)
def test_which_column_tells_the_event_is_asked_where_several_may(text):
    reading = read_message(text, orchard())

    assert isinstance(reading, Question)
    assert reading.why == "event"
    assert reading.options[-1][1] == "Every row had the event"
    assert {"blighted tells it", "felled tells it"} <= {
        name for _, name in reading.options
    }


def test_a_survival_has_the_event_that_is_said():
    text = "kaplan-meier of weeks_watched with felled as event, by plot"
    ((_, params),) = _steps("orchard", text)
    assert params["event"] == "felled"

    ((_, params),) = _steps(
        "orchard", "kaplan-meier of weeks_watched by plot, every row had the event"
    )
    assert "event" not in params


HELD_AGAINST = [
    ("orchard", "is the average moisture really 55 as they claim?", "moisture", 55, None),
    ("tenants", "we promised no more than 50 for noise_level - do we keep that?",
     "noise_level", 50, "less"),
    ("tenants", "is the average of a1_quiet above the midpoint of 3?", "a1_quiet", 3, "greater"),
    ("tenants", "the norm for floor_area is 60, are our flats above it?",
     "floor_area", 60, "greater"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "text", "column", "mu", "side"), HELD_AGAINST)
def test_a_mean_is_held_against_the_number_that_is_set(table, text, column, mu, side):
    ((operation, params),) = _steps(table, text)

    assert operation == "one_sample_t"
    assert (params["column"], params["mu"]) == (column, mu)
    assert params.get("alternative") == side


def test_a_share_that_is_claimed_is_no_number_of_rows():
    ((operation, params),) = _steps(
        "orchard", "are more than 30% of the trees blighted?"
    )
    assert operation == "binomial_test"
    assert (params["column"], params["p"]) == ("blighted", 0.3)


def test_answers_that_count_are_shares_of_a_condition():
    text = (
        "4 or 5 counts as happy: what percentage is happy with a2_clean in each block?"
    )
    ((operation, params),) = _steps("tenants", text)
    assert operation == "calculate"
    assert params["measures"][0]["where"] == {
        "column": "a2_clean",
        "op": ">=",
        "value": 4,
    }
    assert params["by"] == [{"column": "block"}]

    made, (operation, params) = _steps(
        "tenants", "do more women than men answer 4 or 5 on a3_safe? test it"
    )
    assert made[1]["expression"] == "a3_safe >= 4"
    assert (operation, params["group"]) == ("proportion_test", "gender")

    _, (operation, params) = _steps(
        "tenants", "share of 1 or 2 on a4_warm with 95% confidence interval"
    )
    assert operation == "binomial_test"
    assert params["confidence_level"] == 0.95


PAIRS = [
    ("orchard", "anova of moisture by plot and tukey", "one_way_anova", "tukey"),
    ("orchard", "does moisture differ by plot? also give the p value for each pair",
     "compare_groups", None),
    ("tenants", "kruskal-wallis of rent by block followed by dunn", "kruskal_wallis", "dunn"),
    ("tenants", "does rent vary by block, and which blocks differ from each other?",
     "compare_groups", None),
]  # fmt: skip


@pytest.mark.parametrize(("table", "text", "operation", "method"), PAIRS)
def test_pairs_that_are_asked_beside_come_behind(table, text, operation, method):
    (first, _), (second, params) = _steps(table, text)

    assert (first, second) == (operation, "post_hoc")
    assert params.get("method") == method


ANSWERS = ["a1_quiet", "a2_clean", "a3_safe", "a4_warm"]


@pytest.mark.parametrize(
    "text",
    [
        "for each of the four questions, do women and men differ?",
        "compare women and men on every item from a1_quiet to a4_warm",
        "test for each of the a items whether women and men differ",
    ],
)
def test_a_method_over_each_of_several_columns(text):
    assert _steps("tenants", text) == [
        ("compare_outcomes", {"outcomes": ANSWERS, "groups": ["gender"]})
    ]


def test_a_named_method_over_each_of_several_columns_is_one_for_each():
    text = "kruskal-wallis for each of the four items: do the blocks differ?"
    steps = _steps("tenants", text)

    assert [name for name, _ in steps] == ["kruskal_wallis"] * 4
    assert [params["columns"] for _, params in steps] == [[name] for name in ANSWERS]


def test_a_number_of_items_is_no_value_of_them():
    steps = _steps("tenants", "mean of each of the four items by block")

    assert [name for name, _ in steps] == ["calculate"]


CHANGES = [
    ("did fruit rise more for pruned trees than for the others?", "compare_groups"),
    ("did fruit go up in each plot?", "describe"),
    ("does the change in fruit differ between the plots?", "compare_groups"),
]


@pytest.mark.parametrize(("text", "operation"), CHANGES)
def test_a_change_by_groups_is_of_what_was_measured_twice(text, operation):
    made, (last, params) = _steps("orchard", text)

    assert made[1]["expression"] == "`fruit_after` - `fruit_before`"
    assert last == operation
    assert params["columns"] == ["fruit_after minus fruit_before"]


def test_the_same_of_something_else_is_the_same_method():
    before = read_message("t test of moisture by pruned", orchard())
    again = read_message("same but for scan", orchard(), before.task)
    assert again.task.steps[-1].operation == "two_sample_t"
    assert again.task.steps[-1].params["columns"] == ["scan"]

    before = read_message("roc curve of scan for blighted", orchard())
    again = read_message("and moisture?", orchard(), before.task)
    assert again.task.steps[-1].params == {
        "outcome": "blighted", "predictors": ["moisture"],
    }  # fmt: skip

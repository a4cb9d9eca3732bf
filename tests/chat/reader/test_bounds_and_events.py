"""Equivalence within a bound, the event of a logistic model, starts held constant; two tables."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.base.columns import Schema
from analysis.base.errors import DataError
from analysis.operations.logistic_regression import logistic_regression
from chat.linking.outcomes import Understood
from chat.reader.messages import read_message
from tests.analysis.tables import schema_of


@cache
def ferries() -> Schema:
    """Crossings of a ferry with what the sea was like, and who was seasick."""
    random = np.random.default_rng(31)
    n = 150
    return schema_of(
        pd.DataFrame(
            {
                "heading": random.choice(["eastbound", "westbound"], n),
                "harbour": random.choice(["Alta", "Bodo", "Moss"], n),
                "lateness_min": random.gamma(2, 3, n).round(1),
                "wave_height": random.gamma(2, 1, n).round(2),
                "crew": random.integers(3, 12, n),
                "seasick": random.choice(["yes", "no"], n),
                "outcome": random.choice(["cancelled", "sailed"], n),
            }
        )
    )


@cache
def clinic() -> Schema:
    """People of two treatments, measured before and after."""
    random = np.random.default_rng(32)
    n = 140
    return schema_of(
        pd.DataFrame(
            {
                "treatment": random.choice(["exercise", "rest"], n),
                "ward": random.choice(["A", "B", "C"], n),
                "age": random.integers(30, 90, n),
                "mobility_pre": random.integers(10, 60, n),
                "mobility_post": random.integers(15, 70, n),
                "steps_pre": random.choice(["yes", "no"], n),
                "steps_post": random.choice(["yes", "no"], n),
                "fate": random.choice(["died", "alive"], n),
            }
        )
    )


TABLES = {"ferries": ferries, "clinic": clinic}


def _last(table: str, text: str) -> tuple[str, dict[str, Any]]:
    reading = read_message(text, TABLES[table]())
    assert isinstance(reading, Understood), reading
    step = reading.task.steps[-1]
    return step.operation, dict(step.params)


@pytest.mark.parametrize(
    ("table", "text", "bound"),
    [
        ("ferries", "Are eastbound and westbound lateness equivalent within half a minute?", 0.5),
        ("ferries", "I'd like to show that lateness is practically the same eastbound and westbound, "
         "meaning that the averages are less than two minutes apart. Can I claim that?", 2),
        ("ferries", "Is the lateness of eastbound and westbound crossings no more than one minute apart?", 1),
        ("ferries", "Can I say that the crew is the same in both headings, give or take one?", 1),
        ("clinic", "Do exercise and rest differ by less than 3 points of mobility_post?", 3),
        ("clinic", "Is the difference in mobility_post between exercise and rest below five points?", 5),
        ("clinic", "Are exercise and rest comparable in age, plus or minus 2.5 years?", 2.5),
    ],
)  # fmt: skip
def test_a_bound_in_words_asks_for_equivalence(
    table: str, text: str, bound: float
) -> None:
    operation, params = _last(table, text)
    assert (operation, params["bound"]) == ("equivalence_test", bound)


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("ferries", "Do eastbound and westbound differ in lateness?"),
        ("ferries", "How many eastbound crossings have a lateness of less than 5 minutes?"),
        ("clinic", "Is mobility_post the same for exercise and rest?"),
    ],
)  # fmt: skip
def test_without_a_bound_nothing_is_equivalent(table: str, text: str) -> None:
    reading = read_message(text, TABLES[table]())
    assert "equivalence_test" not in repr(reading)


@pytest.mark.parametrize(
    ("table", "text", "outcome", "event"),
    [
        ("ferries", "odds of being cancelled by harbour, adjusted for wave_height", "outcome", "cancelled"),
        ("ferries", "odds of sailing by harbour, adjusted for wave_height", "outcome", None),
        ("ferries", "logistic regression of cancelled on wave_height", "outcome", "cancelled"),
        ("ferries", "By what factor do the odds of being seasick change with every additional crew?",
         "seasick", None),
        ("ferries", "odds of not being seasick by harbour, adjusted for crew", "seasick", "no"),
        ("ferries", "Does wave_height go with being seasick, controlling for crew?", "seasick", None),
        ("clinic", "odds of dying by treatment, adjusted for age", "fate", None),
        ("clinic", "odds of being alive by treatment, adjusted for age", "fate", "alive"),
        ("clinic", "How much do the odds of dying change with each year of age?", "fate", None),
        ("clinic", "Does age go with fate, controlling for ward?", "fate", None),
    ],
)  # fmt: skip
def test_odds_are_of_the_value_that_is_said(
    table: str, text: str, outcome: str, event: str | None
) -> None:
    operation, params = _last(table, text)
    assert operation == "logistic_regression"
    assert (params["outcome"], params.get("event_level")) == (outcome, event)


@pytest.mark.parametrize(
    ("table", "text", "outcome", "focus"),
    [
        ("clinic", "How much more mobility_post for one more year of age, holding ward constant?",
         "mobility_post", "age"),
        ("ferries", "How much less lateness per additional crew, adjusted for wave_height?",
         "lateness_min", "crew"),
    ],
)  # fmt: skip
def test_one_more_acts_on_how_much_more(
    table: str, text: str, outcome: str, focus: str
) -> None:
    operation, params = _last(table, text)
    assert operation == "linear_regression"
    assert (params["outcome"], params["focus"]) == (outcome, [focus])


@pytest.mark.parametrize(
    "text",
    [
        "Difference between the treatments in mobility after therapy, corrected for the value at the start",
        "Does mobility at the end differ between the treatments, adjusted for baseline mobility?",
        "Compare mobility_post between the treatments adjusted for the starting value",
    ],
)  # fmt: skip
def test_the_start_is_held_constant(text: str) -> None:
    operation, params = _last("clinic", text)
    assert operation == "linear_regression"
    assert params["outcome"] == "mobility_post"
    assert params["predictors"] == ["treatment", "mobility_pre"]


@pytest.mark.parametrize(
    ("table", "text", "operation"),
    [
        ("ferries", "Lateness is skewed, so please use a rank test: does lateness differ between eastbound and westbound?", "mann_whitney"),
        ("ferries", "Please use a rank test: does lateness differ between the harbours?", "kruskal_wallis"),
        ("clinic", "Rank test of mobility_post by ward", "kruskal_wallis"),
        ("clinic", "rank-based test of mobility_post by treatment", "mann_whitney"),
    ],
)  # fmt: skip
def test_a_rank_test_is_that_of_as_many_groups(
    table: str, text: str, operation: str
) -> None:
    assert _last(table, text)[0] == operation


@pytest.mark.parametrize(
    "text",
    [
        "Could more patients climb steps after the therapy than before it?",
        "Are there more people climbing steps at the end than at the start?",
    ],
)
def test_yes_held_twice_is_compared_within_rows(text: str) -> None:
    operation, params = _last("clinic", text)
    assert operation == "mcnemar"
    assert params["columns"] == ["steps_pre", "steps_post"]


def test_an_event_that_is_no_value_is_refused() -> None:
    data = pd.DataFrame({"y": ["a", "b"] * 20, "x": range(40)})
    with pytest.raises(DataError, match="no value"):
        logistic_regression(data, "y", ["x"], event_level="c")
